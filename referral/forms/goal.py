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


class GoalForm(PartForm):
    """A goal in the person's own words. A new one is a proposal, whatever was posted."""

    model = PlanGoal

    goal = line(PlanGoal, "goal", text=True, required=True)
    phase = choice(label=_("Part of the plan"), choices=PlanGoal.Phase.choices, required=True)
    kind = line(PlanGoal, "kind", required=True)
    step = line(PlanGoal, "step", text=True)
    who = line(PlanGoal, "who", choices=Who.choices)
    due_on = line(PlanGoal, "due_on", help_text=_("A day for who helps. The person is not late."))
    cost = forms.DecimalField(
        label=_("Cost"), min_value=0, max_digits=9, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        required=False,
        initial="EUR",
    )

    def clean_currency(self):
        return self.cleaned_data["currency"] or "EUR"


class GoalEditForm(GoalForm):
    status = choice(label=_("Where it stands"), choices=Status.choices, required=True)

    def __init__(self, *args, status, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [
            (one.value, STATUS_WORDS.get(one, one.label)) for one in NEXT[Status(status)]
        ]
