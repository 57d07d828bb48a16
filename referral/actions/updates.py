"""A further package on the same referral: what was sent, as it stands now. It takes the place of the one before."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import may_read
from referral.actions.absences import need_present
from referral.actions.answers import locked, say
from referral.actions.events import tell
from referral.actions.referrals import freeze, is_kept_from, needs_second
from referral.actions.take import read_part
from referral.consent import Basis, basis
from referral.models import Case, Layer, Message, MoveNotAllowed, Package, PackagePart, Referral
from referral.packages import CHANGED, Part, changed_names, compose
from referral.stages import EventKind, MessageKind, ReferralKind, ReferralStatus

STILL_READ = {ReferralStatus.SENT, ReferralStatus.ASKED, ReferralStatus.ACCEPTED}


@dataclass(frozen=True)
class Change:
    """One part as it would be sent now, what it said before, and the names of what differs from what they took."""

    part: Part
    before: dict
    names: list


def can_update(referral: Referral) -> bool:
    """A consulate gets one request, and who has no account reads by link: there a new referral is made."""
    return (
        referral.status in STILL_READ
        and referral.receiver.has_account
        and referral.kind != ReferralKind.TRAVEL_DOCUMENT
    )


def last_package(referral: Referral) -> Package | None:
    return referral.packages.order_by("-number").first()


def live_parts(package: Package) -> list[PackagePart]:
    return list(package.parts.filter(recalled_at=None).order_by("data_class", "layer"))


def confirmed_at(referral: Referral, package: Package):
    """When the receiver said that it has read this package; None until then."""
    receipts = [
        message.at
        for message in referral.messages.all()
        if is_receipt(message, referral) and message.at >= package.packed_at
    ]
    return min(receipts, default=None)


def is_receipt(message: Message, referral: Referral) -> bool:
    """Of a package: a receipt that names a class answers a recall."""
    return (
        message.kind == MessageKind.RECEIPT
        and not message.data_class
        and message.sender_id == referral.receiver_id
    )


def changes(case: Case, referral: Referral) -> list[Change]:
    """What a further package would say. Raises `MoveNotAllowed` with the reason where none can be sent."""
    package = last_package(referral)
    parts = live_parts(package) if package and can_update(referral) else []
    if not parts:
        raise MoveNotAllowed(_("Nothing can be added to this referral now. Reload the page."))
    classes = {part.data_class for part in parts}
    check(case, referral, package, classes)
    old = {(part.data_class, part.layer): part for part in parts}
    seen = confirmed_at(referral, package) is not None
    return [
        change(part, old.get((part.data_class, part.layer)), seen)
        for part in compose(case, receiver=referral.receiver, kind=referral.kind, classes=classes)
    ]


def change(part: Part, old: PackagePart | None, seen: bool) -> Change:
    """What they did not take (or, of the summary, not confirm) is still new to them."""
    before = read_part(old) if old else {}
    carried = before.pop(CHANGED, [])
    known = old is None or old.taken_at or (seen and part.layer == Layer.SUMMARY)
    names = changed_names(before, part.content)
    return Change(part, before, sorted({*names, *([] if known else carried)}))


def check(case, referral, package, classes) -> Basis:
    """Consent is asked of the record anew: yesterday's yes does not carry today's package."""
    need_present(case)
    actor = current_actor()
    if is_kept_from(case, referral.receiver):
        raise MoveNotAllowed(_("This organisation is not asked for this person."))
    found = basis(case, referral.receiver, package.purpose)
    if not classes <= found.agreed:
        raise MoveNotAllowed(_("The person did not agree to share all of this. Nothing was sent."))
    if not all(may_read(actor.role, c, case.side, case.stage) for c in classes):
        raise MoveNotAllowed(_("You cannot read all of these parts. Ask the colleague who can."))
    if needs_second(case, referral.receiver):
        raise MoveNotAllowed(
            _(
                "The risk is high, so a second person signs what goes abroad. "
                "A correction cannot be signed here yet: tell the receiver by another safe way."
            )
        )
    return found


@transaction.atomic
def send_update(*, case: Case, referral: Referral) -> Package:
    """The new package, and the end of what was not taken of the old one; or nothing at all."""
    referral = locked(referral)
    found = changes(case, referral)
    old = last_package(referral)
    if not any(changed_names(one.before, one.part.content) for one in found):
        raise MoveNotAllowed(_("Nothing has changed since it was sent."))
    consent = basis(case, referral.receiver, old.purpose)
    package = freeze(referral, consent, [marked(one) for one in found], old.purpose, follows=old)
    for part in PackagePart.objects.filter(package=old, taken_at=None, recalled_at=None):
        with connection.cursor() as cursor:
            cursor.execute("SELECT recall_part(%s)", [part.pk])
    # That police or an authority is told something is between the two organisations.
    if referral.kind != ReferralKind.INFORMATION:
        tell(case.journey, EventKind.UPDATED, side=case.side, referral=referral.pk)
    record("referral.updated", referral.pk, number=package.number)
    return package


def marked(one: Change) -> Part:
    """The names of the changed fields travel sealed with the part; the old values do not."""
    content = one.part.content | ({CHANGED: one.names} if one.names else {})
    return Part(one.part.data_class, one.part.layer, content)


@transaction.atomic
def confirm_update(*, referral: Referral, package: str) -> None:
    """The receiver has read it. Its own case is not touched."""
    referral = locked(referral)
    newest = last_package(referral)
    if newest is None or str(newest.pk) != package or newest.supersedes_id is None:
        raise MoveNotAllowed(_("A newer update has come. Read it first, then confirm."))
    if confirmed_at(referral, newest) is None:
        say(referral, MessageKind.RECEIPT)
        record("update.confirmed", referral.pk, number=newest.number)
