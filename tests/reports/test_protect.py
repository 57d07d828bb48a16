"""Small numbers: held back, and not to be worked out. On random tables, against a reader who solves equations."""

import random
from io import StringIO

import pytest
from django.core.management import call_command

from reports.statistics.attack import attack
from reports.statistics.cubes import CUBES
from reports.statistics.invented import SHAPES as ALL_SHAPES
from reports.statistics.invented import percents, releases, same_of, shapes_of
from reports.statistics.protect import (
    ALL,
    TOTAL,
    Said,
    few,
    hide,
    hide_together,
    lines,
    with_sums,
)
from reports.statistics.rates import percent, told
from reports.suppress import INSIDE, OUTSIDE

SHAPES = {"two": (["a", "b", "c"], ["x", "y", "z"]), "list": (["p", "q", "r", "s"], [TOTAL])}


def alone(tables, _earlier, least):
    """What suppression without its second half would do."""
    return {
        name: frozenset(cell for cell, n in table.items() if few(n, least))
        for name, table in tables.items()
    }


def monthly(tables, _earlier, least):
    """Each month guarded well, and no month remembered."""
    return {name: hide(table, (), least) for name, table in tables.items()}


def test_nothing_small_is_said_or_worked_out_in_a_thousand_random_tables():
    for seed in range(1000):
        chance = random.Random(seed)  # noqa: S311 -- not for secrets
        least = chance.choice([OUTSIDE, INSIDE])
        seen = releases(chance, months=1, least=least, shapes=SHAPES)
        found = attack(seen, least)
        assert (found["recovered"], found["small"]) == (0, 0), seed
        for table in seen[0].values():
            for *parts, whole in lines(table):
                if all(table[cell] is not None for cell in [*parts, whole]):
                    assert sum(table[cell] for cell in parts) == table[whole]


def test_a_table_without_small_numbers_is_said_whole():
    table = with_sums({("a", "x"): 11, ("a", "y"): 40, ("b", "x"): 200}, ["a", "b"], ["x", "y"])
    assert hide(table) == frozenset()


def test_one_small_number_takes_others_with_it_and_its_sums_stay():
    numbers = {("a", "x"): 3, ("a", "y"): 40, ("b", "x"): 50, ("b", "y"): 60}
    held = hide(with_sums(numbers, ["a", "b"], ["x", "y"]))
    assert held == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


def test_few_people_behind_two_numbers_take_a_third():
    table = with_sums({("a", TOTAL): 1, ("b", TOTAL): 2, ("c", TOTAL): 30}, "abc", [TOTAL])
    assert hide(table) == {("a", TOTAL), ("b", TOTAL), ("c", TOTAL)}
    alone = with_sums({("a", TOTAL): 4}, "abc", [TOTAL])
    assert ALL in hide(alone)


def test_the_sum_of_everybody_is_said_in_all_tables_or_in_none():
    one = with_sums({("a", TOTAL): 15}, "ab", [TOTAL])
    other = with_sums({("p", TOTAL): 15}, "pq", [TOTAL])
    before = Said(with_sums({("a", TOTAL): 12}, "ab", [TOTAL]), frozenset())
    held = hide_together({"one": one, "other": other}, {"one": [before]})
    assert ALL not in hide(other)
    assert ALL in (held["one"] & held["other"])


def test_twenty_four_releases_subtracted_from_each_other_give_nothing():
    for seed in range(3):
        seen = releases(random.Random(seed))  # noqa: S311
        found = attack(seen, same=same_of(ALL_SHAPES), percents=percents(seen))
        assert found["cells"] > 100
        assert (found["recovered"], found["differences"], found["small"]) == (0, 0, 0)


@pytest.mark.parametrize("people", ["referrals", "b_health", "visit_3"])
def test_releases_of_the_other_people_give_nothing_either(people):
    for seed in range(6):
        seen = releases(random.Random(seed), shapes=shapes_of(people))  # noqa: S311
        found = attack(seen, percents=percents(seen))
        assert found["cells"] > 0
        assert (found["recovered"], found["differences"], found["small"]) == (0, 0, 0)


def test_a_part_is_not_worked_out_from_its_row_nor_the_row_from_its_parts():
    """A list with parts, in a thousand random tables; parts of two rows that have one name stand in no line together."""
    shape = {"nested": (["a", "b", "c"], {"a": ["x", "y", "z"], "c": ["x", "y"]})}
    for seed in range(1000):
        chance = random.Random(seed)  # noqa: S311 -- not for secrets
        least = chance.choice([OUTSIDE, INSIDE])
        seen = releases(chance, months=1, least=least, shapes=shape)
        found = attack(seen, least)
        assert (found["recovered"], found["small"]) == (0, 0), seed
    parted = with_sums({("a", "x"): 30, ("a", "y"): 2, ("b", TOTAL): 40}, *shape["nested"])
    assert parted["a", TOTAL] == 32
    assert not [line for line in lines(parted) if {("a", "x"), ("c", "x")} <= set(line)]
    held = hide(parted)
    assert {("a", "x"), ("a", "y")} <= held
    assert not held & {("a", TOTAL), ("b", TOTAL), ALL}


