import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import ContactKind
from directory.topics import Treaty
from tests.directory.rows import contact, fact, source

pytestmark = pytest.mark.django_db

URL = "/countries/compare/"
# Territories about which the seed says nothing: what a test puts there is all there is.
ONE, OTHER, THIRD = "bv", "hm", "aq"


def compared(reader, *codes):
    return reader.get(URL, {"c": codes})


def rows_of(answer):
    return {row.label: row for part in answer.context["parts"] for row in part.rows}


def said(row):
    return [[each.value for each in cell.facts] for cell in row.cells]


def test_values_side_by_side_with_source_and_date(reader):
    fact(ONE.upper(), "reflection_days", number=30, unit="days", as_of="2020-03")
    fact(
        OTHER.upper(),
        "reflection_days",
        number=45,
        unit="days",
        source=source(publisher="Ministry of Examples"),
    )

    answer = compared(reader, ONE, OTHER)

    row = rows_of(answer)["Recovery and reflection period"]
    assert said(row) == [["30 days"], ["45 days"]]
    assert row.is_different
    page = answer.content.decode()
    for text in ("Office of Examples", "March 2020", "Ministry of Examples", "Different"):
        assert text in page


@pytest.mark.parametrize(
    ("topic", "one", "other", "differs"),
    [
        ("reflection_days", {"number": 30, "unit": "days"}, {"number": 30, "unit": "days"}, False),
        ("reflection_days", {"number": 30, "unit": "days"}, {"yes": False}, True),
        ("reflection_days", {"number": 30, "unit": "days"}, {"text": "varies"}, False),
        ("nrm", {"yes": True}, {"yes": False}, True),
        ("nrm", {"yes": True}, {"yes": None, "text": "planned"}, False),
        ("tier", {"subject": "1", "year": 2025}, {"subject": "2", "year": 2025}, True),
        ("role", {"codes": ["origin"]}, {"codes": ["origin", "transit"]}, True),
        ("law", {"text": "article 1"}, {"text": "section 2"}, False),
        ("routes", {"codes": ["IT"], "text": "a"}, {"codes": ["FR"], "text": "b"}, False),
    ],
)
def test_differences_are_marked_where_values_can_be_compared(reader, topic, one, other, differs):
    fact(ONE.upper(), topic, **one)
    fact(OTHER.upper(), topic, **other)

    (row,) = rows_of(compared(reader, ONE, OTHER)).values()

    assert row.is_different == differs


def test_what_is_missing_in_one_is_no_difference(reader):
    fact(ONE.upper(), "nrm", yes=True)

    answer = compared(reader, ONE, OTHER)

    assert not rows_of(answer)["National referral mechanism"].is_different
    assert "Not found" in answer.content.decode()


def test_roles_of_several_sources_are_taken_together(reader):
    fact(ONE.upper(), "role", codes=["origin"])
    fact(ONE.upper(), "role", codes=["transit"])
    fact(OTHER.upper(), "role", codes=["transit", "origin"])

    assert not rows_of(compared(reader, ONE, OTHER))["Role"].is_different


def test_a_treaty_is_a_row(reader):
    fact(ONE.upper(), "treaty", subject=Treaty.CETS197, yes=True, on="2008-02-01")
    fact(OTHER.upper(), "treaty", subject=Treaty.CETS197, yes=False, codes=["signature"])

    answer = compared(reader, ONE, OTHER)

    row = rows_of(answer)[str(Treaty.CETS197.label)]
    assert [cell.status for cell in row.cells] == ["Party", "Signed, not a party"]
    assert row.is_different
    assert "Party, 1 February 2008" in answer.content.decode()


def test_of_a_series_the_last_year(reader):
    for year, tier in ((2023, "1"), (2025, "2"), (2024, "3")):
        fact(ONE.upper(), "tier", subject=tier, year=year)

    (row,) = rows_of(compared(reader, ONE)).values()

    assert said(row) == [["Tier 2, 2025"]]


def test_the_line_that_an_adult_would_be_given(reader):
    contact(ONE.upper(), ContactKind.CHILD, phone_local="111")
    contact(ONE.upper(), ContactKind.TRAFFICKING, phone_local="222")
    contact(OTHER.upper(), ContactKind.TRAFFICKING, phone_local="333", for_partners_only=True)

    page = compared(reader, ONE, OTHER).content.decode()

    assert "222" in page
    assert "Ring before you give this number to anyone" in page
    assert "333" not in page


def names(answer):
    return [each.iso2 for each, _address in answer.context["chosen"]]


def test_more_than_four_keeps_the_first_four(reader):
    answer = compared(reader, "al", "gr", "it", "fr", "es")

    assert answer.status_code == 400
    assert names(answer) == ["AL", "GR", "IT", "FR"]
    assert "Only 4 countries fit beside each other" in answer.content.decode()


def test_a_code_that_is_none(reader):
    answer = compared(reader, "al", "zz")

    assert answer.status_code == 400
    assert names(answer) == ["AL"]
    assert "There is no country with one of these codes" in answer.content.decode()


def test_the_same_country_twice_is_one(reader):
    answer = compared(reader, "al", "AL", "")

    assert answer.status_code == 200
    assert names(answer) == ["AL"]


def test_choosing_begins_with_nothing(reader):
    answer = reader.get(URL)

    assert answer.status_code == 200
    assert "Choose a country" in answer.content.decode()


def test_a_country_is_taken_away_by_a_link(reader):
    page = compared(reader, "al", "gr").content.decode()

    assert 'href="?c=gr"' in page
    assert 'href="?c=al"' in page


def test_the_list_leads_to_the_comparison(reader):
    page = reader.get("/countries/").content.decode()

    assert re.search(r'<form id="compare" method="get" action="/countries/compare/">', page)
    assert '<input class="form-check-input" type="checkbox" name="c" value="al"' in page


def test_every_value_of_four_full_countries_has_a_source_and_a_date(reader):
    answer = compared(reader, "al", "it", "gr", "fr")

    cells = [cell for part in answer.context["parts"] for row in part.rows for cell in row.cells]
    facts = [each for cell in cells for each in cell.facts]
    assert len(facts) > 100
    assert [each for each in facts if not (each.source and each.dated)] == []


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).status_code == 302


def test_queries_do_not_grow(reader):
    def count(*codes):
        with CaptureQueriesContext(connection) as queries:
            compared(reader, *codes)
        return len(queries)

    count("al")  # the first page of a session writes it
    assert count("al") == count("al", "it", "gr", "fr")
