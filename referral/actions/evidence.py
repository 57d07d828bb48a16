"""A record of what something rests on: entered, replaced, withdrawn. The record stands without a file."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass, may_add
from referral.actions.files import forget
from referral.models import Case, Evidence, EvidenceFile, MoveNotAllowed


@transaction.atomic
def add_evidence(case: Case, *, replaces: Evidence | None = None, **facts) -> Evidence:
    """`facts`: the fields of `Evidence`. What it replaces is withdrawn with it. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if case.is_closed or not may_add(actor.role, DataClass.EVIDENCE, case.side, case.stage):
        raise MoveNotAllowed(_("Evidence cannot be added at the present stage of the case."))
    row = Evidence(case=case, by_id=actor.user, replaces=replaces, **facts)
    row.save(force_insert=True)
    record("evidence.added", target=case.pk, kind=row.kind, gate=row.gate)
    if replaces:
        withdraw_evidence(replaces, why=Evidence.Why.REPLACED)
    return row


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, why: str) -> None:
    """
    It no longer counts. A signature that rests on it stays until somebody signs anew. Raises `MoveNotAllowed`.

    The database destroys its files in the same statement, also those that this role does not see.
    """
    files = EvidenceFile.objects.filter(evidence=evidence, removed_at=None)
    blobs = list(files.values_list("blob", flat=True))
    changed = Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=current_actor().user, withdrawn_why=why
    )
    if not changed:
        raise MoveNotAllowed(_("This record was withdrawn already. Reload the page."))
    for blob in blobs:
        transaction.on_commit(partial(forget, blob))
    record("evidence.withdrawn", target=evidence.case_id, why=why)
