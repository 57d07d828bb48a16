from django.shortcuts import render

from accounts.access import signed_in
from directory.comparison import MOST, comparison_of
from directory.countries import countries_by_name, country

TOO_MUCH = 400


@signed_in
def country_compare(request):
    """Up to four countries side by side: `?c=al&c=gr`. What is too much or unknown is said, the rest shown."""
    asked = list(dict.fromkeys(code.upper() for code in request.GET.getlist("c") if code))
    known = [each for each in map(country, asked) if each]
    chosen = known[:MOST]
    context = {
        "chosen": [(each, _without(chosen, each)) for each in chosen],
        "parts": comparison_of(chosen) if chosen else [],
        "most": MOST,
        "is_too_many": len(known) > MOST,
        "has_unknown": len(known) < len(asked),
        "choices": [each for each in countries_by_name() if each not in chosen],
        "may_add": len(chosen) < MOST,
    }
    wrong = context["is_too_many"] or context["has_unknown"]
    return render(
        request, "directory/country_compare.html", context, status=TOO_MUCH if wrong else 200
    )


def _without(chosen, gone):
    return "?" + "&".join(f"c={each.iso2.lower()}" for each in chosen if each != gone)
