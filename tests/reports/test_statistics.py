"""Frozen months, by a role of its own, and the ready tables that are made of them."""

import csv
import io
import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import openpyxl
import psycopg2
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from directory.working_days import working_time_after
from reports.models import SaidCell
from reports.statistics import pages
from reports.statistics.cubes import CUBES
from reports.statistics.pages import told
from reports.statistics.ready import TABLES
from tests import testing_database, world
from tests.referral.test_row_attempts import refused
from tests.referral.test_worker import as_role
from tests.reports import frozen
from tests.reports.test_figures import coordinator

pytestmark = pytest.mark.django_db(transaction=True)


def owner(sql, *values):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_a_frozen_month_counts_every_code_as_an_independent_count_does():
    houses = frozen.houses()
    people = frozen.invent(houses, 80)
    frozen.invent(houses, 3, opened=datetime(2026, 11, 1, tzinfo=UTC))  # after the month
    frozen.refer(houses, world.organisation("Qendra", "AL"), 12)
    frozen.refer(houses, world.organisation("Rifugio", "IT"), 2, "declined")

    assert frozen.freeze() > 1
    found = counted_cells()

    for name in people[0]:
        wanted = Counter((name, *one[name]) for one in people)
        assert {at: n for at, n in found.items() if at[0] == name} == wanted
    assert found["answers", "accepted", "days_5"] == 12
    assert found["answers", "mandate", "days_5"] == 2
    # Sent on the Monday before the 2nd of June, a holiday in Italy and none in Albania; answered three days later.
    assert (found["place", "AL", "days_3"], found["place", "inside", "days_3"]) == (12, 2)
    assert found["kind", "service", "unnamed"] == 14
    for cube, row, column in found:
        codes = CUBES[cube].column_codes(found_in(cube, found))
        if cube == "capacity":
            assert row in [*CUBES[cube].rows, "*"]
        elif isinstance(codes, dict):
            assert column in (codes.get(row) or ["*"])
        else:
            assert row in CUBES[cube].row_codes(found_in(cube, found))
            assert column in codes


def counted_cells(country="IT"):
    cells = owner('SELECT cube, "row", "column", number FROM reports_cubecell WHERE country = %s', country)  # fmt: skip
    return Counter({(cube, row, column): number for cube, row, column, number in cells})


def found_in(cube, found):
    return {(row, column) for name, row, column in found if name == cube}


def test_courses_of_help_are_counted_as_an_independent_count_does():
    """Language and refusals, days, plans, money, visits, school, new exploitation, paused returns: on random histories."""
    houses = frozen.houses()

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**31), number=st.integers(1, 30))
    def compare(seed, number):
        frozen.forget()
        wanted = frozen.with_courses(houses, number, seed)
        assert frozen.freeze() > 1
        found = counted_cells()
        names = {cube for cube, _row, _column in wanted}
        assert {at: n for at, n in found.items() if at[0] in names} == wanted
        alone = [name for name, cube in CUBES.items() if cube.people not in ("journeys", "referrals", "bodies")]  # fmt: skip
        assert not [at for at in found if at[0] in alone and at not in wanted]

    compare()


def first_signs(receivers, chance):
    """Referrals of random moments and answers, and where each is counted, by the clock of the pages and not by the one of the database."""
    houses = frozen.houses()
    wanted = Counter()
    for _number in range(60):
        receiver = chance.choice(receivers)
        sent = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(300 * 24 * 60))
        answered, asked = (timedelta(minutes=chance.randrange(20 * 24 * 60)) if chance.random() < 0.7 else None for _ in range(2))  # fmt: skip
        status = "accepted" if answered else "asked" if asked else "sent"
        frozen.refer(houses, receiver, 1, status, sent, answered, asked)
        goes_to = receiver.represents or receiver.country
        row = "inside" if goes_to == "IT" else goes_to
        wanted["place", row, band(receiver.country, sent, [answered, asked])] += 1
    return wanted


