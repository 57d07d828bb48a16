"""Raw tables become the seed, or nothing does and it is said where and why."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory import seed_files, seed_rows
from directory.tables import read_all
from directory.tables.raw import Broken
from directory.tables.rows import same_number
from directory.tables.typed import forms, one_length, partial_date, yes_or_no
from tests.directory.raw_tables import TABLES, write_raw_tables

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "country_facts"


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    return read_all(write_raw_tables(tmp_path_factory.mktemp("raw")))


@pytest.fixture(scope="module")
def row(read):
    rows = {row.key: row for rows in read.tables.values() for row in rows}
    return rows.__getitem__


def said(read):
    return "\n".join(map(str, read.left_out))


def test_a_tier_that_is_known_to_be_wrong_is_replaced(row):
    tier = row("tier:CN:2016")
    assert (tier.subject, tier.confidence) == ("2WL", "medium")
    assert tier.source.address == "https://example.org/list"


def test_a_tier_in_doubt_stays_and_says_so(row):
    tier = row("tier:BF:2016")
    assert (tier.subject, tier.confidence) == ("2", "low")
    assert "seven countries" in tier.detail
    assert row("tier:AL:2016").confidence == "high"
    assert row("tier:NE:2016").detail == "Sources disagree."


def test_no_tier_is_deduced(read):
    assert len(read.tables["facts_tiers.csv"]) == 5


def test_dates_of_treaties_come_from_the_later_tables(row):
    assert row("treaty:DE:CETS197").on == "2012-12-19"
    assert row("treaty:AT:CETS197").on == "2006-10-12"
    korea = row("treaty:KR:PALERMO")
    assert (korea.yes, korea.on, korea.codes) == (True, "2015-11-05", ["ratification"])
    niger = row("treaty:NE:P029")
    assert niger.yes is True
    assert niger.on == ""
    assert "by 2015-11-09" in niger.detail
    assert row("treaty:MA:P029").yes is False


def test_who_is_not_on_a_list_of_parties_is_no_party_only_if_the_list_is_whole(read):
    keys = {row.key for row in read.tables["facts_treaties.csv"]}
    assert "treaty:MA:CETS197" not in keys


def test_repeated_counts_are_added_and_hidden_ones_are_not(row):
    assert row("detected:AL:2023").figures == {"total": 9, "women": "<5", "other": 7}
    hidden = row("detected:AL:2022")
    assert hidden.figures == {"total": 8, "female": 6, "male": 2}
    assert "Other forms: 3 and 1 further count under 5." in hidden.detail
    assert row("detected_citizenship:AL").figures == {"AL": 5, "MA": "<5"}
    assert row("detected_abroad:MA").figures == {"AL": "<5"}


def test_small_corridors_stay_out(row):
    assert row("corridor_to:AL").figures == {"IT": 50}
    with pytest.raises(KeyError):
        row("corridor_from:GR")


def test_plain_texts_are_typed_and_keep_their_words(read):
    facts = {(row.topic, row.country): row for row in read.tables["facts_profiles.csv"]}
    assert facts["role", "AL"].codes == ["origin"]
    assert facts["role", "AL"].text == "origin; possible transit"
    assert facts["routes", "AL"].codes == ["NE", "NG", "GN"]
    assert (facts["routes", "AL"].as_of, facts["routes", "AL"].source.dated) == (
        "2019",
        "after 2019",
    )
    reflection = facts["reflection_days", "AL"]
    assert (reflection.number, reflection.unit, reflection.text) == ("90", "days", "90 days")
    assert facts["nrm", "AL"].yes is None
    assert facts["nrm", "AL"].as_of == ""
    assert facts["victims_year", "AL"].year == 2022
    assert facts["reflection_days", "BE"].number == "45"


def test_a_plain_number_among_the_facts_becomes_a_line(row, read):
    line = row("line:AL:child:0800111222")
    assert (line.name, line.is_all_day, line.confidence) == ("Child helpline", True, "medium")
    left = [fact.text for fact in read.tables["facts_profiles.csv"] if fact.topic == "hotline"]
    assert left == ["number not found"]


def test_one_number_is_one_line_and_two_in_a_cell_are_two(row, read):
    line = row("line:AL:trafficking:116006")
    assert (line.name, line.confidence) == ("Line 116 006", "high")
    assert "Also listed as Another name" in line.note
    assert row("line:NG:trafficking:627").confidence == "low"
    assert row("line:NG:trafficking:07030000203")
    assert row("line:MY:trafficking:0380008000").hours == "07:30-21:00 daily"
    keys = [contact.key for contact in read.tables["contacts.csv"]]
    assert len([key for key in keys if key.startswith("line:AL:trafficking")]) == 1


def test_an_emergency_number_serves_what_a_trusted_row_says(read):
    served = {
        (row.country, row.phone_local): row.serves
        for row in read.tables["contacts.csv"]
        if row.kind == "emergency"
    }
    assert served["US", "911"] == "any"
    assert served["US", "112"] == ""
    assert served["AL", "127"] == "ambulance"
    assert {served["UA", number] for number in ("101", "102", "112")} == {""}


def test_missions_are_of_states_with_addresses_that_can_be_followed(row, read):
    mission = row("mission:Q2:AL:IT")
    assert (mission.country, mission.represents) == ("IT", "AL")
    assert (mission.mission_type, mission.website) == ("embassy", "")
    assert mission.phone_international == "+39 06 1234"
    assert row("mission:Q3:IT:AL").website == ""
    assert "missions.csv:2: not of a state" in said(read)
    assert "missions.csv:5: the host is the state itself: Italy Paris" in said(read)
    assert "missions.csv:4: hidden characters in website" in said(read)


def test_a_body_without_a_name_is_left_out(read):
    assert "coordination_bodies.csv:3: GR" in said(read).replace("GRC", "GR")


def test_what_nobody_decided_on_is_said(tmp_path):
    changed = TABLES["conflicts.csv"] + "treaties.csv,ALB date,1,2,https://example.org,\n"
    read = read_all(write_raw_tables(tmp_path, conflicts=changed))
    assert "conflicts.csv:5: treaties.csv ALB date: nobody decided on this yet" in said(read)


BROKEN = {
    "cut off": (
        {"hotlines": TABLES["hotlines.csv"][:-20]},
        "hotlines.csv:4: the last line has no end: the file is cut off",
    ),
    "cut off at a line with an open quote": (
        {"conflicts": 'file,key,existing,found,source,note\na,b,c,d,e,"f\n'},
        "conflicts.csv:2: no table of values",
    ),
    "doubled": (
        {"tip_tiers": TABLES["tip_tiers.csv"] + "ALB,2016,3,elsewhere,high,\n"},
        "tip_tiers.csv:6: ALB 2016 stands in line 2 already",
    ),
    "another encoding": (
        {"missions": TABLES["missions.csv"].replace("Rome", "Zürich").encode("latin-1", "replace")},
        "missions.csv:3: not UTF-8",
    ),
    "a column missing": (
        {"treaties": TABLES["treaties.csv"].replace("status", "state", 1)},
        "treaties.csv:1: columns missing: status",
    ),
    "a value missing": (
        {"reflection_periods": "iso3,days,source,as_of\nBEL,45,2014\n"},
        "reflection_periods.csv:2: 3 values, the first line names 4",
    ),
    "empty": ({"missions": ""}, "missions.csv: the file is empty"),
    "without rows": ({"missions": TABLES["missions.csv"][:145]}, "missions.csv"),
    "without the day": ({"SOURCES": "# Sources\n"}, "SOURCES.md:1: does not say on which day"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_table_is_named_and_nothing_is_written(broken, tmp_path):
    changed, complaint = BROKEN[broken]
    raw = write_raw_tables(tmp_path / "raw", **changed)
    seed = tmp_path / "seed"
    call_command("read_country_tables", write_raw_tables(tmp_path / "good"), into=seed, verbosity=0)
    before = {path.name: path.read_bytes() for path in seed.iterdir()}
    with pytest.raises(CommandError) as refused:
        call_command("read_country_tables", raw, into=seed)
    assert "Nothing was written." in str(refused.value)
    assert complaint in str(refused.value)
    assert {path.name: path.read_bytes() for path in seed.iterdir()} == before


def test_a_missing_table_and_a_broken_one_are_named_together(tmp_path):
    raw = write_raw_tables(tmp_path, treaties="iso3\nALB\n")
    (raw / "missions.csv").unlink()
    with pytest.raises(Broken) as broken:
        read_all(raw)
    assert {problem.file for problem in broken.value.problems} == {"treaties.csv", "missions.csv"}


def test_columns_may_stand_in_any_order(tmp_path, read):
    turned = "\n".join(
        ",".join(reversed(cells))
        for cells in ([*line.split(",")] for line in TABLES["tip_tiers.csv"].splitlines())
    )
    again = read_all(write_raw_tables(tmp_path, tip_tiers=turned + "\n"))
    assert again.tables["facts_tiers.csv"] == read.tables["facts_tiers.csv"]


def test_the_seed_is_the_same_again(tmp_path):
    raw = write_raw_tables(tmp_path / "raw")
    for folder in ("one", "two"):
        call_command("read_country_tables", raw, into=tmp_path / folder, verbosity=0)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert seed_files.MANIFEST in names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.skipif(not REAL.exists(), reason="the raw tables are not part of the project")
def test_the_real_tables_give_the_seed_that_ships(tmp_path):
    call_command("read_country_tables", REAL, into=tmp_path, verbosity=0)
    for path in sorted(seed_files.FOLDER.glob("*.csv")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_every_value_of_the_seed_has_a_column_that_is_loaded():
    known = {"key", "source", "id", *seed_rows.FACT, *seed_rows.CONTACT, *seed_rows.SOURCE}
    for path in seed_files.FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert set(next(csv.reader(file))) <= known, path.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes; updated 2022", True),
        ("Yes", True),
        ("yes (child victims)", None),
        ("none", False),
        ("no", False),
        ("no; a draft exists", False),
        ("no national one", None),
        ("normally", None),
        ("not applied", None),
    ],
)
def test_yes_and_no(text, expected):
    assert yes_or_no(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 months, renewable", ("6", "months")),
        ("1 year; § 57 AsylG", ("12", "months")),
        ("6 months, renewable for 1 year", ("", "")),
        ("up to 12 months", ("", "")),
        ("3-12 months", ("", "")),
        ("provisional 1 year; then 5 years", ("", "")),
    ],
)
def test_one_length_of_time(text, expected):
    assert one_length(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2023-05-10", "2023-05-10"),
        ("about 2019-2020", "2019"),
        ("undated (before 2013)", ""),
        ("undated", ""),
        ("2023 or later", "2023"),
    ],
)
def test_a_date_never_looks_newer_than_its_source(words, expected):
    assert partial_date(words) == expected


def test_forms_of_exploitation():
    assert forms("organised prostitution; forced marriage") == ["sexual", "marriage"]
    assert forms("sham marriage; organ trade") == ["organs", "other"]


def test_numbers_are_the_same_with_and_without_their_prefixes():
    assert same_number("226280120", "48226280120")
    assert same_number("0800018676", "800018676")
    assert not same_number("116", "116006")
    assert not same_number("112", "48112")
