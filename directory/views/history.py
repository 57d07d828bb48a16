"""The change log of a country: who drafted, who published, when, why, before and after. Nothing is taken out."""

from itertools import chain

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate
from django.shortcuts import render
from django.urls import reverse

from accounts.access import signed_in
from directory.comparing import compare, title_of
from directory.drafts import CONTENT, PEOPLE
from directory.models import ContactCheck, State
from directory.views.edit import trail
from directory.views.fetch import get_country

PAGE = 20
LAST_PAGE = 200
SHOWN_CHECKS = 20
STOOD = [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN]
# What a person wrote, what a newer table changed or left out; the first load is told in one line.
CHANGES = Q(drafted_by__isnull=False) | Q(supersedes__isnull=False) | Q(state=State.WITHDRAWN)


@signed_in
def country_history(request, iso2):
    iso2 = get_country(iso2).iso2
    page = page_number(request)
    found = changes(iso2, (page + 1) * PAGE + 1)
    here = found[page * PAGE : (page + 1) * PAGE]
    checks = ContactCheck.objects.filter(contact__country=iso2).select_related("contact", "by")
    context = {
        "iso2": iso2,
        "crumbs": trail(iso2),
        "rows": [change_row(entry) for entry in here],
        "newer_url": f"?page={page - 1}" if page else "",
        "older_url": f"?page={page + 1}" if len(found) > (page + 1) * PAGE else "",
        "tables": [] if page else loaded(iso2),
        "checks": [] if page else [check_row(check) for check in checks[:SHOWN_CHECKS]],
        "report_url": reverse("country_report", args=[iso2.lower()]),
    }
    return render(request, "directory/country_history.html", context)


def page_number(request):
    text = request.GET.get("page", "")[:6]
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdecimal() else 0


def changes(iso2, most):
    """Facts and contacts, newest first."""
    both = [
        model.objects.filter(CHANGES, country=iso2, state__in=STOOD)
        .select_related(*PEOPLE, "supersedes__source")
        .annotate(stood_at=Coalesce("published_at", "drafted_at"))
        .order_by("-stood_at", "-pk")[:most]
        for model in CONTENT
    ]
    return sorted(chain(*both), key=lambda each: (each.stood_at, each.pk), reverse=True)[:most]


def change_row(entry):
    is_gone = entry.state == State.WITHDRAWN
    before = entry if is_gone and not entry.removes else entry.supersedes
    lines = compare(before, None if is_gone else entry)
    return {
        "entry": entry,
        "title": title_of(entry),
        "before": before,
        "what": "removed" if is_gone else "changed" if before else "new",
        "lines": [line for line in lines if line.is_changed or not before],
        "drafted_by": entry.drafted_by.name if entry.drafted_by else "",
        "published_by": entry.published_by.name if entry.published_by else "",
    }


def loaded(iso2):
    """How many rows came from tables on which day, and from how new a look at the sources."""
    days = {}
    for model in CONTENT:
        rows = model.objects.filter(country=iso2, drafted_by=None, supersedes=None, state__in=STOOD)
        counted = (
            rows.annotate(day=TruncDate("published_at")).order_by().values("day", "checked_on")
        )
        for row in counted.annotate(number=Count("pk")):
            key = (row["day"], row["checked_on"])
            days[key] = days.get(key, 0) + row["number"]
    return [
        {"day": day, "checked_on": checked_on, "number": number}
        for (day, checked_on), number in sorted(
            days.items(), key=lambda pair: (pair[0][1], str(pair[0][0])), reverse=True
        )
    ]


def check_row(check):
    return {
        "check": check,
        "title": title_of(check.contact),
        "by": check.by.name if check.by else "",
    }