def band(country, sent, after):
    signs = [sent + one for one in after if one]
    if not signs:
        return "none"
    if min(signs) - sent <= timedelta(days=1):
        return "day"
    within = [days for days in (3, 10) if min(signs) <= working_time_after(country, sent, days)]
    return f"days_{within[0]}" if within else "longer"


def test_first_signs_are_counted_in_working_days_of_the_body():
    """Weekends, holidays, summer time, four countries; a consulate works where it is, and stands under its own country."""
    consulate = world.organisation("Consulate", "IT", "consulate", represents="MA")
    receivers = [consulate, *(world.organisation(f"Body {code}", code) for code in ("AL", "GR", "IT", "MA"))]  # fmt: skip

    @settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(seed=st.integers(0, 2**31))
    def compare(seed):
        frozen.forget()
        wanted = first_signs(receivers, random.Random(seed))  # noqa: S311
        frozen.freeze()
        assert {at: n for at, n in counted_cells().items() if at[0] == "place"} == wanted

    compare()


def test_what_was_said_before_there_were_first_signs_stays_said(client):
    """Countries were parts of a row. Said then, they are not said anew before enough has changed."""
    houses, qendra = frozen.houses(), world.organisation("Qendra", "AL")
    frozen.refer(houses, qendra, 20)
    frozen.freeze(date(2026, 8, 1))
    owner("DELETE FROM reports_cubecell WHERE cube = 'place'; DELETE FROM reports_saidcell WHERE cube = 'place'; SELECT 1")  # fmt: skip
    for row, column, number in (("abroad", "AL", 20), ("abroad", "*", 20), ("*", "*", 20)):
        owner(
            "INSERT INTO reports_saidcell (snapshot_id, country, year, cube, \"row\", \"column\", inside, number, as_of)"
            " SELECT id, 'IT', 2026, 'place', %s, %s, false, %s, month FROM reports_snapshot RETURNING 1",
            row, column, number,
        )  # fmt: skip
    owner(
        'INSERT INTO reports_cubecell (snapshot_id, country, year, cube, "row", "column", number)'
        " SELECT id, 'IT', 2026, 'place', 'abroad', 'AL', 20 FROM reports_snapshot RETURNING 1"
    )
    world.sign_in(client, coordinator("IT"))
    assert "Italy to Albania" in client.get(reverse("statistics_table", args=["corridors"])).text
    rows = {(row["category"], row["column"]): row["value"] for row in rows_of_file(client, "referrals")}  # fmt: skip
    assert (rows["AL", "*"], rows["AL", "day"]) == ("20", "")
    assert ("abroad", "*") not in rows
    frozen.refer(houses, qendra, 3)
    frozen.freeze(date(2026, 9, 1))
    said = owner(
        "SELECT number, as_of FROM reports_saidcell JOIN reports_snapshot s ON s.id = snapshot_id"
        " WHERE s.month = '2026-09-01' AND cube = 'place' AND \"row\" = 'AL' AND \"column\" = '*' AND NOT inside"
    )
    assert said == [(20, date(2026, 8, 1))]


def test_nobody_stands_behind_what_there_is():
    """Bodies and places as they are entered; how many are free, and so how many people are there, is not among them."""
    world.organisation("Rifugio", services=["housing"], capacity=12, places_free=3)
    world.organisation("Sportello", services=["legal", "housing"], capacity=2)
    world.organisation("Chiuso", services=["legal"], capacity=9, is_active=False)
    frozen.freeze()
    found = {at[1:]: n for at, n in counted_cells().items() if at[0] == "capacity"}
    assert found == {
        ("housing", "bodies"): 2,
        ("housing", "places"): 14,
        ("legal", "bodies"): 1,
        ("legal", "places"): 2,
        ("*", "bodies"): 2,
        ("*", "places"): 14,
    }


