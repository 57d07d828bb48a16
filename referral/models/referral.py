import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.consent import Consent, Purpose
from referral.stages import (
    MOVES,
    DeclineReason,
    Feedback,
    Question,
    RecallAnswer,
    ReferralKind,
    ReferralStatus,
    Reply,
    Side,
    Stage,
    Urgency,
    message_kinds,
    referral_statuses,
)


class MoveNotAllowed(Exception):
    """The row is no longer in a status from which this can be done. The message is for the user."""


def new_number():
    """A number of its own for what must not lead to a journey (a consulate’s request)."""
    return f"R-{uuid.uuid4().hex[:8].upper()}"


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        sent = Q(sender_id=actor.organisation)
        received = Q(receiver_id=actor.organisation, sent_at__isnull=False)
        return self.filter(sent | received)

    def received_by(self, actor):
        """What was sent here: a draft that was taken back never was."""
        return self.filter(receiver_id=actor.organisation, sent_at__isnull=False)

    def coming_with(self, referral, actor):
        """Others that came here by the same form, and were not closed by the sender."""
        if referral.together is None:
            return self.none()
        same = self.received_by(actor).filter(together=referral.together, sender=referral.sender_id)
        return same.exclude(pk=referral.pk).exclude(status=ReferralStatus.WITHDRAWN)


class Referral(models.Model):
    """One organisation asks another for something. It points to organisations, never to the sender's case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True, default=new_number)
    journey = models.ForeignKey(
        "referral.Journey", on_delete=models.PROTECT, related_name="referrals"
    )
    sender = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="referrals_sent"
    )
    receiver = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="referrals_received"
    )
    # A consulate is shown this organisation instead of the sender (rules of practice 13).
    in_name_of = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("what is asked"), max_length=16, choices=ReferralKind.choices)
    services = ArrayField(
        models.CharField(max_length=32, choices=ServiceKind.choices), default=list, blank=True
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    urgency = models.CharField(
        _("answer needed"), max_length=8, choices=Urgency.choices, default=Urgency.NORMAL
    )
    answer_by = models.DateTimeField(null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=referral_statuses, default=ReferralStatus.DRAFT
    )
    side = models.CharField(max_length=12, choices=Side.choices)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decline_reason = models.CharField(max_length=16, choices=DeclineReason.choices, blank=True)
    better = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact_name = models.CharField(_("contact person"), max_length=80, blank=True)
    first_date = models.DateField(_("first appointment"), null=True, blank=True)
    # Sent by one form with others of the household: whoever received them sees which belong together.
    together = models.UUIDField(null=True, blank=True)
    # Of a case that came by referral itself: whether who sent the person here may know. The person's own answer.
    first_sender_may_know = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                # Nobody has an account where the answer came by link or on paper.
                name="referral_answered_by_has_a_time",
                condition=Q(answered_by__isnull=True) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_sent_has_a_time",
                condition=Q(status__in=["draft", "withdrawn"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_declined_has_a_reason",
                condition=~Q(status="declined") | ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="referral_goes_to_another", condition=~Q(sender=F("receiver"))
            ),
            models.UniqueConstraint(
                fields=["journey", "receiver", "kind"],
                condition=Q(status__in=["sent", "asked", "accepted"]),
                name="referral_asked_once",
                violation_error_message=_("This organisation has been asked already."),
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "status", "answer_by"], name="referral_inbox"),
            models.Index(fields=["journey", "-drafted_at"], name="referral_of_journey"),
            models.Index(
                fields=["kind", "sent_at"],
                condition=Q(status__in=["sent", "asked", "expired"]),
                name="referral_waiting",
            ),
            models.Index(
                fields=["sender", "answer_by"],
                condition=Q(status__in=["sent", "asked", "expired"]),
                name="referral_we_wait_for",
            ),
            models.Index(fields=["receiver", "-sent_at"], name="referral_received"),
            models.Index(
                fields=["receiver", "together"],
                condition=Q(together__isnull=False),
                name="referral_came_together",
            ),
        ]

    def __str__(self):
        return self.number

    def can_move_to(self, status):
        return status in MOVES[self.status]

    def move_to(self, status):
        if not self.can_move_to(status):
            raise MoveNotAllowed(
                _(
                    "This referral is already “%(now)s”. Reload the page to see who answered, and when."
                )
                % {"now": self.get_status_display()}
            )
        self.status = status


class Package(models.Model):
    """A frozen copy of what a recorded consent allows for this receiver. The only thing that crosses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="packages")
    number = models.PositiveSmallIntegerField(default=1)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sender = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    packed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    packed_at = models.DateTimeField(default=timezone.now)
    # A correction that waits for its second signature: frozen, and not with the receiver.
    held = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="package_number_once")
        ]
        indexes = [
            models.Index(
                fields=["referral"],
                condition=Q(supersedes__isnull=False, held=False),
                name="package_corrects",
            )
        ]

    def __str__(self):
        return f"{self.referral_id} {self.number}"


class Layer(models.TextChoices):
    SUMMARY = "summary", _("Before they accept")
    IDENTIFIED = "identified", _("After they accept")


class PackagePart(models.Model):
    """One class of a package in one layer: JSON, sealed with a key of its own when it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="parts")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="parts")
    data_class = models.CharField(max_length=12, choices=DataClass.choices)
    layer = models.CharField(max_length=12, choices=Layer.choices)
    content = EncryptedTextField()
    recalled_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["package", "data_class", "layer"], name="package_part_once"
            )
        ]

    def __str__(self):
        return f"{self.data_class} {self.layer}"

    @property
    def key_owner(self):
        return self.id

    @property
    def key_class(self):
        return self.data_class


class Message(models.Model):
    """An answer, question, recall or receipt on a referral: coded values and dates only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=message_kinds)
    sender = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=16, choices=Question.choices, blank=True)
    reply = models.CharField(max_length=12, choices=Reply.choices, blank=True)
    feedback = models.CharField(max_length=16, choices=Feedback.choices, blank=True)
    data_class = models.CharField(max_length=12, choices=DataClass.choices, blank=True)
    recall = models.CharField(
        max_length=12, choices=RecallAnswer.choices, blank=True, default="", db_default=""
    )
    # The package that a receipt confirms.
    package = models.ForeignKey(
        Package, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["referral", "at"], name="message_of_referral")]
        constraints = [
            models.CheckConstraint(
                name="message_recall_answers_a_class",
                condition=Q(recall="") | (Q(kind="receipt") & ~Q(data_class="")),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.referral_id}"
