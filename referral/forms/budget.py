from decimal import Decimal

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from instruments.budget import FAMILIES
from referral.forms.goal import CURRENCIES
from referral.forms.part import PartForm, choice, day, line, not_in_the_future, words
from referral.models import BudgetLine, Programme
from shell.forms import DeskForm

LEAST = Decimal("0.01")
CODES = [(code, code) for code in CURRENCIES]


def amount(label, **more):
    return forms.DecimalField(label=label, min_value=LEAST, max_digits=10, decimal_places=2, **more)


class BudgetLineForm(PartForm):
    """One thing that costs money."""

    model = BudgetLine

    family = choice(label=_("Family of measures"), choices=FAMILIES.items(), required=True)
    item = line(BudgetLine, "item", required=True)
    quantity = forms.DecimalField(
        label=_("How many"), min_value=LEAST, max_digits=8, decimal_places=2, initial=1
    )
    unit_cost = amount(_("Cost of one"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CODES, initial="EUR")
    rate = forms.DecimalField(
        label=_("One of it in the programme’s currency"),
        help_text=_("1 where the currency is the same. Write the rate of the day of the plan."),
        min_value=Decimal("0.000001"),
        max_digits=14,
        decimal_places=6,
        initial=1,
    )
    mode = line(BudgetLine, "mode", required=True)
    payer = line(BudgetLine, "payer", required=True)
    payee = line(BudgetLine, "payee", required=True)
    condition = line(
        BudgetLine, "condition", help_text=_("A step of the work, never of the person’s behaviour.")
    )
    planned_on = line(BudgetLine, "planned_on", help_text=_("A day for who pays."))


class BudgetLineEditForm(BudgetLineForm):
    status = choice(label=_("Where it stands"), choices=BudgetLine.Status.choices, required=True)


class PaymentForm(DeskForm):
    amount = amount(_("Amount"))
    paid_on = day(label=_("Paid on"), initial=timezone.localdate, validators=[not_in_the_future])
    receipt = words(label=_("Receipt: number, and where it lies"), required=False)


class BudgetSignForm(DeskForm):
    """Signed under a programme. A second person is asked where the sum or a ceiling asks for it."""

    agreed = forms.BooleanField(label=_("The person agreed to this budget"))
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("None: no ceiling is known"),
    )
    second = forms.ChoiceField(label=_("Who signs as the second person"), required=False)
    reasons = words(long=True, label=_("Why it may pass a ceiling"), required=False)

    def __init__(self, *args, colleagues, is_nothing=False, **kwargs):
        """`is_nothing`: no line costs anything, and that is signed for."""
        super().__init__(*args, **kwargs)
        if is_nothing:
            self.fields["reasons"].label = _("Why nothing is paid")
            self.fields["reasons"].required = True
        today = timezone.localdate()
        self.fields["programme"].queryset = Programme.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=today)
        ).order_by("country", "name")
        self.fields["second"].choices = [("", "…")] + [
            (str(one.user_id), one.user.name) for one in colleagues
        ]


def ceiling_of(name: str) -> str:
    return f"ceiling_{name}"


class ProgrammeFields(PartForm):
    model = Programme

    name = line(Programme, "name", required=True)
    country = forms.ChoiceField(
        label=_("Country where the person lives then"), choices=country_choices
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CODES, initial="EUR")
    total = forms.DecimalField(
        label=_("At most for one person"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    cash_percent = forms.IntegerField(
        label=_("Of it in cash at most, in percent"), min_value=0, max_value=100, required=False
    )
    second_from = forms.DecimalField(
        label=_("A second person signs from"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    ended_on = line(Programme, "ended_on")


class ProgrammeForm(ProgrammeFields):
    """With a ceiling for each of the six families, as far as there is one."""

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        for name, label in FAMILIES.items():
            self.fields[ceiling_of(name)] = forms.DecimalField(
                label=_("Ceiling: %(family)s") % {"family": label},
                min_value=0,
                max_digits=10,
                decimal_places=2,
                required=False,
                initial=row.families.get(name) if row else None,
            )

    def clean(self):
        cleaned = super().clean()
        same = Programme.objects.filter(name=cleaned.get("name"), country=cleaned.get("country"))
        if same.exclude(pk=self.row.pk if self.row else None).exists():
            self.add_error("name", _("A programme of this name is there for this country."))
        return cleaned

    def write(self, row) -> None:
        super().write(row)
        row.families = {
            name: str(self.cleaned_data[ceiling_of(name)])
            for name in FAMILIES
            if self.cleaned_data.get(ceiling_of(name)) is not None
        }
