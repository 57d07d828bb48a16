from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referral.forms.part import PartForm, choice, line
from referral.models import PlanGoal

Status = PlanGoal.Status

# A goal is not at work before the person agreed to it.
NEXT = {
    Status.PROPOSED: [Status.PROPOSED, Status.AGREED, Status.DROPPED],
    Status.AGREED: [Status.AGREED, Status.ONGOING, Status.DONE, Status.DROPPED],
    Status.ONGOING: [Status.ONGOING, Status.DONE, Status.DROPPED],
    Status.DONE: [Status.DONE, Status.ONGOING],
    Status.DROPPED: [Status.DROPPED, Status.PROPOSED],
}
STATUS_WORDS = {Status.AGREED: _("Agreed: the person said yes")}


class Who(models.TextChoices):
    PERSON = "person", pgettext_lazy("who does it", "The person")
    WORKER = "worker", _("We")
    PROVIDER = "provider", _("A service provider")
    PARTNER = "partner", _("The partner abroad")
    FAMILY = "family", _("Family")
    NOBODY = "nobody", _("Nobody yet")


CURRENCIES = [
    "EUR",
    "ALL",
    "MAD",
    "UAH",
    "PLN",
    "GBP",
    "USD",
    "CHF",
    "RSD",
    "MKD",
    "BAM",
    "MDL",
    "TND",
    "NGN",
    "XOF",
]


PROGRESS = [
    ("", _("Not said")),
    (0, _("Not begun")),
    (1, _("A beginning")),
    (2, _("Nearly there")),
    (3, _("Reached")),
]
RATING = [
    ("", _("Not asked")),
    (1, _("1, not at all")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5, fully")),
]


class GoalForm(PartForm):
    """A goal in the person's own words. A new one is a proposal, whatever was posted."""

    model = PlanGoal

    goal = line(PlanGoal, "goal", text=True, required=True)
    phase = choice(label=_("Part of the plan"), choices=PlanGoal.Phase.choices, required=True)
    kind = line(PlanGoal, "kind", required=True)
    step = line(PlanGoal, "step", text=True)
    who = line(PlanGoal, "who", choices=Who.choices)
    due_on = line(
        PlanGoal, "due_on", help_text=_("A day for the body that helps. The person has none.")
    )
    indicator = line(PlanGoal, "indicator")
    cost = forms.DecimalField(
        label=_("Cost"), min_value=0, max_digits=9, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        required=False,
        initial="EUR",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who") == Who.PERSON and cleaned.get("due_on"):
            self.add_error(
                "due_on",
                _("The person has no due day. Leave it empty, or say which body does it."),
            )
        return cleaned

    def clean_currency(self):
        return self.cleaned_data["currency"] or "EUR"


class GoalEditForm(GoalForm):
    status = choice(label=_("Where it stands"), choices=Status.choices, required=True)
    progress = forms.TypedChoiceField(
        label=_("How far it is"),
        choices=PROGRESS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    rating = forms.TypedChoiceField(
        label=_("How content the person is with it"),
        choices=RATING,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    dropped_why = line(PlanGoal, "dropped_why", text=True)

    def __init__(self, *args, status, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [
            (one.value, STATUS_WORDS.get(one, one.label)) for one in NEXT[Status(status)]
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") == Status.DROPPED and not cleaned.get("dropped_why"):
            self.add_error("dropped_why", _("Write down why it is dropped, and who wished it."))
        return cleaned
