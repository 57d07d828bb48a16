import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.notices import ONLY_OWN
from referral.stages import GateKind


class TaskKind(models.TextChoices):
    """What a body owes. The person's own decisions are never tasks with a day."""

    TELL_PROTECTION = "tell_protection", _("Tell child protection by telephone")
    OWN = "own", _("Own task")
    ASSIGNED = "assigned", _("A colleague asked for it")
    ALTERNATIVE = "alternative", _("Find another organisation")
    SECOND_SIGNATURE = "second_signature", _("Second signature asked of you")
    BUDGET = "budget", _("Second signature of a budget")
    VISIT = "visit", _("Follow-up visit")
    MISSED_ARRIVAL = "missed_arrival", _("Arrival not confirmed: ring now")
    CONSENT_REVIEW = "consent_review", _("Ask whether the consent still holds")
    ARRIVAL_CARE = "arrival_care", _("First 72 hours")
    URGENT_NEED = "urgent_need", _("Urgent need")
    HEALTH_PAPERS = "health_papers", _("Health papers: into the person’s own hands")
    GUARDIAN = "guardian", _("Ask for a guardian")
    GUARDIAN_CONFIRM = "guardian_confirm", _("Confirm a guardian’s appointment")
    CHILD_STEP = "child_step", _("Confirm a step for a child")
    CHILD_WISH = "child_wish", _("A child asks for contact: the panel answers")
    NO_CONTACT = "no_contact", _("No contact with the family")
    NEW_GUARDIAN = "new_guardian", _("Tell the authority: the child has no guardian")
    BEFORE_18 = "before_18", _("Ask what the person wants from the 18th birthday on")
    OF_AGE = "of_age", _("The person decides alone from now on")
    CHILD_PATH = "child_path", _("The person is treated as a child from now on")
    AGE_CONFIRM = "age_confirm", _("Confirm what is written about the age")
    CONTACT_TRY = "contact_try", _("Try a safe way of contact")
    MISSING_CHILD = "missing_child", _("Child missing: tell police and the line now")
    CHILD_MISSING = "child_missing", _("The child is missing: ring who holds the case")
    MISSING_DECISION = "missing_decision", _("Decide: contact is lost")
    KEEP_SAFE = "keep_safe", _("Keep the person safe tonight: the travel has stopped")
    CANCEL_BOOKINGS = "cancel_bookings", _("Cancel the bookings: the travel has stopped")
    STOPPED = "stopped", _("The person does not travel on")
    COMPANION = "companion", _("Somebody who travels along does not travel on")
    SCREEN_AGAIN = "screen_again", _("Screen again, and look at the risks anew")
    RISK_TALK = "risk_talk", _("Talk with the other side about the risk")
    RISK_AGAIN = "risk_again", _("Something happened: look at the risk again")
    HIGH_ALERT = "high_alert", _("High alert: look at the risks again")
    CLOSE = "close", _("Second signature for closing")
    MERGE = "merge", _("Two records of one person: look at them")
    RECALL = "recall", _("Say what became of what was asked back")
    RECALL_ASK = "recall_ask", _("Ask what became of what was recalled")
    NOBODY_MEETS = "nobody_meets", _("On the way, and nobody meets the person")
    HOLDER_LOST = "holder_lost", _("Care was given back: help to find who takes over")
    NOT_CONFIRMED = "not_confirmed", _("Nobody has confirmed the care for three days")
    FEEDBACK = "feedback", _("Tell the sender how it goes")
    TELL = "tell", _("Tell the person what was passed on")


def task_kinds():
    return TaskKind.choices