def test_the_attacker_would_find_what_is_guarded_badly():
    halves = [attack(releases(random.Random(n), 2, shapes=SHAPES, protect=alone)) for n in range(20)]  # noqa: S311  # fmt: skip
    forgetful = [attack(releases(random.Random(n), 8, shapes=SHAPES, protect=monthly)) for n in range(20)]  # noqa: S311  # fmt: skip

    assert sum(found["recovered"] for found in halves) > 0
    assert sum(found["recovered"] for found in forgetful) == 0
    assert sum(found["differences"] for found in forgetful) > 0


AGED = {name: shape for name, shape in ALL_SHAPES.items() if name in ("sex_age", "age")}


def test_a_number_of_two_tables_is_said_in_both_or_in_none():
    """Ages in groups repeat the sums of sex and age, in a thousand random tables."""
    same = same_of(AGED)
    assert len(same) == 3
    for seed in range(1000):
        chance = random.Random(seed)  # noqa: S311 -- not for secrets
        least = chance.choice([OUTSIDE, INSIDE])
        seen = releases(chance, months=1, least=least, shapes=AGED)
        for one, other in same:
            assert (seen[0][one[0]][one[1]] is None) == (seen[0][other[0]][other[1]] is None)
        found = attack(seen, least, same)
        assert (found["recovered"], found["small"]) == (0, 0), seed


def test_the_attacker_would_find_a_number_that_only_one_table_holds_back():
    kept = [attack(releases(random.Random(n), 2, shapes=AGED, protect=apart), same=same_of(AGED)) for n in range(60)]  # noqa: S311  # fmt: skip
    assert sum(found["recovered"] for found in kept) > 0


def apart(tables, earlier, least):
    """Each table guarded well, and not what it has in common with the other."""
    return hide_together(tables, earlier, least)


def test_percentages_are_worked_out_from_what_is_said_and_from_nothing_else():
    """In a thousand random releases: with any other numbers where nothing is said, the same percentages are printed."""
    printed = 0
    for seed in range(1000):
        chance = random.Random(seed)  # noqa: S311 -- not for secrets
        least = chance.choice([OUTSIDE, INSIDE])
        shapes = shapes_of(chance.choice(["journeys", "referrals"]))
        rated = {name: shape for name, shape in shapes.items() if CUBES[name].rates}
        seen = releases(chance, months=1, least=least, shapes=rated)
        found = attack(seen, least, percents=percents(seen))
        assert (found["recovered"], found["small"]) == (0, 0), seed
        for name, table in seen[0].items():
            for rate, number in told(CUBES[name].rates, table):
                printed += 1
                assert not [cell for cell in rate.cells if table[cell] is None]
                assert 0 <= number <= 100
    assert printed > 300


def test_the_attacker_would_find_a_number_behind_a_careless_percentage():
    """`whole` has the numbers that were held back, too: rounded percentages of them are enough."""
    recovered = 0
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 -- not for secrets
        shape = {"answers": shapes_of("referrals")["answers"]}
        whole = releases(random.Random(seed), 1, shapes=shape, protect=nothing)  # noqa: S311
        seen = releases(chance, 1, shapes=shape)
        recovered += attack(seen, percents=percents(whole))["recovered"]
        assert attack(seen)["recovered"] == 0
    assert recovered > 0


def nothing(tables, _earlier, _least):
    return {name: frozenset() for name in tables}


def test_a_percentage_is_rounded_halves_upwards_and_of_nobody_there_is_none():
    [accepted] = CUBES["answers"].rates
    numbers = {("accepted", TOTAL): 25, ALL: 220, ("none", TOTAL): 20}
    assert percent(accepted, numbers) == 13
    assert percent(accepted, numbers | {("none", TOTAL): 220}) is None
    assert percent(accepted, numbers | {("none", TOTAL): None}) is None
    assert percent(accepted, {ALL: 220}) is None


def test_the_program_prints_what_it_recovers():
    out = StringIO()
    call_command("attack_statistics", "--sets", "1", stdout=out)
    assert "recovered: 0; small numbers said: 0; small differences: 0" in out.getvalue()
