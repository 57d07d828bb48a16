from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from training import content
from training.actions.certificates import issue, plain_code, plain_name
from training.models import Attendance, Certificate, Participant, TrainingSession
from training.models.participant import digest

ENOUGH = 80  # percent of the modules attended


class SessionClosed(Exception):
    """Certificates were issued; nothing about attendance changes any more."""


def refuse_closed(session: TrainingSession) -> None:
    """Locks the session: nobody closes it meanwhile."""
    if TrainingSession.objects.select_for_update().get(pk=session.pk).closed_at:
        raise SessionClosed


@transaction.atomic
def plan_session(**fields) -> TrainingSession:
    actor = current_actor()
    course = content.course(fields["course"])
    session = TrainingSession.objects.create(
        organisation_id=actor.organisation,
        made_by_id=actor.user,
        edition=course.edition,
        **fields,
    )
    record("training_session.planned", target=session.pk, course=session.course)
    return session


@transaction.atomic
def change_session(session: TrainingSession, **fields) -> None:
    refuse_closed(session)
    for name, value in fields.items():
        setattr(session, name, value)
    session.version += 1
    session.save(update_fields=[*fields, "version"])
    record("training_session.changed", target=session.pk)


@transaction.atomic
def add_participants(session: TrainingSession, people: list[dict]) -> int:
    """Those of a list. Who is on it already, or said so by code, is confirmed and filled in, not added twice."""
    refuse_closed(session)
    number, now = 0, timezone.now()
    for person in people:
        fields = {**person, "confirmed_at": now}
        _row, is_new = Participant.objects.update_or_create(
            session=session, key=plain_name(person["name"]), defaults=fields
        )
        number += is_new
    record("training_session.people_added", target=session.pk, number=number)
    return number


@transaction.atomic
def say_there(code: str, name: str) -> bool:
    """
    Somebody in the room says so with the code of the day. A name that is not on the list waits for the trainer.

    False only where no session has this code today: whether a name is on the list is never told.
    """
    session = TrainingSession.objects.filter(code=plain_code(code)).first()
    if session is None or not session.is_on:
        return False
    participant, _new = Participant.objects.get_or_create(
        session=session, key=plain_name(name), defaults={"name": name}
    )
    attend(participant, modules_of(session), by_code=True)
    record("training_session.attended", target=session.pk)
    return True


def modules_of(session) -> list[str]:
    course = content.course(session.course)
    return course.modules if course else []


def attend(participant, modules, *, by_code=False) -> None:
    Attendance.objects.bulk_create(
        [Attendance(participant=participant, module=each, by_code=by_code) for each in modules],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_participant(participant: Participant, *, modules: list[str], **fields) -> None:
    """What the trainer notes of one person. To note it is to confirm the person."""
    refuse_closed(participant.session)
    for name, value in {**fields, "confirmed_at": timezone.now()}.items():
        setattr(participant, name, value)
    participant.key = free_key(participant)
    participant.save()
    participant.attended.exclude(module__in=modules).delete()
    attend(participant, modules)
    record("training_session.participant_kept", target=participant.pk)


def free_key(participant: Participant) -> str:
    """By which the name, once corrected, is found again. Another person of that name keeps it."""
    key = plain_name(participant.name)
    others = participant.session.participants.exclude(pk=participant.pk)
    return participant.key if not key or others.filter(key=key).exists() else key


class HasCertificate(Exception):
    """Whoever has a certificate stays on the list: it is withdrawn, not forgotten."""


@transaction.atomic
def take_off(participant: Participant) -> None:
    """Somebody listed by mistake, or who was not there: nothing of them is kept."""
    found = Participant.objects.select_for_update().get(pk=participant.pk)
    if Certificate.objects.filter(participant=found).exists():
        raise HasCertificate
    record("training_session.taken_off", target=found.session_id)
    found.delete()


@transaction.atomic
def close_session(session: TrainingSession, *, group_outcome: str = "") -> int:
    """Issues the certificates of those who were there for enough of it; how many. Once."""
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.closed_at:
        raise SessionClosed
    course, modules, number = content.course(session.course), modules_of(session), 0
    people = session.participants.filter(confirmed_at__isnull=False).prefetch_related("attended")
    for each in people:
        there = sum(one.module in modules for one in each.attended.all())
        if modules and 100 * there >= ENOUGH * len(modules):
            issue(course, name=each.name, participant=each)
            number += 1
    session.closed_at, session.group_outcome = timezone.now(), group_outcome
    session.save(update_fields=["closed_at", "group_outcome"])
    record("training_session.closed", target=session.pk, certificates=number)
    return number


@dataclass
class Links:
    """`to_show`: (participant, token) to be handed over; `to_send` go by mail. Told once, kept nowhere."""

    to_show: list = field(default_factory=list)
    to_send: list = field(default_factory=list)


@transaction.atomic
def make_links(session: TrainingSession, *, can_send: bool, only=None) -> Links:
    """A fresh link for each who has a certificate and no link yet; for `only` a new one, and the former is over."""
    links = Links()
    people = session.participants.filter(certificate__isnull=False).order_by("name", "pk")
    people = people.filter(pk=only.pk) if only else people.filter(token_digest="")
    for each in people:
        token = Participant.new_token()
        each.token_digest = digest(token)
        each.save(update_fields=["token_digest"])
        by_mail = can_send and each.may_write and each.email
        (links.to_send if by_mail else links.to_show).append((each, token))
    number = len(links.to_show) + len(links.to_send)
    record("training_session.links_made", target=session.pk, number=number)
    return links
