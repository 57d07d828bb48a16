from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.codes import (
    EventType,
    ExploitationType,
    Indicator,
    MethodOfControl,
    OnlinePlatform,
    PerpetratorRole,
    RecruitmentMethod,
    SexualExploitationType,
)
from directory.countries import country_choices
from referral.forms.part import PartForm, choice, countries, line, ticks
from referral.models import Account, TraffickingEvent
from shell.forms import PartialDateField, Section


def when(label):
    return PartialDateField(label=label, future=False, required=False)


class AccountForm(PartForm):
    """Codes of the Human Trafficking Case Data Standard; the person's own words stand apart."""

    model = Account
    coded = (
        "met_at",
        "met_on",
        "noticed",
        "trafficking_status",
        "decision_body",
        "decided_on",
        "exploitation",
        "exploitation_countries",
    )

    met_at = line(Account, "met_at")
    met_on = when(_("Met on"))
    noticed = ticks(_("What you noticed"), Indicator.choices)
    noticed_note = line(
        Account, "noticed_note", text=True, label=_("What else you noticed, in your words")
    )
    trafficking_status = line(Account, "trafficking_status")
    decision_body = line(Account, "decision_body")
    decided_on = when(_("Decided on"))
    recruitment = ticks(_("How recruitment happened"), RecruitmentMethod.choices)
    recruitment_platforms = ticks(_("Recruited online on"), OnlinePlatform.choices)
    recruitment_place = line(Account, "recruitment_place")
    relationship = line(Account, "relationship")
    age_then = line(Account, "age_then")
    exploitation = ticks(_("Exploitation"), ExploitationType.choices)
    industry = line(Account, "industry")
    sexual_exploitation = ticks(_("Kind of sexual exploitation"), SexualExploitationType.choices)
    exploitation_platforms = ticks(_("Exploited online on"), OnlinePlatform.choices)
    exploitation_countries = countries(_("Countries of exploitation"))
    exploitation_place = line(Account, "exploitation_place")
    control = ticks(_("How the person was controlled"), MethodOfControl.choices)
    offender_roles = ticks(_("What the exploiters did"), PerpetratorRole.choices)
    own_words = line(
        Account,
        "own_words",
        text=True,
        help_text=_("Only what the person wishes to have written down. Nobody has to tell."),
    )

    def build_layout(self):
        return Layout(
            Section(1, _("First contact"), "met_at", "met_on", "noticed", "noticed_note"),
            Section(2, _("Status"), "trafficking_status", "decision_body", "decided_on"),
            Section(
                3,
                _("Recruitment"),
                "recruitment",
                "recruitment_platforms",
                "recruitment_place",
                "relationship",
                "age_then",
            ),
            Section(
                4,
                _("Exploitation"),
                "exploitation",
                "industry",
                "sexual_exploitation",
                "exploitation_platforms",
                "exploitation_countries",
                "exploitation_place",
                "control",
                "offender_roles",
            ),
            Section(5, _("Own words"), "own_words"),
        )


class EventForm(PartForm):
    """One row: recruitment, transit or exploitation, somewhere, at some time."""

    model = TraffickingEvent

    kind = choice(label=_("What"), choices=EventType.choices, required=True)
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", "…"), *country_choices()], required=False
    )
    happened_on = when(_("When"))
    place = line(TraffickingEvent, "place")
    text = line(TraffickingEvent, "text", text=True)