def test_a_month_is_frozen_once_and_stays():
    houses = frozen.houses()
    frozen.invent(houses, 15)
    assert frozen.freeze() > 1
    before = owner("SELECT md5(string_agg(f::text, '' ORDER BY id)) FROM reports_frozenjourneys f")
    frozen.invent(houses, 15, seed=2)

    assert frozen.freeze() == 0
    assert frozen.freeze(date(2026, 9, 1)) == 0
    assert before == owner(
        "SELECT md5(string_agg(f::text, '' ORDER BY id)) FROM reports_frozenjourneys f"
    )
    with as_role("trm_stats"):
        for change in ("UPDATE reports_frozenjourneys SET number = 1", "DELETE FROM reports_saidcell"):  # fmt: skip
            assert "permission denied" in refused(change)
    with pytest.raises(ValueError, match="after its end"):
        frozen.freeze(date(2026, 11, 1))


def test_an_erased_case_is_counted_as_before():
    """Words, names and days go, codes stay: no later month tells that somebody asked (docs/adr/0040)."""
    frozen.invent(frozen.houses(), 15)
    frozen.freeze()
    owner(
        "SELECT desk_private.erase_parts(id, ARRAY['identity', 'account', 'legal', 'summary']) FROM referral_case"
    )
    assert frozen.freeze(date(2026, 11, 1), datetime(2026, 12, 1, 6, tzinfo=UTC)) > 1

    alike = "country, year, sex, age, citizenship, form, status, body, reflection, outlook, way, ended, crossing, risk"
    first, second = owner(
        f"SELECT md5(string_agg(f::text, '|' ORDER BY f)) FROM (SELECT snapshot_id, ({alike}, sum(number)) AS f FROM reports_frozenjourneys"  # noqa: S608
        f" GROUP BY snapshot_id, {alike}) x GROUP BY snapshot_id ORDER BY snapshot_id"
    )
    assert first == second
    first, second = owner(
        "SELECT string_agg(concat_ws(' ', cube, row, \"column\", number), '|' ORDER BY cube, row, \"column\") FROM reports_cubecell GROUP BY snapshot_id"
    )
    assert first == second
    assert "reflection granted law" in first[0]


CANARY = "Kanarienvogel"
CLEAR = """
SELECT c.table_name, c.column_name, c.data_type = 'ARRAY' FROM information_schema.columns c
 WHERE c.table_schema = 'public' AND starts_with(c.table_name, 'referral_') AND (c.data_type = 'text' OR c.character_maximum_length >= 13
       OR (c.data_type = 'ARRAY' AND c.udt_name IN ('_varchar', '_text')))
   AND EXISTS (SELECT FROM information_schema.columns k WHERE k.table_name = c.table_name AND k.column_name IN ('case_id', 'journey_id', 'assessment_id'))
"""
KEPT = {"status", "trafficking_status", "decision_body", "question", "reflection_days", "kind", "family", "decline_reason"}  # fmt: skip


def planted_everywhere():
    """A canary in everything in clear that casework has, also where only codes belong; what a constraint forbids stays. How many columns."""
    planted = 0
    for table, column, is_array in owner(CLEAR):
        if column in KEPT:
            continue
        word = "ARRAY[left(%s, 2)]" if is_array and column in ("citizenships", "exploitation_countries") else "ARRAY[%s]" if is_array else "%s"  # fmt: skip
        try:
            with testing_database.owner_cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = {word}", [CANARY])  # noqa: S608 -- names of the catalogue
                planted += bool(cursor.rowcount)
        except psycopg2.Error:
            continue  # forbidden by a constraint or a trigger, or too short
    return planted


