from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.access import signed_in
from accounts.models import Organisation
from directory.codes import service_labels
from directory.countries import countries_by_name, country, find_countries, suggest_country
from directory.languages import language_name

LONGEST_SEARCH = 60


def receiving():
    """Organisations that anybody here may refer to."""
    return Organisation.objects.filter(is_active=True, accepts_referrals=True)


def receivers_by_country():
    counted = receiving().values("country").annotate(number=Count("id"))
    return {row["country"]: row["number"] for row in counted}


@signed_in
def country_list(request):
    """All countries, or those that match `q`. With `go`, Enter opens the first of them."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    found = find_countries(text)
    if text and "go" in request.GET and found:
        return redirect("country_detail", found[0].iso2.lower())
    number = receivers_by_country()
    context = {
        "text": text,
        "rows": [(each, number.get(each.iso2, 0)) for each in found],
        "total": len(countries_by_name()),
        "suggestion": None if found else suggest_country(text),
    }
    fragment = bool(getattr(request, "htmx", False))
    return render(request, f"directory/country_{'rows' if fragment else 'list'}.html", context)


@signed_in
def country_detail(request, iso2):
    found = country(iso2)
    if found is None:
        raise Http404
    organisations = [
        {
            "organisation": organisation,
            "services": service_labels(organisation.services),
            "languages": [language_name(code) for code in organisation.languages],
        }
        for organisation in receiving().filter(country=found.iso2).order_by("name")
    ]
    context = {"country": found, "organisations": organisations}
    return render(request, "directory/country_detail.html", context)
