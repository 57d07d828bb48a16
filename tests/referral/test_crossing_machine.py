"""
Random consents, referrals, answers, withdrawals, corrections, passing time and crashes, over the real actions and the real database.

What must hold after each step: no part holds a class that its consent lacks; nobody is on the way against the gates;
the country of origin sees nothing before the first package; both sides read the same.
One transaction holds it all; each example ends at a savepoint.
"""

from collections import Counter
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.roles import Role
from referral.actions import answers
from referral.actions.consents import withdraw_consent
from referral.actions.feedback import give_feedback
from referral.actions.gates.standing import gates_of
from referral.actions.once import AlreadyDone, once
from referral.actions.recalls import answer_recall, kept_in_care, possible_answers
from referral.actions.referrals import Ask, send, sign, take_back
from referral.actions.travel import depart
from referral.actions.updates import (
    confirm_update,
    confirmed_at,
    last_package,
    send_update,
    sign_update,
    waiting_package,
)
from referral.gates.departure import open_gates
from referral.models import (
    Case,
    ConsentItem,
    Identity,
    Journey,
    JourneyParty,
    Leg,
    Message,
    MoveNotAllowed,
    Package,
    PackagePart,
    Referral,
    Summary,
    Task,
)
from referral.recalls import unanswered
from referral.stages import GateKind
from tests import world
from tests.referral import returning, sharing

pytestmark = [pytest.mark.django_db, pytest.mark.rule(8), pytest.mark.rule(10)]
# What a case manager may read from the first day, and so send. Health is agreed to and never readable here.
CLASSES = ["summary", "services", "risk", "identity", "whereabouts", "account"]
few = st.sets(st.sampled_from([*CLASSES[1:], "health"]), max_size=2)


# A machine in which little happens shows nothing.
MUST_HAPPEN = {
    "accepted",
    "asked",
    "closed",
    "confirmed",
    "corrected",
    "crashed",
    "declined",
    "departed",
    "given back",
    "recall answered",
    "signed",
}


class CrashError(Exception):
    """The machine stops before the commit."""


