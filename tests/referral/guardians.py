"""A child's guardian, appointed the way the product does it: entered by one, confirmed by a second."""

from django.utils import timezone

from accounts.roles import Role
from referral.actions.child_words import guardian_stands
from referral.actions.guardians import confirm_guardian, enter_guardian
from referral.models import Guardianship
from tests import world

NAME = "Canary Guardian"


def document(**changed):
    return {
        "name": NAME,
        "kind": "court",
        "number": "INVENTED 12",
        "issuer": "Court of Nowhere",
        "dated_on": timezone.localdate(),
        "seen_by": "A. Invented",
        **changed,
    }


def entered(worker, case, **changed):
    """(the appointment, the colleague who is asked to confirm it)."""
    second = world.member(worker.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        found = enter_guardian(case, confirmer=second.user_id, **document(**changed))
    return found, second


def appointed(worker, case, **changed) -> Guardianship:
    """Once: a guardian who stands already stays."""
    with world.acting(worker):
        if guardian_stands(case.journey_id):
            return Guardianship.objects.filter(case=case).first()
    found, second = entered(worker, case, **changed)
    with world.acting(second):
        confirm_guardian(case, found)
    with world.acting(worker):
        return Guardianship.objects.get(pk=found.pk)
