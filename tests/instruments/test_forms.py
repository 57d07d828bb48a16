import json

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from instruments.answered import sections
from instruments.forms import answers_from, form_for, given_form
from instruments.shelf import load


def valid(tool, **data):
    form = form_for(load(tool), data)
    assert form.is_valid(), form.errors
    return form


def test_answers_can_be_stored_as_they_are():
    form = valid("plan", goal_1_goal="Rent a room", goal_1_by="2027-01-31", goal_1_cost="250")

    answers = answers_from(form)

    assert answers == {"goal_1_goal": "Rent a room", "goal_1_by": "2027-01-31", "goal_1_cost": 250}
    assert json.loads(json.dumps(answers)) == answers


def test_stored_answers_fill_the_form_again():
    answers = {"goal_1_goal": "Rent a room", "goal_1_by": "2027-01-31", "goal_1_cost": 250}

    html = form_for(load("plan"), answers=answers)

    assert html["goal_1_by"].value() == "2027-01-31"
    assert 'value="2027-01-31"' in str(html["goal_1_by"])


def test_a_scale_is_a_number():
    assert answers_from(valid("visit", safety="0", income="")) == {"safety": 0}


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"by": "person", "child_view": "yes"}, {"child_view"}),
        ({"by": "guardian", "child_view": "yes"}, set()),
        ({"by": "guardian"}, set()),
        ({"child_view": "yes"}, {"by", "child_view"}),
        ({"by": "person", "b1": "perhaps"}, {"b1"}),
    ],
)
def test_what_does_not_fit_together_is_asked_about(data, wrong):
    form = form_for(load("consent"), data)

    form.is_valid()

    assert set(form.errors) == wrong


def test_a_contradiction_names_the_question_before():
    form = form_for(load("consent"), {"by": "person", "child_view": "yes"})

    assert form.errors["child_view"] == [
        "This is answered, but “Who decides” says that it does not apply. Change one of them."
    ]


def test_an_item_that_does_not_apply_takes_no_rating():
    data = {"threats_present": "no", "threats_stay_likelihood": "3"}

    assert set(form_for(load("risk_short"), data).errors) == {"threats_stay_likelihood"}


def test_values_out_of_range_are_refused():
    assert set(form_for(load("risk_short"), {"fear": "11"}).errors) == {"fear"}


def test_answers_are_read_back_in_words():
    answers = {"threats_present": "yes", "threats_stay_likelihood": "3", "fear": 10}

    found = sections(load("risk_short"), answers)

    assert [(line.label, line.text) for section in found for line in section.lines] == [
        ("How afraid is the person, in the person's own words", "10, As afraid as can be"),
        ("They threatened the person since it ended: Does this apply?", "Yes"),
        ("They threatened the person since it ended: Staying: how likely", "3, likely"),
    ]


def test_only_the_classes_that_may_be_read():
    answers = {"safe_place": "yes", "medicine": "no", "questioned": "unknown"}

    found = sections(load("arrival", 1), answers, classes={"health"})

    assert [line.question.code for section in found for line in section.lines] == ["medicine"]


@given(
    st.dictionaries(
        st.sampled_from(sorted(load("visit").questions)),
        st.one_of(st.text(), st.sampled_from(["yes", "no", "unknown", "1", "4", "2027-02-28"])),
    )
)
def test_whatever_is_posted_gives_a_form_or_errors(data):
    form = form_for(load("visit"), data)

    if form.is_valid():
        again = form_for(load("visit"), answers=answers_from(form))
        assert {name for name in answers_from(form) if again[name].value() in (None, "")} == set()


def test_a_result_on_the_way_reads_only_what_was_answered():
    tool = load("risk")
    data = QueryDict("threats_present=yes&threats_by=2027-02-30&fear=&judges=return&version=0")

    form = given_form(tool, data)

    assert set(form.fields) - {"idempotency_key", "version"} == {
        "threats_present",
        "threats_by",
        "judges",
    }
    assert set(form.errors) == {"threats_by"}
    assert answers_from(form) == {"threats_present": "yes", "judges": "return"}
