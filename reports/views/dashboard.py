"""The coordinator's desk: where journeys stand, what bodies owe, how long answers take. No case, no person."""

from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.stages import ReferralKind
from referral.views.keyset import chip
from reports import charts
from reports.figures import (
    OUTLOOKS,
    REMINDED,
    STAGES,
    Figure,
    Owed,
    as_of,
    desk_of,
    share_at,
)
from reports.forms import DeskFilter, way_name
from reports.models import Meeting
from reports.suppress import shown
from reports.targets import answer_days
from shell.formats import country_name

KEPT = 64  # pages in the memory of one process, about 50 kB each
FEW = 10  # with fewer journeys a chart says less than a list


@roles(Role.NATIONAL_COORDINATOR)
def dashboard(request):
    """Figures change when the worker counts: until then they are drawn once for all coordinators of a country."""
    country, counted = request.actor.country, as_of()
    state = (country, get_language(), timezone.localdate(), counted, answer_days(country))
    context = {
        "as_of": counted,
        "meetings_wait": Meeting.objects.filter(other=country, answer="").count(),
        "country": country_name(country),
        "figures": figures_of(*state, request.GET.urlencode()) if counted else "",
    }
    return render(request, "reports/dashboard.html", context)


@lru_cache(maxsize=KEPT)
def figures_of(
    country: str, language: str, today: date, counted: datetime, target: int, query: str
) -> str:
    """In the active language. `language` and `counted` only say which text and which figures; `query` is the filter, as in an address."""
    asked = QueryDict(query)
    form = DeskFilter(asked, country=country)
    chosen = form.chosen()
    desk, links = desk_of(country, form.slice(), form.chosen_period, today), Links(chosen)
    context = {
        "form": DeskFilter(initial=chosen, country=country, parts=form.parts),
        "active": [chip(asked, form, name) for name in chosen],
        "action": reverse("dashboard"),
        "open": shown(desk.open),
        "few": desk.open < FEW,
        "period": form.chosen_period.label,
        "numbers": numbers(desk, links, target),
        "flow": None if form.slice().organisation else flow_of(desk),
        "flow_rows": flow_rows(desk, links),
        "flow_url": links.to(Figure.FLOW),
        "outlook": outlook_bars(desk, links),
        "outlook_url": links.to(Figure.OUTLOOK),
        "stages": stage_bars(desk, links),
        "stages_url": links.to(Figure.OPEN),
        "matrix": matrix(desk, links),
        "owed_url": links.to(Figure.OWED),
        "worst": worst(desk, links),
        "spreads": spreads(desk, links),
        "answered_url": links.to(Figure.ANSWERED),
        "target": target,
        "target_at": charts.place(target),
    }
    return render_to_string("reports/dashboard_figures.html", context)


class Links:
    """Addresses of what lies behind a number, with the filter of the page."""

    def __init__(self, chosen):
        self.chosen = chosen

    def to(self, figure, **more):
        return self.filtered(reverse("figure_detail", args=[str(figure)]), **more)

    def back(self):
        return self.filtered(reverse("dashboard"))

    def filtered(self, address, **more):
        values = {name: str(value) for name, value in {**self.chosen, **more}.items() if value}
        return f"{address}?{urlencode(values)}" if values else address


