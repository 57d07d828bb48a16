"""What the own case knows of the consent to data going abroad."""

from accounts.acting import current_actor
from accounts.kept import Kept
from referral.access import DataClass, may_read
from referral.consent import holding
from referral.models import Case, Consent, Purpose

ABROAD = Kept(
    lambda holding, case: (
        Consent.objects.filter(holding, case=case, items__purpose=Purpose.TRANSFER)
        .order_by("-given_at", "pk")
        .values_list("pk", "given_by", "items__agreed", "items__withdrawn_at")
    )
)


def consent_abroad(case: Case) -> bool | None:
    """The newest answer on consent B3 in this case: agreed, refused or withdrawn; None when never asked or not mine to read."""
    if not may_read(current_actor().role, DataClass.CONSENT, case.side, case.stage):
        return None
    items = ABROAD.all(holding=holding(case), case=case.pk)
    newest, given_by, *_more = items[0] if items else (None, Consent.GivenBy.NOT_RECORDED)
    if given_by == Consent.GivenBy.NOT_RECORDED:
        return None
    return any(
        agreed and withdrawn_at is None
        for consent, _by, agreed, withdrawn_at in items
        if consent == newest
    )
