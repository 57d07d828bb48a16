"""Protection mode. The database closes the case; here are the sentences."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership
from accounts.roles import Role
from referral.actions.emergency import call
from referral.models import Absence, Case, MoveNotAllowed, Protection


def protection_of(case_id) -> Protection | None:
    """The protection that holds, as somebody named sees it."""
    return Protection.objects.filter(
        case=case_id, confirmed_at__isnull=False, lifted_at=None
    ).first()


def need_name(case_id, user) -> None:
    """A protected case is opened to the named only, never to a team. Raises `MoveNotAllowed`."""
    protection = protection_of(case_id)
    if protection and str(user) not in {str(name) for name in protection.names}:
        raise MoveNotAllowed(
            _("This case is protected. Name the person first, on its protection page.")
        )
    if Absence.objects.filter(case=case_id).open().exists() and not supervises(user):
        raise MoveNotAllowed(
            _("While the person cannot be reached, this case is open to supervisors only.")
        )


def supervises(user) -> bool:
    here = Membership.objects.active().filter(organisation=current_actor().organisation)
    return here.filter(user=user, role=Role.SUPERVISOR).exists() if user else False


@transaction.atomic
def propose_protection(case: Case, *, reason: str, names: list) -> Protection:
    row = Protection()
    problem = call("propose_protection", row.pk, case.pk, reason, [UUID(str(one)) for one in names])
    if problem:
        raise MoveNotAllowed(why_not(problem))
    return row


@transaction.atomic
def confirm_protection(protection: Protection, *, yes: bool) -> None:
    if not call("confirm_protection", protection.pk, yes):
        raise MoveNotAllowed(_("Somebody has decided already."))


@transaction.atomic
def change_name(protection: Protection, *, user, stays: bool) -> None:
    problem = call("change_name", protection.pk, user, stays)
    if problem:
        raise MoveNotAllowed(why_not(problem))


@transaction.atomic
def lift_protection(protection: Protection, *, back: bool = False) -> None:
    """The first time it is a proposal, the second time, by another of the named, it is done."""
    problem = call("lift_protection", protection.pk, back)
    if problem:
        raise MoveNotAllowed(why_not(problem))


def why_not(problem: str) -> str:
    return {
        "there": _("This case is protected already, or the protection waits for a second person."),
        "names": _("Name at least two people who work here, and the case manager among them."),
        "two": _("Two people must stay named, so that the person is never without somebody."),
        "lead": _("The case manager stays named. Hand the case over first."),
        "name": _("This colleague is named already, or does not work here any more."),
        "same": _("You proposed it yourself. Another of the named lifts it."),
    }[problem]
