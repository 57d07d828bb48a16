"""Noise as OpenDP draws it: its mean and its spread, what one person changes, and how far a number may be off."""

import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.noise import draw
from reports.noise.draw import EPSILONS, SENSITIVITY, margin, mechanism, with_noise

DRAWN = 60_000


@pytest.fixture(scope="module")
def noise():
    """{epsilon: so many numbers of noise alone}."""
    return {one: mechanism(one)([0] * DRAWN) for one in EPSILONS}


def spread(epsilon):
    """(variance, fourth moment) of the discrete Laplace distribution of this scale, summed out."""
    share = math.exp(-float(epsilon) / SENSITIVITY)
    chance = [(1 - share) / (1 + share) * share**k for k in range(2000)]
    return tuple(2 * sum(one * k**power for k, one in enumerate(chance)) for power in (2, 4))


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_noise_is_as_its_scale_says(noise, epsilon):
    """Within 7 standard errors: chance turns this red once in 300 thousand million runs."""
    drawn = noise[epsilon]
    variance, fourth = spread(epsilon)
    assert abs(sum(drawn) / DRAWN) < 7 * math.sqrt(variance / DRAWN)
    error = math.sqrt((fourth - variance**2) / DRAWN)
    assert abs(sum(n * n for n in drawn) / DRAWN - variance) < 7 * error

    share = math.exp(-float(epsilon) / SENSITIVITY)
    seen = Counter(drawn)
    for number in (-3, -1, 0, 1, 3):
        chance = (1 - share) / (1 + share) * share ** abs(number)
        wide = 7 * math.sqrt(DRAWN * chance * (1 - chance))
        assert abs(seen[number] - DRAWN * chance) < wide, number


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_what_it_spends_is_what_was_agreed(epsilon):
    """Twice the change spends twice as much: what OpenDP says of itself, and no more than the table's own epsilon."""
    assert mechanism(epsilon).map(SENSITIVITY) <= float(epsilon)
    assert mechanism(epsilon).map(2 * SENSITIVITY) > float(epsilon)


def test_noise_that_spends_more_is_not_taken(monkeypatch):
    class Weak:
        def map(self, _change):
            return 1.5

    dp = draw.importlib.import_module("opendp.prelude")
    monkeypatch.setattr(dp.m, "make_laplace", lambda *_space, scale: Weak())
    with pytest.raises(ValueError, match="more than was agreed"):
        mechanism(EPSILONS[-1])


people = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=40)
codes = st.tuples(st.sampled_from("abc"), st.sampled_from("xy"))


@settings(max_examples=200, deadline=None)
@given(others=people, records=st.lists(codes, min_size=1, max_size=2), another=codes)
def test_one_person_changes_a_table_by_no_more_than_that(others, records, another):
    """In it or not, with up to two records; or one record under another code."""
    without, there = Counter(others), Counter(others + records)
    assert apart(without, there) <= SENSITIVITY
    assert apart(Counter([*others, records[0]]), Counter([*others, another])) <= SENSITIVITY


def apart(one, other):
    return sum(abs(one[cell] - other[cell]) for cell in {*one, *other})


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize("cells", [1, 4, 12])
def test_the_margin_holds_in_95_of_100_cases_and_is_the_smallest(noise, epsilon, cells):
    chance = random.Random(7)  # noqa: S311 -- not for secrets
    sums = [sum(chance.choices(noise[epsilon], k=cells)) for _time in range(20_000)]
    most = margin(epsilon, cells=cells)
    held = sum(abs(one) <= most for one in sums) / len(sums)
    narrower = sum(abs(one) < most for one in sums) / len(sums)
    error = 7 * math.sqrt(0.05 * 0.95 / len(sums))
    assert held > 0.95 - error
    assert narrower < 0.95 + error


def test_margins_that_people_will_read():
    assert [margin(one) for one in EPSILONS] == [24, 12, 6]
    assert margin(EPSILONS[-1], cells=12) < 12 * margin(EPSILONS[-1])


def test_every_cell_gets_noise_of_its_own():
    numbers = {(row, "*"): 0 for row in range(400)}
    drawn = with_noise(numbers, EPSILONS[0])
    assert drawn.keys() == numbers.keys()
    assert len(set(drawn.values())) > 10
    assert with_noise(numbers, EPSILONS[0]) != drawn