def test_no_word_of_casework_stands_in_a_table(client):
    """Of every class, in any column, also a word that stands where only a code belongs."""
    houses = frozen.houses()
    frozen.with_courses(houses, 60, seed=9)
    assert planted_everywhere() > 20
    frozen.freeze()
    written = "".join(
        row
        for table in ("snapshot", "frozenjourneys", "frozenreferrals", "saidcell")
        for (row,) in owner(f"SELECT x::text FROM reports_{table} x")  # noqa: S608 -- our own names
    )
    assert CANARY not in written
    [(counted,)] = owner("SELECT string_agg(x::text, '') FROM reports_cubecell x")
    assert (
        CANARY in counted
    )  # it came as far as what is counted, which the web never reads, and stood with the last part
    for who in (coordinator("IT"), world.member(houses[0])):
        world.sign_in(client, who)
        for slug in TABLES:
            for query in ("", "?country=IT&inside=on"):
                page = client.get(reverse("statistics_table", args=[slug]) + query)
                assert page.status_code == 200
                assert CANARY not in page.text
                for ending in ("csv", "json"):
                    file = client.get(reverse("statistics_file", args=[slug, ending]) + query)
                    assert CANARY.encode() not in file.content, (slug, ending)


def test_who_counts_reads_codes_and_nothing_else():
    closed = [
        "SELECT name_said FROM referral_identity",
        "SELECT own_words FROM referral_account",
        "SELECT display_name FROM referral_summary",
        "SELECT reference FROM referral_journey",
        "SELECT asylum FROM referral_legal",
        "SELECT name FROM accounts_organisation",
        "SELECT email FROM accounts_user",
        "SELECT 1 FROM referral_health",
        "SELECT 1 FROM audit_auditentry",
    ]
    with as_role("trm_stats"):
        for statement in closed:
            assert "permission denied" in refused(statement), statement
        readable = {
            (table, column)
            for table, column in rows_of(
                "SELECT table_name, column_name FROM information_schema.column_privileges"
                " WHERE grantee = 'trm_stats' AND privilege_type = 'SELECT'"
                " AND (table_name LIKE 'referral%%' OR table_name LIKE 'accounts%%')"
            )
        }
    texts = {"text"}
    types = dict(
        ((table, column), kind)
        for table, column, kind in owner(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        )
    )
    assert readable
    assert not [one for one in readable if types[one] in texts]


def rows_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_the_web_never_reads_what_is_not_said():
    houses = frozen.houses()
    frozen.invent(houses, 40)
    frozen.freeze()
    home, far = coordinator("IT"), coordinator("AL")
    analyst = world.member(home.organisation, Role.ANALYST)
    manager = world.member(houses[0])

    for member, sees in ((home, True), (analyst, True), (far, False), (manager, False)):
        with world.acting(member):
            assert SaidCell.objects.filter(inside=True).exists() is sees
            assert SaidCell.objects.filter(inside=False).exists()
            people = SaidCell.objects.exclude(cube="capacity")  # bodies and places are nobody
            assert not people.filter(inside=False, number__range=(1, 10)).exists()
            assert not people.filter(inside=True, number__range=(1, 4)).exists()
            for table in ("frozenjourneys", "frozenreferrals", "cubecell"):
                with transaction.atomic():
                    assert "permission denied" in refused(f"SELECT 1 FROM reports_{table}")  # noqa: S608
            with pytest.raises(DatabaseError), transaction.atomic():
                SaidCell.objects.update(number=1)
            with transaction.atomic():
                assert "permission denied" in refused("SELECT journeys FROM reports_snapshot")


def test_a_number_stands_until_enough_has_changed():
    houses = frozen.houses()
    frozen.invent(houses, 60)
    frozen.freeze(date(2026, 8, 1))
    frozen.invent(houses, 4, seed=3)
    frozen.freeze(date(2026, 9, 1))
    frozen.invent(houses, 30, seed=4)
    frozen.freeze(date(2026, 10, 1))

    with world.acting(coordinator("IT")):
        whole = SaidCell.objects.filter(cube="form", row="*", inside=False)
        said = whole.order_by("snapshot__month").values_list("number", "as_of")
        assert list(said) == [
            (60, date(2026, 8, 1)),
            (60, date(2026, 8, 1)),
            (94, date(2026, 10, 1)),
        ]
        assert told() == {"IT": [2026]}


@pytest.fixture
def released():
    houses = frozen.houses()
    frozen.invent(houses, 300)
    frozen.freeze()
    return houses


