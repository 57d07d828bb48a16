"""Yearly figures of justice as pages and files show them: the newest confirmed entry of each measure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.justice.measures import MEASURES, PARTINGS, Measure
from reports.justice_models import JusticeEntry, JusticeSaid, JusticeState

WHOLE = ("", "")


@dataclass(frozen=True, slots=True)
class Told:
    entry: JusticeEntry
    cells: dict  # {(parting, category): number, or None where it is held back}

    @property
    def measure(self) -> Measure:
        return MEASURES[self.entry.measure]

    @property
    def total(self):
        return self.cells.get(WHOLE)

    def has(self, parting):
        return any(name == parting for name, _category in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    code: str
    title: str
    columns: list  # words
    lines: list  # (words, numbers)


def years() -> dict:
    """{country: years} of which something is confirmed."""
    found = {}
    rows = JusticeEntry.objects.filter(state=JusticeState.CONFIRMED).values_list("country", "year")
    for country, year in rows.distinct():
        found.setdefault(country, []).append(year)
    return found


def told(measures, country, year, inside=False) -> list[Told]:
    if not measures or not year:
        return []
    entries = JusticeEntry.objects.filter(
        country=country, year=year, measure__in=measures, state=JusticeState.CONFIRMED
    ).order_by("answered_at")
    newest = {one.measure: one for one in entries}
    cells = {}
    for one in JusticeSaid.objects.filter(of__in=newest.values(), inside=inside):
        cells.setdefault(one.of_id, {})[one.parting, one.category] = one.number
    return [
        Told(newest[code], cells[newest[code].pk])
        for code in MEASURES
        if code in newest and newest[code].pk in cells
    ]


def tables(found: list[Told]) -> list[Table]:
    """All together by their sums, and one table for each way in which some of them are parted."""
    if not found:
        return []
    whole = pgettext("figures", "Total")
    sums = [(one.measure.title, [one.total]) for one in found]
    made = [Table("justice", _("Investigations, courts and rights"), [whole], sums)]
    for code, parting in PARTINGS.items():
        parted = [one for one in found if one.has(code)]
        if parted:
            lines = [
                (one.measure.title, [*(one.cells.get((code, part)) for part in parting.categories), one.total])
                for one in parted
            ]  # fmt: skip
            columns = [*map(str, parting.categories.values()), whole]
            made.append(Table(f"justice-{code}", parting.title, columns, lines))
    return made
