"""Our own lists: how somebody was met, and what a first contact may notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingPlace(models.TextChoices):
    """How you met."""

    CAME_TO_US = "came_to_us", _("Came to us alone")
    OUTREACH = "outreach", _("Outreach in the street or field")
    HOTLINE = "hotline", _("Called or wrote to a hotline")
    ONLINE = "online", _("Contact online")
    POLICE = "police", _("Through the police")
    BORDER = "border", _("At a border, a port or an airport")
    HEALTH_SERVICE = "health_service", _("At a hospital or health service")
    WORKPLACE = "workplace", _("At a workplace or an inspection")
    SCHOOL = "school", _("At a school")
    ASYLUM = "asylum", _("In the asylum procedure or a reception centre")
    DETENTION = "detention", _("In detention")
    CONSULATE = "consulate", _("At a consulate")
    ORGANISATION = "organisation", _("Through another organisation")
    FAMILY_OR_FRIENDS = "family_or_friends", _("Through family or friends")
    OTHER = "other", pgettext_lazy("meeting", "In another way")
    UNKNOWN = "unknown", pgettext_lazy("meeting", "Not known")


class Indicator(models.TextChoices):
    """The ten items of the quick card; the tool `quick_card` has a question with each code."""

    SPOKEN_FOR = "spoken_for", _("Someone else speaks for the person or holds the documents")
    NO_ADDRESS = "no_address", _("Does not know the address of home or work")
    FEAR = "fear", _("Is afraid, or answers seem rehearsed")
    INJURY = "injury", _("Shows signs of injury or exhaustion")
    CONFINED = "confined", _("Cannot leave, or cannot contact others")
    DEBT = "debt", _("Owes money for the travel or the job")
    UNPAID = "unpaid", _("Is paid little or nothing, or pay is held back")
    DECEIVED = "deceived", _("Was recruited with promises that proved false")
    CHILD_ALONE = "child_alone", _("Is under 18 and working, alone or with unrelated adults")
    GROUP = "group", _("Came with others in the same situation")
