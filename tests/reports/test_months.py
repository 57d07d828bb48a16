"""Ready tables over months: what was said in each month is drawn, and nothing else."""

import csv
import io
import re
from datetime import date
from itertools import combinations
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from reports import lines
from reports.statistics.ready import TABLES
from tests import world
from tests.reports import frozen
from tests.reports.test_figures import coordinator
from tests.reports.test_statistics import owner

pytestmark = pytest.mark.django_db(transaction=True)
MONTHS = [date(2026, month, 1) for month in (6, 7, 8, 9, 10)]
CHART = re.compile(r'<section class="card" aria-labelledby="over-(\w+)">.*?(<svg class="chart months".*?</svg>)(.*?)</section>', re.S)  # fmt: skip


@pytest.fixture
def released():
    """Five months: few people, many, a few more (numbers stand), none frozen, and more again. Some rows stay small."""
    houses = frozen.houses()
    for month, number in zip(MONTHS, (4, 60, 3, None, 40), strict=True):
        if number:
            frozen.invent(houses, number, seed=number)
            frozen.freeze(month)
    return houses


def page(client, slug="eurostat", query="?country=IT&year=2026"):
    return client.get(reverse("statistics_months", args=[slug]) + query).text


def charts(text):
    """{cube: (svg, its table)}"""
    return {code: (ElementTree.fromstring(svg), table) for code, svg, table in CHART.findall(text)}  # noqa: S314 -- our own page


def drawn(svg):
    """(number written at its end, {month: (number, repeats an older one)}, pairs of joined months) of each line, read off the scale."""
    plot = scale_of(svg)
    found = []
    groups = svg.findall("g")
    for group, label in zip(groups[::2], groups[1::2], strict=True):
        path = {one.get("class"): one.get("d") for one in group.findall("path")}
        points = {}
        for kind, older in (("mark", False), ("mark hollow", True)):
            for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)", path.get(kind, "")):
                points[plot.month(x)] = (plot.number(y), older)
        steps = [(kind, plot.month(x)) for kind, x in re.findall(r"([ML])([\d.-]+) ", path["way"])]
        joined = {(one, two) for (_k, one), (kind, two) in zip(steps, steps[1:], strict=False) if kind == "L"}  # fmt: skip
        found.append((int(label.find(".//tspan").text), points, joined))
    return found


def scale_of(svg):
    """From places back to months and numbers, by what is written beside them."""
    texts = [one for one in svg.findall("text") if one.get("class") == "s"]
    numbers = [(float(one.get("y")) - 4, int(one.text)) for one in texts if one.text.isdigit()]
    (low, least), (high, most) = numbers[0], numbers[-1]
    first, last = (float(one.get("x")) for one in texts if not one.text.isdigit())
    return SimpleNamespace(
        number=lambda y: round(least + (low - float(y)) * (most - least) / (low - high)),
        month=lambda x: MONTHS[round((float(x) - first) * (len(MONTHS) - 1) / (last - first))],
    )


def wanted(cube, inside):
    """The same, asked of the database another way."""
    said = owner(
        'SELECT c."row", s.month, c.number, c.as_of <> s.month FROM reports_saidcell c JOIN reports_snapshot s ON s.id = c.snapshot_id'
        " WHERE c.country = 'IT' AND c.year = 2026 AND c.cube = %s AND c.\"column\" = '*' AND c.inside = %s AND c.number IS NOT NULL",
        cube, inside,
    )  # fmt: skip
    rows = {}
    for row, month, number, older in said:
        rows.setdefault(row, {})[month] = (number, older)
    at_end = {row: months[MONTHS[-1]][0] for row, months in rows.items() if MONTHS[-1] in months}
    whole = at_end.pop("*", 0)
    largest = sorted((number for number in at_end.values() if number), reverse=True)[:3]
    return rows.values(), [whole, *largest]


def joined_in(points):
    return {(one, two) for one, two in zip(MONTHS, MONTHS[1:], strict=False) if {one, two} <= points.keys()}  # fmt: skip


@pytest.mark.parametrize("inside", [False, True])
def test_every_point_is_what_its_month_said(client, released, inside):
    """And no line goes across a month that does not say the number."""
    world.sign_in(client, coordinator("IT"))
    found = charts(page(client, query="?country=IT&year=2026" + "&inside=on" * inside))
    assert set(found) == set(TABLES["eurostat"].cubes)
    for cube, (svg, _table) in found.items():
        seen = drawn(svg)
        said, ends = wanted(cube, inside)
        assert [end for end, _points, _joined in seen] == ends
        assert len(ends) <= 4
        for end, points, joined in seen:
            assert points in said
            assert end == points[max(points)][0]
            assert joined == joined_in(points)
    whole = drawn(found["form"][0])[0][1]
    assert [(month.month, older) for month, (_number, older) in sorted(whole.items())] == [
        (7, False),
        (8, True),
        (10, False),
    ]
    assert max(len(drawn(svg)) for svg, _table in found.values()) == 4


