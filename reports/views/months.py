"""A ready table over months: how what was said of a country and a year changed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles
from audit.models import record
from reports.lines import chart
from reports.statistics import months, pages, sheets
from reports.statistics.cubes import CUBES
from reports.statistics.ready import METHOD, METHOD_INSIDE, METHOD_MONTHS
from reports.views.statistics import READERS, Chosen, counted, table_of
from shell.formats import country_name


@roles(*READERS)
@require_safe
def statistics_months(request, slug):
    table, chosen = table_of(slug), Chosen(request)
    courses = months.courses(table, told(table, chosen))
    whole = courses[0].months if courses else []
    drawn = [one for one in courses if one.has_somebody] if len(whole) > 1 else []
    words = {month: date_format(month, "M Y") for month in whole}
    address = chosen.address("statistics_table", slug)
    context = {
        "table": table,
        "form": chosen.form,
        "action": request.path,
        "country": country_name(chosen.country) if chosen.country else "",
        "year": chosen.year,
        "inside": chosen.inside,
        "months": whole,
        "words": words,
        "drawn": [(one, drawing(one, list(words.values()))) for one in drawn],
        "quiet": [one.cube.title for one in courses if one not in drawn],
        "counted": counted([one.cube for one in drawn]),
        "methods": [METHOD_INSIDE if chosen.inside else METHOD, METHOD_MONTHS],
        "files": [
            (ending.upper(), chosen.address("statistics_months_file", slug, ending))
            for ending in sheets.TYPES
        ],
        "table_url": address,
        "crumbs": [
            {"url": reverse("statistics"), "label": _("Statistics")},
            {"url": address, "label": table.title},
        ],
    }
    return render(request, "reports/statistics_months.html", context)


def told(table, chosen):
    return months.told(table, chosen.country, chosen.year, chosen.inside)


def drawing(course, words):
    series = [(one.label, one.cells) for one in course.series]
    return chart(series, words, rtl=get_language_bidi())


@roles(*READERS)
@require_safe
def statistics_months_file(request, slug, ending):
    """Every cell that the table of each month said."""
    table, chosen = table_of(slug), Chosen(request)
    found = told(table, chosen)
    if ending not in sheets.TYPES or not found:
        raise Http404
    tables = {
        month: [pages.shown(CUBES[name], cells) for name in table.cubes]
        for month, cells in found.items()
    }
    names, tags, rows = sheets.of_months(chosen.country, chosen.year, tables)
    record("statistics.file", target=slug, country=chosen.country, year=chosen.year, inside=chosen.inside, months=len(found))  # fmt: skip
    response = HttpResponse(
        sheets.WRITERS[ending](names, tags, rows), content_type=sheets.TYPES[ending]
    )
    part = "-inside" if chosen.inside else ""
    name = f"statistics-{slug}-{chosen.country}-{chosen.year}-months{part}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
