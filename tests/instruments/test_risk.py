from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.definition import OPEN
from instruments.risk import (
    MAY_BE_EXTREME,
    RETURNING,
    STAYING,
    Level,
    ReturnStep,
    item_level,
    items,
    joint,
    level_of,
    return_step,
)
from instruments.scoring import score
from instruments.shelf import load

TOOL = load("risk")
SHORT = load("risk_short")
ROWS = items(TOOL, {})
CRITICAL = [row.code for row in ROWS if row.traits.get("critical")]
WAYS = (STAYING, RETURNING)


def nothing_applies(**changes):
    return (
        {f"{row.code}_present": "no" for row in ROWS} | {"may_be_child": "no", "fear": 0} | changes
    )


def rated(item, stay, back, *, stay_after=None, back_after=None):
    """An item that is present, with (likelihood, impact) for staying and returning."""
    found = {f"{item}_present": "yes"}
    ratings = {"stay": (stay, stay_after), "return": (back, back_after)}
    for way, (before, after) in ratings.items():
        found[f"{way}"] = ""
        for suffix, pair in (("", before), ("_after", after)):
            if pair:
                found[f"{item}_{way}_likelihood{suffix}"] = str(pair[0])
                found[f"{item}_{way}_impact{suffix}"] = str(pair[1])
    return found


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [
        (1, 1, Level.LOW),
        (1, 2, Level.LOW),
        (1, 3, Level.LOW),
        (1, 4, Level.MEDIUM),
        (2, 2, Level.MEDIUM),
        (2, 3, Level.MEDIUM),
        (2, 4, Level.HIGH),
        (3, 3, Level.HIGH),
        (3, 4, Level.EXTREME),
        (4, 4, Level.EXTREME),
    ],
)
def test_level_of(likelihood, impact, level):
    assert level_of(likelihood, impact) == level_of(impact, likelihood) == level


@pytest.mark.parametrize("tool", [TOOL, SHORT], ids=lambda tool: tool.code)
def test_the_four_critical_items(tool):
    critical = [row.code for row in items(tool, {}) if row.traits.get("critical")]

    assert critical == ["knows_home", "family_involved", "suicidality", "asylum_fear"]


def test_the_matrix_has_every_category_of_the_domain_reference():
    sizes = Counter(row.traits["category"] for row in ROWS)

    assert sizes == {1: 10, 2: 7, 3: 6, 4: 5, 5: 5, 6: 4, 7: 4, 8: 2, 9: 3, 10: 4}


@pytest.mark.rule(28)
def test_what_the_short_form_knows_is_not_asked_again():
    same = [code for code in SHORT.questions if code in TOOL.questions]

    assert "threats_return_impact_after" in same
    for code in same:
        ours, theirs = TOOL.questions[code], SHORT.questions[code]
        assert (ours.kind, ours.options, ours.low, ours.high) == (
            theirs.kind,
            theirs.options,
            theirs.low,
            theirs.high,
        )


def test_nothing_applies():
    result = score(TOOL, nothing_applies())

    assert (result.code, result.is_final, result.alerts) == ("low", True, ())


@pytest.mark.rule(15)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_only_some_items_can_be_extreme(row):
    worst = rated(row.code, (4, 4), (4, 4))
    extreme = row.traits["category"] in MAY_BE_EXTREME or row.code == "suicidality"

    assert item_level(row, worst, STAYING) == (Level.EXTREME if extreme else Level.HIGH)


@pytest.mark.parametrize("unknown", ["", "unknown", "declined"])
@pytest.mark.parametrize("item", CRITICAL)
def test_not_known_on_a_critical_item_counts_as_high(item, unknown):
    result = score(TOOL, nothing_applies(**{f"{item}_present": unknown}))

    assert result.figures["staying"] == result.figures["returning"] == Level.HIGH
    assert not result.is_final


def test_not_known_on_another_item_is_not_low_either():
    result = score(TOOL, nothing_applies(telephone_present="unknown"))

    assert not result.is_final
    assert result.coverage.open == 1


def test_present_and_not_rated_counts_as_high():
    assert score(TOOL, nothing_applies(telephone_present="yes")).code == "high"


@pytest.mark.rule(15)
def test_the_level_is_that_after_measures():
    answers = nothing_applies(**rated("threats", (4, 4), (4, 4), back_after=(2, 2)))

    result = score(TOOL, answers)

    assert result.figures["staying"] == Level.EXTREME
    assert result.figures["returning"] == Level.MEDIUM
    assert result.alert_codes == {"protect_here"}


def test_one_high_item_is_not_averaged_away():
    answers = nothing_applies(**rated("rejected", (1, 1), (3, 3)))

    result = score(TOOL, answers)

    assert result.figures["categories"][2] == (Level.LOW, Level.HIGH)
    assert result.alert_codes == {"measures_and_second_signature"}


@pytest.mark.rule(15)
@pytest.mark.rule(16)
@pytest.mark.parametrize(
    ("level", "is_child", "step"),
    [
        (Level.LOW, False, ReturnStep.PROCEED),
        (Level.MEDIUM, True, ReturnStep.PROCEED),
        (Level.HIGH, False, ReturnStep.MEASURES_AND_SECOND_SIGNATURE),
        (Level.HIGH, True, ReturnStep.PANEL),
        (Level.EXTREME, False, ReturnStep.NOT_ORGANISED),
        (Level.EXTREME, True, ReturnStep.NOT_ORGANISED),
    ],
)
def test_what_the_level_asks_for(level, is_child, step):
    assert return_step(level, is_child=is_child) == step


@pytest.mark.parametrize(("fear", "raised"), [(6, False), (7, True), (10, True)])
def test_more_fear_than_risk_is_explained(fear, raised):
    result = score(TOOL, nothing_applies(fear=fear))

    assert ("fear" in result.alert_codes) is raised


