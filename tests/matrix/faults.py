"""
Sixty faults, each a check that is taken away or loosened, in the database or in the application. Each is looked for with the
other lock off, at the relation and the place where it would show. One that the matrix does not see is a hole in the matrix.
"""

import importlib
import inspect
import re
import sys
import textwrap
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from accounts.kept import Kept
from tests.matrix.table import ROLES

HERE = ("destination", 3)


@dataclass(frozen=True)
class Fault:
    name: str
    change: Callable
    relation: str = "assigned"
    place: tuple = HERE
    pages: tuple = ()  # of the application; none: the database is asked
    roles: tuple = tuple(ROLES)


# In the database: as its owner, seen at once by everybody, and put back.


def policy(table, name, old, new, *more):
    """The condition of a policy with something of it replaced. `more`: further (old, new)."""

    @contextmanager
    def change(cursor):
        before = condition(cursor, table, name)
        after = before
        for pattern, instead in ((old, new), *zip(more[::2], more[1::2], strict=True)):
            after, times = re.subn(pattern, instead, after, flags=re.DOTALL)
            assert times, f"{name} of {table} does not say {pattern}"
        alter(cursor, table, name, after)
        try:
            yield
        finally:
            alter(cursor, table, name, before)

    return change


def opened(table, name="read_class"):
    return policy(table, name, "^.*$", "true")


def condition(cursor, table, name):
    cursor.execute(
        "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s", [table, name]
    )
    return cursor.fetchone()[0]


def alter(cursor, table, name, condition):
    cursor.execute(f'ALTER POLICY "{name}" ON "{table}" USING ({condition})')


def everywhere(old, new, only=""):
    """In every policy that says it: a check that stands in many places is taken from all."""

    @contextmanager
    def change(cursor):
        cursor.execute(
            "SELECT tablename, policyname, qual FROM pg_policies WHERE qual ~ %s AND 'trm_app' = ANY (roles)"
            " AND tablename ~ %s",
            [old, only],
        )
        found = cursor.fetchall()
        assert found, f"no policy says {old}"
        for table, name, qual in found:
            alter(cursor, table, name, re.sub(old, new, qual))
        try:
            yield
        finally:
            for table, name, qual in found:
                alter(cursor, table, name, qual)

    return change


def function(signature, old, new):
    @contextmanager
    def change(cursor):
        cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [signature])
        (before,) = cursor.fetchone()
        assert old in before, f"{signature} does not say {old}"
        cursor.execute(before.replace(old, new))
        try:
            yield
        finally:
            cursor.execute(before)

    return change


def rules(change_it, put_back):
    @contextmanager
    def change(cursor):
        cursor.execute(change_it)
        try:
            yield
        finally:
            cursor.execute(put_back)

    return change


def together(*changes):
    @contextmanager
    def change(cursor):
        with changes[0](cursor):
            if changes[1:]:
                with together(*changes[1:])(cursor):
                    yield
            else:
                yield

    return change


# In the application: a function with something of its text replaced, for whoever took it over by name.


def source(place, old, new):
    module, _colon, name = place.partition(":")

    @contextmanager
    def change(_cursor=None):
        home = importlib.import_module(module)
        owner, _dot, attribute = name.rpartition(".")
        holder = getattr(home, owner) if owner else home
        before = getattr(holder, attribute)
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(getattr(before, "build", before))))
        assert old in text, f"{place} does not say {old}"
        made = {}
        exec(compile(text.replace(old, new), place, "exec"), vars(home), made)  # noqa: S102 -- our own text
        after = made[attribute]
        if owner:
            setattr(holder, attribute, after)
        undo = [partial(setattr, holder, attribute, before)] if owner else swap(before, after)
        with asked_anew():
            try:
                yield
            finally:
                for put_back in undo:
                    put_back()

    return change


@contextmanager
def asked_anew():
    """What was kept of a question was made before the fault, and would be held when it is mended."""
    before = Kept.all
    Kept.all = lambda self, **given: list(self.build(**given))
    try:
        yield
    finally:
        Kept.all = before


def swap(before, after):
    """Wherever a module of ours holds it by name, and in the address book where it is a page."""
    from tests.pages.addresses import patterns  # noqa: PLC0415 -- the address book is not read yet when this is

    undo = []
    for module in [m for m in sys.modules.values() if m is not None]:
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is before and not name.startswith("__"):
                setattr(module, name, after)
                undo.append(lambda m=module, n=name: setattr(m, n, before))
    for pattern in patterns():
        if pattern.callback is before:
            pattern.callback = after
            undo.append(lambda p=pattern: setattr(p, "callback", before))
    return undo


def row(role, data_class, letters):
    """The table of access itself, wider for one role."""

    @contextmanager
    def change(_cursor=None):
        from referral import access  # noqa: PLC0415 -- only here

        table = access._TABLE[role]
        before = table[data_class]
        table[data_class] = letters
        try:
            yield
        finally:
            table[data_class] = before

    return change


