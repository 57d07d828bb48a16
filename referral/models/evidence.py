import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referral.access import DataClass
from referral.evidence_kinds import EvidenceKind, part_of
from referral.files.kinds import FileKind
from referral.keys import EncryptedTextField
from referral.models.case import Case
from referral.models.class_row import ManyPerCase
from referral.models.work import ClassedRow
from referral.stages import GateKind


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(case__in=Case.objects.visible_to(actor))

    def documents(self):
        """What a person entered as a document, not what other moves keep in the same table."""
        return self.filter(kind__in=EvidenceKind.values)


class Evidence(ManyPerCase):
    """
    A document or a talk that something rests on: kind, number, issuer, date, who saw the original, where it lies.

    The record stands without a file (rules of practice 29). It is never edited: withdrawn, or replaced by another.
    """

    DATA_CLASS = DataClass.EVIDENCE

    class Why(models.TextChoices):
        WRONG_CASE = "wrong_case", _("It belongs to another person")
        WRONG = "wrong", _("It was entered wrongly")
        NOT_GENUINE = "not_genuine", _("The document was not what it seemed")
        ENDED = "ended", _("The document is no longer valid")
        REPLACED = "replaced", _("Another record takes its place")

    gate = models.CharField(max_length=4, choices=GateKind.choices)
    consent = models.ForeignKey(
        "referral.Consent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The finished tool that is the evidence: nothing of it is written twice.
    assessment = models.ForeignKey(
        "referral.Assessment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind of evidence"), max_length=32)
    number = EncryptedTextField(_("number"))
    issuer = EncryptedTextField(_("issued by"))
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    seen_by = EncryptedTextField(_("who saw the original"))
    lies_at = EncryptedTextField(_("where it lies"))
    text = EncryptedTextField(_("what was done"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=12, choices=Why.choices, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_withdrawn_by_somebody_for_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
            )
        ]

    @property
    def kind_label(self):
        return EvidenceKind(self.kind).label

    @property
    def file_class(self):
        return part_of(self.kind)


class FileState(models.TextChoices):
    CLEAN = "clean", _("Scanned")
    UNSCANNED = "unscanned", _("Not scanned")
    QUARANTINED = "quarantined", _("Waits for the scanner")
    REFUSED = "refused", pgettext_lazy("file", "Refused by the scanner")


OPENS = [FileState.CLEAN, FileState.UNSCANNED]


class EvidenceFileQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(case__in=Case.objects.visible_to(actor))


class EvidenceFile(ClassedRow):
    """
    A copy of the document, sealed under `blob` in the store. `key` opens it, and is itself sealed with the class's key.

    `data_class` follows from the kind of the record: what a file shows is guarded as that part of the case is. Removing
    empties `key`; the row stays for the history. The name under which it came is not kept.
    """

    class Shows(models.TextChoices):
        WHOLE = "whole", _("The whole document")
        FRONT = "front", _("The front")
        BACK = "back", _("The back")
        PAGES = "pages", _("Some of its pages")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="files")
    blob = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    key = EncryptedTextField()
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    size = models.PositiveIntegerField()  # bytes, of the clean copy
    shows = models.CharField(_("what it shows"), max_length=8, choices=Shows.choices)
    state = models.CharField(max_length=12, choices=FileState.choices)
    tries = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_file_removed_by_somebody",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_file_opens_while_it_is_here",
                condition=Q(key=b"", removed_at__isnull=False)
                | Q(key=b"", state="refused")
                | (~Q(key=b"") & Q(removed_at__isnull=True) & ~Q(state="refused")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["tries", "added_at"],
                condition=Q(state="quarantined", removed_at__isnull=True),
                name="evidence_file_to_scan",
            )
        ]

    @property
    def place(self) -> str:
        """What the sealed content is bound to."""
        return f"{self._meta.db_table}|content|{self.pk}|{self.case_id}"

    @property
    def opens(self) -> bool:
        return self.removed_at is None and self.state in OPENS
