"""Series and breakdowns of a country as charts: what is drawn, what is printed beside it, what is not known."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext

from directory.countries import country_name
from directory.values import BREAKDOWN, FEWER_THAN_FIVE, Shown, count, rank_of_figure, tier_name

# Geometry of the drawing, in its own units: it stands beside another one, or alone on a telephone.
LEFT, LEFT_OF_BARS, RIGHT, TOP, BASE = 84, 14, 346, 22, 122
APART = 2  # years between two printed numbers
TIER_ORDER = ("1", "2", "2WL", "3", "Special")
FORMS = ("sexual", "labour", "other")
PEOPLE = ("women", "men", "girls", "boys")
PEOPLE_COARSE = ("female", "male", "adults", "children")
MOST_ROWS = 8


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    height: int = 0
    text: str = ""
    year: int = 0


@dataclass(frozen=True)
class Chart:
    """`sentence` states the finding for who does not see the drawing; `facts` are the table below it."""

    sentence: str
    marks: list[Mark]
    facts: list[Shown]
    lines: list[str]  # paths
    rows: list[Mark]
    years: list[Mark]
    gaps: str


@dataclass(frozen=True)
class Bar:
    label: str
    text: str
    width: int


@dataclass(frozen=True)
class Bars:
    """A breakdown with one source."""

    shown: Shown
    bars: list[Bar]
    left_out: int = 0


def spans(years) -> str:
    """ "2011 to 2014, 2016" """
    runs = groupby(enumerate(sorted(years)), lambda pair: pair[1] - pair[0])
    return ", ".join(span([year for _place, year in run]) for _key, run in runs)


def span(years) -> str:
    """ "2011 to 2014": from the first to the last."""
    first, last = min(years), max(years)
    if first == last:
        return str(first)
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def has_place(each: Shown) -> bool:
    """Whether a chart can hold it; what it cannot hold is shown as a statement like any other."""
    fact = each.fact
    if fact.topic == "tier":
        return bool(fact.year) and fact.subject in TIER_ORDER
    if fact.topic == "detected":
        return bool(fact.year) and "total" in (fact.figures or {})
    return True


def tier_chart(facts: list[Shown]) -> Chart | None:
    by_year = {}
    for each in facts:
        by_year.setdefault(each.fact.year, each.fact.subject)
    if not by_year:
        return None
    used = [tier for tier in TIER_ORDER if tier != "Special" or tier in by_year.values()]
    height = {tier: TOP + place * (BASE - TOP) // len(used) for place, tier in enumerate(used)}
    across = _across(by_year, LEFT)
    marks = [Mark(across[year], height[by_year[year]], year=year) for year in sorted(by_year)]
    return Chart(
        sentence=_tier_sentence(by_year),
        marks=marks,
        facts=sorted(facts, key=lambda each: -(each.fact.year or 0)),
        lines=_lines(marks),
        rows=[Mark(0, height[tier], text=_short(tier)) for tier in used],
        years=_axis(across),
        gaps=spans(set(across) - set(by_year)),
    )


def _short(tier):
    return gettext("Watch List") if tier == "2WL" else tier_name(tier)


def _tier_sentence(by_year):
    years = sorted(by_year)
    runs = groupby(years, lambda year: by_year[year])
    said = [(tier_name(tier), spans(list(run))) for tier, run in runs]
    return "; ".join(f"{name}: {when}" for name, when in said)


def _lines(marks):
    """Only from one year to the next: over a gap nothing is drawn."""
    lines = []
    for before, after in zip(marks, marks[1:], strict=False):
        if after.year == before.year + 1:
            lines.append(f"M{before.x} {before.y}L{after.x} {after.y}")
    return lines


def detected_chart(facts: list[Shown]) -> Chart | None:
    by_year = {}
    for each in facts:
        by_year.setdefault(each.fact.year, each.fact.figures["total"])
    if not by_year:
        return None
    most = max(_size(value) for value in by_year.values())
    across = _across(by_year, LEFT_OF_BARS)
    peak, last = max(by_year, key=lambda year: (_size(by_year[year]), year)), max(by_year)
    named = {last, peak} if last - peak > APART else {last}
    marks = [
        _bar(across[year], by_year[year], most, year, year in named) for year in sorted(by_year)
    ]
    return Chart(
        sentence="; ".join(f"{year}: {count(by_year[year])}" for year in sorted(by_year)),
        marks=marks,
        facts=sorted(facts, key=lambda each: -(each.fact.year or 0)),
        lines=[],
        rows=[],
        years=_axis(across),
        gaps=spans(set(across) - set(by_year)),
    )


def _bar(x, value, most, year, is_named):
    tall = max(2, _size(value) * (BASE - TOP - 8) // most)
    text = value if value == FEWER_THAN_FIVE else count(value)
    return Mark(x, BASE - tall, tall, text if is_named else "", year)


def _size(value) -> int:
    """A small count is drawn as the smallest bar; the table says fewer than 5."""
    return 1 if value == FEWER_THAN_FIVE else max(int(value), 1)


def _across(by_year, left):
    """Each year from the first to the last with its place, those that are not known too."""
    first, last = min(by_year), max(by_year)
    step = (RIGHT - left) / max(last - first, 1)
    return {year: round(left + (year - first) * step) for year in range(first, last + 1)}


def _axis(across):
    """The first and the last year, and every fifth that does not touch them."""
    first, last = min(across), max(across)
    fifths = [year for year in across if year % 5 == 0 and year - first > 2 and last - year > 2]
    return [
        Mark(across[year], BASE + 16, text=str(year)) for year in sorted({first, *fifths, last})
    ]


def breakdown(each: Shown, keys) -> Bars | None:
    """The named parts of the people detected in a year."""
    figures = each.fact.figures or {}
    rows = [(str(BREAKDOWN[key]), figures[key]) for key in keys if key in figures]
    return Bars(each, _bars(rows)) if rows else None


def people_of(each: Shown) -> Bars | None:
    """Sex and age together where they were counted together."""
    return breakdown(each, PEOPLE) or breakdown(each, PEOPLE_COARSE)


def by_country(each: Shown) -> Bars:
    ranked = sorted((each.fact.figures or {}).items(), key=rank_of_figure)
    rows = [(country_name(code), value) for code, value in ranked[:MOST_ROWS]]
    return Bars(each, _bars(rows), max(0, len(ranked) - MOST_ROWS))


def _bars(rows):
    # A handful never fills a bar.
    most = max(5, *(_size(value) for _label, value in rows)) if rows else 5
    return [Bar(label, count(value), round(100 * _size(value) / most)) for label, value in rows]
