"""A complaint of the person about a body that assists, to somebody outside it."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership, Organisation
from audit.models import record
from referral.models import ANSWERS_COMPLAINTS, Case, Complaint, MoveNotAllowed, Referral
from referral.models.journey import ALPHABET

ANSWER_DAYS = 30


def may_be_meant(case: Case) -> list[Organisation]:
    """The bodies that assist in this case: the own one, and those that a referral joins to it."""
    sides = Referral.objects.filter(journey=case.journey_id).values_list("sender", "receiver")
    found = {case.organisation_id} | {one for pair in sides for one in pair}
    return list(Organisation.objects.filter(pk__in=found).order_by("name"))


def may_answer(case: Case) -> list[Organisation]:
    """Bodies of this country with somebody who answers: coordination first. Nothing goes abroad from here."""
    there = Membership.objects.active().filter(role__in=ANSWERS_COMPLAINTS)
    found = Organisation.objects.filter(
        country=case.organisation.country, pk__in=there.values("organisation")
    )
    outside = found.filter(kind="coordination")
    own = found.filter(pk=case.organisation_id)
    return [*outside.order_by("name"), *own.exclude(kind="coordination")]


def new_number() -> str:
    """Says nothing about the person, the body or the day."""
    return "C-" + "".join(secrets.choice(ALPHABET) for _place in range(7))


@transaction.atomic
def send_complaint(case: Case, *, about, to, kind: str, words: str, wish: str, reach: str) -> str:
    """
    Seal it and send it. Returns the number that the person can ask by.

    About the own organisation it names no case, and nobody of it reads it again. Raises `MoveNotAllowed`.
    """
    if about == to:
        raise MoveNotAllowed(_("The body complained about does not answer it. Choose another one."))
    if to not in [str(one.pk) for one in may_answer(case)]:
        raise MoveNotAllowed(_("This body cannot answer a complaint. Choose another one."))
    own = about == str(case.organisation_id)
    now = timezone.now()
    row = Complaint(
        number=new_number(),
        case=None if own else case,
        about_id=about,
        to_id=to,
        written_in_id=current_actor().organisation,
        kind=kind,
        words=words,
        wish=wish,
        reach=reach,
        sent_at=now,
        answer_by=timezone.localtime(now).date() + timedelta(days=ANSWER_DAYS),
    )
    row.save(force_insert=True)
    record("complaint.sent")  # without a target: the log is read in the house that may be meant
    return row.number


def note_reading(complaint: Complaint) -> None:
    """Whoever wrote it down sees that it is being looked into."""
    Complaint.objects.filter(pk=complaint.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def answer_complaint(complaint: Complaint, *, answer: str, told: str) -> None:
    """Once, by the body that was chosen. Raises `MoveNotAllowed`."""
    fresh = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if fresh.answered_at:
        raise MoveNotAllowed(_("This complaint was answered meanwhile. Reload the page."))
    now = timezone.now()
    fresh.answer, fresh.told = answer, told
    fresh.answered_at, fresh.answered_by_id = now, current_actor().user
    fresh.read_at = fresh.read_at or now
    fresh.save(update_fields=["answer", "told", "answered_at", "answered_by", "read_at"])
    record("complaint.answered", target=fresh.pk, answer=answer)


@transaction.atomic
def hear_complaint(complaint: Complaint) -> None:
    """The person was told the answer. Raises `MoveNotAllowed`."""
    told = Complaint.objects.filter(pk=complaint.pk, answered_at__isnull=False, heard_at=None)
    if not told.update(heard_at=timezone.now()):
        raise MoveNotAllowed(_("There is no answer to tell, or it was told already."))
    record("complaint.heard", target=complaint.pk)