TABLES = [
    "summary", "identity", "whereabouts", "account", "traffickingevent", "risk", "health", "pregnancy", "legal", "services",
    "need", "plangoal", "travel", "consent", "evidence", "note", "answer", "evidencefile",
]  # fmt: skip
IDENTITY = ("referral_identity", "read_class")
KEY = "desk_private.key_right(uuid, text, text)"
GRANTED = "desk_private.granted(uuid, text)"
CEILING = "desk_private.ceiling(text, text, integer, text)"
USER = r"g\.user_id = \( SELECT desk_user\(\) AS desk_user\)"
TEAM = r"g\.group_id = ANY \(\( SELECT desk_teams\(\) AS desk_teams\)(::integer\[\])?\)"
LIVE = r"\(\(g\.expires_at IS NULL\) OR \(g\.expires_at > now\(\)\)\)"
ROLE = r"\(r\.role\)::text = \( SELECT desk_role\(\) AS desk_role\)"
HOUSE = r"organisation_id = \( SELECT desk_organisation\(\) AS desk_organisation\)"

IN_DATABASE = [
    *[Fault(f"{t}: no policy", opened(f"referral_{t}")) for t in TABLES],
    Fault("identity: whoever may do anything reads", policy(*IDENTITY, r"r\.can_read", "true")),
    Fault("identity: at any stage", policy(*IDENTITY, r"r\.stage = c\.stage", "true")),
    Fault("identity: any role", policy(*IDENTITY, ROLE, "true")),
    Fault("identity: a look at one class opens it", policy(*IDENTITY, r"'identity'::text = ANY \(\(?g\.classes\)?(::text\[\])?\)", "true"), "signer"),
    Fault("note: whatever its class", policy("referral_note", "read_class", r"\(r\.data_class\)::text = \(referral_note\.data_class\)::text", "true")),
    Fault("whereabouts: on any side", policy("referral_whereabouts", "read_class", r"\(r\.side\)::text = \(c\.side\)::text", "true"), place=("destination", 5)),
    Fault("identity: who reads writes", policy("referral_identity", "write_class", "^.*$", "true")),
    Fault("legal: who reads writes", policy("referral_legal", "write_class", r"r\.can_write", "r.can_read")),
    Fault("services: who reads writes", policy("referral_services", "write_class", r"r\.can_write", "r.can_read")),
    Fault("a grant is for everybody", everywhere(USER, "true"), "colleague"),
    Fault("a team's grant is for everybody", everywhere(TEAM, "true"), "colleague"),
    Fault("a grant never ends", everywhere(LIVE, "true"), "former"),
    Fault(
        "a grant holds at another house",
        together(everywhere(HOUSE, "true", "^referral_case$"), everywhere(HOUSE, "true", "grant$")),
        "elsewhere",
    ),
    Fault("parts: no policy", opened("referral_packagepart", "seen"), "stranger"),
    Fault("keys: without a grant", function(KEY, "desk_private.granted(of, class) AND (", "("), "colleague"),
    Fault("keys: above the ceiling", function(KEY, "desk_private.ceiling(class, c.side, c.stage, verb)", "true")),
    Fault("keys: an emergency without one", function(KEY, "of = ANY (emergencies(class))", "true"), "colleague"),
    Fault("keys of parts: to any house", function(KEY, "desk_organisation() NOT IN (p.asker, p.asked)", "false"), "stranger"),
    Fault("keys of parts: after declining", function(KEY, "p.status IN ('sent', 'asked', 'expired', 'accepted', 'completed')", "true"), "declined"),
    Fault("keys of parts: above the ceiling", function(KEY, "desk_private.ceiling(class, c.side, c.stage, 'read')", "true"), "received"),
    Fault("keys of parts: without a grant", function(KEY, "desk_private.granted(c.id, class)", "true"), "colleague"),
    Fault("keys of parts: summary to any role", function(KEY, "desk_role_may('referral', 'read')", "true"), "waiting"),
    Fault("grants of keys: for everybody", function(GRANTED, "g.user_id = public.desk_user()", "true"), "colleague"),
    Fault("grants of keys: never end", function(GRANTED, "(g.expires_at IS NULL OR g.expires_at > now())", "true"), "former"),
    Fault("grants of keys: for every class", function(GRANTED, "class = ANY (g.classes)", "true"), "signer"),
    Fault("grants of keys: kept apart is not asked", function(GRANTED, "NOT desk_private.is_kept_apart(of_case) AND", ""), "leftover"),
    Fault("ceiling of keys: at any stage", function(CEILING, "r.stage = at_stage", "true")),
    Fault("ceiling of keys: any role", function(CEILING, "r.role = public.desk_role()", "true")),
    Fault("ceiling of keys: on any side", function(CEILING, "r.side = at_side", "true"), place=("destination", 5)),
    Fault("nothing is kept apart", function("kept_apart()", "SELECT p.journey_id FROM referral_protection p", "SELECT p.journey_id FROM referral_protection p JOIN (SELECT 1 WHERE false) AS nobody ON true"), "leftover"),
    Fault("everybody is a case manager", function("desk_role()", "public.desk_acting()->>'role'", "'case_manager'")),
    Fault(
        "a rule of the table is wider in the database",
        rules(
            "UPDATE referral_accessrule SET can_read = true WHERE role = 'lawyer' AND data_class = 'whereabouts'",
            "UPDATE referral_accessrule SET can_read = false WHERE role = 'lawyer' AND data_class = 'whereabouts'",
        ),
    ),
    Fault(
        "a rule more in the database",
        rules(
            "INSERT INTO referral_accessrule (role, data_class, side, stage, can_read, can_write, can_add)"
            " VALUES ('operator', 'health', 'destination', 3, true, false, false)",
            "DELETE FROM referral_accessrule WHERE role = 'operator'",
        ),
    ),
]  # fmt: skip

