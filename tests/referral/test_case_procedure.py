"""The procedure in a case: what was done is read from the case, nobody ticks anything."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from library.procedure import procedure, procedures
from referral.actions.gates.signatures import sign_gate
from referral.checklist import MEASURE_OF, PROCEDURE_OF, current, done_in, steps_of
from referral.guidance import guidance_on
from referral.models import Assessment, Need, PlanGoal
from referral.stages import CaseStatus, GateKind, Stage
from tests import world
from tests.library.test_country_measures import standing
from tests.pages.world.referrals import agree
from tests.referral import proving
from tests.referral.placed import contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker):
    return contact(worker)


def page(client, case, code="first_help"):
    return client.get(reverse("case_procedure", args=[case.journey.reference, code]))


def done(case, code):
    return {step.measure.code for step in steps_of(case, code) if step.is_done}


def test_every_measure_that_a_status_leads_to_exists():
    for status, (code, measure) in MEASURE_OF.items():
        assert status in CaseStatus
        assert procedure(code).measure(measure), measure
    assert {each.code for each in procedures()} >= set(PROCEDURE_OF.values())


def test_what_is_recorded_is_done(worker, case):
    with world.acting(worker):
        assert done(case, "first_help") == set()
        Need(case=case, service="housing", level="now").save(force_insert=True)
        Assessment(
            case=case,
            data_class="risk",
            instrument="risk_short",
            instrument_version=1,
            by=worker.user,
            finished_at="2026-11-01T12:00Z",
        ).save(force_insert=True)

        assert done(case, "first_help") == {"rapid_risk", "crisis"}
        assert done(case, "assistance") == {"one_person", "needs", "full_risk"}
        assert str(done_in(case)["risk"]) == "2026-11-01"


def test_an_open_tool_and_a_proposed_goal_are_not_done(worker, case):
    with world.acting(worker):
        Assessment(
            case=case,
            data_class="risk",
            instrument="risk_short",
            instrument_version=1,
            by=worker.user,
        ).save(force_insert=True)
        PlanGoal(case=case, kind="housing", status="proposed").save(force_insert=True)

        assert done(case, "assistance") == {"one_person"}


def test_consent_and_gates(worker, case):
    receiver = world.organisation(country="AL")
    with world.acting(worker):
        agree(case, "x", receiver, "B3", ["summary"])
        assert "ask_consent" in done(case, "first_help")
        assert "wish" not in done(case, "return")
        proving.prove(case, GateKind.G1)
        sign_gate(
            case,
            GateKind.G1,
            outcome="passed",
            evidence={"kind": "conversation", "text": "Spoken."},
        )
        assert "wish" in done(case, "return")


def test_the_step_of_now_stands_beside_the_case(client, worker, case):
    world.sign_in(client, worker)
    overview = client.get(reverse("case_overview", args=[case.journey.reference])).text
    with world.acting(worker):
        found, measure = current(case)

    assert str(measure.say) in overview
    assert reverse("case_procedure", args=[case.journey.reference, found.code]) in overview


def test_the_page_opens_the_step_of_now(client, worker, case):
    world.sign_in(client, worker)
    shown = page(client, case, "identification")

    assert shown.context["now"] == "consent"
    assert shown.text.count("<details open>") == 1


def test_a_child_follows_the_procedure_for_a_child(client, worker):
    case = contact(worker, child=True, age_band="9-17")
    world.sign_in(client, worker)

    assert "interests, in this order" in page(client, case, "return").text


def test_others_and_unknown_stages_get_404(client, worker, case):
    world.sign_in(client, worker)
    assert page(client, case, "none").status_code == 404
    world.sign_in(client, world.member(world.organisation(country="FR")))
    assert page(client, case).status_code == 404


def test_a_step_is_shown_as_it_held_in_the_country_when_it_was_done(client, worker, case):
    """Done between the first and the second version of the country, and never by what ships."""
    for days, number, state in ((40, 1, "superseded"), (3, 2, "published")):
        standing(
            days,
            number,
            state=state,
            procedure="first_help",
            code="rapid_risk",
            slug="it-first_help-rapid_risk",
        )
    with world.acting(worker):
        open_step = next(
            each for each in steps_of(case, "first_help") if each.measure.code == "rapid_risk"
        )
        assert str(open_step.measure.title) == "Edition 2"
        Assessment(
            case=case,
            data_class="risk",
            instrument="risk_short",
            instrument_version=1,
            by=worker.user,
            finished_at=timezone.now() - timedelta(days=20),
        ).save(force_insert=True)
        done_step = next(
            each for each in steps_of(case, "first_help") if each.measure.code == "rapid_risk"
        )

    assert (str(done_step.measure.title), done_step.is_done) == ("Edition 1", True)
    world.sign_in(client, worker)
    shown = page(client, case).text
    assert "Edition 1" in shown
    assert "Edition 2" not in shown
    assert "Italy, version 1" in shown


def test_a_measure_of_the_country_shows_as_done_by_its_tool_or_its_gate(worker, case):
    for code, shows in (("call", {"tool": "needs"}), ("advise", {"tool": "needs", "gate": "G7"})):
        standing(
            9,
            code,
            state="published",
            procedure="first_help",
            code=code,
            slug=f"it-first_help-{code}",
            **shows,
        )
    with world.acting(worker):
        assert not {"call", "advise"} & done(case, "first_help")
        proving.decided(case, "needs", "ranked")
        assert {"call", "advise"} & done(case, "first_help") == {"call"}
        words = {"kind": "advice", "text": "Spoken.", "issuer": "A lawyer"}
        sign_gate(case, GateKind.G7, outcome="passed", evidence=words)
        assert {"call", "advise"} & done(case, "first_help") == {"call", "advise"}


@pytest.mark.parametrize(
    ("name", "args", "measure"),
    [
        ("case_tool", ["risk_short"], "first_help.rapid_risk"),
        ("case_tool", ["options_counselling"], "assistance.options"),
        ("consent_new", [], "first_help.ask_consent"),
        ("refer", [], "first_help.enquire"),
        ("case_plan", [], "assistance.plan"),
        ("gate_detail", ["G2"], "first_help.reflection"),
    ],
)
def test_the_right_step_stands_beside_each_page(client, worker, case, name, args, measure):
    world.sign_in(client, worker)
    shown = client.get(reverse(name, args=[case.journey.reference, *args]), {"none": "1"})
    with world.acting(worker):
        told = guidance_on(
            case,
            *(
                ("tool", args[0])
                if name == "case_tool"
                else ("gate", args[0])
                if args
                else ("measure", measure)
            ),
        )

    assert "Guidance for this step" in shown.text
    assert str(told["say"]) in html.unescape(shown.text)
    stage, _dot, code = measure.partition(".")
    assert stage in told["url"]
    assert code in told["url"]


def test_a_page_of_another_stage_shows_its_own_step_and_a_closed_case_none(worker, case):
    with world.acting(worker):
        assert guidance_on(case, "tool", "risk")["section"].startswith("3.")
        assert guidance_on(case, "tool", "nothing") == {}
        case.stage = Stage.CLOSED
        assert guidance_on(case, "tool", "risk") == {}
