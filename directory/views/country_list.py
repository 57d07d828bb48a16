"""Finding a country: the list, its filters, the same list as a map."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.access import signed_in
from directory.changes import latest_changes
from directory.countries import countries, country
from directory.country_rows import filter_fields, row, world_map
from directory.country_search import find_countries, suggest_country
from directory.forms.country_filter import CountryFilter, matching, region_name
from directory.overview import Completeness, nothing_on, overviews
from directory.pins import pinned_by
from directory.recent import looks
from directory.topics import Treaty

LONGEST_SEARCH, PAGE, MOST_COMPARED, AT_HAND = 60, 50, 4, 6
TYPED = 8  # rows while somebody types: what is seen at a glance, and an answer before the next letter
# Filters that most people want, one tap each: field, value, label.
QUICK = [
    ("mechanism", "yes", _("Mechanism in place")),
    ("treaty", Treaty.PALERMO, _("Party to the UN Protocol")),
    ("partner", "yes", _("Partner here")),
    ("hotline", "all_day", _("Hotline at night")),
    ("region", "150", lambda: region_name("150")),
]


@signed_in
def country_list(request):
    """All countries, or those that match `q` and the filters. With `go`, Enter opens the first of them."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    chosen = CountryFilter(request.GET).chosen()
    found = find_countries(text)
    if text and "go" in request.GET and found and not chosen:
        return redirect("country_detail", found[0].iso2.lower())
    is_typed = bool(text and request.htmx)
    known = known_of(found, is_part=is_typed and not chosen)
    found = matching(chosen, found, known)
    if text and "go" in request.GET and found:
        return redirect("country_detail", found[0].iso2.lower())
    pinned = [] if is_typed else pinned_by(request.user)
    context = {
        "text": text,
        "suggestion": None if found else suggest_country(text),
        **rows_of(request, found, known, [] if text or chosen else pinned, is_typed=is_typed),
    }
    if request.htmx:
        return render(request, "directory/country_rows.html", context)
    lit = frozenset(each.iso2 for each in found) if text or chosen else None
    return render(
        request,
        "directory/country_list.html",
        context | filters_of(request, chosen) | beside(request, known, lit, pinned),
    )


def known_of(found, *, is_part):
    """What is known of each; while somebody types, only of those that are shown."""
    codes = [each.iso2 for each in found[:TYPED]] if is_part else None
    known = overviews(codes)
    return {each.iso2: known.get(each.iso2) or nothing_on(each.iso2) for each in countries()}


def rows_of(request, found, known, pinned, *, is_typed):
    """One page of the list. Pinned countries stand first where nothing is looked for."""
    order = sorted(found, key=lambda each: each.iso2 not in pinned) if pinned else found
    if is_typed:
        page = Paginator(order, TYPED).get_page(1)
    else:
        page = Paginator(order, PAGE).get_page(request.GET.get("page"))
    ticked = ticked_in(request)
    shown = {each.iso2 for each in page}
    language = get_language()
    return {
        "page": page,
        "is_typed": is_typed,
        "rows": [
            row(language, known[each.iso2], each.iso2 in pinned, each.iso2 in ticked)
            for each in page
        ],
        "ticked_elsewhere": [country(iso2) for iso2 in ticked if iso2 not in shown],
    }


def ticked_in(request):
    """Codes chosen for a comparison, kept while the list changes under them."""
    known = [country(code) for code in request.GET.getlist("c")]
    return list(dict.fromkeys(each.iso2 for each in known if each))[:MOST_COMPARED]


def filters_of(request, chosen):
    form = CountryFilter(request.GET)
    form.is_valid()
    quick = [quick_chip(request, chosen, *row) for row in QUICK]
    taken = {(name, value) for name, value, _label in QUICK}
    others = [(name, value) for name, value in chosen.items() if (name, value) not in taken]
    return {
        "fields": filter_fields(get_language(), tuple(chosen.items())),
        "chosen": chosen,
        "quick": quick,
        "active": [
            {"label": form.label_of(name), "url": changed(request, name)} for name, _value in others
        ],
        "action": reverse("country_list"),
    }


def quick_chip(request, chosen, name, value, label):
    is_on = chosen.get(name) == value
    return {
        "label": label() if callable(label) else label,
        "is_on": is_on,
        "url": changed(request, name, "" if is_on else value),
    }


def changed(request, name, value=""):
    """The present address with one filter changed, from its first page."""
    values = request.GET.copy()
    for gone in (name, "page", "go"):
        values.pop(gone, None)
    if value:
        values[name] = value
    return f"?{values.urlencode()}"


def beside(request, known, lit, pinned):
    looked_at, kept = looks(request), [country(iso2) for iso2 in pinned]
    return {
        "map": world_map(get_language(), known, lit),
        "steps": list(reversed(Completeness)),
        "looks": looked_at,
        "changes": latest_changes(),
        "pinned": kept,
        # On a phone the cards stand below the list: what is at hand is repeated above it.
        "at_hand": list(dict.fromkeys([*kept, *(look.country for look in looked_at)]))[:AT_HAND],
    }
