"""The figures that finding a country has to reach, in every language."""

from io import StringIO

import pytest
from django.core.management import call_command

from directory.countries import SEARCH_LANGUAGES
from directory.search_figures import measure

FOUND_BY_TWO_LETTERS = 94  # per cent
SLOWEST_SEARCH = 15  # milliseconds, for the median


@pytest.mark.parametrize("language", SEARCH_LANGUAGES)
def test_keys_that_open_the_right_country(language):
    found = measure(language)

    assert (found.iso2_first, found.iso3_first, found.three_letters) == (100, 100, 100)
    assert found.two_letters >= FOUND_BY_TWO_LETTERS
    assert found.median < SLOWEST_SEARCH


def test_the_command_prints_a_line_for_each_language():
    printed = StringIO()

    call_command("measure_country_search", stdout=printed)

    lines = printed.getvalue().splitlines()
    assert [line.split()[0] for line in lines[2:]] == list(SEARCH_LANGUAGES)
