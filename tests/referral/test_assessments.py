import pytest
from django.urls import reverse

from accounts.roles import Role
from instruments.shelf import load
from referral.actions.assessments import save_answers
from referral.models import Account, Answer, Assessment, Risk, Summary
from referral.stages import Stage
from referral.tools import encode, left_out, only
from tests import world
from tests.referral.placed import assigned, at_stage, contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def answered(worker, case, instrument="quick_card", data_class="account", version=1, **answers):
    """A finished tool of this case, with answers of its own class."""
    with world.acting(worker):
        assessment = Assessment(
            case=case,
            data_class=data_class,
            instrument=instrument,
            instrument_version=version,
            by=worker.user,
            finished_at="2026-01-01T00:00Z",
        )
        assessment.save(force_insert=True)
        questions = load(instrument).questions
        for code, value in answers.items():
            Answer(
                case=case,
                assessment=assessment,
                question=code,
                data_class=str(questions[code].data_class),
                **encode(questions[code], value),
            ).save(force_insert=True)
    return assessment


def version_on(client, url):
    return client.get(url).context["form"]["version"].value()


# Answering


def test_answers_are_kept_and_lead_to_the_result(client, worker, case):
    url = page("case_tool", case, "quick_card")

    answer = client.post(url, {"debt": "yes", "fear": "no", "concern": "yes", "version": "0"})

    with world.acting(worker):
        assessment = Assessment.objects.get(case=case)
        kept = dict(Answer.objects.values_list("question", "value"))
    assert answer.url == page("assessment_detail", case, assessment.pk)
    assert kept == {"debt": "yes", "fear": "no", "concern": "yes"}
    assert assessment.finished_at is None
    assert "Screen in full" in client.get(answer.url).content.decode()


def test_an_open_tool_is_continued_not_begun_again(client, worker, case):
    url = page("case_tool", case, "quick_card")
    client.post(url, {"debt": "yes", "version": "0"})

    form = client.get(url).context["form"]
    client.post(url, {"debt": "", "fear": "yes", "version": form["version"].value()})

    assert form["debt"].value() == "yes"
    with world.acting(worker):
        assert Assessment.objects.count() == 1
        assert dict(Answer.objects.values_list("question", "value")) == {"debt": "", "fear": "yes"}


def test_the_result_while_answering_stores_nothing_and_uses_no_key(client, worker, case):
    url = page("case_tool", case, "quick_card")
    key = client.get(url).context["form"]["idempotency_key"].value()
    answers = {"debt": "yes", "concern": "yes", "version": 0, "idempotency_key": str(key)}

    live = client.post(url, answers | {"live": "1"}, HTTP_HX_REQUEST="true")

    assert "Screen in full" in live.text
    with world.acting(worker):
        assert not Assessment.objects.exists()
    assert client.post(url, answers).status_code == 302
    live = client.post(url, answers | {"live": "1"}, HTTP_HX_REQUEST="true")
    assert live.status_code == 200
    with world.acting(worker):
        assert Assessment.objects.count() == 1


def test_two_people_answering_see_both(client, worker, case):
    url = page("case_tool", case, "quick_card")
    client.post(url, {"debt": "yes", "version": "0"})
    version = version_on(client, url)
    client.post(url, {"debt": "no", "version": version})

    answer = client.post(url, {"debt": "unknown", "version": version})

    assert answer.status_code == 409
    with world.acting(worker):
        assert Answer.objects.get(question="debt").value == "no"


@pytest.mark.rule(28)
def test_nothing_is_asked_twice(client, worker, case):
    answered(worker, case, fear="yes", debt="no")

    form = client.get(page("case_tool", case, "quick_card")).context["form"]

    assert (form["fear"].value(), form["debt"].value()) == ("yes", "no")


@pytest.mark.rule(28)
def test_the_signs_of_the_first_contact_are_carried_on(client, worker, case):
    with world.acting(worker):
        Account(case=case, noticed=["confined"]).save(force_insert=True)

    form = client.get(page("case_tool", case, "quick_card")).context["form"]

    assert form["confined"].value() == "yes"
    assert not form["debt"].value()


def test_what_another_tool_asked_is_shown_with_its_day_and_can_be_changed(client, worker, case):
    with world.acting(worker):
        tool = load("screening_adult")
        save_answers(case=case, definition=tool, answers={"may_be_child": "no"}, finished=True)

    shown = client.get(page("case_tool", case, "risk_short"))
    again = client.get(page("case_tool", case, "screening_adult"))

    assert shown.context["form"]["may_be_child"].value() == "no"
    assert "in “Screening of an adult”. Change it if it is no longer so." in shown.text
    assert shown.text.count("Answered on") == 1
    assert again.text.count("Answered on") == 1


def test_the_same_code_for_another_question_is_not_carried_on(client, worker, case):
    answered(worker, case, fear="yes")  # yes or no here, 0 to 10 in the risk tool

    form = client.get(page("case_tool", case, "risk_short")).context["form"]

    assert not form["fear"].value()


def test_questions_of_closed_classes_are_left_out(client, worker, case):
    at_stage(worker, case, Stage.ASSISTANCE)  # a case manager sees health masked here

    shown = client.get(page("case_tool", case, "options_counselling"))
    at_stage(worker, case, Stage.RETURN)
    travel = client.get(page("case_tool", case, "travel_checklist"))

    assert "told_stay" in shown.context["form"].fields
    assert "fitness" not in travel.context["form"].fields
    assert travel.context["left_out"] >= 3
    assert "left out" in travel.content.decode()