def numbers(desk, links, target):
    """Four numbers, each with its definition behind it."""
    late, owed = sum(desk.owed_late.values()), sum(desk.owed.values())
    days = all_days(desk)
    answers, on_time = sum(days.values()), sum(days.values()) - sum(desk.answered_late.values())
    middle = share_at(days, 0.5)
    return [
        number(links.to(Figure.OPEN), shown(desk.open).text, _("Open journeys"), came_in(desk)),
        number(
            links.to(Figure.OWED),
            owed,
            _("Owed by bodies now"),
            ngettext("%(n)d is late", "%(n)d are late", late) % {"n": late}
            if late
            else _("None is late"),
            "late" if late else "ok",
        ),
        number(
            links.to(Figure.ANSWERED),
            ngettext("%(n)d day", "%(n)d days", middle) % {"n": middle} if answers else "–",
            _("To answer a request, in the middle"),
            ngettext("Target %(n)d day", "Target %(n)d days", target) % {"n": target},
            "ok" if middle <= target else "due",
        ),
        number(
            links.to(Figure.ANSWERED),
            f"{round(100 * on_time / answers)} %" if answers else "–",
            _("Answered within the time asked"),
            ngettext("%(n)d answer", "%(n)d answers", answers) % {"n": answers},
        ),
    ]


def number(url, value, label, note, tone=""):
    return {"url": url, "value": value, "label": label, "note": note, "tone": tone}


def came_in(desk):
    """Who came, less who is open, tells who closed: a small number of these keeps the other back."""
    if not shown(desk.closed).is_open:
        return _("%(closed)s closed in the period") % {"closed": shown(desk.closed).text}
    return _("%(came)s came, %(closed)s closed in the period") % {
        "came": shown(desk.came).text,
        "closed": shown(desk.closed).text,
    }


def all_days(desk):
    total = Counter()
    for days in desk.days.values():
        total += days
    return total


def flow_of(desk):
    return charts.flow(desk.flow, rtl=get_language_bidi()) if desk.flow else None


def flow_rows(desk, links):
    return [
        {
            "label": way_name(*pair),
            "shown": one,
            "url": links.to(Figure.FLOW, value=f"{pair[0]}-{pair[1]}") if one.number else "",
        }
        for pair, one in charts.flow(desk.flow).pairs
    ]


def outlook_bars(desk, links):
    """By the alphabet of the language: none stands before another."""
    rows = [
        (str(one.label), desk.open_outlook[one], links.to(Figure.OUTLOOK, value=one.value))
        for one in OUTLOOKS
    ]
    return charts.bars(sorted(rows))


def stage_bars(desk, links):
    return charts.bars(
        [
            (str(stage.label), desk.by_stage[stage.value], links.to(Figure.OPEN, value=stage.value))
            for stage in STAGES
        ]
    )


def matrix(desk, links):
    """What is owed × the country of the body. Numbers are links; colour only repeats what is late."""
    countries = sorted({body for _kind, body in desk.owed}, key=country_name)
    rows = []
    for kind in Owed:
        cells = [cell_of(desk, links, kind, body) for body in countries]
        if any(cell["number"] for cell in cells):
            rows.append({"label": kind.label, "cells": cells})
    return {"countries": countries, "rows": rows}


def cell_of(desk, links, kind, body):
    number, late = desk.owed[kind, body], desk.owed_late[kind, body]
    return {
        "number": number,
        "late": late,
        "tone": "z2" if late else "z1" if number else "z0",
        "url": links.to(Figure.OWED, value=kind.value, body=body) if number else "",
    }


def worst(desk, links):
    """The cell with most that is late and that a reminder may help: where the work is."""
    may = [(late, at) for at, late in desk.owed_late.items() if late and at[0] in REMINDED]
    if not may:
        return None
    late, (kind, body) = max(may)
    return {
        "url": links.to(Figure.OWED, value=kind, body=body),
        "kind": Owed(kind).label,
        "country": country_name(body),
        "late": late,
    }


def spreads(desk, links):
    found = []
    for kind, days in desk.days.items():
        low, middle, high = (share_at(days, share) for share in (0.1, 0.5, 0.9))
        found.append(
            charts.Spread(
                label=str(ReferralKind(kind).label),
                url=links.to(Figure.ANSWERED, value=kind),
                low=charts.place(low),
                high=charts.place(high),
                middle=charts.place(middle),
                days=middle,
                late=desk.answered_late[kind],
                answers=sum(days.values()),
            )
        )
    return sorted(found, key=lambda one: one.label)
