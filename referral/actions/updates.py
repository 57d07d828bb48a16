"""
A further package on the same referral: the parts that read otherwise now. Each takes the place of the one before.

What did not change is not sent again. Abroad, at a high risk, a second person signs it as the first sending.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import may_read
from referral.actions.absences import need_present
from referral.actions.answers import locked, say
from referral.actions.events import tell
from referral.actions.referrals import ask_second, freeze, is_kept_from, needs_second
from referral.actions.signatures import end_request
from referral.actions.take import read_part
from referral.consent import Basis, basis
from referral.models import (
    Case,
    Layer,
    Message,
    MoveNotAllowed,
    Package,
    PackagePart,
    Referral,
    Task,
    TaskKind,
)
from referral.packages import CHANGED, Part, changed_names, compose, newest
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
    return referral.packages.filter(held=False).order_by("-number").first()


def waiting_package(referral: Referral) -> Package | None:
    """A correction that is frozen and waits for its second signature."""
    return referral.packages.filter(held=True, parts__recalled_at=None).distinct().first()


def live_parts(referral: Referral) -> list[PackagePart]:
    """What stands with the receiver, class by class: of each the newest, where it was not recalled."""
    found = newest(list(referral.parts.select_related("package")))
    return [part for part in found if not part.recalled_at]


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
    parts = live_parts(referral) if package and can_update(referral) else []
    if not parts:
        raise MoveNotAllowed(_("Nothing can be added to this referral now. Reload the page."))
    if waiting_package(referral):
        raise MoveNotAllowed(_("A correction waits for its second signature. Take it back first."))
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
    return found


@transaction.atomic
def send_update(*, case: Case, referral: Referral, second=None) -> Package:
    """The changed parts as a new package, and the end of what they replace and nobody took; or nothing at all."""
    referral = locked(referral)
    found = changes(case, referral)
    old = last_package(referral)
    changed = [one for one in found if changed_names(one.before, one.part.content)]
    if not changed:
        raise MoveNotAllowed(_("Nothing has changed since it was sent."))
    held = needs_second(case, referral.receiver)
    if held and second is None:
        raise MoveNotAllowed(_("The risk is high. Choose a colleague who signs before it is sent."))
    consent = basis(case, referral.receiver, old.purpose)
    parts = [marked(one) for one in changed]
    package = freeze(referral, consent, parts, old.purpose, follows=old, held=held)
    if held:
        ask_second(case, referral, second)
        record("update.packed", referral.pk, number=package.number)
    else:
        replace_parts(case, referral, package)
    return package


def replace_parts(case: Case, referral: Referral, package: Package) -> None:
    """It is with the receiver now. What it replaces and was not taken over is closed."""
    mine = set(package.parts.values_list("data_class", "layer"))
    before = PackagePart.objects.filter(referral=referral, taken_at=None, recalled_at=None)
    for part in before.exclude(package=package).filter(package__number__lt=package.number):
        if (part.data_class, part.layer) in mine:
            recall(part)
    # That police or an authority is told something is between the two organisations.
    if referral.kind != ReferralKind.INFORMATION:
        tell(case.journey, EventKind.UPDATED, side=case.side, referral=referral.pk)
    record("referral.updated", referral.pk, number=package.number)


def recall(part: PackagePart) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT recall_part(%s)", [part.pk])


@transaction.atomic
def sign_update(*, case: Case, referral: Referral) -> None:
    """The second person has read what changes, and it goes. Raises `MoveNotAllowed`."""
    referral = locked(referral)
    package = waiting_package(referral)
    task = task_of(referral)
    if package is None or task is None or str(package.packed_by_id) == current_actor().user:
        raise MoveNotAllowed(_("Somebody else signs this referral."))
    if package.parts.exclude(recalled_at=None).exists():
        raise MoveNotAllowed(_("The person has changed her or his mind. Ask for a new referral."))
    if not can_update(referral) or is_kept_from(case, referral.receiver):
        raise MoveNotAllowed(_("Nothing can be added to this referral now. Reload the page."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_package(%s)", [package.pk])
    replace_parts(case, referral, package)
    end_request(case, task)


def task_of(referral: Referral) -> Task | None:
    return Task.objects.filter(
        referral=referral,
        kind=TaskKind.SECOND_SIGNATURE,
        assigned_to=current_actor().user,
        done_at=None,
    ).first()


@transaction.atomic
def drop_update(*, case: Case, referral: Referral) -> None:
    """Taken back before it was signed: its parts are closed for good."""
    referral = locked(referral)
    package = waiting_package(referral)
    if package is None:
        raise MoveNotAllowed(_("No correction waits here. Reload the page."))
    for part in package.parts.filter(recalled_at=None):
        recall(part)
    Task.objects.filter(referral=referral, kind=TaskKind.SECOND_SIGNATURE, done_at=None).update(
        done_at=timezone.now(), done_by=current_actor().user
    )
    record("update.dropped", referral.pk, number=package.number)


def marked(one: Change) -> Part:
    """The names of the changed fields travel sealed with the part; the old values do not."""
    content = one.part.content | ({CHANGED: one.names} if one.names else {})
    return Part(one.part.data_class, one.part.layer, content)


@transaction.atomic
def confirm_update(*, referral: Referral, package: str) -> None:
    """The receiver has read it. Its own case is not touched."""
    referral = locked(referral)
    newest_one = last_package(referral)
    if newest_one is None or str(newest_one.pk) != package or newest_one.supersedes_id is None:
        raise MoveNotAllowed(_("A newer update has come. Read it first, then confirm."))
    if confirmed_at(referral, newest_one) is None:
        say(referral, MessageKind.RECEIPT, package=newest_one)
        record("update.confirmed", referral.pk, number=newest_one.number)
