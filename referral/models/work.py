"""What is written in the course of the work on one case."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from directory.codes import ServiceKind
from instruments import head
from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class Need(ManyPerCase):
    DATA_CLASS = DataClass.SERVICES

    class Level(models.TextChoices):
        NOW = "now", _("Now")
        SOON = "soon", _("Soon")
        LATER = "later", _("Later")
        MET = "met", pgettext_lazy("need", "Met")

    service = models.CharField(_("need"), max_length=32, choices=ServiceKind.choices)
    level = models.CharField(_("when"), max_length=8, choices=Level.choices)
    wish = EncryptedTextField(_("what the person wishes"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "service"], name="need_once_per_service")
        ]


class PlanGoal(ManyPerCase):
    """One line of the plan, of assistance or of reintegration. Not active before the person agreed."""

    DATA_CLASS = DataClass.SERVICES

    class Phase(models.TextChoices):
        ASSISTANCE = "assistance", _("Assistance")
        REINTEGRATION = "reintegration", _("Reintegration")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        ONGOING = "ongoing", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    phase = models.CharField(max_length=16, choices=Phase.choices, default=Phase.ASSISTANCE)
    kind = models.CharField(
        _("area"), max_length=32, choices=ServiceKind.choices, default=ServiceKind.HOUSING
    )
    goal = EncryptedTextField(_("goal, in the person’s own words"))
    step = EncryptedTextField(_("next step"))
    who = models.CharField(_("who does it"), max_length=16, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    indicator = EncryptedTextField(_("how we will know that it is reached"))
    progress = models.PositiveSmallIntegerField(_("how far it is"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(
        _("how content the person is with it"), null=True, blank=True
    )
    dropped_why = EncryptedTextField(_("why it is dropped"))
    cost = models.DecimalField(_("cost"), max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # Bodies owe days. The person is never late (rules of practice 4).
            models.CheckConstraint(
                name="plan_goal_of_the_person_has_no_day",
                condition=~Q(who="person") | Q(due_on__isnull=True),
            ),
            models.CheckConstraint(
                name="plan_goal_figures",
                condition=(Q(progress__isnull=True) | Q(progress__lte=3))
                & (Q(rating__isnull=True) | Q(rating__range=(1, 5))),
            ),
        ]


class Visit(ManyPerCase):
    """A follow-up visit after the return. `result` is known once it took place or failed."""

    DATA_CLASS = DataClass.SERVICES

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_REACHED = "not_reached", _("Not reached")
        REFUSED = "refused", _("Does not wish a visit")
        MOVED = "moved", _("Moved")
        UNSAFE = "unsafe", _("Not safe to make contact")

    months = models.PositiveSmallIntegerField(_("months after arrival"))
    due_on = models.DateField(_("due on"))
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices, blank=True)
    assessment = models.ForeignKey(
        "referral.Assessment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the answers came to on that day, in percent. The answers themselves lie in their own classes, or nowhere.
    economic = models.PositiveSmallIntegerField(null=True, blank=True)
    social = models.PositiveSmallIntegerField(null=True, blank=True)
    psychosocial = models.PositiveSmallIntegerField(null=True, blank=True)
    alarm = models.BooleanField(default=False)
    # Somebody else controls the money: nothing is paid in cash until a later visit says otherwise.
    no_cash = models.BooleanField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "months"], name="visit_once_per_round"),
            models.CheckConstraint(
                name="visit_figures_are_percents",
                condition=(Q(economic__isnull=True) | Q(economic__lte=100))
                & (Q(social__isnull=True) | Q(social__lte=100))
                & (Q(psychosocial__isnull=True) | Q(psychosocial__lte=100)),
            ),
            models.CheckConstraint(
                name="visit_rating_is_one_to_five",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="visit_day_and_result_go_together",
                condition=Q(visited_on__isnull=True, result="")
                | (Q(visited_on__isnull=False) & ~Q(result="")),
            ),
        ]


class Appointment(ManyPerCase):
    DATA_CLASS = DataClass.SERVICES

    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what"), max_length=32, choices=ServiceKind.choices)
    text = EncryptedTextField(_("details"))
    interpreter = models.BooleanField(_("interpreter booked"), default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)


class ClassedRow(ManyPerCase):
    """A row whose data class is chosen row by row."""

    data_class = models.CharField(_("part of the case"), max_length=12, choices=DataClass.choices)

    class Meta:
        abstract = True

    @property
    def key_class(self):
        return self.data_class


class Note(ClassedRow):
    text = EncryptedTextField(_("note"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)


class Assessment(ClassedRow):
    """One use of a tool in a case: which definition, which version, by whom, with what result."""

    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    proposal = models.CharField(max_length=24, blank=True)
    decision = models.CharField(max_length=24, blank=True)
    reasons = EncryptedTextField(_("reasons"))
    # The common head of every sheet. Codes, never an address; `by` and `began_at` say who conducted it.
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=12, choices=head.Place.choices, blank=True)
    language = models.CharField(max_length=8, blank=True)
    interpreter = models.CharField(max_length=12, choices=head.Interpreter.choices, blank=True)
    interpreter_checked = models.CharField(max_length=8, choices=head.Checked.choices, blank=True)
    present = ArrayField(
        models.CharField(max_length=12, choices=head.Present.choices), default=list, blank=True
    )
    with_body = EncryptedTextField(_("body that filled it in with us"))
    incomplete = models.CharField(max_length=12, choices=head.Incomplete.choices, blank=True)

    @property
    def head(self) -> dict:
        return {name: getattr(self, name) for name in head.LABELS}


class Answer(ClassedRow):
    """One answer. Coded values are plain inside their class, words are encrypted."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.CharField(max_length=200, blank=True)
    text = EncryptedTextField(_("answer"))
    source = models.CharField(max_length=12, choices=head.Source.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="answer_once")
        ]


class Draft(models.Model):
    """An unfinished new contact. Author and supervisor see it; somebody decides before it is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    could_not_ask = models.BooleanField(default=False)
    begun_with = models.UUIDField(null=True, blank=True)  # the key of the page that keeps it
    saved_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    content = EncryptedTextField()

    key_class = "draft"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "begun_with"], name="draft_once_per_page")
        ]

    @property
    def key_owner(self):
        return self.id

    def __str__(self):
        return str(self.id)


class RefusedContact(models.Model):
    """Somebody did not wish a record: a dated count, nothing about the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()

    def __str__(self):
        return str(self.on)


class ProtectionRecordQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The author and the supervisor. It is no case, and nothing of it is shared from here."""
        ours = self.filter(organisation_id=actor.organisation)
        return ours if actor.role == Role.SUPERVISOR else ours.filter(by_id=actor.user)


class ProtectionRecord(models.Model):
    """The minimum kept on the legal duty when a child, or somebody in danger, said no (rules of practice 19)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField(_("when"))
    place = EncryptedTextField(_("where"))
    age_band = models.CharField(_("age group"), max_length=16)
    noticed = models.CharField(max_length=400, blank=True)
    told = EncryptedTextField(_("who was told"))
    # The body for the protection of children that this desk alerted by itself. None where it knows of none.
    alerted = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    # Written once: until then it stands on the home page of the author and the supervisor.
    answer = EncryptedTextField(_("what child protection said and does"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProtectionRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="protection_answer_has_time_and_name",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]

    key_class = "draft"

    @property
    def key_owner(self):
        return self.id

    def __str__(self):
        return str(self.id)
