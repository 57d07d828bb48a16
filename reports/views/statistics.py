"""Ready tables: what may be said of people in numbers. Fixed cubes, chosen country and year, nothing else."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles
from accounts.roles import Role
from audit.models import record
from directory.rights import reflection_of
from directory.values import shown
from referral.reflection_words import rule_words
from reports.forms import TableFilter
from reports.justice import shown as justice
from reports.justice.enter import ANSWERS
from reports.noise import release as noise
from reports.statistics import matrix, pages, sheets
from reports.statistics.cube import BODIES, REFERRALS, VISITS
from reports.statistics.cubes import CUBES
from reports.statistics.panels import panels
from reports.statistics.ready import (
    BODIES_COUNTED,
    COUNTED,
    JUSTICE_COUNTED,
    METHOD,
    METHOD_INSIDE,
    RATES_COUNTED,
    REFERRALS_COUNTED,
    TABLES,
    VISITS_COUNTED,
)
from shell.formats import country_name

READERS = [role for role in Role if role != Role.OPERATOR]
EXPLORERS = {Role.CASE_MANAGER, Role.SUPERVISOR}
INSIDERS = {Role.NATIONAL_COORDINATOR, Role.ANALYST}


@roles(*READERS)
@require_safe
def statistics(request):
    context = {
        "tables": TABLES.values(),
        "month": pages.newest_month(),
        "enters": request.actor.role in ANSWERS,
        "noise": noise.is_on() and request.actor.role in noise.ANSWERS,
        "explores": request.actor.role in EXPLORERS,
    }
    return render(request, "reports/statistics.html", context)


@roles(*READERS)
@require_safe
def statistics_table(request, slug):
    table = table_of(slug)
    if table.all_countries:
        return countries_table(request, table)
    chosen = Chosen(request)
    found, told = chosen.tables(table)
    context = {
        "table": table,
        "form": chosen.form,
        "action": request.path,
        "country": country_name(chosen.country) if chosen.country else "",
        "year": chosen.year,
        "shown": panels(found),
        "month": pages.newest_month(),
        "justice": justice.tables(told),
        "justice_told": told,
        "counted": counted([one.cube for one in found])
        + ([RATES_COUNTED] if any(one.shares for one in found) else [])
        + ([JUSTICE_COUNTED] if told else []),
        "law": law_of(chosen.country) if "reflection" in table.cubes else None,
        "method": METHOD_INSIDE if chosen.inside else METHOD,
        "inside": chosen.inside,
        "files": [
            (ending.upper(), chosen.address("statistics_file", slug, ending))
            for ending in sheets.TYPES
        ],
        "months_url": chosen.address("statistics_months", slug),
        "crumbs": [{"url": reverse("statistics"), "label": _("Statistics")}],
    }
    return render(request, "reports/statistics_table.html", context)


def countries_table(request, table):
    """All countries against each other, by the year: what each says to everybody, and nothing of one country alone."""
    year, form = chosen_year(request)
    context = {
        "table": table,
        "form": form,
        "action": request.path,
        "year": year,
        "matrix": matrix.matrix(matrix.told(year)),
        "month": pages.newest_month(),
        "counted": [REFERRALS_COUNTED, CUBES["place"].about],
        "method": METHOD,
        "files": [
            (ending.upper(), f"{reverse('statistics_file', args=[table.slug, ending])}?year={year}")
            for ending in sheets.TYPES
        ],
        "months_url": f"{reverse('statistics_months', args=[table.slug])}?year={year}",
        "crumbs": [{"url": reverse("statistics"), "label": _("Statistics")}],
    }
    return render(request, "reports/corridors.html", context)


def chosen_year(request):
    told = pages.told()
    years = sorted({year for some in told.values() for year in some}, reverse=True)
    given = TableFilter(request.GET, told=told, home="", inside=False).chosen().get("year")
    year = int(given) if given and int(given) in years else (years[0] if years else None)
    form = TableFilter(initial={"year": year}, told=told, home="", inside=False)
    del form.fields["country"]
    return year, form


def law_of(country):
    """What the law of the country gives, with the fact it rests on."""
    if not country:
        return None
    rule = reflection_of(country)
    return {"rule": rule_words(rule), "fact": shown(rule.fact) if rule.fact else None}


@roles(*READERS)
@require_safe
def statistics_file(request, slug, ending):
    """The same as the page says, for other programs. Its name says the table, the country and the year."""
    table = table_of(slug)
    if table.all_countries:
        return countries_file(request, table, ending)
    chosen = Chosen(request)
    found, told = chosen.tables(table)
    if ending not in sheets.TYPES or not (found or told):
        raise Http404
    rows = sheets.sheet(slug, chosen.country, chosen.year, found, told)
    record("statistics.file", target=slug, country=chosen.country, year=chosen.year, inside=chosen.inside)  # fmt: skip
    response = HttpResponse(sheets.WRITERS[ending](*rows), content_type=sheets.TYPES[ending])
    part = "-inside" if chosen.inside else ""
    name = f"statistics-{slug}-{chosen.country}-{chosen.year}{part}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def countries_file(request, table, ending):
    year, _form = chosen_year(request)
    found = {country: [one] for country, one in matrix.told(year).items()}
    if ending not in sheets.TYPES or not found:
        raise Http404
    rows = sheets.of_countries(table.slug, found, year)
    record("statistics.file", target=table.slug, year=year, inside=False)
    response = HttpResponse(sheets.WRITERS[ending](*rows), content_type=sheets.TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="statistics-{table.slug}-{year}.{ending}"'  # fmt: skip
    return response


def table_of(slug):
    if slug not in TABLES:
        raise Http404
    return TABLES[slug]


def counted(cubes):
    texts = {REFERRALS: REFERRALS_COUNTED, BODIES: BODIES_COUNTED, VISITS: VISITS_COUNTED}
    used = [texts.get(cube.group or cube.people, COUNTED) for cube in cubes]
    return list(dict.fromkeys(used))


class Chosen:
    """Which of the tables: a country, a year, and for its coordination the table of the house."""

    def __init__(self, request):
        actor, told = request.actor, all_told()
        may = Role(actor.role) in INSIDERS
        self.form = TableFilter(request.GET, told=told, home=actor.country, inside=may)
        chosen = self.form.chosen()
        self.country = chosen.get("country") or first_country(told, actor.country)
        years = told.get(self.country, [])
        year = int(chosen.get("year") or 0)
        self.year = year if year in years else (years[0] if years else None)
        self.inside = may and self.country == actor.country and bool(chosen.get("inside"))
        self.form = TableFilter(
            initial={"country": self.country, "year": self.year, "inside": self.inside},
            told=told,
            home=actor.country,
            inside=may,
        )

    def tables(self, table):
        """(cubes of this desk, figures that public bodies counted) of a ready table."""
        return (
            pages.tables(table, self.country, self.year, self.inside),
            justice.told(table.justice, self.country, self.year, self.inside),
        )

    def address(self, name, *at):
        values = {"country": self.country, "year": self.year, "inside": "on" if self.inside else ""}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{reverse(name, args=at)}?{query}"


def all_told():
    """{country: years, newest first} of which a table says something."""
    found = {country: set(years) for country, years in pages.told().items()}
    for country, years in justice.years().items():
        found.setdefault(country, set()).update(years)
    return {country: sorted(years, reverse=True) for country, years in found.items()}


def first_country(told, home):
    return home if home in told or not told else sorted(told)[0]
