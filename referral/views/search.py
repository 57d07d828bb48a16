"""What the search field finds: cases open to me by their reference, countries, tools, pages. Never a name."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import signed_in
from accounts.acting import current_actor
from accounts.kept import Kept
from directory.country_search import find_countries
from directory.names import plain
from instruments.shelf import offered
from library.national import National
from referral.models import Case, Journey
from referral.person_line import person_line
from referral.views.fetch import references_of
from shell import navigation

LONGEST, ENOUGH, FEW, MOST = 100, 4, 3, 6
ON_JOURNEYS = Kept(
    lambda actor, now, journeys: (
        Case.objects.visible_to(actor, now)
        .filter(journey__in=journeys)
        .with_main()
        .select_related("journey", "summary")
        .order_by("-opened_at")[:MOST]
    )
)


@signed_in
def search(request):
    """A page of its own, and the same list alone for the palette."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    groups = groups_for(request.actor, text) if text else []
    template = "ui/palette_results.html" if request.htmx else "referral/search.html"
    return render(request, template, {"q": text, "groups": groups})


def groups_for(actor, text):
    role = actor.role if actor else ""
    found = [
        (_("Cases"), cases(actor, text) if actor else []),
        (_("Actions"), actions(role, text)),
        (_("Countries"), countries(text)),
        (_("Tools"), tool_entries(role, text)),
        (_("Procedures"), procedure_entries(role, text)),
    ]
    return [{"title": title, "entries": entries} for title, entries in found if entries]


def cases(actor, text):
    """From four characters of the reference on, with or without its prefix and hyphens."""
    start = beginning(text)
    if not start:
        return []
    # The few journeys first: together, the database would begin with every case that is open to this person.
    journeys = list(Journey.objects.beginning_with(start).values_list("pk", flat=True))
    given = {"actor": actor, "now": timezone.now(), "journeys": journeys}
    # Most words find one or two journeys; for each number of them a plan is kept.
    found = ON_JOURNEYS.all(**given) if len(journeys) <= FEW else ON_JOURNEYS.build(**given)
    # What is read under another record is found by its own reference, and leads to the file.
    files = {}
    main = references_of(actor, found)
    for case in found:
        files.setdefault(main.get(case.merged_into) or case.journey.reference, case)
    return [
        {
            "url": reverse("case_overview", args=[reference]),
            "icon": "case",
            "label": reference,
            "is_reference": True,
            "hint": person_line(getattr(case, "summary", None)),
        }
        for reference, case in files.items()
    ]


def beginning(text):
    """`7k4q` as the beginning of a reference: `TRM-7K4-Q`."""
    typed = "".join(c for c in text.upper() if c.isalnum()).removeprefix("TRM")
    if not ENOUGH <= len(typed) <= 7:
        return ""
    return "-".join(part for part in ("TRM", typed[:3], typed[3:6], typed[6:]) if part)


def actions(role, text):
    wanted = plain(text)
    places = [place for place in [navigation.new_contact(role)] if place]
    places += navigation.visible_items(role)
    return [
        {"url": reverse(place.url_name), "icon": place.icon, "label": place.label}
        for place in places
        if wanted in plain(str(place.label))
    ][:MOST]


def countries(text):
    return [
        {
            "url": reverse("country_detail", args=[each.iso2.lower()]),
            "icon": "globe",
            "label": each.name,
            "hint": each.iso2,
        }
        for each in find_countries(text)[:MOST]
    ]


def tool_entries(role, text):
    if "tool_list" not in {place.url_name for place in navigation.visible_items(role)}:
        return []
    wanted = plain(text)
    return [
        {"url": reverse("tool_detail", args=[tool.code]), "icon": "tools", "label": tool.title}
        for tool in offered(current_actor().country)
        if wanted in plain(str(tool.title)) or wanted == plain(tool.code)
    ][:MOST]


def procedure_entries(role, text):
    """Measures with these words in their title."""
    if "procedure_list" not in {place.url_name for place in navigation.visible_items(role)}:
        return []
    wanted = plain(text)
    return [
        {
            "url": reverse("measure_detail", args=[each.code, measure.code]),
            "icon": "book",
            "label": measure.title,
            "hint": each.title,
        }
        for each in National(current_actor().country).procedures()
        for measure in each.measures
        if wanted in plain(str(measure.title))
    ][:MOST]
