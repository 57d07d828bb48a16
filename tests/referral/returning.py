"""A journey from Milan to Tirana with both sides at work: the ground of the tests on gates, return and arrival."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.gates.signatures import sign_gate
from referral.actions.returns import approve_return, request_return
from referral.actions.risks import sign_risk
from referral.actions.signatures import APPROVAL, ask_signature
from referral.actions.travel import depart, plan_travel
from referral.models import Case, Journey, Referral, Travel
from referral.stages import GateKind, Outcome
from tests import world
from tests.referral import proving, sharing

CANARY = sharing.CANARY
EVIDENCE = {"kind": "conversation", "text": "canary evidence", "issuer": "Invented"}


@dataclass
class Two:
    """The two sides. `case` is Milan's, `there` Tirana's; both are as their case managers see them."""

    milan: Membership
    boss: Membership
    tirana: Membership
    reference: str

    @property
    def case(self):
        return own_case(self.milan, self.reference)

    @property
    def there(self):
        return own_case(self.tirana, self.reference)

    @property
    def journey(self):
        with world.acting(self.milan):
            return Journey.objects.get(reference=self.reference)


def own_case(member, reference):
    with world.acting(member) as actor:
        return (
            Case.objects.visible_to(actor)
            .select_related("journey", "organisation", "lead")
            .get(journey__reference=reference)
        )


def both_sides(child=False):
    milan, tirana = sharing.two_sides()
    case = sharing.filled(milan) if not child else sharing.opened(milan, child=True)
    boss = world.member(milan.organisation, Role.SUPERVISOR)
    classes = ["summary"] if child else sharing.ORDINARY
    sharing.agree(milan, case, tirana.organisation, classes=classes)
    referral = sharing.sent(milan, case, tirana.organisation, classes=classes)
    with world.acting(tirana):
        accept(referral=Referral.objects.get(pk=referral.pk), contact_name="Desk")
    return Two(milan, boss, tirana, case.journey.reference)


def sign(member, reference, kind, outcome=Outcome.PASSED, level="", **more):
    with world.acting(member):
        case = own_case(member, reference)
        if kind == GateKind.G3:
            proving.matrix(case, level)
            return sign_risk(case, text=EVIDENCE["text"])
        if outcome == Outcome.PASSED:
            proving.prove(case, kind)
        evidence = EVIDENCE | {"dated_on": timezone.localdate()}
        if kind == GateKind.G2:
            evidence["kind"] = "dates"
        if kind == GateKind.G6:
            more = {"until": timezone.localdate() + timedelta(days=365)} | more
        return sign_gate(case, kind, outcome=outcome, evidence=evidence, **more)


def ask_to_return(two, kind="return_request"):
    with world.acting(two.milan):
        request_return(two.case, kind=kind, wished_on=timezone.localdate())


def plan(two, days=0, **fields):
    now = timezone.now() + timedelta(days=days)
    values = {"leaves_at": now, "arrives_at": now + timedelta(hours=6), "escort": "alone"} | fields

    def write(row):
        for name, value in values.items():
            setattr(row, name, value)

    with world.acting(two.milan):
        case = two.case
        plan_travel(case, Travel.objects.filter(case=case).first(), write)


def pass_gates(two, but=()):
    """All gates of an adult, in a good order."""
    if GateKind.G3 not in but:
        sign(two.milan, two.reference, GateKind.G3, level="low")
        sign(two.tirana, two.reference, GateKind.G3, level="medium")
    for kind in ("G1", "G2", "G6", "G7", "G8", "G9", "G11"):
        if kind not in but:
            sign(two.milan, two.reference, kind)


def asked_for_approval(two):
    with world.acting(two.milan):
        ask_signature(two.case, user=two.boss.user_id, classes=APPROVAL)


def approved():
    two = both_sides()
    ask_to_return(two)
    plan(two)
    pass_gates(two)
    asked_for_approval(two)
    with world.acting(two.boss):
        approve_return(own_case(two.boss, two.reference))
    return two


def travelling():
    two = approved()
    with world.acting(two.milan):
        depart(two.case)
    return two
