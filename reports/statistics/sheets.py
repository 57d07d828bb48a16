"""A ready table as rows of a file: names of columns, their HXL tags (1.1), and what is said. The same rows in every format."""

import csv
import io
import json
from dataclasses import replace

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from directory.countries import country as country_of
from reports.justice.measures import PARTINGS
from reports.statistics.protect import TOTAL
from shell.formats import country_name
from shell.spreadsheets import BYTE_ORDER_MARK, XLSX, guarded

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "json": "application/json",
}
SOURCE = "Referral Desk"
PERCENT = "percent"  # the last column
HEAD = {
    "country": "#country+code+v_iso3",
    "country_name": "#country+name",
    "year": "#date+year",
    "table": "#indicator+code",
    "table_name": "#indicator+name",
    "category": "#x_category+code",
    "category_name": "#x_category+name",
    "column": "#x_column+code",
    "column_name": "#x_column+name",
    "value": "#indicator+num",
    "as_of": "#date+reported",
    "source": "#meta+source",
    PERCENT: "#indicator+percent",
}
GLOTIP = {
    "Iso3_code": "#country+code+v_iso3",
    "Country": "#country+name",
    "Region": "#region+name",
    "Subregion": "#region+sub+name",
    "Indicator": "#indicator+name",
    "Dimension": "#x_dimension+name",
    "Category": "#x_category+name",
    "Sex": "#x_sex+name",
    "Age": "#x_age+name",
    "Year": "#date+year",
    "Unit of measurement": "#indicator+unit",
    "txtVALUE": "#affected+victims+ind",
    "Source": "#meta+source",
}
# The words of the global report, in English in every language.
CATEGORIES = {
    "sexual": "Sexual exploitation",
    "labour": "Forced labour",
    "other": "Other forms of exploitation",
    "several": "Several forms",
    "own": "Own citizenship",
    "eu": "EU citizenship",
    TOTAL: "Total",
    "unknown": "Unknown",
}
SEXES = {"female": "Female", "male": "Male", "other": "Other", "unknown": "Unknown", TOTAL: "Total"}
AGES = {
    "child": "0 to 17 years",
    "adult": "18 years or over",
    "unknown": "Unknown",
    TOTAL: "Total",
}


def sheet(slug, country, year, found, justice=()) -> tuple[list, list, list]:
    """(names, tags, rows). Where nothing is said, the value is empty. `justice`: what public bodies counted, each with its own source."""
    columns = GLOTIP if slug == "glotip" else HEAD
    line = as_glotip if slug == "glotip" else as_ours
    rows = []
    for shown in found:
        rows += [
            line(country, year, shown.cube, *place)
            for place in shown.places()
            if slug != "glotip" or has_a_column(shown.cube, *place)
        ]
        if slug != "glotip":
            rows += [as_percent(country, year, shown.cube, share) for share in shown.shares]
    told = justice_as_glotip if slug == "glotip" else justice_as_ours
    rows += [
        told(country, year, one, *place, number)
        for one in justice
        for place, number in sorted(one.cells.items())
    ]
    return list(columns), list(columns.values()), rows


def of_countries(slug, found, year) -> tuple[list, list, list]:
    """The same of several countries: {country: tables}."""
    sheets = [sheet(slug, country, year, tables) for country, tables in found.items()]
    rows = [row for _names, _tags, rows in sheets for row in rows]
    return list(HEAD), list(HEAD.values()), rows


def of_months(country, year, found) -> tuple[list, list, list]:
    """{month: tables}, each line with the month whose table it is; in our own columns, for the global report knows no months."""
    rows = [
        [f"{month:%Y-%m}", *row]
        for month, tables in found.items()
        for row in sheet("months", country, year, tables)[2]
    ]
    return ["month", *HEAD], ["#date+month", *HEAD.values()], rows


def as_ours(country, year, cube, row, words, column, column_words, cell):
    return [
        iso3(country),
        country_name(country),
        year,
        cube.name,
        str(cube.title),
        row,
        words,
        column,
        column_words,
        cell.number,
        f"{cell.as_of:%Y-%m}" if cell.as_of else "",
        SOURCE,
        None,
    ]


def as_percent(country, year, cube, share):
    """A line without a number, so that whoever adds up the numbers adds no percentages."""
    cell = replace(share.cell, number=None)
    line = as_ours(country, year, cube, share.code, share.label, PERCENT, _("Percent"), cell)
    return [*line[:-1], share.percent]


def has_a_column(cube, _row, _words, column, *_rest):
    """The global report knows countries of citizenship, and no finer forms than its own."""
    return cube.name in ("sex_age", "citizenship") or column == TOTAL


def as_glotip(country, year, cube, row, _words, column, _column_words, cell):
    by_sex = cube.name == "sex_age"
    dimension = {"form": "by form of exploitation", "citizenship": "by citizenship"}
    category = CATEGORIES[row] if not by_sex else "Total"
    if cube.name == "citizenship" and row == "other":
        category = "Citizenship outside the EU"
    if cube.name == "citizenship" and column != TOTAL:
        with override("en"):
            category = country_name(column)
    return [
        iso3(country),
        country_name(country),
        "",
        "",
        "Detected trafficking victims",
        dimension.get(cube.name, "Total"),
        category,
        SEXES[row] if by_sex else "Total",
        AGES[column] if by_sex else "Total",
        year,
        "Counts",
        cell.number,
        SOURCE,
    ]


def source_of(told):
    entry = told.entry
    return ", ".join(filter(None, [entry.source, entry.source_on.isoformat(), entry.source_url]))


def justice_as_ours(country, year, told, parting, category, number):
    words = PARTINGS[parting].categories[category] if parting else pgettext("figures", "Total")
    return [
        iso3(country),
        country_name(country),
        year,
        told.measure.code,
        str(told.measure.title),
        f"{parting}_{category}" if parting else TOTAL,
        f"{PARTINGS[parting].title}: {words}" if parting else str(words),
        TOTAL,
        pgettext("figures", "Total"),
        number,
        f"{told.entry.answered_at:%Y-%m}",
        source_of(told),
        None,
    ]


def justice_as_glotip(country, year, told, parting, category, number):
    dimension = {"form": "by form of exploitation", "citizenship": "by citizenship"}
    named = CATEGORIES[category] if parting in dimension else "Total"
    if (parting, category) == ("citizenship", "other"):
        named = "Citizenship outside the EU"
    return [
        iso3(country),
        country_name(country),
        "",
        "",
        told.measure.glotip,
        dimension.get(parting, "Total"),
        named,
        SEXES[category] if parting == "sex" else "Total",
        AGES[category] if parting == "age" else "Total",
        year,
        "Counts",
        number,
        source_of(told),
    ]


def iso3(code):
    found = country_of(code)
    return found.iso3 if found else code


def safe(value):
    """Nothing that a spreadsheet would run."""
    return guarded(value) if isinstance(value, str) else value


def as_csv(names, tags, rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([names, tags])  # the tags are ours; a `#` runs nowhere
    writer.writerows([["" if cell is None else safe(cell) for cell in row] for row in rows])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def as_json(names, tags, rows) -> bytes:
    """Rows of rows, as tools for HXL read them."""
    return json.dumps([names, tags, *rows], ensure_ascii=False, indent=1).encode()


def as_xlsx(names, tags, rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(_("Table"))
    page.freeze_panes = "A3"
    for row in [names, tags, *rows]:
        page.append([safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
