import pytest
from django.utils import timezone

from accounts.roles import Role
from referral.actions.returns import approve_return, leave_alone, request_return, suspend_return
from referral.models import Case, MoveNotAllowed
from referral.stages import CaseStatus, GateKind, JourneyStatus, Outlook, Stage
from tests import world
from tests.referral import placed, returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)


def boss_case(two):
    return returning.own_case(two.boss, two.reference)


def ready(**more):
    two = returning.both_sides()
    returning.ask_to_return(two, **more)
    returning.plan(two)
    return two


def test_a_recorded_wish_opens_the_stage_of_return():
    two = returning.both_sides()
    returning.ask_to_return(two)

    assert (two.case.status, two.case.stage) == (CaseStatus.RETURN_REQUESTED, Stage.RETURN)
    assert (two.journey.outlook, two.journey.stage) == (Outlook.RETURN, Stage.RETURN)


def test_all_gates_and_a_second_person_approve():
    two = returning.approved()

    assert two.case.status == CaseStatus.RETURN_APPROVED


def test_the_look_of_the_supervisor_ends_with_the_approval():
    two = returning.approved()

    with world.acting(two.boss) as actor:
        assert not two.case.__class__.objects.visible_to(actor).exists()


def test_an_open_gate_stops_the_approval():
    two = ready()
    returning.pass_gates(two, but=["G7"])
    returning.asked_for_approval(two)

    with world.acting(two.boss), pytest.raises(MoveNotAllowed, match="G7"):
        approve_return(boss_case(two))


@pytest.mark.parametrize("recorded_by", ["the same", "a colleague"])
def test_the_same_person_never_approves(recorded_by):
    """Neither who recorded the wish nor who signed its gate."""
    two = returning.both_sides()
    if recorded_by == "the same":
        returning.ask_to_return(two)
    else:
        other = placed.assigned(two.case, two.milan, Role.CASE_MANAGER)
        with world.acting(other):
            wish = {"kind": "return_request", "wished_on": timezone.localdate()}
            request_return(returning.own_case(other, two.reference), **wish)
    returning.plan(two)
    returning.pass_gates(two)
    same = world.member(two.milan.organisation, Role.SUPERVISOR, user=two.milan.user)

    with world.acting(same), pytest.raises(MoveNotAllowed, match="Another person"):
        approve_return(returning.own_case(same, two.reference))
    assert two.case.status == CaseStatus.RETURN_REQUESTED


def test_a_case_manager_does_not_approve():
    two = ready()
    returning.pass_gates(two)

    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="supervisor"):
        approve_return(two.case)


def test_extreme_is_never_approved():
    two = ready()
    returning.pass_gates(two, but=[GateKind.G3])
    returning.sign(two.milan, two.reference, GateKind.G3, level="extreme")
    returning.sign(two.tirana, two.reference, GateKind.G3, level="low")
    returning.asked_for_approval(two)

    with world.acting(two.boss), pytest.raises(MoveNotAllowed, match="G3"):
        approve_return(boss_case(two))


URGENT = ("G2", "G7", "G8", "G9")


@pytest.mark.rule(3)
def test_an_urgent_return_needs_four_gates_and_a_greeter():
    two = returning.both_sides()
    returning.ask_to_return(two, kind="urgent_dying")
    returning.plan(two, greeter="Canary of Tirana")
    returning.pass_gates(two, but=URGENT)
    returning.asked_for_approval(two)

    with world.acting(two.boss):
        approve_return(boss_case(two))
    assert two.case.status == CaseStatus.RETURN_APPROVED


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ({"greeter": ""}, "Name the person"),
        ({"greeter": "x", "days": 4}, "48 hours"),
        (None, "Plan the travel first"),
    ],
)
def test_an_urgent_return_is_refused(plan, why):
    two = returning.both_sides()
    returning.ask_to_return(two, kind="urgent_birth")
    if plan:
        returning.plan(two, **plan)
        returning.pass_gates(two, but=URGENT)
    returning.asked_for_approval(two)

    with world.acting(two.boss), pytest.raises(MoveNotAllowed, match=why):
        approve_return(boss_case(two))


@pytest.mark.rule(3)
def test_a_child_has_no_urgent_way_and_does_not_leave_alone():
    milan = world.member(world.organisation())
    case = sharing.opened(milan, child=True)

    with world.acting(milan), pytest.raises(MoveNotAllowed):
        request_return(case, kind="urgent_dying", wished_on="2026-11-21")
    with world.acting(milan), pytest.raises(MoveNotAllowed):
        leave_alone(case)


def test_only_a_return_that_is_asked_for_is_paused():
    two = returning.both_sides()

    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="no return to pause"):
        suspend_return(two.case, reason="practical")


def test_a_pause_takes_the_day_back_and_asks_for_the_decision_again():
    two = returning.approved()
    with world.acting(two.milan):
        suspend_return(two.case, reason="person")

    assert two.case.status == CaseStatus.RETURN_SUSPENDED
    assert (two.journey.status, two.journey.travel_on) == (JourneyStatus.SUSPENDED, None)
    with world.acting(two.milan):
        newest = two.journey.signatures.filter(kind="G1").order_by("-signed_at").first()
        assert Case.objects.get(pk=two.case.pk).pause_reason == "person"
    assert newest.outcome == "blocked"


@pytest.mark.rule(2)
def test_leaving_alone_is_a_status_and_the_case_stays_open():
    two = returning.both_sides()
    with world.acting(two.milan):
        leave_alone(two.case)

    assert two.case.status == CaseStatus.LEFT_ON_OWN
    assert not two.case.is_closed
