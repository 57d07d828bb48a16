from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import signed_in
from directory.access import VERIFIES, is_one_of
from directory.missions import missions_in, missions_of
from directory.views.country import country_or_404


@signed_in
def country_missions(request, iso2):
    """Two lists in one page; looking for a city is left to the browser."""
    found = country_or_404(iso2)
    code = found.iso2.lower()
    if iso2 != code:
        return redirect("country_missions", code)
    abroad, here = missions_of(found.iso2), missions_in(found.iso2)
    sources = {
        one.contact.source for part in (abroad, here) for each in part for one in each.missions
    }
    context = {
        "country": found,
        "abroad": abroad,
        "here": here,
        "numbers": [sum(len(group.missions) for group in part) for part in (abroad, here)],
        "sources": sorted(sources, key=lambda source: source.title),
        "may_verify": is_one_of(request.actor, VERIFIES),
        "crumbs": [
            {"url": reverse("country_list"), "label": _("Countries")},
            {"url": reverse("country_detail", args=[code]), "label": found.name},
        ],
    }
    return render(request, "directory/country_missions.html", context)
