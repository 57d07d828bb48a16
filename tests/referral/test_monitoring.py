"""The course of the visits, without a database."""

import pytest

from referral.monitoring import Figures, changes, chart


def course(*rows):
    return [Figures(*row) for row in rows]


@pytest.mark.parametrize(
    ("parts", "index", "word"),
    [
        ((1, 66, 66, 66), 66, "sustainable"),
        ((1, 65, 65, 65), 65, "at_risk"),
        ((1, 50, 50, 50), 50, "at_risk"),
        ((1, 49, 49, 50), 49, "critical"),
        ((1, 90, None, 90), None, None),
    ],
)
def test_the_index_and_its_word(parts, index, word):
    one = Figures(*parts)

    assert one.index == index
    assert (one.band[0] if one.band else None) == word


@pytest.mark.parametrize(
    ("before", "now", "by", "word"),
    [
        (50, 54, 4, "as before"),
        (50, 55, 5, "better than before"),
        (50, 46, -4, "as before"),
        (50, 45, -5, "worse than before"),
        (None, 45, None, ""),
        (50, None, None, ""),
    ],
)
def test_a_change_in_words(before, now, by, word):
    found = changes(course((1, before, 1, 1), (3, now, 1, 1)))[0]

    assert (found.by, found.word) == (by, word)


def test_it_is_compared_with_the_last_visit_that_says_something():
    assert changes(course((1, 20, 1, 1), (3, None, 1, 1), (6, 60, 1, 1)))[0].by == 40


def test_nothing_is_drawn_across_a_gap():
    line = chart(course((1, 20, 1, 1), (3, None, 1, 1), (6, 60, 1, 1), (12, 70, 1, 1)))["lines"][0]

    assert len(line.points) == 3
    assert len(line.segments) == 1


def test_one_visit_is_no_course():
    assert chart(course((1, 20, 20, 20))) == {}
    assert changes([]) == []
