"""
The application's ways to show something, with a word of its own in each class of each case: where it is seen, it came through.

By channel a list of addresses, read from the address book. Those of one channel take turns from state to state, so that no
address is left out of the whole and no state asks for all.
"""

import io
import logging
import re
from zlib import crc32

from django.core import mail
from django.test import Client
from django.test.client import ClientHandler
from django.urls import resolve, reverse

from exchange.export_models import Export, Kind
from exchange.outgoing import case_file
from exchange.outgoing.made import Made
from exchange.outgoing.tables import TABLES
from referral.access import OWN_PARTS
from referral.models import Case
from referral.views.rights import Rights
from tests import world
from tests.matrix.table import CONSENTED, GRANTED, NO_CASES, THERE, reads, reads_there
from tests.pages.addresses import patterns
from tests.pages.world.words import canary

WORD = re.compile(r"Kanar[a-z]+")
PARTS = [str(part) for part in OWN_PARTS] + ["summary"]
LISTS = ["home", "case_list", "caseload", "work_list", "work_load", "journey_list", "inbox", "signature_list"]  # fmt: skip
LISTS += ["draft_list", "disclosure_list", "emergency_list", "erasure_list", "complaint_list", "export_list"]  # fmt: skip
FEEDS = ["notice_list", "case_history", "work_calendar", "audit_list", "unusual_list"]
PRINTS = ["plan_copy", "case_text", "consent_print"]
EXPORTS = [Kind.HANDOVER, Kind.COSTS, Kind.HTCDS, Kind.CASES]
ASKED = ["page", "list", "search", "fragment", "print", "feed"]
CHANNELS = [*ASKED, "export", "message", "log"]
ORDINARY = {"case_text": "?name=yes"}


def of_a_case():
    """Every page whose address names a case and nothing else."""
    names = {p.name for p in patterns() if list(p.pattern.converters) == ["reference"]}
    return sorted(names - {*FEEDS, *PRINTS, "case_overview", "case_record", "refer_preview"})


SINGLE = {
    "goal_edit": "goal",
    "assessment_detail": "assessment",
    "assessment_pdf": "assessment",
    "evidence_detail": "evidence",
    "file_open": "file",
    "consent_detail": "consent",
    "consent_pdf": "consent",
    "budget_line_edit": "line",
}