class Crossing(RuleBasedStateMachine):
    sent = Bundle("sent")

    def __init__(self):
        super().__init__()
        self.start = transaction.savepoint()
        self.agreed = {}  # receiver -> classes, as the person said it last
        self.changed = 0

    def teardown(self):
        transaction.savepoint_rollback(self.start)

    @initialize(
        target=sent, refused=few, begun=st.sampled_from([True, True, False]), high=st.booleans()
    )
    def begin(self, refused, begun, high):
        """The person was asked about both; mostly somebody abroad has taken the care over, else somebody near is asked."""
        self.agree(True, refused)
        self.agree(False, refused)
        self.rate("high" if high else "")
        to = self.tirana if begun else self.near
        found = self.send_once(to, self.agreed[to] - {"health"}, uuid4())
        if not begun:
            return found.pk
        with world.acting(self.tirana):
            answers.accept(referral=self.referral(found.pk), contact_name="Desk")
        return found.pk

    # The sender's side

    @rule(
        what=st.sampled_from(["agree", "withdraw", "withdraw", "rate", "wait"]),
        abroad=st.booleans(),
        refused=few,
        data_class=st.sampled_from([*CLASSES, ""]),
    )
    def the_person_and_time(self, what, abroad, refused, data_class):
        if what == "agree":
            self.agree(abroad, refused)
        elif what == "withdraw":
            self.withdraw(abroad, data_class)
        elif what == "rate":
            self.rate("high" if abroad else "")
        else:
            self.wait()

    def agree(self, abroad, refused):
        receiver = self.receiver(abroad)
        classes = {*CLASSES, "health"} - refused
        sharing.agree(self.milan, self.own(), receiver.organisation, classes, refused)
        self.agreed[receiver] = classes

    def withdraw(self, abroad, data_class):
        receiver = self.receiver(abroad)
        with world.acting(self.milan):
            for item in ConsentItem.objects.filter(
                case=self.case, receiver=receiver.organisation, agreed=True, withdrawn_at=None
            ).distinct("consent"):
                withdraw_consent(
                    case=self.own(),
                    consent=item.consent,
                    receiver=item.receiver,
                    purpose=item.purpose,
                    data_class=data_class,
                )
        left = self.agreed.get(receiver, set()) - {data_class}
        self.agreed[receiver] = left if data_class else set()

    @rule(target=sent, abroad=st.booleans(), less=few, beyond=st.booleans(), crashes=st.booleans())
    def refer(self, abroad, less, beyond, crashes):
        """With a crash before the commit, and the same form sent again, there is one referral."""
        receiver, key = self.receiver(abroad), uuid4()
        agreed = self.agreed[receiver]
        classes = (agreed - less - {"health"}) | (set(CLASSES) - agreed if beyond else set())
        before = self.count(Referral)
        if crashes:
            with pytest.raises((CrashError, MoveNotAllowed)):
                self.send_once(receiver, classes, key, crash=True)
            assert self.count(Referral) == before
        try:
            referral = self.send_once(receiver, classes, key)
        except MoveNotAllowed:
            assert self.count(Referral) == before
            return multiple()
        assert classes <= self.agreed[receiver]
        with pytest.raises(AlreadyDone):
            self.send_once(receiver, classes, key)
        assert self.count(Referral) == before + 1
        return referral.pk

    def send_once(self, receiver, classes, key, crash=False):
        with world.acting(self.milan):
            once(key)
            found = send(
                case=self.own(),
                receiver=receiver.organisation,
                ask=Ask("transfer"),
                classes=classes,
                second=self.boss.user,
            )
            if found.status == "draft":  # the risk is high: a second person signs
                self.tell_boss(found)
            if crash:
                self.seen["crashed"] += 1
                raise CrashError
        return found

    def rate(self, level):
        with world.acting(self.milan):
            Summary.objects.filter(case=self.case).update(risk_level=level)

    @rule(
        id=sent,
        choice=st.integers(0, 11),
        any_time=st.booleans(),
        sender=st.sampled_from([True, False, False]),
    )
    def one_side_does(self, id, choice, any_time, sender):
        (self.sender_does if sender else self.receiver_does)(id, choice, any_time)

    def sender_does(self, id, choice, any_time):
        everything = ["corrected", "signed", "replied", "closed"]
        found = self.now(id)
        fits = {
            "asked": ["replied"],
            "sent": ["corrected", "corrected", "closed"],
            "accepted": ["corrected", "corrected", "corrected", "closed"],
        }.get(found.status, everything)
        fits = ["signed"] if found.waits else fits
        options = everything if any_time and choice < 3 else fits
        what = options[choice % len(options)]

        def act():
            referral, case = self.referral(id), self.own()
            if what == "corrected":
                self.change()
                send_update(case=case, referral=referral, second=self.boss.user)
            elif what == "signed":
                sign_update(case=case, referral=referral)
            elif what == "replied":
                replies = dict.fromkeys(answers.open_questions(referral), "yes")
                answers.reply(referral=referral, case=case, replies=replies)
            else:
                take_back(case=case, referral=referral)

        self.attempt(self.boss if what == "signed" else self.milan, act, what)

    def change(self):
        self.changed += 1
        row = Identity.objects.get(case=self.case)
        row.name_said = f"Canary {self.changed}"
        row.save(update_fields=["name_said"])
        languages = ["sq", "it", "en"][: 1 + self.changed % 3]
        Summary.objects.filter(case=self.case).update(languages=languages)

    def wait(self):
        """The day of each answer is over."""
        with world.acting(self.milan):
            for one in Referral.objects.filter(status__in=["sent", "asked"]):
                Referral.objects.filter(pk=one.pk).update(status="expired")

    # The receiver's side

    def receiver_does(self, id, choice, any_time):
        everything = ["accepted", "asked", "declined", "confirmed", "recall answered"]
        everything += ["given back", "ended"]
        found = self.now(id)
        fits = everything
        if found.status in {"asked", "expired"}:
            fits = ["accepted", "declined"]
        if found.status == "sent":
            fits = ["asked", "accepted", "asked", "declined"]
        if found.status == "accepted":
            fits = ["given back", "ended"]
        fits = ["confirmed"] if found.corrected else fits
        fits = ["recall answered"] if found.asked_back else fits
        options = everything if any_time and choice < 3 else fits
        what = options[choice % len(options)]

        def act():
            referral = self.referral(id)
            if what == "accepted":
                answers.accept(referral=referral, contact_name="Desk")
            elif what == "recall answered":
                self.say_what_became_of_it(referral)
            elif what == "confirmed":
                package = last_package(referral)
                confirm_update(referral=referral, package=str(package and package.pk))
            elif what == "asked":
                answers.ask(referral=referral, questions=["start"])
            elif what == "declined":
                answers.decline(referral=referral, reason="area")
            elif what == "given back":
                answers.give_back(referral=referral, reason="safety")
            else:
                give_feedback(referral=referral, feedback="ended")

        self.attempt(self.receiver_of(id), act, what)

    def say_what_became_of_it(self, referral):
        care = kept_in_care(referral)
        asked = unanswered(referral.messages.all())
        said = {one: possible_answers(one, care)[0] for one in asked}
        answer_recall(referral=referral, answers=said)

    # The way home

    @precondition(lambda self: self.has_case(self.tirana))
    @rule(missing=st.sampled_from(["", "", "G3", "G6", "G11"]), days=st.sampled_from([0, 0, 1]))
    def go(self, missing, days):
        """All that leads to the departure, with or without one of the gates: it departs with none open, or nothing of it stands."""
        two = returning.Two(self.milan, self.boss, self.tirana, self.reference)

        def act():
            returning.ask_to_return(two)
            returning.plan(two, days=days)
            returning.pass_gates(two, but=(missing,) if missing else ())
            returning.asked_for_approval(two)
            with world.acting(self.boss):
                returning.approve_return(returning.own_case(self.boss, self.reference))
            depart(self.own())
            assert open_gates(gates_of(self.journey(), self.own())) == []
            assert not missing
            assert days == 0

        self.attempt(self.milan, act, "departed")

    # What must always hold

    @invariant()
    def holds(self):
        here = self.look(self.milan)
        gone = self.check_consents_and_gates()
        for receiver in (self.tirana, self.near):
            there = self.look(receiver, gone)
            mine = {one for one in here.referrals if one[1] == receiver.organisation_id and one[4]}
            assert there.referrals == mine
            for kind in ("packages", "said"):
                ours = {one for one in getattr(here, kind) if one[1] in {r[0] for r in mine}}
                assert getattr(there, kind) == ours
        if not any(r[1] == self.tirana.organisation_id and r[4] for r in here.referrals):
            self.origin_sees_nothing()

    def look(self, who, gone=None):
        """What this organisation reads of referrals, packages and messages. What was recalled opens to nobody."""
        with world.acting(who):
            referrals = Referral.objects.values_list(
                "pk", "receiver_id", "status", "version", "sent_at"
            )
            packages = Package.objects.filter(held=False, referral__sent_at__isnull=False)
            said = Message.objects.values_list("pk", "referral_id", "kind", "recall")
            found = SimpleNamespace(
                referrals=set(referrals),
                packages=set(packages.values_list("pk", "referral_id", "number")),
                said=set(said),
            )
            if gone:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT * FROM use_key(%s, %s)", gone)
                    assert cursor.fetchall() == []
            return found

    def check_consents_and_gates(self):
        """No part goes beyond its consent, nobody is on the way against the gates. Returns a part that was recalled."""
        yes = ConsentItem.objects.filter(
            consent=OuterRef("package__consent"),
            purpose=OuterRef("package__purpose"),
            receiver=OuterRef("referral__receiver"),
            data_class=OuterRef("data_class"),
            agreed=True,
            withdrawn_at=None,
        )
        parts = PackagePart.objects.annotate(agreed=Exists(yes)).order_by("-recalled_at")
        with world.acting(self.milan):
            found = list(
                parts.values_list(
                    "pk", "data_class", "referral__receiver_id", "agreed", "recalled_at"
                )
            )
            self.check_gates()
        live = [one for one in found if one[4] is None]
        assert all(agreed for _pk, _class, _who, agreed, _at in live)
        for receiver in (self.tirana, self.near):
            held = {one[1] for one in live if one[2] == receiver.organisation_id}
            assert held <= self.agreed.get(receiver, set())
        return next((one[:2] for one in found if one[4]), None)

    def check_gates(self):
        """Care that was given back on the way opens the gate, and rings."""
        journey = self.journey()
        if journey.status == "in_transit" and not gates_of(journey)[GateKind.G5].is_through:
            assert Task.objects.filter(kind="nobody_meets", done_at=None).exists()

    def origin_sees_nothing(self):
        everything = [Journey, JourneyParty, Leg, Referral, Package, PackagePart, Message, Task]
        for who in (self.office, self.tirana):
            with world.acting(who):
                assert [model for model in everything if model.objects.exists()] == []

    # Helpers

    def attempt(self, who, act, what):
        """What is not allowed now leaves everything as it was."""
        try:
            with world.acting(who):
                act()
        except MoveNotAllowed:
            return
        self.seen[what] += 1

    def now(self, id):
        """What stands, so that most of what is tried can be done."""
        with world.acting(self.milan):
            referral = self.referral(id)
            newest = last_package(referral)
            return SimpleNamespace(
                status=referral.status,
                waits=waiting_package(referral),
                asked_back=unanswered(referral.messages.all()),
                corrected=newest and newest.supersedes_id and not confirmed_at(referral, newest),
            )

    def receiver(self, abroad):
        return self.tirana if abroad else self.near

    def receiver_of(self, id):
        with world.acting(self.milan):
            return self.receiver(self.referral(id).receiver_id == self.tirana.organisation_id)

    def own(self):
        with world.acting(self.milan):
            cases = Case.objects.select_related("journey", "organisation", "summary", "lead")
            return cases.get(pk=self.case)

    def has_case(self, who):
        with world.acting(who):
            return Case.objects.exists()

    def journey(self):
        return Journey.objects.get(reference=self.reference)

    @staticmethod
    def referral(id):
        return Referral.objects.get(pk=id)

    def count(self, model):
        with world.acting(self.milan):
            return model.objects.count()

    def tell_boss(self, referral):
        with world.acting(self.boss):
            sign(case=self.own(), referral=self.referral(referral.pk))


def test_whatever_happens_only_what_was_agreed_crosses():
    milan, tirana = sharing.two_sides()
    near = world.member(world.organisation("Shelter", "IT"))
    boss = world.member(milan.organisation, Role.SUPERVISOR)
    office = world.member(
        world.organisation("Office", "AL", "coordination"), Role.NATIONAL_COORDINATOR
    )
    case = sharing.filled(milan)
    seen = Counter()
    fixed = {
        "milan": milan,
        "tirana": tirana,
        "near": near,
        "boss": boss,
        "office": office,
        "case": case.pk,
        "reference": case.journey.reference,
        "seen": seen,
    }
    machine = type("Machine", (Crossing,), fixed)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # fewer steps would take minutes to find
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(seen) >= MUST_HAPPEN, seen