CASE = "referral.models.case:CaseQuerySet.visible_to"
RIGHTS = "referral.views.rights:Rights.__init__"
PARTS = ("case_part identity", "case_part whereabouts", "case_part health", "case_part legal")

IN_APPLICATION = [
    Fault("a case is open to the house", source(CASE, "models.Exists(mine) | models.Exists(teams), ", ""), "colleague", pages=("case_overview",)),
    Fault("a grant holds at another house", source(CASE, ", organisation=actor.organisation", ""), "elsewhere", pages=PARTS),
    Fault("a grant never ends", source(CASE, "live, user=actor.user", "user=actor.user"), "former", pages=("case_overview",)),
    Fault("a grant is for everybody", source(CASE, "user=actor.user, ", ""), "colleague", pages=("case_overview",)),
    Fault("a team's grant is for everybody", source(CASE, "group__in=actor.teams, ", ""), "colleague", pages=("case_overview",)),
    Fault("a case is fetched without asking whose", source("referral.views.fetch:case_of", "visible_to(actor, now)", "all()"), "stranger", pages=("case_overview",)),
    Fault("a look at some classes opens all", source(RIGHTS, "if covered is None or data_class in covered", ""), "signer", pages=PARTS),
    Fault("masked is read", source(RIGHTS, 'given in "RW"]', 'given in "RWM"]'), pages=PARTS),
    Fault("added is read", source(RIGHTS, 'given in "RW"]', 'given in "RWA"]'), place=("destination", 1), pages=PARTS),
    Fault("rights of the other side", source(RIGHTS, "case.side, case.stage", "'origin', case.stage"), place=("destination", 5), pages=PARTS),
    Fault("rights of the first stage", source(RIGHTS, "case.side, case.stage", "case.side, 1"), pages=PARTS),
    Fault("a closed class is no 404", source("referral.views.case_page:need_class", "if not allowed", "if False"), pages=PARTS),
    Fault("every question is answered yes", source("referral.views.rights:Rights.may_read", "data_class in self.reads", "True"), pages=PARTS),
    Fault("the table is wider", row("supervisor", "whereabouts", "RRRRRR"), pages=PARTS),
    Fault("names of any case", source("referral.views.names:names_of", "may_read(role, identity, case.side, case.stage)", "True"), pages=("case_list",)),
    Fault("safe contact on the overview", source("referral.views.case:safe_contact", "if not rights.may_read(DataClass.WHEREABOUTS)", "if False"), pages=("case_overview",)),
    Fault("needs", source("referral.views.needs:case_needs", "rights.may_read(DataClass.SERVICES)", "True"), pages=("case_needs",)),
    Fault("plan", source("referral.views.plan:case_plan", "rights.may_read(DataClass.SERVICES)", "True"), pages=("case_plan",)),
    Fault("evidence", source("referral.views.evidence:open_evidence", "rights.may_read(DataClass.EVIDENCE)", "True"), place=("destination", 1), pages=("evidence_detail",)),
    Fault("a part of the package of any class", source("referral.views.update:reads_part", "rights is not None and rights.may_read(part.data_class)", "True"), "received", pages=("referral_detail",)),
    Fault("referrals of any house", source("referral.models.referral:ReferralQuerySet.received_by", "receiver_id=actor.organisation, ", ""), "stranger", pages=("referral_detail",)),
    Fault("hand-over: every class", source("exchange.outgoing.case_file:for_hand_over", "if rights.may_read(data_class)", "if True"), pages=("export handover",)),
    Fault("hand-over: every note", source("exchange.outgoing.case_file:notes", ", data_class__in=rights.reads", ""), pages=("export handover",)),
    Fault("costs", source("exchange.outgoing.case_file:costs", "if not rights.may_read(DataClass.SERVICES)", "if False"), pages=("export costs",)),
    Fault("list of people: every class", source("exchange.outgoing.htcds:Rows.may", "may_read(self.role, data_class, case.side, case.stage)", "True"), pages=("export htcds",)),
    Fault("list of people: cases of one look", source("exchange.outgoing.pages:whole", "cases.filter(Exists(mine) | Exists(teams))", "cases"), "signer", pages=("export htcds",)),
]  # fmt: skip
