from decimal import Decimal

import pytest
from django.utils.translation import override

from directory.topics import TOPICS, Kind
from directory.values import TYPED, amount, count, dated, shown
from tests.directory import rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("topic", "columns", "value"),
    [
        ("reflection_days", {"number": 30, "unit": "days", "text": "30 days"}, "30 days"),
        ("reflection_days", {"number": 1, "unit": "months"}, "1 month"),
        ("reflection_days", {"yes": False, "text": "none"}, "None in law"),
        ("nrm", {"yes": True, "text": "yes"}, "Yes"),
        ("nrm", {"yes": False, "text": "no"}, "No"),
        ("nrm", {"text": "being written"}, "Being written"),
        ("role", {"codes": ["origin", "transit"], "text": "source; transit"}, "Origin, Transit"),
        ("routes", {"codes": ["IT", "GR"]}, "Italy, Greece"),
        ("membership", {"codes": ["osce", "eu"]}, "OSCE, European Union"),
        ("tier", {"subject": "2WL", "year": 2022}, "Tier 2 Watch List, 2022"),
        ("victims_year", {"number": 2492, "unit": "people", "year": 2024}, "2,492 people, 2024"),
        ("detected", {"year": 2021, "figures": {"total": 9, "boys": "<5"}}, "2021: All 9, Boys fewer than 5"),
        ("corridor_to", {"figures": {"IT": 60, "GR": 70}}, "Greece 70, Italy 60"),
        ("law", {"text": "Criminal Code, article 110a"}, "Criminal Code, article 110a"),
        ("law", {}, "Not stated"),
    ],
)  # fmt: skip
def test_the_value_of_each_kind(topic, columns, value):
    assert shown(rows.fact("AL", topic, **columns)).value == value


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        ({"yes": True, "on": "2002-08-21"}, "Party, 21 August 2002"),
        ({"yes": True}, "Party"),
        ({"yes": False}, "Not a party"),
        ({"yes": False, "codes": ["signature"], "on": "2000"}, "Signed, not a party, 2000"),
        ({}, "Not found"),
    ],
)
def test_a_treaty_is_never_blank(columns, value):
    read = shown(rows.fact("AL", "treaty", subject="PALERMO", **columns)).value

    assert read.endswith(f": {value}")


def test_structured_values_follow_the_reader():
    fact = rows.fact("AL", "reflection_days", number=3, unit="months", text="3 months, in the law")

    with override("fr"):
        read = shown(fact)

        assert read.value.startswith("3 ")
        assert not read.foreign
        assert (read.detail, read.detail_foreign) == ("3 months, in the law", True)


def test_words_of_a_source_keep_their_language():
    fact = rows.fact("AL", "law", text="Criminal Code, article 110a", detail="From 2001")

    assert not shown(fact).foreign
    with override("sq"):
        read = shown(fact)
        assert (read.foreign, read.language, read.detail_foreign) == (True, "en", True)


def test_what_adds_nothing_is_not_said_twice():
    fact = rows.fact("AL", "reflection_days", number=Decimal("30.00"), unit="days", text="30")

    assert shown(fact).detail == ""


def test_codes_in_the_words_are_written_out():
    fact = rows.fact("EG", "routes", codes=["SA", "IT"], text="buyers from SA; children to IT; TIP")

    assert shown(fact).value == "Buyers from Saudi Arabia; children to Italy; TIP"


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2023", "2023"),
        ("2022-11", "November 2022"),
        ("", "date not stated; read on 1 November 2026"),
    ],
)
def test_every_fact_is_dated(as_of, said):
    assert dated(rows.fact("AL", "law", as_of=as_of)) == said


def test_where_it_comes_from():
    source = rows.source(publisher="", title="Law of 2012", address="no address", dated="2012")

    read = shown(rows.fact("AL", "law", text="x", source=source, confidence="low"))

    assert (read.source, read.source_link, read.confidence_word) == ("Law of 2012", "", "Not sure")


def test_small_counts_stay_small():
    assert count("<5") == "fewer than 5"
    assert count(12345) == "12,345"
    assert amount(Decimal("2.50"), "") == "2.5"


def test_every_kind_has_its_words():
    assert set(TYPED) == set(Kind) >= {topic.kind for topic in TOPICS.values()}
