"""A birth opens the child's own journey (rules of practice 24): own case, linked, with nothing that the mother agreed to for herself."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from directory.codes import AgeBand, ServiceKind
from referral.actions.households import link
from referral.actions.open import open_contact
from referral.actions.parents import write_care
from referral.actions.tasks import add_task
from referral.models import Case, HouseholdMember, Identity, MoveNotAllowed, PlanGoal, SafetyFlag

# The shortest period known: France, five days (Code civil, art. 55). The country's own one may be longer.
REGISTER_WITHIN_DAYS = 5


@transaction.atomic
def record_birth(mother: Case, *, born: str, place: str, gender: str, suspected: str) -> Case:
    """
    The child's own case, on an own journey. `born` keeps its precision. Raises `MoveNotAllowed`.

    The child is linked with the mother where whoever acts works with all who travel with her; else somebody else does it.
    """
    if mother.is_closed:
        raise MoveNotAllowed(_("This case is closed. Open it again first."))
    summary = {
        "age_band": AgeBand.FROM_0,
        "gender": gender,
        "languages": mother.summary.languages,
        "safety_flags": [SafetyFlag.NO_AUTHORITY_OF_ORIGIN] if is_kept(mother) else [],
    }
    child = open_contact(summary=summary, child=True, side=mother.side)
    Identity(case=child, born=born, birth_place=place).save(force_insert=True)
    share_with_lead(mother, child)
    try:
        with transaction.atomic():
            parts = HouseholdMember.Part
            link(mother, child, this_is=parts.PARENT, other_is=parts.CHILD)
    except MoveNotAllowed:
        pass  # a birth waits for nobody: the household page of the child offers the link
    write_care(child, suspected=suspected)
    plan_registration(child)
    record("birth.recorded", target=mother.pk)
    return child


def is_kept(mother: Case) -> bool:
    """Whether a state is not to learn of the mother: then it is not to learn of her child either. No reason goes along."""
    states = mother.summary.citizenships or ["ZZ"]  # ZZ: any other state, where hers is not known
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(kept_from(%s, state)) FROM unnest(%s) state", [mother.pk, states]
        )
        return bool(cursor.fetchone()[0])


def share_with_lead(mother: Case, child: Case) -> None:
    """Who leads the mother's case works on the child's, too."""
    if str(mother.lead_id) == current_actor().user:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", [child.pk, mother.lead_id]
        )


def plan_registration(child: Case) -> None:
    text = _("Register the birth with the civil registry of the country where the child was born")
    goal = PlanGoal(case=child, kind=ServiceKind.DOCUMENTS, goal=text)
    goal.save(force_insert=True)
    add_task(
        case=child, text=text, due_on=timezone.localdate() + timedelta(days=REGISTER_WITHIN_DAYS)
    )
