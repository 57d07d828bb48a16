"""A child's way, made step by step the way the product does it (rules of practice 22)."""

from django.utils import timezone

from accounts.roles import Role
from referral.actions.child_order import check_contact, confirm_step, write_step
from referral.actions.child_turn import order_of
from referral.actions.consents import Cell, record_consent
from referral.child_order import Step
from tests import world
from tests.referral import guardians

CANARY = "Canary of the family"
RESULTS = {"assessment": "go_on", "decision": "goes_ahead", "family": "suitable"}


def evidence(**changed):
    return {
        "kind": "other",
        "number": "INVENTED 7",
        "issuer": "Office of Nowhere",
        "dated_on": timezone.localdate(),
        "seen_by": "A. Invented",
        "lies_at": "In the paper file",
        "text": CANARY,
        **changed,
    }


def found(**changed):
    return {
        "who_learns": CANARY,
        "links": "unknown",
        "links_note": "",
        "paid": "yes",
        "knew": "not_asked",
        "outcome": "supervised",
        "body": "",
        "reasons": CANARY,
        **changed,
    }


def step(worker, case, kind, result="", confirmed=True):
    """One step; where a second person is needed, a new supervisor confirms it."""
    second = world.member(worker.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        made = write_step(
            case,
            kind,
            result=result or RESULTS[kind],
            heard="yes",
            evidence=evidence(),
            confirmer=second.user_id,
        )
    if confirmed and made.needs_second:
        with world.acting(second):
            confirm_step(case, made)
    return made


def checked(worker, case, **changed):
    with world.acting(worker):
        return check_contact(case, evidence=evidence(), **found(**changed))


def agreed(worker, case, yes=True):
    """The guardian and the child agree to contact with the family."""
    guardians.appointed(worker, case)
    with world.acting(worker):
        return record_consent(
            case=case,
            cells=[Cell("B4", yes)],
            given_by="guardian",
            assent="yes",
            how="spoken",
            language="sq",
            text_version="1",
            understood=True,
        )


def up_to(worker, case, last):
    """All steps up to `last`, that one too."""
    makes = {
        Step.ASSESSMENT: lambda: step(worker, case, "assessment"),
        Step.CHECK: lambda: checked(worker, case),
        Step.CONSENT: lambda: agreed(worker, case),
        Step.FAMILY: lambda: step(worker, case, "family"),
    }
    for one, make in makes.items():
        make()
        if one == last:
            return


def order(worker, case):
    with world.acting(worker):
        return order_of(case.journey_id)
