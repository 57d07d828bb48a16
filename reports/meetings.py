"""What two coordinators sit over: what is open between them, what was decided, declined and changed. Asked anew at each look."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from directory.changes import changed
from directory.models import ContactKind
from directory.topics import topic_label
from referral.models import MoveNotAllowed
from referral.stages import DeclineReason
from reports.figures import Owed
from reports.models import Decision, Meeting
from reports.suppress import shown

MOST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class Open:
    """Something a body of one of the two owes on a journey that both coordinators see."""

    reference: str
    kind: str
    body: str
    since: object
    due: object

    @property
    def what(self):
        return Owed(self.kind).label

    @property
    def is_late(self):
        return bool(self.due and self.due < timezone.now())


@dataclass(frozen=True, slots=True)
class Documents:
    """Requests to the consulates of a country: how many, and since when. A small number is not told."""

    issuing: str
    number: str
    oldest: object


@dataclass(frozen=True, slots=True)
class Declined:
    """Answers of one side by their reason. A small number of people is not told."""

    asked: str
    reason: str
    number: str

    @property
    def why(self):
        return DeclineReason(self.reason).label


@dataclass(frozen=True, slots=True)
class Change:
    country: str
    kind: str
    about: str
    removes: bool
    on: date

    @property
    def what(self):
        return topic_label(self.about) if self.kind == "fact" else ContactKind(self.about).label


@dataclass(frozen=True, slots=True)
class Page:
    meeting: Meeting
    open: list[Open]
    documents: Documents | None
    before: list[Decision]
    declined: list[Declined]
    changes: list[Change]
    decisions: list[Decision]


def page_of(meeting: Meeting, actor) -> Page:
    across = meeting.across(actor.country)
    return Page(
        meeting,
        asked("SELECT * FROM meeting_debts(%s)", [across], Open),
        documents_of(actor.country, across),
        last_time(meeting),
        asked(
            "SELECT * FROM meeting_declined(%s, %s, %s)",
            [across, meeting.since, meeting.held_on],
            lambda asked, reason, number: Declined(asked, reason, shown(number).text),
        ),
        changes_of(meeting),
        list(meeting.decisions.all()),
    )


def asked(sql, parameters, row):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row(*values) for values in cursor.fetchall()]


def documents_of(asking, issuing):
    [(number, oldest)] = asked(
        "SELECT * FROM meeting_documents(%s, %s)", [asking, issuing], lambda *values: values
    )
    return Documents(issuing, shown(number).text, oldest) if number else None


def pair_of(meeting):
    return Q(one=meeting.one, other=meeting.other) | Q(one=meeting.other, other=meeting.one)


def last_time(meeting):
    """What earlier meetings of the two decided and is not done, and all of the last one."""
    earlier = Meeting.objects.filter(pair_of(meeting), prepared_at__lt=meeting.prepared_at)
    last = earlier.order_by("-prepared_at").values("pk")[:1]
    found = Decision.objects.filter(meeting__in=earlier).filter(
        Q(meeting__in=last) | Q(done_at=None)
    )
    return list(found.order_by("made_at")[:30])


def changes_of(meeting):
    """What people changed in the two profiles in the period. Never who."""
    found = changed(
        MOST_CHANGES,
        country__in=meeting.pair,
        published_at__date__gte=meeting.since,
        published_at__date__lte=meeting.held_on,
    )
    return [Change(*row[:4], timezone.localdate(row[4])) for row in found]


@transaction.atomic
def prepare(*, other: str, since: date, held_on: date) -> Meeting:
    actor = current_actor()
    meeting = Meeting.objects.create(
        one=actor.country, other=other, since=since, held_on=held_on, prepared_by_id=actor.user
    )
    record("meeting.prepared", meeting.pk, other=other)
    return meeting


@transaction.atomic
def answer(*, meeting: Meeting, answer: str, answer_on: date | None) -> None:
    actor = current_actor()
    found = Meeting.objects.filter(pk=meeting.pk, other=actor.country, answer="")
    changed = found.update(
        answer=answer,
        answer_on=answer_on,
        answered_by_id=actor.user,
        answered_at=timezone.now(),
    )
    if not changed:
        raise MoveNotAllowed(_("This meeting was answered already. Reload the page to see how."))
    record("meeting.answered", meeting.pk, answer=answer)


@transaction.atomic
def decide(*, meeting: Meeting, text: str, owner: str, due_on: date | None) -> Decision:
    made_in = current_actor().country
    made = Decision.objects.create(
        meeting=meeting, text=text, owner=owner, due_on=due_on, made_in=made_in
    )
    record("meeting.decided", made.pk, owner=owner)
    return made


@transaction.atomic
def agree(*, decision: Decision) -> None:
    """By the other country than the one that wrote it down."""
    if decision.made_in == current_actor().country:
        raise MoveNotAllowed(_("Your side wrote this down. The other side agrees to it."))
    if Decision.objects.filter(pk=decision.pk, agreed_at=None).update(agreed_at=timezone.now()):
        record("meeting.agreed", decision.pk)


@transaction.atomic
def done(*, decision: Decision) -> None:
    if Decision.objects.filter(pk=decision.pk, done_at=None).update(done_at=timezone.now()):
        record("meeting.done", decision.pk)
