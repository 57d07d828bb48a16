from crispy_forms.layout import Layout
from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.personal import LABELS, find_personal
from reports.models import Snapshot
from reports.noise.draw import EPSILONS, margin
from reports.noise.release import OFFERED
from reports.statistics.pages import month_text
from shell.forms import DeskForm, Section

MONTHS = 24


class NoiseForm(DeskForm):
    """A table, a frozen month, whose numbers, and how much noise."""

    cube = forms.ChoiceField(label=_("Table"))
    period = forms.ChoiceField(label=_("Frozen month, and people of which year"))
    epsilon = forms.ChoiceField(
        label=_("Noise (epsilon)"),
        help_text=_("The smaller epsilon is, the more noise, the less is spent, and the better people are hidden."),
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What is it for?"),
        help_text=_("Stands in the ledger for good. Name nobody."),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cube"].choices = [(name, cube.title) for name, cube in OFFERED.items()]
        self.fields["period"].choices = periods()
        self.fields["epsilon"].choices = [(f"{one}", within(one)) for one in EPSILONS]

    def build_layout(self):
        return Layout(
            Section(1, _("Which table"), "cube", "period"),
            Section(2, _("How much noise"), "epsilon", "reason"),
        )

    def clean_reason(self):
        found = find_personal(self.cleaned_data["reason"])
        if found:
            raise forms.ValidationError(
                _("This may tell who somebody is: %(what)s. It stays in the ledger. Write it without.")
                % {"what": LABELS[found[0].kind]}
            )  # fmt: skip
        return self.cleaned_data["reason"]

    def release(self) -> dict:
        """What `propose` takes."""
        given = self.cleaned_data
        month, year = known_periods()[given["period"]]
        epsilon = next(one for one in EPSILONS if f"{one}" == given["epsilon"])
        return {"cube": given["cube"], "month": month, "year": year, "epsilon": epsilon, "reason": given["reason"]}  # fmt: skip


def known_periods() -> dict:
    """{code: (month, year)}: a frozen month tells of people of its year and of the year before."""
    months = Snapshot.objects.order_by("-month").values_list("month", flat=True)[:MONTHS]
    return {
        f"{month:%Y-%m}.{year}": (month, year)
        for month in months
        for year in (month.year, month.year - 1)
    }


def periods() -> list:
    return [
        (code, gettext("%(month)s, people of %(year)s") % {"month": month_text(month), "year": year})
        for code, (month, year) in known_periods().items()
    ]  # fmt: skip


def within(epsilon) -> str:
    return gettext("%(epsilon)s: numbers within %(margin)s of the true ones") % {
        "epsilon": number_format(epsilon, 2),
        "margin": margin(epsilon),
    }
