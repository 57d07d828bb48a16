"""A file on its way out: ordered with a reason, made by a process under rights that are asked again, open for a day."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from referral.access import TAKES_LISTS_OUT
from referral.keys import EncryptedTextField

FILE_KEY, REASON_KEY = "exportfile", "exportwhy"
OPEN_FOR = timedelta(hours=24)


class Kind(models.TextChoices):
    PERSON = "person", _("Case file for the person")
    COURT = "court", _("Extract for a court")
    HANDOVER = "handover", _("Case file for hand-over")
    COSTS = "costs", _("Costs by who pays")
    CASES = "cases", _("List of cases")
    REFERRALS = "referrals", _("List of referrals")
    HTCDS = "htcds", _("All my cases in IOM’s case data standard")
    STATISTICAL = "htcdsstat", _("For statistics, in IOM’s case data standard")
    CTDC = "ctdc", _("For statistics, in the columns of CTDC")


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", _("Excel workbook (.xlsx)")
    CSV = "csv", _("CSV table")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    QUEUED = "queued", _("Being made")
    READY = "ready", _("Ready")
    EMPTY = "empty", _("Empty: nothing was open to be put in it")
    REFUSED = "refused", _("Refused by the second person")
    STOPPED = "stopped", _("Stopped")
    ENDED = "ended", _("Destroyed")


OF_A_CASE = {Kind.PERSON, Kind.COURT, Kind.HANDOVER, Kind.COSTS}
STATISTICAL = {Kind.STATISTICAL, Kind.CTDC}
NEEDS_SECOND = {Kind.COURT, Kind.HTCDS, *STATISTICAL}
FORMATS = {
    Kind.PERSON: [Format.PDF],
    Kind.COURT: [Format.PDF],
    Kind.HANDOVER: [Format.PDF],
    Kind.COSTS: [Format.XLSX, Format.CSV],
    Kind.CASES: [Format.XLSX, Format.CSV],
    Kind.REFERRALS: [Format.XLSX, Format.CSV],
    Kind.HTCDS: [Format.XLSX],
    Kind.STATISTICAL: [Format.CSV, Format.XLSX],
    Kind.CTDC: [Format.CSV, Format.XLSX],
}
# The database has the same lists: `row_security/88_exports.sql`.
ORDERS = {
    Kind.PERSON: {Role.CASE_MANAGER},
    Kind.COURT: {Role.CASE_MANAGER, Role.LAWYER},
    Kind.HANDOVER: {Role.CASE_MANAGER},
    Kind.COSTS: {Role.CASE_MANAGER},
    Kind.CASES: TAKES_LISTS_OUT,
    Kind.REFERRALS: TAKES_LISTS_OUT,
    Kind.HTCDS: {Role.CASE_MANAGER},
    Kind.STATISTICAL: {Role.CASE_MANAGER},
    Kind.CTDC: {Role.CASE_MANAGER},
}
SECOND = {Role.CASE_MANAGER, Role.SUPERVISOR}


class Exports(models.QuerySet):
    def visible_to(self, actor):
        """Whoever ordered it, in the role in which it was ordered, and the second person whom it waits for or who answered."""
        mine = Q(membership_id=actor.membership)
        if actor.role in SECOND:
            waiting = Q(state=ExportState.WAITING) | Q(answered_by=actor.user)
            mine |= waiting & ~Q(by=actor.user)
        return self.filter(mine, organisation_id=actor.organisation)

    def to_answer(self, actor):
        if actor.role not in SECOND:
            return self.none()
        return self.filter(organisation_id=actor.organisation, state=ExportState.WAITING).exclude(
            by=actor.user
        )


class Export(models.Model):
    """
    One order. What it asks for never changes; how far it is does.

    `classes`: the data classes in the file. `row_ids`: the cases (or referrals) in it, `stages` the stage of each where its
    parts are open by stage. By them the right to it is asked again at each opening. `options` holds codes only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    format = models.CharField(_("as"), max_length=4, choices=Format.choices)
    case = models.ForeignKey(
        "referral.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(max_length=16, blank=True)
    receiver = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("language of the file"), max_length=8)
    options = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    reason = EncryptedTextField(_("what it is for"))
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.QUEUED)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    classes = ArrayField(models.CharField(max_length=12), default=list)
    row_ids = ArrayField(models.UUIDField(), default=list)
    stages = ArrayField(models.PositiveSmallIntegerField(), default=list)
    size = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Exports.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="export_has_a_second_person",
                condition=~Q(kind__in=sorted(NEEDS_SECOND))
                | Q(state__in=["waiting", "refused", "stopped", "ended"])
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("by"))),
            ),
            models.CheckConstraint(
                name="export_is_of_a_case_or_of_none",
                condition=Q(kind__in=sorted(OF_A_CASE), case__isnull=False)
                | (~Q(kind__in=sorted(OF_A_CASE)) & Q(case__isnull=True, receiver__isnull=True)),
            ),
            models.CheckConstraint(
                name="export_that_is_ready_ends",
                condition=~Q(state="ready") | Q(expires_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["membership", "-ordered_at"], name="export_mine")]

    def __str__(self):
        return str(self.pk)

    @property
    def key_owner(self):
        return self.pk

    @property
    def key_class(self):
        return REASON_KEY

    @property
    def percent(self) -> int:
        return 100 * self.done // self.rows if self.rows else 0

    @property
    def is_open(self) -> bool:
        return self.state == ExportState.READY and self.expires_at > timezone.now()

    @property
    def file_name(self) -> str:
        """What it is and the day: nothing of a person, a case or an organisation."""
        return f"{self.kind}-{timezone.localdate().isoformat()}.{self.format}"


class WentOut(models.Model):
    """
    A person who is in a file for statistics that was opened. Nobody is in a second one: two of them could be subtracted
    (docs/adr/0036-a-person-goes-out-once.md). Which answers stood there is not kept.
    """

    case = models.OneToOneField("referral.Case", on_delete=models.PROTECT, related_name="+")
    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.pk)


class ExportPiece(models.Model):
    """A part of the file, sealed with the key that the export has for it alone. Gone with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="export_piece_once")]

    def __str__(self):
        return str(self.pk)