class Channels:
    """What one membership is shown. A state gives a number, by which addresses that take turns are drawn."""

    def __init__(self, house):
        self.house = house
        self.clients = {}
        self.handler = ClientHandler(
            enforce_csrf_checks=False
        )  # one for all: making it reads every static file
        self.rules = {}  # address → its page and the roles that it lets in
        self.refused = set()  # (role, page) that was asked for and refused by the role alone
        self.pages = of_a_case()
        self.log = io.StringIO()

    def client(self, membership):
        if membership.pk not in self.clients:
            client = self.clients[membership.pk] = Client()
            client.handler = self.handler
            world.sign_in(client, membership)
            session = client.session
            session["names_of"] = str(membership.pk)  # names are unlocked, where there are any
            session.save()
        return self.clients[membership.pk]

    def shown_to(self, membership, relation, number, drawn, whole):
        """
        (channel, address, text) of what this state asks for in the channels that are drawn: everything, or by sample one address of each.

        Mails and log are those of the pages.
        """
        client = self.client(membership)
        mail.outbox = []
        with self.logged():
            for channel in drawn & set(ASKED):
                addresses = list(getattr(self, f"{channel}_addresses")(relation, number))
                for address, headers in addresses if whole else [turn(addresses, number)]:
                    yield (
                        channel,
                        address,
                        self.asked_for(client, membership.role, address, headers),
                    )
            if "export" in drawn:
                yield "export", "export", self.exported(membership, number)
        if "page" in drawn:
            for letter in mail.outbox:
                yield "message", "mail", f"{letter.subject} {letter.body}"
            yield "log", "log", self.log.getvalue()

    def asked_for(self, client, role, address, headers):
        """What the rule of a page refuses to a role, before anything of a case is asked, cannot differ from case to case: once is enough."""
        page, roles = self.rule_of(address)
        if (role, page) in self.refused:
            return ""
        answer = client.get(address, headers=headers)
        if answer.status_code == 403 and roles is not None and role not in roles:
            self.refused.add((role, page))
        return self.text_of(answer, address)

    def rule_of(self, address):
        if address not in self.rules:
            found = resolve(address.partition("?")[0])
            rule = found.func.access_rule
            self.rules[address] = found.url_name, rule[1] if rule[0] == "roles" else None
        return self.rules[address]

    def page_addresses(self, relation, number):
        reference = self.house.references["here"]  # a journey has one, for all who are on it
        things = self.house.things["here"]
        pages = ["case_overview", "case_record", turn(self.pages, number)]
        yield from ((reverse(page, args=[reference]), {}) for page in pages)
        parts = PARTS if relation == "assigned" else [PARTS[number % len(PARTS)]]
        yield from ((reverse("case_part", args=[reference, part]), {}) for part in parts)
        single = turn(sorted(SINGLE), number)
        if relation == "received":  # in a house of one's own
            yield reverse("referral_detail", args=[things[relation]]), {}
        else:
            yield reverse(single, args=[reference, things[SINGLE[single]]]), {}
        if relation in ("waiting", "declined"):
            yield reverse("referral_detail", args=[things[relation]]), {}
        kept = self.house.references["kept"]
        yield reverse("case_part", args=[kept, turn(PARTS, number)]), {}

    def list_addresses(self, _relation, number):
        yield reverse("case_list"), {}
        yield reverse(turn(LISTS, number)), {}

    def search_addresses(self, _relation, _number):
        yield f"{reverse('search')}?q={self.house.references['here']}", {}

    def fragment_addresses(self, _relation, _number):
        reference, headers = self.house.references["here"], {"HX-Request": "true"}
        yield f"{reverse('search')}?q={reference}", headers
        yield reverse("refer_preview", args=[reference]), headers

    def print_addresses(self, _relation, number):
        reference, things = self.house.references["here"], self.house.things["here"]
        page = turn(PRINTS, number)
        args = [reference, things["consent"]] if page == "consent_print" else [reference]
        yield reverse(page, args=args) + ORDINARY.get(page, ""), {}

    def feed_addresses(self, _relation, number):
        feed = turn(FEEDS, number)
        args = [self.house.references["here"]] if feed == "case_history" else []
        yield reverse(feed, args=args), {}

    def exported(self, membership, number):
        """What would go into the file, before it is laid out and sealed."""
        kind = turn(EXPORTS, number)
        with world.acting(membership) as actor:
            if kind in TABLES:
                return str(TABLES[kind].read(actor, None, Made()))
            export = Export(kind=kind, case_id=self.house.cases["here"], format="csv")
            if kind == Kind.COSTS:
                made = case_file.case_file(export)
                return made.body.decode() if made else ""
            case = Case.objects.visible_to(actor).filter(pk=export.case_id).select_related("journey").first()  # fmt: skip
            return (
                str(vars(case_file.for_hand_over(export, case, Rights(actor, case))))
                if case
                else ""
            )

    def asked(self, membership, page):
        """One thing alone: `case_part health`, `export htcds`, the name of a page."""
        name, _space, of = page.partition(" ")
        if name == "export":
            return self.exported(membership, EXPORTS.index(Kind(of)))
        if name == "referral_detail":
            args = [self.house.things["here"]["received"]]
        else:
            args = [] if name == "case_list" else [self.house.references["here"]]
            args += [of] if of else []
            args += [self.house.things["here"][SINGLE[name]]] if name in SINGLE else []
        address = reverse(name, args=args)
        return self.text_of(self.client(membership).get(address), address)

    def text_of(self, answer, address):
        """With a word for a page of a case that opened at all."""
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        opened = ""
        if (
            answer.status_code == 200
            and address.startswith(("/cases/TRM", "/inbox/"))
            and len(address) > 12
        ):
            opened = "Kanarkept" if self.house.references["kept"] in address else "Kanaropened"
        return f"{opened} {answer.headers} {body.decode(errors='replace')}"

    def logged(self):
        return Captured(self.log)


class Captured:
    """All that is logged meanwhile, at every level."""

    def __init__(self, into):
        self.handler = logging.StreamHandler(into)

    def __enter__(self):
        self.handler.stream.seek(0)
        self.handler.stream.truncate()
        logging.getLogger().addHandler(self.handler)

    def __exit__(self, *_problem):
        logging.getLogger().removeHandler(self.handler)


def looked_at(drawn):
    """Mails and the log are those of the pages."""
    return (drawn - {"message", "log"}) | ({"message", "log"} if "page" in drawn else set())


def turn(names, number):
    return names[number % len(names)]


def number_of(*state):
    return crc32(" ".join(map(str, state)).encode())


def words(relation, role, side, stage):
    """The words that this state may meet anywhere: of the case here, and where it was accepted, what was agreed to and what is there."""
    may = {canary("here", c) for c in reads(relation, role, side, stage)}
    if relation in GRANTED or relation in THERE:
        may.add("Kanaropened")
    there = reads_there(relation, role, side, stage)
    may |= {canary("there", c) for c in there}
    may |= {canary("here", c) for c in there if c in CONSENTED and c != "summary"}
    return may


def parts_of(house, relation, role, side, stage):
    """Address of a part → the word that stands there, for whoever reads it by a whole grant."""
    if role in NO_CASES or relation not in ("assigned", "team"):
        return {}
    reference = house.references["here"]
    return {
        reverse("case_part", args=[reference, c]): canary("here", c)
        for c in reads(relation, role, side, stage)
        if c in PARTS
    }
