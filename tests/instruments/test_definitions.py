"""Every definition that ships, and what the reader says of a broken one."""

import pytest

from directory.codes import Indicator
from instruments import messages, texts
from instruments.definition import DataClass, DefinitionError, Kind
from instruments.forms import form_for
from instruments.reading import read
from instruments.scoring import SCORERS, score
from instruments.shelf import load, read_folder, tools
from referral import access

SOUND = """
code = "sample"
version = 1
title = "Sample"
minutes = 1
moment = "meet"
purpose = "To test."
who = "Nobody."
source = "None."
data_class = "services"
result = "quick_card"
[[sections]]
code = "one"
title = "One"
[[sections.questions]]
code = "first"
text = "First"
kind = "yes_no"
[[sections.questions]]
code = "second"
text = "Second"
kind = "text"
relevant = { question = "first", in = ["yes"] }
"""


@pytest.fixture(params=tools(), ids=lambda tool: tool.code)
def tool(request):
    return request.param


def test_the_tools_that_ship():
    assert [each.code for each in tools()] == [
        "bia",
        "consent",
        "quick_card",
        "screening_adult",
        "screening_child",
        "bid",
        "family",
        "labour",
        "needs",
        "options_counselling",
        "plan",
        "pregnancy",
        "risk",
        "risk_short",
        "arrival",
        "budget",
        "exit",
        "reintegration",
        "travel_checklist",
        "visit",
    ]


def test_no_scoring_without_a_tool():
    assert {each.result for each in tools()} == set(SCORERS) - {"collected"}


def test_a_tool_says_what_it_is(tool):
    assert tool.title
    assert tool.purpose
    assert tool.who
    assert tool.source
    assert 1 <= tool.minutes <= 30


def test_an_empty_tool_has_a_result_that_is_not_settled(tool):
    result = score(tool, {})

    assert result.label
    assert result.coverage.answered == 0
    assert not result.is_final or tool.code in ("budget", "plan")


def test_an_empty_form_can_be_sent_except_for_what_is_required(tool):
    form = form_for(tool, {})
    required = {code for code, question in tool.questions.items() if question.required}

    form.is_valid()

    assert set(form.errors) == required


def test_the_quick_card_has_the_indicators_of_a_first_contact():
    signs = load("quick_card").section("signs")

    assert [question.code for question in signs.questions] == Indicator.values
    assert [str(question.text) for question in signs.questions] == [
        str(label) for label in Indicator.labels
    ]


def test_every_question_has_a_class_of_data(tool):
    assert {question.data_class for question in tool.questions.values()} <= set(DataClass)


def test_casework_knows_the_classes_of_data():
    assert set(DataClass) <= set(access.DataClass.values)


def test_the_texts_for_translation_are_current():
    assert texts.all_texts() == messages.TEXTS, "run manage.py write_tool_texts"


@pytest.mark.django_db
def test_a_version_that_is_not_there():
    assert load("visit", 3) is load("visit")
    assert load("visit", 1).version == 1
    with pytest.raises(LookupError, match="visit, version 99"):
        load("visit", 99)


@pytest.fixture
def written(tmp_path):
    def write(text, name="sample.toml"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def test_a_sound_definition(written):
    tool = read(written(SOUND))

    assert tool.questions["second"].kind == Kind.TEXT
    assert tool.questions["second"].is_relevant({"first": "yes"})
    assert not tool.questions["second"].is_relevant({"first": "unknown"})


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('moment = "meet"', 'moment = "later"', "sample.toml: the file: 'later' is none of"),
        ("minutes = 1\n", "", r"sample.toml: the file: \['minutes'\] is missing"),
        ('text = "First"', 'txt = "First"', r"sample.toml: question first: nobody reads \['txt'\]"),
        (
            'code = "second"',
            'code = "first"',
            "sample.toml: question first: the code is used twice",
        ),
        ('code = "second"', 'code = "Second"', "question Second: a code has lower-case letters"),
        ('kind = "yes_no"', 'kind = "maybe"', "question first: 'maybe' is none of"),
        ('kind = "yes_no"', 'kind = "choice"', "question first: a choice needs two options"),
        (
            'question = "first"',
            'question = "third"',
            "it depends on third, which does not come before",
        ),
        ('in = ["yes"]', 'in = ["perhaps"]', r"first has no answer \['perhaps'\]"),
        ('in = ["yes"]', 'in = ["yes"], not_in = ["no"]', "either in or not_in"),
        ('code = "sample"', "code = sample", "sample.toml: Invalid value"),
    ],
)
def test_a_broken_definition_is_named(written, before, after, complaint):
    path = written(SOUND.replace(before, after, 1))

    with pytest.raises(DefinitionError, match=complaint):
        read(path)


@pytest.mark.parametrize(
    ("changed", "name", "complaint"),
    [
        (SOUND, "other.toml", "a file begins with its code, sample"),
        (SOUND.replace('"quick_card"', '"magic"'), "sample.toml", "no scoring is called magic"),
    ],
)
def test_a_folder_that_does_not_fit(written, changed, name, complaint):
    folder = written(changed, name).parent

    with pytest.raises(DefinitionError, match=complaint):
        read_folder(folder)


def test_a_former_version_stays_beside_the_new_one(written):
    written(SOUND, "sample.1.toml")
    folder = written(SOUND.replace("version = 1", "version = 2")).parent

    assert set(read_folder(folder)) == {("sample", 1), ("sample", 2)}


def test_the_same_version_twice(written):
    written(SOUND, "sample.1.toml")
    folder = written(SOUND).parent

    with pytest.raises(DefinitionError, match="version 1 of sample is there twice"):
        read_folder(folder)