def numbers_in(svg, table):
    """All that is told of people, by place or by word."""
    told = {number for _end, points, _joined in drawn(svg) for number, _older in points.values()}
    told |= {int(one.text) for one in svg.iter("tspan")}
    cells = re.findall(r'<td class="r">(\d+)', table)
    return told | {int(number) for number in cells}


def test_a_number_that_is_held_back_stands_nowhere(client, released):
    """Counted, and not said to this reader: in no place of a line, no label, no table, no sentence."""
    counted = owner("SELECT DISTINCT cube, number FROM reports_cubecell WHERE country = 'IT' AND number BETWEEN 1 AND 10")  # fmt: skip
    assert len({number for _cube, number in counted}) > 5
    world.sign_in(client, world.member(released[0]))
    text = page(client, query="?country=IT&year=2026&inside=on")
    for cube, (svg, table) in charts(text).items():
        told = numbers_in(svg, table)
        assert told
        assert not told & set(range(1, 11)), cube
    findings = re.findall(r'id="said-\w+">([^<]+)<', text)
    assert len(findings) == 5
    assert not [one for one in findings if {int(n) for n in re.findall(r"\b\d+\b", one)} & set(range(1, 11))]  # fmt: skip
    rows = file(client, query="?country=IT&year=2026&inside=on")
    assert not [row for row in rows if row["value"] and 0 < int(row["value"]) < 11]


def file(client, slug="eurostat", query="?country=IT&year=2026"):
    answer = client.get(reverse("statistics_months_file", args=[slug, "csv"]) + query)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_the_lines_of_the_house_are_its_coordinations(client, released):
    """Six people are said to the country's own coordination, and to nobody else."""
    query = "?country=IT&year=2026&inside=on"
    least = {}
    for who in (coordinator("IT"), world.member(released[0]), coordinator("AL")):
        world.sign_in(client, who)
        text = page(client, query=query)
        told = set().union(*(numbers_in(*one) for one in charts(text).values()))
        least[who.role, who.organisation.country] = min(told - {0})
        name = client.get(reverse("statistics_months_file", args=["eurostat", "csv"]) + query)["Content-Disposition"]  # fmt: skip
        assert ("Not to be passed on" in text, "-inside." in name) == (
            ((least[who.role, who.organisation.country] < 11),) * 2
        )
        if who.organisation.country == "IT":
            public = charts(page(client)).values()
            assert min(set().union(*(numbers_in(*one) for one in public)) - {0}) >= 11
    assert 5 <= least.pop(("national_coordinator", "IT")) < 11
    assert min(least.values()) >= 11


def test_the_file_has_every_cell_that_each_month_said(client, released):
    world.sign_in(client, coordinator("FR"))
    rows = file(client)
    said = owner(
        "SELECT to_char(s.month, 'YYYY-MM'), c.cube, c.\"row\", c.\"column\", coalesce(c.number::text, ''), coalesce(to_char(c.as_of, 'YYYY-MM'), '')"
        " FROM reports_saidcell c JOIN reports_snapshot s ON s.id = c.snapshot_id"
        " WHERE c.country = 'IT' AND c.year = 2026 AND NOT c.inside AND c.cube = ANY(%s)",
        list(TABLES["eurostat"].cubes),
    )  # fmt: skip
    names = ("month", "table", "category", "column", "value", "as_of")
    assert {row["month"] for row in rows} == {"2026-06", "2026-07", "2026-08", "2026-10"}
    assert sorted(tuple(row[name] for name in names) for row in rows) == sorted(said)


FEW, NOTHING = "Fewer than two months are said", "There is nothing to draw"


def test_one_month_is_no_line_and_two_are(client):
    frozen.invent(frozen.houses(), 60)
    world.sign_in(client, coordinator("IT"))
    seen = []
    for month in MONTHS[:2]:
        frozen.freeze(month)
        text = page(client)
        seen.append((FEW in text, "alone" in text, NOTHING in text, len(charts(text))))
    assert seen == [(True, True, False, 0), (False, False, False, 5)]


def test_few_people_are_no_line(client):
    frozen.invent(frozen.houses(), 4)
    world.sign_in(client, coordinator("IT"))
    assert FEW in page(client)
    for month in MONTHS[:2]:
        frozen.freeze(month)
    text = page(client)
    assert (FEW in text, NOTHING in text, charts(text)) == (False, True, {})


def test_what_is_not_drawn_is_named(client, released):
    world.sign_in(client, coordinator("IT"))
    text = page(client, "reintegration")
    assert set(charts(text)) == {"plan", "again", "school"}
    assert "<li>Budget: Housing</li>" in text


def test_the_table_leads_there_and_back_with_what_was_chosen(client, released):
    world.sign_in(client, coordinator("IT"))
    query = "country=IT&amp;year=2026&amp;inside=on"
    table = client.get(reverse("statistics_table", args=["eurostat"]) + "?inside=on").text
    assert f'href="/statistics/eurostat/months/?{query}"' in table
    text = page(client, query="?country=IT&year=2026&inside=on")
    assert f'href="/statistics/eurostat/?{query}"' in text
    assert f'href="/statistics/eurostat/months.csv?{query}"' in text


