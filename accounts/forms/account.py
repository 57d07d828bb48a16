import zoneinfo

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Appearance, NoticeMail
from shell.context import offered_languages
from shell.forms import DeskForm


def languages():
    """Those whose texts are complete, each in its own words."""
    return [
        (code, translation.get_language_info(code)["name_local"].capitalize())
        for code in offered_languages()
    ]


def time_zones():
    named = sorted(zone for zone in zoneinfo.available_timezones() if is_a_place(zone))
    return [("UTC", "UTC"), *[(zone, zone.replace("_", " ")) for zone in named]]


def is_a_place(zone):
    return zone.partition("/")[0] in {
        "Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
    }  # fmt: skip


class AccountForm(DeskForm):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    appearance = forms.ChoiceField(
        label=_("How the pages look"), choices=Appearance.choices, widget=forms.RadioSelect
    )
    notice_mail = forms.ChoiceField(
        label=_("E-mail when something waits"),
        help_text=_("It says only that something waits, never what or for whom."),
        choices=NoticeMail.choices,
        widget=forms.RadioSelect,
    )
    keys_on = forms.BooleanField(
        label=_("Single letters lead through the pages"),
        help_text=_("Switch this off if you dictate, or use a screen reader."),
        required=False,
    )
