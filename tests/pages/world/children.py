"""What a case of a child has beside: an appointment, steps that wait, a claim of asylum."""

from uuid import uuid4

from django.utils import timezone

from referral.actions.asylum import write_legal
from referral.actions.enquiries import ask_without_name
from referral.models import (
    AgeRecord,
    Case,
    ChildStep,
    ContactCheck,
    ContactWish,
    Evidence,
    Guardianship,
    Legal,
)
from tests import world
from tests.pages.world.cases import give
from tests.pages.world.words import canary, planted


def appointment(desk):
    """Entered for the child, and not confirmed yet."""
    worker = desk.who["worker"]
    with world.acting(worker):
        return planted(
            Guardianship,
            desk.at.child,
            "child",
            "evidence",
            kind="court",
            dated_on=timezone.localdate(),
            entered_by_id=worker.user_id,
        )


def childs_way(desk):
    """An assessment and a check, a decision that waits for its second person, and a wish that waits for the panel."""
    case, worker = desk.at.child, desk.who["worker"]
    with world.acting(worker):
        case = Case.objects.get(pk=case.pk)
        step(case, worker, "assessment", "go_on")
        planted(
            ContactCheck,
            case,
            "child",
            "risk",
            links="no",
            paid="yes",
            knew="unknown",
            outcome="supervised",
            evidence=uuid4(),
            by_id=worker.user_id,
        )
        desk.at.step = step(case, worker, "decision", "goes_ahead")
        desk.at.wish = ContactWish(
            case=case,
            words=canary("child", "evidence"),
            said_on=timezone.localdate(),
            by_id=worker.user_id,
        )
        desk.at.wish.save(force_insert=True)


def step(case, worker, kind, result):
    behind = Evidence(case=case, gate="G10", kind="other", by_id=worker.user_id)
    behind.text = canary("child", "evidence")
    behind.save(force_insert=True)
    found = ChildStep(
        case=case, kind=kind, result=result, heard="yes", evidence=behind.pk, by_id=worker.user_id
    )
    found.save(force_insert=True)
    return found


def age_word(desk):
    """A decision on the age of the child, and not confirmed yet."""
    worker = desk.who["worker"]
    with world.acting(worker):
        return planted(
            AgeRecord,
            desk.at.child,
            "child",
            "identity",
            source="decision",
            outcome="child",
            kind="court",
            method="papers",
            dated_on=timezone.localdate(),
            entered_by_id=worker.user_id,
        )


def claimed(desk):
    """The child asked for asylum; a non-state organisation there was asked without a name, as the child wishes."""
    at, lawyer = desk.at, desk.who["lawyer"]
    with world.acting(desk.who["worker"]):
        give(at.child, lawyer)

    def write(row):
        row.asylum, row.origin_wish = "claimed", "anonymous"

    with world.acting(lawyer):
        case = Case.objects.select_related("journey", "organisation").get(pk=at.child.pk)
        write_legal(case=case, model=Legal, row=Legal.objects.get(case=case), write=write)
        question = {"asks": "offered", "services": ["housing"], "whom": "somebody"}
        at.enquiry = ask_without_name(case=case, receiver=at.drita, **question)
