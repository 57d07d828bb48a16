from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import signed_in
from directory.access import VERIFIES, is_one_of
from directory.countries import country
from directory.missions import page_of
from directory.profile_page import revision_of
from directory.views.country import country_or_404


@signed_in
def country_missions(request, iso2):
    """Two lists in one page; looking for a city is left to the browser."""
    found = country_or_404(iso2)
    code = found.iso2.lower()
    if iso2 != code:
        return redirect("country_missions", code)
    other = country(request.GET.get("with", ""))
    page = page_of(
        found.iso2,
        get_language(),
        timezone.localdate(),
        revision_of(found.iso2),
        is_one_of(request.actor, VERIFIES),
        other.iso2 if other else "",
    )
    context = {
        "country": found,
        "page": page,
        "other": other,
        "crumbs": [
            {"url": reverse("country_list"), "label": _("Countries")},
            {"url": reverse("country_detail", args=[code]), "label": found.name},
        ],
    }
    return render(request, "directory/country_missions.html", context)
