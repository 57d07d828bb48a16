import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from referral.access import AGREES_TO_DISCLOSURE, REVIEWS_DISCLOSURE, DataClass
from referral.disclosures import (
    LAPSES_AFTER_HOURS,
    LETTER,
    Ground,
    How,
    OutsideKind,
    Told,
    Verdict,
)
from referral.keys import EncryptedTextField
from referral.models.case import Case


def new_disclosure_number():
    """A number of its own: it leads to no journey."""
    return f"D-{uuid.uuid4().hex[:8].upper()}"


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for a second person")
    MAY_GIVE = "may_give", _("To be given now")
    GIVEN = "given", _("Passed on")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")
    LAPSED = "lapsed", _("Not given in time")


def too_old():
    hours = Value(timedelta(hours=LAPSES_AFTER_HOURS), output_field=models.DurationField())
    return Q(asked_at__lte=Now() - hours)


class DisclosureQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who asked, agreed, leads or works on the case; who reviews; and who may agree, while it waits."""
        me = Q(asked_by=actor.user) | Q(answered_by=actor.user) | Q(lead=actor.user)
        me |= Q(case__in=Case.objects.visible_to(actor))
        if actor.role in REVIEWS_DISCLOSURE:
            me = Q()
        elif actor.role in AGREES_TO_DISCLOSURE:
            me |= Q(alone=False, approved=None, given_at=None, withdrawn_at=None) & ~too_old()
        return self.filter(me, organisation=actor.organisation)

    def with_state(self):
        """`state`, by the database's clock."""
        return self.annotate(
            state=models.Case(
                When(given_at__isnull=False, then=Value(State.GIVEN)),
                When(withdrawn_at__isnull=False, then=Value(State.TAKEN_BACK)),
                When(approved=False, then=Value(State.DECLINED)),
                When(too_old(), then=Value(State.LAPSED)),
                When(Q(approved=True) | Q(alone=True), then=Value(State.MAY_GIVE)),
                default=Value(State.WAITING),
                output_field=models.CharField(),
            )
        )

    def to_agree(self, actor):
        """Others' requests that wait for a second person like this one."""
        if actor.role not in AGREES_TO_DISCLOSURE:
            return self.none()
        found = self.visible_to(actor).with_state()
        return found.filter(state=State.WAITING).exclude(asked_by=actor.user)

    def to_review(self, actor):
        """Decided alone by somebody else, and not reviewed. The lead reviews too."""
        found = self.visible_to(actor).with_state().exclude(asked_by=actor.user)
        if actor.role not in REVIEWS_DISCLOSURE:
            found = found.filter(lead=actor.user)
        return found.filter(alone=True, reviewed_at=None)


class Disclosure(models.Model):
    """
    What one organisation passes on without the person's consent, decided by two: the frame of it.

    It is asked for by writing this row and its parts in one transaction. From then on only the functions of
    `row_security/62_disclosure.sql` write it, and what was asked for never changes. The receiver reads the parts, not this.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True, default=new_disclosure_number)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="disclosures")
    # These six are the database's: it fills them in whatever is sent.
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    ground = models.CharField(_("why it may be"), max_length=8, choices=Ground.choices)
    alone = models.BooleanField(_("minutes count"), default=False)
    reason = EncryptedTextField(_("reason"))
    receiver = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outside_kind = models.CharField(max_length=20, choices=OutsideKind.choices, blank=True)
    outside_country = models.CharField(max_length=2, blank=True)
    outside_represents = models.CharField(max_length=2, blank=True)
    outside_name = EncryptedTextField(_("name of the body"))
    person_name = EncryptedTextField(_("name of the person who gets it"))
    person_role = EncryptedTextField(_("role of the person who gets it"))
    # Evidence without a file (rules of practice 29).
    order_number = EncryptedTextField(_("number of the order"))
    order_issuer = EncryptedTextField(_("which court"))
    order_on = models.DateField(_("date of the order"), null=True, blank=True)
    order_seen_by = EncryptedTextField(_("who saw the original"))
    order_lies_at = EncryptedTextField(_("where the original lies"))

    approved = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(_("how it was given"), max_length=12, choices=How.choices, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("review"), max_length=16, choices=Verdict.choices, blank=True)
    review_text = EncryptedTextField(_("note of the review"))
    told = models.CharField(
        _("telling the person"), max_length=12, choices=Told.choices, blank=True
    )
    told_on = models.DateField(_("on"), null=True, blank=True)
    told_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_text = EncryptedTextField(_("how the person was told, or why not"))

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disclosure_is_answered_by_another",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="disclosure_is_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="disclosure_given_was_decided",
                condition=Q(given_at__isnull=True) | Q(approved=True) | Q(alone=True),
            ),
            models.CheckConstraint(
                name="disclosure_has_one_receiver",
                condition=(
                    Q(receiver__isnull=False, outside_kind="")
                    & Q(outside_country="", outside_represents="", outside_name=b"")
                )
                | (
                    Q(receiver__isnull=True)
                    & ~Q(outside_kind="")
                    & ~Q(outside_country="")
                    & ~Q(outside_name=b"")
                ),
            ),
            models.CheckConstraint(
                name="disclosure_names_somebody",
                condition=~Q(person_name=b"") & ~Q(person_role=b"") & ~Q(reason=b""),
            ),
            models.CheckConstraint(
                name="disclosure_by_order_has_its_evidence",
                condition=~Q(ground="court")
                | (
                    Q(order_on__isnull=False, alone=False)
                    & ~Q(order_number=b"")
                    & ~Q(order_issuer=b"")
                    & ~Q(order_seen_by=b"")
                ),
            ),
            models.CheckConstraint(
                name="disclosure_told_has_who_and_when",
                condition=Q(told="", told_on__isnull=True, told_by__isnull=True)
                | (~Q(told="") & Q(told_on__isnull=False, told_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-asked_at"], name="disclosure_of_case"),
            models.Index(fields=["organisation", "-asked_at"], name="disclosure_of_house"),
            models.Index(fields=["receiver", "-given_at"], name="disclosure_received"),
        ]

    def __str__(self):
        return self.number

    @property
    def key_owner(self):
        return self.id

    @property
    def key_class(self):
        return "disclosure"

    @property
    def receiver_kind(self) -> str:
        """Without a key: the organisation of this desk, or what kind of body it is."""
        return self.receiver.name if self.receiver else str(self.get_outside_kind_display())

    @property
    def is_to_be_told(self) -> bool:
        return self.given_at is not None and not self.told


class DisclosedPart(models.Model):
    """The pieces of one data class that go, as the discloser chose them: JSON, sealed with a key of its own, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="parts")
    data_class = models.CharField(
        max_length=12, choices=[(LETTER, _("Letter")), *DataClass.choices]
    )
    content = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "data_class"], name="disclosed_part_once")
        ]

    def __str__(self):
        return f"{self.data_class} {self.pk}"

    @property
    def key_owner(self):
        return self.id

    @property
    def key_class(self):
        return "disclosed"
