import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from referral.access import AGREES_TO_EMERGENCY, REVIEWS_EMERGENCY, DataClass
from referral.emergency import (
    ALONE_AFTER_MINUTES,
    LAPSES_AFTER_MINUTES,
    EmergencyReason,
    Finding,
    Urgency,
)
from referral.keys import EncryptedTextField


def ago(minutes):
    return Now() - Value(timedelta(minutes=minutes), output_field=models.DurationField())


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for a colleague")
    MAY_OPEN = "may_open", _("Can be opened")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Not used in time")
    OPEN = "open", _("Open now")
    TO_REVIEW = "to_review", _("Ended, to be reviewed")
    REVIEWED = "reviewed", _("Reviewed")


class EmergencyAccessQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who asked, agreed or leads the case; who reviews; and who may agree, while it waits."""
        me = Q(asked_by=actor.user) | Q(answered_by=actor.user) | Q(lead=actor.user)
        if actor.role in REVIEWS_EMERGENCY:
            me = Q()
        elif actor.role in AGREES_TO_EMERGENCY:
            waits = Q(approved=None, opened_at=None, asked_at__gt=ago(LAPSES_AFTER_MINUTES))
            me |= waits
        return self.filter(me, organisation=actor.organisation)

    def with_state(self):
        """`state`, by the database's clock."""
        lapsed = Q(asked_at__lte=ago(LAPSES_AFTER_MINUTES))
        alone = Q(urgency=Urgency.LIFE, asked_at__lte=ago(ALONE_AFTER_MINUTES))
        return self.annotate(
            state=Case(
                When(reviewed_at__isnull=False, then=Value(State.REVIEWED)),
                When(ends_at__gt=Now(), then=Value(State.OPEN)),
                When(opened_at__isnull=False, then=Value(State.TO_REVIEW)),
                When(approved=False, then=Value(State.DECLINED)),
                When(lapsed, then=Value(State.LAPSED)),
                When(Q(approved=True) | alone, then=Value(State.MAY_OPEN)),
                default=Value(State.WAITING),
                output_field=models.CharField(),
            )
        )

    def to_agree(self, actor):
        """Others' requests that wait for a second person like this one."""
        if actor.role not in AGREES_TO_EMERGENCY:
            return self.none()
        waiting = [State.WAITING, State.MAY_OPEN]
        found = self.visible_to(actor).with_state()
        return found.filter(approved=None, state__in=waiting).exclude(asked_by=actor.user)

    def to_review(self, actor):
        """Opened, not reviewed, and neither asked for nor agreed to by this person. Also those still open: this is the alarm."""
        mine = Q(asked_by=actor.user) | Q(answered_by=actor.user, answered_by__isnull=False)
        found = self.visible_to(actor).with_state().exclude(mine)
        if actor.role not in REVIEWS_EMERGENCY:
            found = found.filter(lead=actor.user)
        return found.filter(state__in=[State.OPEN, State.TO_REVIEW])


class EmergencyAccess(models.Model):
    """
    Emergency access: named parts of one case, read by one colleague, for one hour.

    This row is the grant. Only the functions of `row_security/57_emergency.sql` write it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    lead = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    classes = ArrayField(models.CharField(max_length=12, choices=DataClass.choices))
    reason = models.CharField(_("reason"), max_length=12, choices=EmergencyReason.choices)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices)
    text = EncryptedTextField(_("what happened"))
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        _("review"), max_length=16, choices=Finding.choices, blank=True, default=""
    )
    review_text = EncryptedTextField(_("note of the review"))

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="emergency_is_answered_by_another",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="emergency_is_reviewed_by_a_third",
                condition=Q(reviewed_by__isnull=True)
                | (
                    ~Q(reviewed_by=F("asked_by"))
                    & (Q(answered_by__isnull=True) | ~Q(reviewed_by=F("answered_by")))
                ),
            ),
            models.CheckConstraint(
                name="emergency_opened_has_an_end",
                condition=Q(opened_at__isnull=True, ends_at__isnull=True)
                | Q(opened_at__isnull=False, ends_at__isnull=False, review_due_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="emergency_of_person")]

    def __str__(self):
        return f"emergency access {self.pk}"

    @property
    def key_owner(self):
        return self.id

    @property
    def key_class(self):
        return "emergency"

    @property
    def was_alone(self):
        return self.opened_at is not None and not self.approved

    @property
    def part_labels(self):
        return [DataClass(one).label for one in self.classes]
