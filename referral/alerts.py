"""
The words and the rules of a consular alert: what may be sent, to which kind of body, and to whom never.

A leaf, like `stages`: it imports no model. Rules of practice 8, 9 and 19.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import OrganisationKind
from accounts.roles import Role


class Said(models.TextChoices):
    """An answer of somebody who may not be able to know."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class Agreed(models.TextChoices):
    """Whether the person agreed that somebody is told."""

    YES = "yes", _("Yes, agreed")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Could not ask")


class AlertIndicator(models.TextChoices):
    """What may be noticed when a citizen asks a mission for help. Own words, after common guidance."""

    NO_PAPERS = "no_papers", _("Has no papers, or an employer keeps them")
    HURRIED = "hurried", _("Asks for new papers in a hurry")
    FLED = "fled", _("Asks for an emergency document after running away")
    INJURED = "injured", _("Has injuries, or is worn out")
    NO_ADDRESS = "no_address", _("Cannot say where home or work is")
    DEBT = "debt", _("Owes money for the journey or the job")
    BEGGING = "begging", _("Is made to beg")
    CRIME = "crime", _("Is made to break the law")
    ACCOMPANIED = "accompanied", _("Somebody stays close, answers or interprets")
    SAME_PLACE = "same_place", _("Several citizens speak of the same workplace")
    FAMILY_ASKS = "family_asks", _("The family at home reports that contact stopped")
    HOUSEHOLD = "household", _("Works in a household and was never seen alone")
    FEAR = "fear", _("Is afraid, or becomes so when left alone with you")


class DocumentRisk(models.TextChoices):
    NOTHING = "nothing", _("Nothing noticed")
    HELD = "held", _("Somebody else holds the papers")
    NONE = "none", _("There are no papers")
    OF_OTHERS = "of_others", _("The papers seem false, or somebody else’s")
    HANDED_BACK = "handed_back", _("A companion wants to collect them")
    ENDS_SOON = "ends_soon", _("Papers or permit end soon")
    UNKNOWN = "unknown", _("Not known")


class AlertStep(models.TextChoices):
    """What the officer did already."""

    ALONE = "alone", _("Spoke with the person alone")
    NUMBER = "number", _("Gave a number in a form that does not betray")
    EMERGENCY = "emergency", _("Rang the emergency number")
    IN_HAND = "in_hand", _("Gave the papers into the person’s own hand")
    WAITS = "waits", _("The person waits in a room of the mission")
    NOTHING = "nothing", _("Nothing yet")


class Place(models.TextChoices):
    MISSION = "mission", _("At the mission")
    SAME_CITY = "same_city", _("Elsewhere in the same city")
    ELSEWHERE = "elsewhere", _("In another place of that country")
    UNKNOWN = "unknown", _("Not known")


class Reach(models.TextChoices):
    """How the person can be reached without danger."""

    NOW = "now", _("At the counter of the mission now")
    COMES_BACK = "comes_back", _("Comes back on a day that is known")
    HAS_NUMBER = "has_number", _("Has the number and rings when it is safe")
    NO_WAY = "no_way", _("Cannot be reached safely")
    SENDER = "sender", _("Ring the organisation that met the person")


class Body(models.TextChoices):
    """To which kind of body an alert went: all that its sender is told."""

    CHILD_PROTECTION = "child_protection", _("Child protection")
    AUTHORITY = "authority", _("Competent authority")
    COORDINATION = "coordination", _("National coordination")
    FIRST_CONTACT = "first_contact", _("Organisation for first contact")


class Outcome(StrEnum):
    SEND = "send"
    COUNT = "count"  # a dated count, nothing about the person
    COME_BACK = "come_back"  # nothing at all: ask when the person is alone


def may_be_child(minor: str) -> bool:
    return minor != Said.NO


def outcome(*, minor: str, danger: str, unfree: str, agreed: str) -> Outcome:
    """
    What becomes of the answers (rules of practice 19).

    For who may be a child, and in danger, the duty to protect comes before the wish. An adult without
    danger decides: “no” is a no, and who was not asked is asked later, unless the person cannot answer.
    """
    if agreed == Agreed.YES or may_be_child(minor) or danger != Said.NO:
        return Outcome.SEND
    if agreed == Agreed.NO:
        return Outcome.COUNT
    return Outcome.COME_BACK if unfree == Said.NO else Outcome.SEND


_K = OrganisationKind
# In this order; the first kind of body that exists in the country gets it. Each only there, and never a mission or the police.
FOR_A_CHILD = [
    (Body.CHILD_PROTECTION, [_K.GUARDIANSHIP, _K.SOCIAL_SERVICE]),
    (Body.AUTHORITY, [_K.AUTHORITY]),
    (Body.COORDINATION, [_K.COORDINATION]),
]
FOR_AN_ADULT = [
    (Body.COORDINATION, [_K.COORDINATION]),
    (Body.FIRST_CONTACT, [_K.NGO]),
    (Body.FIRST_CONTACT, [_K.SHELTER, _K.INTERNATIONAL]),
]
# A frontline organisation that kept a minimum about somebody who may be a child tells these, in its own country only.
PROTECT_CHILDREN = FOR_A_CHILD[0]
# Who reads an alert in the organisation that got it. The same list stands in row_security/55_alerts.sql.
READS_ALERTS = [
    Role.FOCAL_POINT,
    Role.SUPERVISOR,
    Role.CASE_MANAGER,
    Role.FIRST_CONTACT,
    Role.GUARDIAN,
    Role.COMPETENT_AUTHORITY,
]


def bodies_for(minor: str):
    return FOR_A_CHILD if may_be_child(minor) else FOR_AN_ADULT