def test_corridors_lead_to_the_lines_of_a_country(client):
    houses, qendra = frozen.houses(), world.organisation("Qendra", "AL")
    for month, number in zip(MONTHS[:2], (20, 15), strict=True):
        frozen.refer(houses, qendra, number)
        frozen.freeze(month)
    world.sign_in(client, coordinator("IT"))
    table = client.get(reverse("statistics_table", args=["corridors"])).text
    assert 'href="/statistics/corridors/months/?year=2026"' in table
    assert "Total: from 20 in June 2026 to 35 in July 2026. The largest row that is said: Albania, 35." in page(client, "corridors")  # fmt: skip


def test_as_many_queries_with_many_months(client):
    houses = frozen.houses()
    world.sign_in(client, coordinator("IT"))
    asked = []
    for month in MONTHS:
        frozen.invent(houses, 20, seed=month.month)
        frozen.freeze(month)
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        asked.append(len(queries))
    assert len(set(asked)) == 1


@pytest.mark.parametrize("address", ["nothing/months/", "eurostat/months.exe", "eurostat/months.csv"])  # fmt: skip
def test_what_does_not_exist_is_404(client, address):
    world.sign_in(client, coordinator("FR"))
    assert client.get("/statistics/" + address).status_code == 404


def cells(*numbers):
    return [SimpleNamespace(number=number, is_older=False) for number in numbers]


def test_no_line_goes_over_a_gap():
    [one] = lines.chart([("Total", cells(None, 5, 7, None, 0, None, 3, 3))], list("abcdefgh")).lines
    assert [part.count("L") for part in one.way[1:].split("M")] == [1, 0, 1]
    assert one.filled.count("a3 3 0 1 0 6 0") == 5
    zero = one.filled.split("M")[3].split("m")[0].split()[1]
    assert float(zero) == lines.BASE


def test_what_the_last_month_does_not_say_is_printed_with_its_month():
    drawn = lines.chart([("Total", cells(5, 7, None)), ("Men", cells(1, 2, 0))], ["June", "July", "August"])  # fmt: skip
    assert [[row[1:] for row in one.rows] for one in drawn.lines] == [
        [(7, "(July) Total")],
        [(0, "Men")],
    ]
    assert [bool(one.guide) for one in drawn.lines] == [False, True]


def test_time_runs_the_other_way_where_writing_does():
    series, months = [("Total", cells(5, 7, 9))], ["June", "July", "August"]
    plain, turned = (lines.chart(series, months, rtl=rtl) for rtl in (False, True))
    for one, two in zip(plain.months, turned.months, strict=True):
        assert float(one[0]) + float(two[0]) == pytest.approx(lines.WIDTH)
        assert one[1:] == two[1:]
    assert float(turned.words) < float(turned.months[1][0]) < float(turned.months[0][0])


WORDS = st.text("abcdefgh -é", min_size=1, max_size=90)
NUMBERS = st.lists(st.none() | st.integers(0, 10**6), min_size=3, max_size=3).filter(any)


@given(st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=4))
def test_labels_stand_apart_and_on_the_chart(series):
    drawn = lines.chart([(words, cells(*numbers)) for words, numbers in series], ["a", "b", "c"])
    assert len(drawn.lines) == len(series)
    ends = []
    for one in drawn.lines:
        rows = [float(y) for y, _number, _words in one.rows]
        assert all(two - first == pytest.approx(lines.ROW) for first, two in zip(rows, rows[1:], strict=False))  # fmt: skip
        ends.append((rows[0] - lines.ROW, rows[-1]))
    assert all(top > -3 and bottom <= lines.HEIGHT for top, bottom in ends)
    for (one, one_end), (two, two_end) in combinations(ends, 2):
        assert one_end < two + 0.1 or two_end < one + 0.1


# Words of a chart, and what lies over another word or beside the chart.
CROWDED = """() => [...document.querySelectorAll("svg.months")].flatMap(svg => {
  const edge = svg.getBoundingClientRect(), boxes = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()])
  const beside = boxes.filter(([, one]) => one.left < edge.left - 1 || one.right > edge.right + 1 || one.bottom > edge.bottom + 1)
  const over = boxes.filter(([, one], place) => boxes.slice(place + 1).some(([, two]) =>
    one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 4 && two.top < one.bottom - 4))
  return [...beside, ...over].map(([words]) => words) })"""


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_words_of_a_chart_lie_apart_on_a_phone(browser, live_server, released, language):
    who = coordinator("IT")
    User.objects.update(language=language)
    opened = browser(width=390, height=844)
    key = world.sign_in(Client(), who).cookies[settings.SESSION_COOKIE_NAME]
    opened.context.add_cookies([{"name": key.key, "value": key.value, "url": live_server.url}])
    for slug in ("eurostat", "rights", "return"):
        opened.goto(reverse("statistics_months", args=[slug]) + "?inside=on")
        assert opened.locator("html").get_attribute("lang") == language
        assert opened.locator("svg.months text").count() > 20
        assert opened.evaluate(CROWDED) == []