def test_the_pages_say_the_same_as_the_files(client, released):
    world.sign_in(client, world.member(released[0]))
    assert "Registered victims" in client.get(reverse("statistics")).text

    page = client.get(reverse("statistics_table", args=["eurostat"])).text
    assert "Sex and age" in page
    assert "300" in page

    address = reverse("statistics_file", args=["eurostat", "csv"])
    rows = list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
    again = json.loads(client.get(address.replace(".csv", ".json")).content)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(address.replace(".csv", ".xlsx")).content), read_only=True
    )
    sheet = [["" if cell is None else cell for cell in row] for row in book.active.values]
    sheet = [[*row, *[""] * (len(rows[0]) - len(row))] for row in sheet]  # without what ends a row

    assert rows[1][:3] == ["#country+code+v_iso3", "#country+name", "#date+year"]
    assert all(tag.startswith("#") for tag in rows[1])
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in again]
    assert rows == [[str(cell) for cell in row] for row in sheet]
    total = [row for row in rows if row[3] == "sex_age" and row[5] == row[7] == "*"]
    assert [(row[0], row[2], row[9]) for row in total] == [("ITA", "2026", "300")]


def test_every_ready_table_has_its_page_and_the_global_report_its_columns(client, released):
    world.sign_in(client, coordinator("IT"))
    for slug in TABLES:
        assert client.get(reverse("statistics_table", args=[slug])).status_code == 200

    text = client.get(reverse("statistics_file", args=["glotip", "csv"])).content.decode("utf-8-sig")  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(text)))
    adults = [row for row in rows[1:] if row["Sex"] == "Female" and row["Age"] == "18 years or over"]  # fmt: skip
    assert [(row["Iso3_code"], row["Indicator"]) for row in adults] == [
        ("ITA", "Detected trafficking victims")
    ]


@pytest.fixture
def courses():
    """People with a course of help each: 150, so that the larger numbers may be said."""
    houses = frozen.houses()
    frozen.with_courses(houses, 150, seed=5)
    frozen.refer(houses, world.organisation("Shelter", "FR"), 30)
    frozen.refer(houses, world.organisation("Casa", "IT"), 12)
    frozen.freeze()
    return houses


def rows_of_file(client, slug, query=""):
    address = reverse("statistics_file", args=[slug, "csv"]) + query
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))[1:]


def test_the_files_of_the_new_tables_say_what_may_be_said(client, courses):
    world.sign_in(client, coordinator("IT"))
    counted = counted_cells()
    for slug in ("reintegration", "rights", "return", "service"):
        rows = rows_of_file(client, slug)
        assert {row["table"] for row in rows} == set(TABLES[slug].cubes)
        for row in rows:
            at = (row["table"], row["category"], row["column"])
            if row["value"] and "*" not in at and row["table"] not in ("sex_age",):
                assert counted[at] == int(row["value"]), at
                assert row["table"] == "capacity" or not 0 < int(row["value"]) < 11, at
        assert any(row["value"] not in ("", "0") for row in rows), slug


def test_percentages_stand_beside_the_numbers_that_they_are_made_of(client, courses):
    world.sign_in(client, coordinator("IT"))
    page = client.get(reverse("statistics_table", args=["referrals"])).text
    rows = rows_of_file(client, "referrals")
    told = {row["category"]: row for row in rows if row["column"] == "percent"}
    assert told["accepted"]["value"] == ""  # whoever adds up the numbers adds no percentage
    answers = Counter()
    for (cube, row, _column), number in counted_cells().items():
        answers.update({row: number} if cube == "answers" else {})
    whole = answers.total() - answers["none"]
    wanted = int(100 * answers["accepted"] / whole + 0.5)
    assert told["accepted"]["percent"] == str(wanted)
    assert f"{wanted} %</b> Accepted, of those answered" in page
    assert "worked out from numbers that stand here" in page