def test_suicidality_is_answered_today():
    answers = nothing_applies(**rated("suicidality", (1, 1), (1, 1)))

    assert "suicidality" in score(TOOL, answers).alert_codes


def test_the_items_of_a_child_count_unless_the_person_is_an_adult():
    assert 10 in score(TOOL, {}).figures["categories"]
    assert 10 not in score(TOOL, nothing_applies()).figures["categories"]


@pytest.mark.rule(15)
@pytest.mark.parametrize(("here", "there"), list(product(Level, Level)))
def test_both_sides_together(here, there):
    """The higher counts; from two levels apart on they talk."""
    both = joint({1: here, 2: Level.MEDIUM}, {1: there, 2: Level.LOW})

    assert both.categories == {1: max(here, there), 2: Level.MEDIUM}
    assert both.level == max(here, there, Level.MEDIUM)
    assert both.to_discuss == ((1,) if abs(here - there) >= 2 else ())


def test_a_category_that_only_one_side_looked_at_is_nothing_to_talk_about():
    both = joint({10: Level.EXTREME}, {1: Level.LOW})

    assert (both.level, both.to_discuss) == (Level.EXTREME, ())


@pytest.mark.rule(15)
def test_who_does_not_know_the_place_rates_only_the_return():
    answers = nothing_applies(
        judges="return", threats_present="yes", threats_return_likelihood="1"
    ) | {"threats_return_impact": "2"}

    result = score(TOOL, answers)

    assert result.figures["staying"] is None
    assert (result.code, result.is_final) == ("low", True)
    assert {stay for stay, _back in result.figures["categories"].values()} == {None}


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("no", "Low"), ("unknown", "Not known"), ("", "Not known"), ("yes", "High")],
)
def test_a_category_with_gaps_is_not_called_low(answer, shown):
    matrix = score(TOOL, nothing_applies(telephone_present=answer)).figures["matrix"]
    line = next(line for line in matrix if line.number == 9)

    assert [level for _way, _tone, level in line.marks] == [shown, shown]


def test_each_way_is_shown_with_its_own_level():
    answers = nothing_applies() | rated("threats", (1, 1), (3, 3))
    line = next(each for each in score(TOOL, answers).figures["matrix"] if each.number == 1)

    assert [(way, level) for way, _tone, level in line.marks] == [
        ("Staying", "Low"),
        ("Returning", "High"),
    ]


@pytest.mark.rule(15)
def test_each_item_is_rated_for_staying_and_for_returning():
    half = nothing_applies(threats_present="yes", threats_return_likelihood="1")
    half["threats_return_impact"] = "1"

    result = score(TOOL, half)

    assert (result.figures["staying"], result.figures["returning"]) == (Level.HIGH, Level.LOW)
    assert not result.is_final


ratings = st.sampled_from(["1", "2", "3", "4"])
few = settings(max_examples=30)


@st.composite
def any_answers(draw):
    """Some items in every state, the others absent: drawing all fifty only takes longer."""
    answers = nothing_applies(may_be_child=draw(st.sampled_from(["yes", "no", "unknown"])))
    for row in draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=5, unique_by=id)):
        answers[f"{row.code}_present"] = draw(
            st.sampled_from(["yes", "no", "unknown", "declined", ""])
        )
        for way in WAYS:
            for what in ("likelihood", "impact"):
                answers[f"{row.code}_{way}_{what}"] = draw(st.one_of(st.just(""), ratings))
                answers[f"{row.code}_{way}_{what}_after"] = draw(st.one_of(st.just(""), ratings))
    return answers


def levels(answers):
    figures = score(TOOL, answers).figures
    return figures["staying"], figures["returning"]


@few
@given(any_answers(), st.data())
def test_raising_a_rating_never_lowers_a_level(answers, data):
    rated_fields = [code for code, value in answers.items() if value in {"1", "2", "3"}]
    if not rated_fields:
        return
    code = data.draw(st.sampled_from(rated_fields))
    raised = answers | {code: str(int(answers[code]) + 1)}

    assert all(new >= old for new, old in zip(levels(raised), levels(answers), strict=True))


@few
@given(any_answers(), st.sampled_from([row.code for row in ROWS]))
def test_an_item_that_turns_out_to_be_there_never_lowers_a_level(answers, item):
    absent = answers | {f"{item}_present": "no"}
    present = answers | {f"{item}_present": "yes"}

    assert all(new >= old for new, old in zip(levels(present), levels(absent), strict=True))


@pytest.mark.rule(15)
@few
@given(any_answers(), st.sampled_from([row.code for row in ROWS]), st.sampled_from(sorted(OPEN)))
def test_what_is_not_known_never_lowers_a_level(answers, item, unknown):
    absent = levels(answers | {f"{item}_present": "no"})
    open_ = levels(answers | {f"{item}_present": unknown})

    assert all(new >= old for new, old in zip(open_, absent, strict=True))


@few
@given(any_answers(), st.sampled_from(CRITICAL), st.sampled_from(sorted(OPEN)))
def test_an_unknown_critical_item_never_gives_less_than_high(answers, item, unknown):
    assert min(levels(answers | {f"{item}_present": unknown})) >= Level.HIGH


@few
@given(any_answers())
def test_the_level_is_the_highest_of_the_categories(answers):
    figures = score(TOOL, answers).figures

    assert figures["staying"] == max(stay for stay, _back in figures["categories"].values())
    assert figures["returning"] == max(back for _stay, back in figures["categories"].values())


@few
@given(any_answers())
def test_capped_categories_are_never_extreme(answers):
    categories = score(TOOL, answers).figures["categories"]

    assert all(max(categories[number]) < Level.EXTREME for number in (4, 6, 7, 8, 9))
