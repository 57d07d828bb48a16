import csv

import pytest
from django.utils.translation import override

from directory.countries import (
    SEARCH_LANGUAGES,
    countries,
    country,
    country_choices,
    country_name,
)
from directory.country_search import (
    OTHER_NAMES,
    find_countries,
    suggest_country,
)
from directory.names import plain


def test_all_members_of_the_united_nations_are_there():
    assert len([each for each in countries() if each.is_un_member]) == 193
    assert {each.iso2 for each in countries() if each.un_status == "observer"} == {"PS", "VA"}


def test_codes_are_unique():
    assert (
        len({each.iso2 for each in countries()}) == len({each.iso3 for each in countries()}) == 250
    )


@pytest.mark.parametrize(("language", "name"), [("en", "Greece"), ("fr", "Grèce"), ("sq", "Greqi")])
def test_the_name_follows_the_language(language, name):
    with override(language):
        assert country_name("GR") == country("gr").name == name


def test_an_unknown_code_is_shown_as_it_came():
    assert country_name("ZZ1") == "ZZ1"
    assert country_name("") == ""
    assert country("zz1") is None


def test_choices_are_in_the_order_of_the_language():
    with override("fr"):
        names = [name for _code, name in country_choices()]

    assert names.index("Égypte") < names.index("Espagne") < names.index("Zimbabwe")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("al", "AL"),
        ("ALB", "AL"),
        ("Shqipëri", "AL"),
        ("shqiperi", "AL"),
        ("cote d'ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("المغرب", "MA"),
        ("مغرب", "MA"),
        ("ΕΛΛΑΔΑ", "GR"),
        ("Włochy", "IT"),
        ("wlochy", "IT"),
        ("Україна", "UA"),
        ("Deutschland", "DE"),
        ("verde", "CV"),
        ("cote divoire", "CI"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("EEUU", "US"),
        ("UAE", "AE"),
        ("DRC", "CD"),
        ("Congo-Kinshasa", "CD"),
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("Ivory Coast", "CI"),
        ("Cape Verde", "CV"),
        ("Cabo Verde", "CV"),
        ("Holland", "NL"),
        ("Macedonia", "MK"),
        ("FYROM", "MK"),
        ("Czech Republic", "CZ"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("East Timor", "TL"),
        ("Palestine", "PS"),
        ("Vatican", "VA"),
        ("Kosova", "XK"),
        ("საქართველო", "GE"),
        ("Niger", "NE"),
        ("المكسيك", "MX"),
    ],
)
def test_first_found(text, code):
    assert find_countries(text)[0].iso2 == code


def test_every_code_comes_first_for_itself():
    assert [each.iso2 for each in countries() if find_countries(each.iso2)[0] != each] == []


@pytest.mark.parametrize("language", SEARCH_LANGUAGES)
def test_every_name_finds_its_country(language):
    with override(language):
        missed = [each.iso2 for each in countries() if each not in find_countries(each.name)[:3]]

    assert missed == []


def test_without_a_text_all_are_listed():
    assert len(find_countries("  ")) == len(countries())


def test_states_come_before_territories():
    with override("fr"):  # Îles Marshall and Îles Salomon among fourteen groups of islands
        found = [each.is_state for each in find_countries("îles")]

    assert found == sorted(found, reverse=True)
    assert found.count(False) > 5


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("ar", "المك", "MX"),  # with the article as it is typed
        ("ar", "مغ", "MA"),  # and without
        ("fr", "pays b", "NL"),
        ("pl", "wielka", "GB"),
        ("de", "US", "US"),
    ],
)
def test_first_found_in_the_language_of_the_reader(language, text, code):
    with override(language):
        assert find_countries(text)[0].iso2 == code


def test_what_looks_like_the_arabic_article_counts_where_it_is_typed():
    # The beginning of Germany; without it, that of Malta.
    with override("ar"):
        assert find_countries("ألما")[0].iso2 == "DE"
        assert find_countries("ما")[0].iso2 == "MT"


def test_every_other_name_finds_its_country():
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missed = [
        row["name"]
        for row in rows
        if country(row["iso2"]) not in find_countries(row["name"])[:3] or not row["source"]
    ]

    assert len(rows) > 700
    assert missed == []


def test_what_was_probably_meant():
    assert find_countries("Albnia") == []
    assert suggest_country("Albnia").iso2 == "AL"
    assert suggest_country("qqqqqqqq") is None


def test_plain_text():
    assert plain("  São Tomé & Príncipe ") == "sao tome principe"
