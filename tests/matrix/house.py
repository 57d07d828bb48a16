"""
One case that holds a word of its own in every class, and by relation and role somebody who may knock at it.

The case is moved from stage to stage and from side to side by the owner of the database: what is looked at is who reads it
there, not how it came there.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from referral.actions.answers import accept, decline
from referral.actions.consents import Cell, record_consent
from referral.actions.evidence import add_evidence
from referral.actions.files import add_file
from referral.actions.notes import add_appointment
from referral.actions.protection import confirm_protection, propose_protection
from referral.actions.referrals import Ask, send
from referral.models import (
    Account,
    Answer,
    Assessment,
    BudgetLine,
    Case,
    Health,
    Identity,
    Legal,
    Need,
    Note,
    Notice,
    Payment,
    PlanGoal,
    Pregnancy,
    Purpose,
    Risk,
    Services,
    Summary,
    Task,
    TaskKind,
    TraffickingEvent,
    Travel,
    Visit,
    Whereabouts,
)
from referral.stages import CaseStatus, ReferralKind, Stage
from tests import testing_database, world
from tests.matrix.table import CONSENTED, GUARDED, HERE, OPENED_TO_SIGN, ROLES, THERE
from tests.pages.world.words import canary, planted
from tests.world import PASSED

DAY = timedelta(days=1)
AT_STAGE = {
    Stage.IDENTIFICATION: CaseStatus.PRESUMED,
    Stage.REFERRAL: CaseStatus.PROTECTION,
    Stage.ASSISTANCE: CaseStatus.ASSESSMENT,
    Stage.RETURN: CaseStatus.RETURN_REQUESTED,
    Stage.REINTEGRATION: CaseStatus.REINTEGRATION,
    Stage.CLOSED: CaseStatus.CLOSED_COMPLETED,
}
NOTED = ["identity", "account", "risk", "services", "health", "legal"]


@dataclass
class House:
    lead: Membership = None
    people: dict = field(default_factory=dict)  # (relation, role) → membership
    cases: dict = field(default_factory=dict)  # here, kept, there → id
    references: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)  # what addresses inside the case speak of
    held: set = field(default_factory=set)  # (table, class) in which the case here has a row
    keys: set = field(default_factory=set)  # the classes of which it has a key
    keys_there: set = field(default_factory=set)
    parts: dict = field(default_factory=dict)  # (referral, layer, class) of the packages → id

    def who(self, relation, role):
        return self.people[relation, role]

    def move(self, side, stage):
        """All cases of the matrix, at once, to this side and stage."""
        with testing_database.kept_cursor() as cursor:
            self.put(cursor, side, stage, [str(pk) for pk in self.cases.values()])

    def put(self, cursor, side, stage, cases):
        closed = timezone.now() if stage == Stage.CLOSED else None
        cursor.execute(
            "UPDATE referral_case SET side = %s, stage = %s, status = %s, closed_at = %s WHERE id = ANY (%s::uuid[])",
            [side, stage, AT_STAGE[Stage(stage)], closed, cases],
        )


def build():
    house = House()
    casa = world.organisation("Casa Verde", "IT", "ngo")
    house.lead = world.member(casa)
    here = opened(house, "here")
    house.cases["here"] = here.pk
    house.cases["kept"] = opened(house, "kept").pk
    there = referred(house, here)
    people(house, casa, there)
    granted(house)
    protected(house)
    notices(house)
    look(house)
    return house


def opened(house, name):
    """A case with words in every class, from its opener's hands and from those of the colleagues who write the rest."""
    lead = house.lead
    case = world.contact(lead)
    with world.acting(lead):
        case = Case.objects.select_related("journey", "organisation").get(pk=case.pk)
        house.references[name] = case.journey.reference
        fill(case, name, lead)
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE referral_case SET stage = 4, status = 'return_requested'")
    with world.acting(lead):
        planted(Travel, case, name, "travel")
        house.things[name] = more(Case.objects.get(pk=case.pk), name, lead)
    noted_by_others(house.lead, case, name)
    return case


