from datetime import timedelta

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.forms.part import day
from shell.forms import DeskForm, Section

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
MOST_WEEKS = 43
LONGEST = timedelta(weeks=41)


def yes_no(label, **more):
    return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect, **more)


class PregnancyForm(DeskForm):
    """As the person says it. What it may steer is asked apart, with nothing ticked beforehand."""

    week = forms.IntegerField(
        label=_("Completed weeks today"),
        min_value=1,
        max_value=MOST_WEEKS,
        required=False,
        widget=forms.NumberInput({"class": "w-s"}),
    )
    due_on = day(
        label=_("Due date"),
        required=False,
        help_text=_("If it is known. It goes before the weeks."),
    )
    multiple = forms.ChoiceField(
        label=_("More than one child?"),
        choices=[*YES_NO, ("unknown", _("Not known"))],
        widget=forms.RadioSelect,
    )
    steers_travel = yes_no(
        _("May it steer the travel?"),
        help_text=_(
            "Colleagues then read a latest day of travel, without a reason. With a no, nothing is written for them."
        ),
    )
    steers_search = yes_no(
        _("May it steer the search for a place?"),
        help_text=_("The search then looks for places that take pregnant women and newborns."),
    )
    record_in_hand = yes_no(
        _("Is the antenatal record in the person’s own hands?"),
        help_text=_("It is never attached to a package. Give it only where paper is safe."),
    )
    over = forms.BooleanField(
        label=_("It no longer applies"),
        help_text=_("No reason is asked. What it steered ends."),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("over"):
            for name in list(self.errors):
                if name in ("multiple", "steers_travel", "steers_search", "record_in_hand"):
                    del self._errors[name]
            return cleaned
        due = cleaned.get("due_on")
        if not due and not cleaned.get("week") and not {"week", "due_on"} & set(self.errors):
            self.add_error("week", _("Enter the weeks or the due date, as the person says."))
        if (
            due
            and not timezone.localdate() - timedelta(weeks=3)
            <= due
            <= timezone.localdate() + LONGEST
        ):
            self.add_error(
                "due_on", _("A due date lies within the next nine months. Check the year.")
            )
        return cleaned

    def build_layout(self):
        return Layout(
            Section(
                1, _("As the person says"), Div("week", "due_on", css_class="half"), "multiple"
            ),
            Section(
                2,
                _("What the person agrees to"),
                "steers_travel",
                "steers_search",
                hint=_("Ask each alone. A no is as good as a yes."),
            ),
            Section(3, _("The papers"), "record_in_hand", "over"),
        )

    def said(self) -> dict:
        data = self.cleaned_data
        due, week = data.get("due_on"), data.get("week")
        over = data["over"]
        found = {
            name: data.get(name) == "yes" and not over
            for name in ("steers_travel", "steers_search", "record_in_hand")
        }
        return found | {
            "due_on": due.isoformat() if due and not over else "",
            "week": str(week) if week and not due and not over else "",
            "multiple": "" if over else data["multiple"],
            "over": over,
        }
