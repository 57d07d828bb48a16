"""What ships: small, with source and date on every row, and nothing that may not ship."""

import csv
import re
from collections import Counter

import pytest

from directory import coverage, seed_files
from directory.models import Contact, ContactKind, Fact, Source
from directory.rights import reflection_of
from directory.topics import TOPICS, Treaty

LARGEST = 5_000_000
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables():
    return {path.name: table(path) for path in sorted(seed_files.FOLDER.glob("*.csv"))}


@pytest.fixture(scope="module")
def entries(tables):
    return [(name, row) for name, rows in tables.items() if name != "sources.csv" for row in rows]


def test_it_is_small():
    assert sum(path.stat().st_size for path in seed_files.FOLDER.iterdir()) <= LARGEST


def test_it_is_what_its_manifest_says():
    seed_files.check_manifest(seed_files.FOLDER)


def test_every_row_has_a_source_and_the_day_of_looking(tables, entries):
    sources = {row["id"] for row in tables["sources.csv"]}
    for name, row in entries:
        assert row["source"] in sources, (name, row["key"])
        assert DATE.fullmatch(row["checked_on"]), (name, row["key"])
        assert row["confidence"] in ("high", "medium", "low"), (name, row["key"])


def test_every_source_is_used_and_says_what_it_is(tables, entries):
    used = {row["source"] for _name, row in entries}
    for row in tables["sources.csv"]:
        assert row["id"] in used
        assert row["title"]
        assert row["licence"], row


def test_rows_are_sorted_so_that_two_seeds_compare(tables):
    for name, rows in tables.items():
        keys = [row.get("key", row.get("id")) for row in rows]
        assert keys == sorted(keys), name
        assert len(keys) == len(set(keys)), name


def test_what_may_not_ship_is_not_there(tables, entries):
    """The index of Walk Free, P3, the directionality table, what is under ODbL, small corridors."""
    columns = {column for rows in tables.values() for column in rows[0]}
    assert columns & {"latitude", "longitude", "official_name", "capital", "calling_code"} == set()
    topics = {row["topic"] for _name, row in entries if "topic" in row}
    assert topics <= set(TOPICS)
    words = "\n".join("\t".join(row.values()) for row in tables["sources.csv"]).lower()
    for unwanted in ("directionality", "3p anti-trafficking", "slavery index"):
        assert unwanted not in words
    for _name, row in entries:
        if row.get("topic", "").startswith("corridor_"):
            sizes = [int(part.partition(":")[2]) for part in row["figures"].split()]
            assert min(sizes) >= 50


def test_nobody_is_said_to_have_verified_anything(db):
    assert not Contact.objects.exclude(verified_on=None).exists()


def test_every_state_has_a_treaty_and_a_fact(db):
    states = coverage.states()
    assert len(states) == 195
    assert coverage.with_a_profile() == 195
    with_treaty = set(
        Fact.objects.published().filter(topic="treaty").values_list("country", flat=True)
    )
    assert states <= with_treaty
    with_mission = set(
        Contact.objects.published()
        .filter(kind=ContactKind.MISSION)
        .values_list("country", flat=True)
    )
    assert len(with_mission & states) >= 190


def test_the_database_has_what_the_seed_has(db, entries):
    assert Fact.objects.published().filter(drafted_by=None).count() == sum(
        "topic" in row for _name, row in entries
    )
    assert Contact.objects.published().filter(drafted_by=None).count() == sum(
        "kind" in row for _name, row in entries
    )
    assert Source.objects.exists()


def test_no_mission_stands_in_its_own_country(entries):
    for _name, row in entries:
        assert row.get("represents", "") != row["country"], row["key"]


def test_no_mission_has_somebodys_own_address(tables):
    own = re.compile(r"@(gmail|yahoo|hotmail|outlook|yandex|mail)\.")
    addresses = [row["email"] for row in tables["contacts_missions.csv"]]

    assert len(list(filter(None, addresses))) > 500
    assert not list(filter(own.search, addresses))


def published(country, topic, **more):
    return Fact.objects.published().of(country).filter(topic=topic, **more)