# Somebody may be in danger, or alone: nobody puts these off (86_work.sql says the same).
ALARMS = {
    TaskKind.TELL_PROTECTION,
    TaskKind.MISSED_ARRIVAL,
    TaskKind.URGENT_NEED,
    TaskKind.NO_CONTACT,
    TaskKind.NEW_GUARDIAN,
    TaskKind.CONTACT_TRY,
    TaskKind.MISSING_CHILD,
    TaskKind.CHILD_MISSING,
    TaskKind.MISSING_DECISION,
    TaskKind.KEEP_SAFE,
    TaskKind.STOPPED,
    TaskKind.COMPANION,
    TaskKind.RISK_AGAIN,
    TaskKind.HIGH_ALERT,
    TaskKind.NOBODY_MEETS,
    TaskKind.HOLDER_LOST,
    TaskKind.NOT_CONFIRMED,
}


# Made by the mechanism for office hours: on a day on which the country does not work they wait for the next that is one.
ON_WORKING_DAYS = {
    TaskKind.ALTERNATIVE,
    TaskKind.CONSENT_REVIEW,
    TaskKind.VISIT,
    TaskKind.RECALL,
    TaskKind.RECALL_ASK,
    TaskKind.FEEDBACK,
    TaskKind.RISK_TALK,
    TaskKind.SCREEN_AGAIN,
}


class Errand(models.TextChoices):
    """What a colleague is asked to do. None of them is a decision of the person: nobody hurries those."""

    RING = "ring", _("Ring somebody")
    WRITE = "write", _("Write to a body")
    PAPERS = "papers", _("Get a paper")
    BOOK = "book", _("Make an appointment")
    GO_ALONG = "go_along", _("Go along to an appointment")
    FIND = "find", _("Find a place or a service")
    TRANSLATE = "translate", _("Have something translated")
    READ = "read", _("Read, and say what you think")
    PREPARE = "prepare", _("Prepare a meeting")
    ENTER = "enter", _("Write something into the case")
    OTHER = "other", _("Something else")


class TaskQuerySet(models.QuerySet):
    def on_desk_of(self, actor, covered):
        """Open, and theirs: by name, of nobody by name, or of somebody for whom they stand in (`covered`)."""
        mine = Q(assigned_to__in=[actor.user, *covered]) | Q(assigned_to=None)
        return self.filter(mine, organisation=actor.organisation, done_at=None)


class Task(models.Model):
    """Something to do, with a day. In a case, or (without case) on a journey for the whole organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    journey = models.ForeignKey(
        "referral.Journey", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(
        "referral.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    referral = models.ForeignKey(
        "referral.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    kind = models.CharField(max_length=20, choices=task_kinds)
    gate = models.CharField(max_length=4, choices=GateKind.choices, blank=True)
    # The database's own default: its functions make tasks too.
    errand = models.CharField(
        max_length=12, choices=Errand.choices, blank=True, default="", db_default=""
    )
    text = EncryptedTextField(_("what to do"))
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_text_only_in_a_case", condition=Q(text=b"") | Q(case__isnull=False)
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_on"],
                condition=Q(done_at__isnull=True),
                name="task_open_by_due",
            ),
            models.Index(
                fields=["organisation", "assigned_to", "due_on"],
                condition=Q(done_at__isnull=True),
                name="task_open_of",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def said(self):
        """What somebody is asked to do, as a code: lists open no sealed text."""
        return self.get_errand_display() if self.errand not in ("", Errand.OTHER) else ""

    @property
    def key_owner(self):
        return self.case_id

    @property
    def key_class(self):
        return DataClass.SERVICES


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """One's own, and those of the organisation for whom works with people or with requests."""
        ours = self.filter(organisation_id=actor.organisation)
        if actor.role in ONLY_OWN:
            return ours.filter(user_id=actor.user)
        return ours.filter(Q(user=None) | Q(user_id=actor.user))

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something waits. Says what kind, never about whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20)
    journey = models.ForeignKey(
        "referral.Journey", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    referral = models.ForeignKey(
        "referral.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-made_at"], name="notice_newest"),
            models.Index(
                fields=["organisation"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class UsedKey(models.Model):
    """An idempotency key that had its effect: the same form sent twice acts once."""

    key = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    used_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=400, blank=True)  # where the first sending led

    def __str__(self):
        return str(self.key)