def fill(case, name, by):
    Summary.objects.filter(case=case).update(display_name=canary(name, "summary"))
    for model in (Identity, Whereabouts, Account, Risk, Health, Legal, Services):
        planted(model, case, name, model.DATA_CLASS)
    planted(TraffickingEvent, case, name, "account", kind="Exploitation", country="IT")
    planted(Need, case, name, "services", service="housing", level="now")
    planted(Pregnancy, case, name, "health", by_id=by.user_id)
    for data_class in NOTED:
        planted(Note, case, name, data_class, data_class=data_class, by_id=by.user_id)


def more(case, name, by):
    """What is written later, and what the addresses of single things need."""
    made = {"goal": planted(PlanGoal, case, name, "services", kind="housing", status="agreed")}
    tool = {"instrument": "risk_short", "instrument_version": 1, "by": by.user}
    made["assessment"] = planted(
        Assessment, case, name, "risk", data_class="risk", finished_at=timezone.now(), **tool
    )
    planted(
        Answer,
        case,
        name,
        "risk",
        data_class="risk",
        assessment=made["assessment"],
        question="fear",
    )
    words = dict.fromkeys(["number", "issuer", "seen_by", "lies_at"], canary(name, "evidence"))
    made["evidence"] = add_evidence(case, kind="letter", gate="G5", **words)
    content = canary(name, "evidence").encode()
    made["file"] = add_file(made["evidence"], kind="text", data=content, shows="whole")
    how = {"mode": "in_kind", "payer": "ours", "payee": "shop", "unit_cost": 100}
    made["line"] = planted(BudgetLine, case, name, "services", family="health", **how)
    paid = {"amount": 10, "paid_on": timezone.localdate(), "by_id": by.user_id}
    planted(Payment, case, name, "services", line=made["line"], **paid)
    Visit(case=case, months=1, due_on=timezone.localdate()).save(force_insert=True)
    add_appointment(
        case=case, at=timezone.now() + DAY, kind="housing", text=canary(name, "services"), interpreter=False
    )  # fmt: skip
    task = {"organisation": by.organisation, "journey_id": case.journey_id, "kind": TaskKind.OWN}
    words = {"text": canary(name, "services"), "due_on": timezone.localdate()}
    Task(case=case, assigned_to=by.user, **task, **words).save(force_insert=True)
    return {what: row.pk for what, row in made.items()}


def noted_by_others(by, case, name):
    """Health and legal matters, at the stage at which only their own people write them."""
    for role, data_class in ((Role.HEALTH, "health"), (Role.LAWYER, "legal")):
        other = world.member(by.organisation, role)
        assign(by, case.pk, user=other.user_id)
        with world.acting(other):
            planted(Note, case, name, data_class, data_class=data_class, by_id=other.user_id)


def assign(by, case, *, user=None, team=None, classes=None, why="assigned"):
    until = timezone.now() + DAY if classes else None
    with world.acting(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, %s, %s, %s, %s)", [case, user, team, classes, until, why]
        )


def referred(house, case):
    """The case is referred to three houses abroad: one has not answered, one declined, one accepted and works on it."""
    found = {}
    for relation in THERE:
        of = world.organisation(f"House {relation}", "AL", "ngo")
        found[relation] = of
        with world.acting(house.lead):
            consent = agree(case, of)
            ask = Ask(kind=ReferralKind.TRANSFER, services=["housing"])
            referral = send(case=case, receiver=of, ask=ask, classes=CONSENTED)
        house.things["here"][relation] = referral.pk
        house.things["here"]["consent"] = consent.pk
        with world.acting(house.lead):
            for part in referral.parts.all():
                house.parts[relation, part.layer, part.data_class] = part.pk
        answered(house, relation, referral, world.member(of))
    return found


def answered(house, relation, referral, by):
    if relation == "declined":
        with world.acting(by):
            decline(referral=referral, reason="no_capacity")
    if relation == "received":
        with world.acting(by):
            own = accept(referral=referral, contact_name="Ann Brown")
            Summary.objects.filter(case=own).update(display_name=canary("there", "summary"))
            planted(Note, own, "there", "risk", data_class="risk", by_id=by.user_id)
        house.cases["there"], house.things["there"] = own.pk, {"lead": by}
        with testing_database.owner_cursor() as cursor:
            cursor.execute("UPDATE referral_case SET stage = 4 WHERE id = %s", [str(own.pk)])
        noted_by_others(by, own, "there")


