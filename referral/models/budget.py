"""The money of a reintegration plan: what is planned, who agreed to it, what was paid."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from instruments.budget import FAMILIES, money
from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


def families():
    return list(FAMILIES.items())


class Programme(models.Model):
    """What a programme pays at most in a country. Facts of a donor, nothing about a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("programme"), max_length=120)
    country = models.CharField(_("country where the person lives then"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    total = models.DecimalField(
        _("at most for one person"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    families = models.JSONField(default=dict)  # family → amount as text
    cash_percent = models.PositiveSmallIntegerField(
        _("of it in cash at most, in percent"), null=True, blank=True
    )
    second_from = models.DecimalField(
        _("a second person signs from"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    kept_by = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="programme_once_per_country"),
            models.CheckConstraint(
                name="programme_cash_is_a_percent",
                condition=Q(cash_percent__isnull=True) | Q(cash_percent__lte=100),
            ),
        ]

    def __str__(self):
        return self.name


class BudgetLine(ManyPerCase):
    """One thing that costs money: for which family of measures, how it is given, and who pays."""

    DATA_CLASS = DataClass.SERVICES

    class Mode(models.TextChoices):
        IN_KIND = "in_kind", _("In kind")
        VOUCHER = "voucher", _("Voucher")
        SERVICE = "service", pgettext_lazy("budget", "Service")
        CASH = "cash", _("In cash")

    class Payer(models.TextChoices):
        OURS = "ours", _("We")
        PARTNER = "partner", _("The partner abroad")
        PROGRAMME = "programme", _("The programme")
        STATE = "state", _("A public service")
        OTHER = "other", _("Somebody else")
        NOBODY = "nobody", _("Nobody yet")

    class Payee(models.TextChoices):
        PERSON = "person", pgettext_lazy("payee", "The person")
        PROVIDER = "provider", _("A service provider")
        SHOP = "shop", _("A shop")
        LANDLORD = "landlord", _("A landlord")
        SCHOOL = "school", _("A school or course")
        AUTHORITY = "authority", _("An authority, for a fee")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("budget", "Planned")
        COMMITTED = "committed", pgettext_lazy("budget", "Promised")
        DONE = "done", pgettext_lazy("budget", "Finished")
        CANCELLED = "cancelled", pgettext_lazy("budget", "Cancelled")

    family = models.CharField(_("family of measures"), max_length=16, choices=families)
    item = EncryptedTextField(_("what for"))
    quantity = models.DecimalField(
        _("how many"), max_digits=8, decimal_places=2, default=Decimal(1)
    )
    unit_cost = models.DecimalField(_("cost of one"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    rate = models.DecimalField(
        _("one of it in the programme’s currency"),
        max_digits=14,
        decimal_places=6,
        default=Decimal(1),
    )
    mode = models.CharField(_("how it is given"), max_length=8, choices=Mode.choices)
    payer = models.CharField(_("who pays"), max_length=12, choices=Payer.choices)
    payee = models.CharField(_("who gets the money"), max_length=12, choices=Payee.choices)
    condition = EncryptedTextField(_("only when"))
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="budget_line_costs_something",
                condition=Q(quantity__gt=0, unit_cost__gt=0, rate__gt=0),
            )
        ]

    @property
    def cost(self) -> Decimal:
        return money(self.quantity * self.unit_cost)

    @property
    def planned(self) -> Decimal:
        """In the programme's currency."""
        return money(self.quantity * self.unit_cost * self.rate)

    @property
    def is_cash(self) -> bool:
        return self.mode == self.Mode.CASH


class Payment(ManyPerCase):
    """Money that left, in the currency of its line. Never edited: a mistake is corrected by a payment against it."""

    DATA_CLASS = DataClass.SERVICES

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    receipt = EncryptedTextField(_("receipt: number, and where it lies"))
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="payment_is_money_out_or_its_correction",
                condition=Q(amount__gt=0, corrects__isnull=True)
                | Q(amount__lt=0, corrects__isnull=False),
            )
        ]


class BudgetApproval(ManyPerCase):
    """
    Who agreed to which budget. `mark` is of the very lines: when one of them changes, it speaks of them no longer.

    Figures only, so that the second person needs no look at what the money is for.
    """

    DATA_CLASS = DataClass.EVIDENCE

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mark = models.CharField(max_length=64)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    over = models.BooleanField(default=False)
    second = models.BooleanField(default=False)  # whether a second person is needed
    reasons = EncryptedTextField(_("why it may pass a ceiling"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    second_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="budget_is_signed_by_a_second_person",
                condition=Q(second_by__isnull=True, second_at__isnull=True)
                | (Q(second_at__isnull=False, second_by__isnull=False) & ~Q(second_by=F("by"))),
            ),
            models.CheckConstraint(
                name="budget_over_a_ceiling_has_reasons",
                condition=Q(over=False) | (Q(second=True) & ~Q(reasons=b"")),
            ),
        ]

    @property
    def counts(self) -> bool:
        return self.second_at is not None or not self.second