def test_tiers_as_published(db):
    tiers = {
        place: published(place[0], "tier", year=place[1]).get().subject
        for place in (("CN", 2016), ("CN", 2017), ("IT", 2025), ("MA", 2025), ("US", 2019))
    }
    assert tiers == {
        ("CN", 2016): "2WL",
        ("CN", 2017): "3",
        ("IT", 2025): "2",
        ("MA", 2025): "2",
        ("US", 2019): "1",
    }
    assert not published("IT", "tier", year=2018).exists()


def test_seven_of_fifteen_tiers_are_in_doubt(db):
    """China is settled, fourteen are not."""
    doubted = Fact.objects.published().filter(
        topic="tier", year=2016, detail__startswith="In doubt"
    )
    assert doubted.count() == 14
    assert set(doubted.values_list("confidence", flat=True)) == {"low"}


@pytest.mark.parametrize(
    ("country", "treaty", "party", "on"),
    [
        ("IT", Treaty.PALERMO, True, "2006-08-02"),
        ("MA", Treaty.PALERMO, True, "2011-04-25"),
        ("DE", Treaty.CETS197, True, "2012-12-19"),
        ("AT", Treaty.CETS197, True, "2006-10-12"),
        ("IT", Treaty.CETS197, True, "2010-11-29"),
        ("MA", Treaty.CETS197, False, ""),
        ("MA", Treaty.P029, False, ""),
        ("NO", Treaty.P029, True, "2015-11-09"),
        ("KR", Treaty.PALERMO, True, "2015-11-05"),
    ],
)
def test_treaties(db, country, treaty, party, on):
    fact = published(country, "treaty", subject=treaty).get()
    assert (fact.yes, fact.on) == (party, on)


def test_the_council_of_europe_convention_has_48_parties(db):
    parties = Fact.objects.published().filter(topic="treaty", subject=Treaty.CETS197)
    counted = Counter(parties.values_list("yes", flat=True))
    assert counted == {True: 48, False: 147}


@pytest.mark.parametrize(
    ("country", "total"),
    [
        *(("AL", 165), ("AT", 428), ("BE", 159), ("DE", 808), ("ES", 497), ("FR", 2143)),
        *(
            ("GR", 533),
            ("IT", 2050),
            ("MA", 169),
            ("NL", 868),
            ("PL", 1043),
            ("PT", 410),
            ("UA", 91),
        ),
    ],
)
def test_detected_is_what_the_profiles_quote_of_unodc(db, country, total):
    assert published(country, "detected", year=2023).get().figures["total"] == total


def test_a_figure_is_a_number_or_few(db):
    for figures in Fact.objects.exclude(figures=None).values_list("figures", flat=True):
        assert all(value == "<5" or type(value) is int for value in figures.values()), figures


def test_moroccans_detected_in_france(db):
    assert published("MA", "detected_abroad").get().figures["FR"] == 177


def test_periods_that_clocks_rest_on(db):
    assert [
        (reflection_of(code).number, reflection_of(code).unit) for code in ("DE", "BE", "NO")
    ] == [
        (90, "days"),
        (45, "days"),
        (6, "months"),
    ]
    assert reflection_of("IT").state == "none_in_law"
    assert reflection_of("AL").state == "treaty_minimum"
    assert reflection_of("MA").state == "not_party"
    assert not published("ZA", "reflection_days").exclude(number=None).exists()


def test_numbers_for_a_child_in_spain(db):
    lines = Contact.objects.published().of("ES").filter(kind=ContactKind.CHILD)
    assert sorted(lines.values_list("phone_local", flat=True)) == ["116 000", "116 111"]


def test_an_emergency_number_is_one_of_the_numbering_plan(db):
    numbers = Contact.objects.published().filter(kind=ContactKind.EMERGENCY)
    assert set(numbers.filter(country="UA").values_list("phone_local", flat=True)) == {
        *("101", "102", "103", "112")
    }
    assert not numbers.exclude(phone_local__regex=r"^\d{2,5}$").exists()
