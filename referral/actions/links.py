"""
A receiver without an account: links, the answers that come by them, and what the sender writes down.

Who comes by link acts as nobody: the three doors of `row_security/56_links.sql` judge and answer.
"""

import base64
import json
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_as, current_actor
from audit.models import record
from referral.actions.partners import address_of
from referral.keys import unseal, unwrap
from referral.models import (
    Case,
    Layer,
    MoveNotAllowed,
    PackagePart,
    PartnerEntry,
    Referral,
    ReferralLink,
)
from referral.models.partner import (
    MOST_IN_A_LINK,
    code_digest,
    new_code,
    new_token,
    token_digest,
)
from referral.stages import OPEN_TO_RECEIVER, WAITING_FOR_ANSWER

CLOSED = "closed"


@dataclass(frozen=True)
class Issued:
    """Told once and kept nowhere: the token goes by mail, the code by telephone."""

    link: ReferralLink
    token: str
    code: str


def layer_for(referral: Referral) -> str | None:
    """What the next link would open; None when there is nothing to open."""
    if referral.status in WAITING_FOR_ANSWER:
        return Layer.SUMMARY
    if referral.status in OPEN_TO_RECEIVER and referral.contact_name:
        return Layer.IDENTIFIED
    return None


def sent_with(referral: Referral, layer: str) -> list[Referral]:
    """
    Those of the same household that one link opens too, each apart: sent by one form, at the same point, and open to the acting person.

    What names somebody goes to the same colleague only.
    """
    if referral.together is None:
        return []
    mine = Case.objects.visible_to(current_actor()).values("journey")
    along = Referral.objects.select_related("journey").filter(
        together=referral.together,
        sender=referral.sender_id,
        receiver=referral.receiver_id,
        journey__in=mine,
    )
    return [
        one
        for one in along.exclude(pk=referral.pk).order_by("sent_at", "pk")
        if layer_for(one) == layer
        and (layer == Layer.SUMMARY or one.contact_name == referral.contact_name)
    ][: MOST_IN_A_LINK - 1]


@transaction.atomic
def issue_link(referral: Referral) -> Issued:
    """A new link; the ones before it stop at once. For a household one link and one code, and a door for each person."""
    together = [referral.pk, *(one.pk for one in sent_with(referral, layer_for(referral)))]
    held = Referral.objects.select_for_update(of=("self",)).filter(pk__in=together).order_by("pk")
    held = {one.pk: one for one in held}
    referral = held[referral.pk]
    layer = layer_for(referral)
    if layer is None or referral.receiver.has_account:
        raise MoveNotAllowed(_("There is nothing that a link could open now. Reload the page."))
    kept = address_of(referral.receiver)
    if kept is None or not kept.is_confirmed:
        raise MoveNotAllowed(
            _(
                "No link goes there yet: a colleague has not confirmed this address and this number. Paper is possible meanwhile."
            )
        )
    token, code = new_token(), new_code()
    same = [held[pk] for pk in together if pk in held and layer_for(held[pk]) == layer]
    links = [
        make_door(one, layer, token_digest(token, number), code_digest(token, code, number))
        for number, one in enumerate(same)
    ]
    return Issued(links[0], token, code)


def make_door(referral, layer, token, code) -> ReferralLink:
    revoke_links(referral)
    link = ReferralLink.objects.create(
        referral=referral,
        layer=layer,
        token_digest=token,
        code_digest=code,
        made_by_id=current_actor().user,
    )
    note(referral, PartnerEntry.Kind.ISSUED, link=link, channel=PartnerEntry.Channel.LINK)
    record("link.issued", referral.pk, layer=layer)
    return link


def revoke_links(referral):
    ReferralLink.objects.filter(referral=referral, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def note(referral, kind, **fields) -> PartnerEntry:
    return PartnerEntry.objects.create(
        referral=referral, kind=kind, recorded_by_id=current_actor().user, **fields
    )


@transaction.atomic
def note_paper(referral: Referral, kind: str) -> None:
    """The package leaves on paper or as a file. Written down before anything of it is read."""
    if layer_for(referral) is None:
        raise MoveNotAllowed(_("There is nothing to hand over now. Reload the page."))
    note(referral, kind, channel="")
    record(f"partner.{kind}", referral.pk, layer=layer_for(referral))


@transaction.atomic
def record_answer(*, referral: Referral, what, channel, said_by, function, on, **codes) -> None:
    """What the receiver told the sender, in the receiver's name."""
    given = [referral.pk, what, channel, said_by, function, on, json.dumps(codes)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_answer(%s, %s, %s, %s, %s, %s, %s::jsonb)", given)
        if not cursor.fetchone()[0]:
            raise MoveNotAllowed(
                _(
                    "This cannot be written down now: the referral has moved on. Reload the page to see where it stands."
                )
            )


# By link: nobody acts.


def ask_door(statement, *values):
    """Also a colleague who is signed in comes here as nobody."""
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def look_link(token: str) -> None:
    for number in range(MOST_IN_A_LINK):
        ask_door("SELECT look_link(%s)", token_digest(token, number))


def open_link(token: str, code: str) -> list[tuple[dict, str]]:
    """
    (what is shown, the ticket of its answer) for each person of the link. Empty for every wrong, used, expired or unknown link.

    All doors are tried each time, so that the time says nothing of how many there are.
    """
    found = [open_door(token, code, number) for number in range(MOST_IN_A_LINK)]
    return [(page, ticket) for page, ticket in found if page is not None]


def open_door(token: str, code: str, number: int) -> tuple[dict | None, str]:
    ticket = new_token()
    found = ask_door(
        "SELECT open_link(%s, %s, %s)",
        token_digest(token, number),
        code_digest(token, code, number),
        token_digest(ticket),
    )
    page = json.loads(found) if isinstance(found, str) else found
    if page is not None and not page.get(CLOSED):
        page["parts"] = [opened(part) for part in page["parts"]]
    return page, ticket


def opened(part: dict) -> dict:
    key = unwrap(base64.b64decode(part["wrapped"]), part["master_version"])
    row = PackagePart(id=uuid.UUID(part["id"]))
    place = PackagePart._meta.get_field("content").place(row)
    content = json.loads(unseal(base64.b64decode(part["content"]), key, place))
    return {"data_class": part["data_class"], "layer": part["layer"], "content": content}


def answer_link(ticket: str, what: str, **codes) -> str | None:
    """What was understood: the answer itself, `CLOSED`, or None where this ticket is over."""
    return ask_door(
        "SELECT answer_link(%s, %s, %s::jsonb)", token_digest(ticket), what, json.dumps(codes)
    )
