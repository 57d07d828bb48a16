import datetime

import pytest
from django.utils import timezone, translation

from shell import formats


@pytest.mark.parametrize(
    ("language", "value", "approximate", "shown"),
    [
        ("en", "2019", False, "2019"),
        ("en", "2019-03", True, "about March 2019"),
        ("en", "1999~", False, "about 1999"),
        ("fr", "2019-03-04", False, "4 mars 2019"),
        ("en", "", False, ""),
        ("en", "unknown", False, ""),
    ],
)
def test_never_more_than_is_known(language, value, approximate, shown):
    with translation.override(language):
        assert formats.partial_date(value, approximate) == shown


def test_days_are_counted_only_for_what_is_late():
    today = timezone.localdate()

    assert formats.ago(today) == "Today"
    assert formats.ago(today - datetime.timedelta(days=1)) == "Yesterday"
    assert "ago" not in formats.ago(today - datetime.timedelta(days=9))
    assert formats.days_late(today - datetime.timedelta(days=2)) == "2 days late"
    assert formats.days_late(today) == ""


@pytest.mark.parametrize(
    ("language", "country", "spoken"),
    [("en", "Albania", "Albanian"), ("fr", "Albanie", "Albanais"), ("ar", "ألبانيا", "الألبانية")],
)
def test_names_follow_the_language(language, country, spoken):
    with translation.override(language):
        assert formats.country_name("AL") == country
        assert formats.language_name("sq") == spoken


def test_the_lists_are_sorted_as_a_reader_looks():
    with translation.override("fr"):
        names = [name for _code, name in formats.country_choices()]

    assert len(names) > 240
    assert names.index("Égypte") < names.index("Espagne")
