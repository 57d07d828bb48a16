from django.shortcuts import redirect, render

from accounts.access import signed_in
from directory.countries import countries_by_name
from directory.country_search import find_countries, suggest_country
from directory.organisations import receivers_by_country

LONGEST_SEARCH = 60


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