def test_a_percentage_of_two_months_is_not_printed():
    def cells(*months):
        numbers = {("accepted", "*"): 60, ("none", "*"): 20, ("*", "*"): 120}
        return {
            ("answers", *at): pages.Cell(number, month, frozen.MONTH)
            for (at, number), month in zip(numbers.items(), months, strict=True)
        }

    answers, september = CUBES["answers"], date(2026, 9, 1)
    found = [
        pages.shares(answers, {at[1:]: cell for at, cell in cells(*months).items()})
        for months in ([frozen.MONTH] * 3, [september] * 3, [september, frozen.MONTH, frozen.MONTH])
    ]
    assert [[one.percent for one in told] for told in found] == [[60], [60], []]


def test_pages_put_beside_each_other_what_belongs_together(client, courses):
    world.sign_in(client, coordinator("IT"))
    page = client.get(reverse("statistics_table", args=["reintegration"])).text
    assert page.count('id="cube-budget"') == page.count('id="cube-index"') == 1
    assert "After 12 months: Within" in page
    assert "Housing" in page
    page = client.get(reverse("statistics_table", args=["service"])).text
    assert "Times asked" in page
    page = client.get(reverse("statistics_table", args=["rights"])).text
    assert "Reflection period by law:" in page
    assert "As long as the law of the country gives" in page


def test_the_corridors_of_all_countries_stand_in_one_table(client, courses):
    far = frozen.houses("GR")
    frozen.refer(far, world.organisation("Qendra dy", "AL"), 20, sent=datetime(2026, 11, 2, tzinfo=UTC))  # fmt: skip
    frozen.refer(far, world.organisation("Maison", "FR"), 3, sent=datetime(2026, 11, 2, tzinfo=UTC))  # fmt: skip
    frozen.freeze(date(2026, 11, 1), datetime(2026, 12, 1, tzinfo=UTC))
    world.sign_in(client, world.member(far[0]))
    page = client.get(reverse("statistics_table", args=["corridors"])).text
    assert "Italy to France" in page
    assert "not said" in page
    rows = {(row["country"], row["category"]): row["value"] for row in rows_of_file(client, "corridors", "?year=2026") if row["column"] == "*"}  # fmt: skip
    assert (rows["ITA", "FR"], rows["GRC", "AL"], rows["GRC", "FR"]) == ("30", "", "")
    for odd in ("?year=1999", "?year=x&country=IT", "?inside=on"):
        assert client.get(reverse("statistics_table", args=["corridors"]) + odd).status_code == 200


def test_the_table_of_the_house_is_its_coordinations(client, released):
    query = "?country=IT&inside=on"
    address = reverse("statistics_file", args=["eurostat", "csv"]) + query
    names = {}
    for who in (coordinator("IT"), coordinator("AL"), world.member(released[0])):
        world.sign_in(client, who)
        names[who.role, who.organisation.country] = client.get(address)["Content-Disposition"]

    assert "-inside." in names["national_coordinator", "IT"]
    assert "-inside." not in names["national_coordinator", "AL"] + names["case_manager", "IT"]


@pytest.mark.parametrize(
    "address",
    [
        "/statistics/nothing/",
        "/statistics/eurostat/table.exe",
        "/statistics/eurostat/table.csv?country=FR&year=x",
    ],
)
def test_what_does_not_exist_is_404(client, address):
    world.sign_in(client, coordinator("FR"))
    assert client.get(address).status_code == 404


def test_odd_filters_lead_to_a_page(client, released):
    world.sign_in(client, coordinator("IT"))
    for query in ("?year=0", "?year=99999999999999", "?country=%00", "?country=ZZ&inside=x"):
        assert client.get("/statistics/eurostat/" + query).status_code == 200


def test_the_command_takes_the_month_and_says_so():
    frozen.invent(frozen.houses(), 2)
    out = StringIO()
    with as_role("trm_stats"):
        call_command("take_snapshot", "--month", "2026-10", stdout=out)
        call_command("take_snapshot", "--month", "2026-10", stdout=out)
    assert out.getvalue().splitlines()[0].startswith("frozen rows: ")
    assert out.getvalue().splitlines()[1] == "the month stands already"
