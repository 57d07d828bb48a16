"""Cases put where a test needs them: at a stage, and open to a colleague in some role."""

from django.db import connection

from referral.actions.statuses import change_status
from referral.models import Case, Identity
from referral.stages import CaseStatus, Stage
from tests import world

STATUS_AT = {
    Stage.IDENTIFICATION: CaseStatus.NEW,
    Stage.REFERRAL: CaseStatus.PROTECTION,
    Stage.ASSISTANCE: CaseStatus.ASSESSMENT,
    Stage.RETURN: CaseStatus.RETURN_REQUESTED,
    Stage.REINTEGRATION: CaseStatus.REINTEGRATION,
}


def contact(by, child=False, **summary):
    """A case opened by `by`, with its journey."""
    case = world.contact(by, child, **summary)
    with world.acting(by):
        return Case.objects.select_related("journey").get(pk=case.pk)


def at_stage(by, case, stage):
    """`by` moves the case to a status of this stage."""
    with world.acting(by):
        change_status(case=Case.objects.get(pk=case.pk), status=STATUS_AT[stage])


def assigned(case, by, role, classes=None):
    """A colleague of `by` in this role, to whom `by` assigned the case."""
    colleague = world.member(by.organisation, role)
    with world.acting(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, %s, NULL, 'assigned')",
            [case.pk, colleague.user_id, classes],
        )
    return colleague


def named(by, name, born="", documents=""):
    case = contact(by)
    with world.acting(by):
        Identity(case=case, name_said=name, born=born, name_on_documents=documents).save(
            force_insert=True
        )
    return case