def test_an_answer_to_a_question_that_was_left_out_is_not_stored(client, worker, case):
    at_stage(worker, case, Stage.RETURN)

    client.post(
        page("case_tool", case, "travel_checklist"),
        {"document": "done", "fitness": "illness", "version": "0"},
    )

    with world.acting(worker):
        assert list(Answer.objects.values_list("question", flat=True)) == ["document"]


def test_what_depends_on_a_lost_question_is_lost_too():
    for tool in ("risk_short", "travel_checklist", "visit", "arrival"):
        definition = load(tool)
        asked = only(definition, {"travel", "services"})
        for question in asked.questions.values():
            assert question.data_class in {"travel", "services"}
            assert all(each.question in asked.questions for each in question.relevant)
        assert left_out(definition, asked) == len(definition.questions) - len(asked.questions)


# Deciding

RISK = {
    "may_be_child": "no",
    "fear": "3",
    "threats_present": "yes",
    "threats_stay_likelihood": "1",
    "threats_stay_impact": "1",
    "threats_return_likelihood": "4",
    "threats_return_impact": "4",
    "knows_home_present": "no",
    "family_involved_present": "no",
    "suicidality_present": "no",
    "asylum_fear_present": "no",
    "own_words": "Canary fear of the house",
    "version": "0",
}


def risk(client, case, **decision):
    url = page("case_tool", case, "risk_short")
    answer = client.post(url, RISK)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.post(answer.url, decision) if decision else client.get(answer.url)


def test_the_risk_that_a_person_agrees_to_is_written_into_the_record(client, worker, case):
    answer = risk(client, case, decision="agree")

    assert answer.status_code == 302
    with world.acting(worker):
        kept, assessment = Risk.objects.get(case=case), Assessment.objects.get()
        assert (kept.level_staying, kept.level_returning) == ("low", "extreme")
        assert kept.own_fear == 3
        assert Summary.objects.get(case=case).risk_level == "extreme"
        assert (assessment.proposal, assessment.decision) == ("extreme", "agree")
        assert assessment.finished_at is not None


def test_who_decides_otherwise_says_why(client, worker, case):
    without = risk(client, case, decision="otherwise", level_returning="high")
    with world.acting(worker):
        assessment = Assessment.objects.get()
    url = page("assessment_detail", case, assessment.pk)
    data = {"decision": "otherwise", "level_returning": "high", "reasons": "The house was sold"}
    answer = client.post(url, data)

    assert (without.status_code, answer.status_code) == (422, 302)
    with world.acting(worker):
        kept = Risk.objects.get(case=case)
        assert (kept.level_staying, kept.level_returning) == ("low", "high")
        assert Assessment.objects.get().reasons == "The house was sold"


def test_a_decided_tool_is_not_decided_again(client, worker, case):
    risk(client, case, decision="agree")
    with world.acting(worker):
        assessment = Assessment.objects.get()

    url = page("assessment_detail", case, assessment.pk)

    assert client.post(url, {"decision": "agree"}).status_code == 404
    assert "form" not in client.get(url).context


def test_the_signs_go_back_into_the_account(client, worker, case):
    answer = client.post(
        page("case_tool", case, "quick_card"), {"debt": "yes", "fear": "yes", "version": "0"}
    )
    client.post(answer.url, {"decision": "agree"})

    with world.acting(worker):
        assert sorted(Account.objects.get(case=case).noticed) == ["debt", "fear"]


# Rights


def test_words_of_an_assessment_stay_in_their_class(client, worker, case):
    risk(client, case, decision="agree")
    at_stage(worker, case, Stage.ASSISTANCE)
    with world.acting(worker):
        assessment = Assessment.objects.get()
    url = page("assessment_detail", case, assessment.pk)

    seen = client.get(url).content.decode()
    world.sign_in(client, assigned(case, worker, Role.SERVICE_WORKER))  # sees risk masked
    shelf = client.get(page("case_assessments", case)).content.decode()

    assert "Canary fear of the house" in seen
    assert client.get(url).status_code == 404
    assert client.get(page("case_tool", case, "risk_short")).status_code == 404
    assert str(assessment.pk) not in shelf
    assert page("case_tool", case, "risk_short") not in shelf


def test_a_panel_reads_the_risk_and_decides_nothing(client, worker, case):
    risk(client, case)
    at_stage(worker, case, Stage.ASSISTANCE)
    with world.acting(worker):
        assessment = Assessment.objects.get()
    world.sign_in(client, assigned(case, worker, Role.PANEL))
    url = page("assessment_detail", case, assessment.pk)

    assert "Canary fear of the house" in client.get(url).content.decode()
    assert client.post(url, {"decision": "agree"}).status_code == 404


def test_an_unknown_tool_is_not_found(client, case):
    assert client.get(page("case_tool", case, "horoscope")).status_code == 404


def test_consent_has_a_page_of_its_own(client, case):
    answer = client.get(page("case_tool", case, "consent"))

    assert answer.url == page("case_consent", case)


@pytest.mark.parametrize(("version", "code"), [(1, 200), (99, 404)])
def test_answers_are_read_under_their_own_version_only(client, worker, case, version, code):
    assessment = answered(worker, case, debt="yes", version=version)

    assert client.get(page("assessment_detail", case, assessment.pk)).status_code == code


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_404(client, worker, case, who):
    assessment = answered(worker, case, debt="yes")
    of = worker.organisation if who == "colleague" else world.organisation("Elsewhere")
    world.sign_in(client, world.member(of))

    for url in [
        page("case_assessments", case),
        page("case_tool", case, "quick_card"),
        page("assessment_detail", case, assessment.pk),
    ]:
        assert client.get(url).status_code == 404