def agree(case, receiver):
    return record_consent(
        case=case,
        cells=[Cell(Purpose.TRANSFER, True, receiver, data_class) for data_class in CONSENTED],
        given_by="person",
        assent="not_needed",
        how="spoken",
        language="sq",
        text_version="1",
        explained=["voluntary"],
        understood=True,
        conditions=canary("here", "consent"),
        witness=canary("here", "consent"),
    )


def people(house, casa, there):
    """Somebody in every role, for every relation. One user is twice: `elsewhere` is `assigned` at another desk."""
    houses = {relation: casa for relation in HERE}
    houses["elsewhere"] = world.organisation("Casa Azzurra", "IT", "ngo")
    houses["stranger"] = world.organisation("Maison Claire", "FR", "ngo")
    houses |= there
    users = {
        (relation, role): User(
            email=f"{relation}.{role}@example.org",
            name=f"{relation} {role}".title(),
            knows_leave_quickly=True,
        )
        for relation in houses
        for role in ROLES
        if relation != "elsewhere"
    }
    User.objects.bulk_create(users.values())
    for relation, of in houses.items():
        for role in ROLES:
            user = users["assigned" if relation == "elsewhere" else relation, role]
            house.people[relation, role] = Membership(
                user=user, organisation=of, role=role, cleared_until=PASSED
            )
    Membership.objects.bulk_create(house.people.values())


def granted(house):
    casa, here = house.lead.organisation, house.cases["here"]
    team = world.team(casa)
    for role in ROLES:
        assign(house.lead, here, user=house.who("assigned", role).user_id)
        assign(house.lead, here, user=house.who("former", role).user_id)
        for kept in ("unnamed", "leftover"):
            assign(house.lead, house.cases["kept"], user=house.who(kept, role).user_id)
        signer = house.who("signer", role).user_id
        assign(house.lead, here, user=signer, classes=OPENED_TO_SIGN, why="signature")
        house.who("team", role).teams.add(team)
        assign(house.things["there"]["lead"], house.cases["there"], user=house.who("received", role).user_id)  # fmt: skip
    assign(house.lead, here, team=team.group_id)
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_caseusergrant SET expires_at = now() - interval '1 second' WHERE user_id = ANY (%s::uuid[])",
            [[str(house.who("former", role).user_id) for role in ROLES]],
        )


def protected(house):
    """The other case is kept to its lead and one more. Whoever had it before has it no more, whatever the grants say."""
    lead, second = house.lead, world.member(house.lead.organisation)
    supervisor = world.member(house.lead.organisation, Role.SUPERVISOR)
    with world.acting(lead):
        case = Case.objects.get(pk=house.cases["kept"])
        names = [lead.user_id, second.user_id]
        held = propose_protection(case, reason="threat", names=names)
    with world.acting(supervisor):
        confirm_protection(held, yes=True)
    left = [str(house.who("leftover", role).user_id) for role in ROLES]
    silent = testing_database.silent_triggers
    with testing_database.owner_cursor() as cursor, silent(cursor, {"referral_caseusergrant"}):
        cursor.execute(
            "UPDATE referral_caseusergrant SET expires_at = NULL WHERE user_id = ANY (%s::uuid[])",
            [left],
        )


def notices(house):
    for membership in house.people.values():
        membership.user.knows_leave_quickly = True
    with world.acting(house.lead):
        case = Case.objects.get(pk=house.cases["here"])
        Notice.objects.create(
            organisation=house.lead.organisation, kind="arrived", journey_id=case.journey_id
        )


def look(house):
    """As the owner: where the case here has rows and keys at all."""
    with testing_database.owner_cursor() as cursor:
        for table, data_class in GUARDED.items():
            said = f"'{data_class}'" if data_class else "data_class"
            cursor.execute(
                f"SELECT DISTINCT {said} FROM {table} WHERE case_id = %s",
                [str(house.cases["here"])],
            )
            house.held |= {(table, found) for (found,) in cursor.fetchall()}
        house.keys, house.keys_there = (keys_of(cursor, house.cases[n]) for n in ("here", "there"))


def keys_of(cursor, case):
    cursor.execute("SELECT data_class FROM referral_casekey WHERE owner = %s", [str(case)])
    return {found for (found,) in cursor.fetchall()}
