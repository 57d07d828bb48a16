"""A partner without an account, what was sent to it, and its browser."""

import re
from html import unescape

from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from referral.actions.links import issue_link
from referral.actions.partners import confirm_address, keep_address
from referral.models import Referral
from referral.models.partner import ReferralLink
from tests import world
from tests.referral.sharing import agree, filled, sent

PHONE = "+355 4 555 0101"


def partner(country="AL", **fields):
    return world.organisation("Qendra pa llogari", country, has_account=False, **fields)


def referred(kind="transfer"):
    """(worker, case, referral) to a partner without account, sent a moment ago."""
    worker = world.member(world.organisation("Casa Verde", "IT"))
    case, there = filled(worker), partner()
    agree(worker, case, there)
    return worker, case, sent(worker, case, there, kind=kind)


def confirmed(worker, partner, email="office@partner.example", phone=PHONE):
    """The address of this partner, entered by this worker and confirmed by a colleague."""
    with world.acting(worker):
        kept = keep_address(partner=partner, email=email, phone=phone, verified_how="official_page")
    if not kept.is_confirmed:
        with world.acting(world.member(worker.organisation, Role.SUPERVISOR)):
            confirm_address(kept, how="rang", on=timezone.localdate(), seen=kept.seen)
    return kept


def issued(worker, referral):
    confirmed(worker, referral.receiver)
    with world.acting(worker):
        return issue_link(referral)


def fresh(worker, referral):
    with world.acting(worker):
        return Referral.objects.get(pk=referral.pk)


def links(worker, referral):
    with world.acting(worker):
        return list(ReferralLink.objects.filter(referral=referral).order_by("made_at"))


def kinds(worker, referral):
    """The history of this referral, oldest first."""
    with world.acting(worker):
        return list(referral.partner_entries.order_by("at").values_list("kind", flat=True))


class Receiver:
    """A browser without session or script that posts what the page holds."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def look(self, link):
        return self.client.get(f"/answer/{link.token}/")

    def open(self, link, code=None):
        page = self.client.post(f"/answer/{link.token}/", {"code": code or link.code})
        self.ticket = ticket_in(page)
        return page

    def answer(self, what, **codes):
        page = self.client.post("/answer/", {"ticket": self.ticket, "what": what, **codes})
        self.ticket = ticket_in(page) or self.ticket
        return page


def ticket_in(page):
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    return unescape(found[1]) if found else ""


def accepted(worker, referral):
    """Accepted by link, with a named person."""
    there = Receiver()
    there.open(issued(worker, referral))
    there.answer("accepted")
    there.answer("named", name="Drita Named", function="social worker")
