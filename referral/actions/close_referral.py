from django.db import connection

from accounts.acting import current_actor
from audit.models import record
from referral.actions.events import tell
from referral.actions.recalls import ask_back_all
from referral.models import Case, Message, PackagePart, Referral
from referral.stages import EventKind, MessageKind, ReferralStatus


def close_referral(referral: Referral, *, case: Case) -> None:
    """The sender's side of ending: the receiver reads "closed by sender", whatever the reason was."""
    was_draft = referral.status == ReferralStatus.DRAFT
    referral.move_to(ReferralStatus.WITHDRAWN)
    referral.version += 1
    referral.save(update_fields=["status", "version"])
    for part in PackagePart.objects.filter(referral=referral, recalled_at=None, taken_at=None):
        with connection.cursor() as cursor:
            cursor.execute("SELECT recall_part(%s)", [part.pk])
    if not was_draft:
        Message.objects.create(
            referral=referral,
            kind=MessageKind.WITHDRAW,
            sender_id=current_actor().organisation,
        )
        ask_back_all(referral)
        with connection.cursor() as cursor:
            cursor.execute("SELECT hide_journey(%s)", [referral.pk])
        tell(case.journey, EventKind.CLOSED_BY_SENDER, side=case.side, referral=referral.pk)
    record("referral.closed_by_sender", referral.pk)


def close_those(referrals, *, case: Case, while_in=None) -> int:
    """
    Several at once, held in one order, each as it stands now: whoever answered or closed one meanwhile was first.

    `while_in`: the statuses in which it is still to be closed; whatever can be closed, by default.
    """
    held = Referral.objects.select_for_update(of=("self",)).order_by("pk")
    closing = [
        one
        for one in held.filter(pk__in=[one.pk for one in referrals])
        if one.can_move_to(ReferralStatus.WITHDRAWN)
        and (while_in is None or one.status in while_in)
    ]
    for one in closing:
        close_referral(one, case=case)
    return len(closing)
