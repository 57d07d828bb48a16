from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import signed_in
from directory.access import DRAFTS, is_one_of
from directory.between import between
from directory.countries import Country, country, country_choices


class OtherCountryForm(forms.Form):
    other = forms.ChoiceField(
        label=gettext_lazy("With the country"), choices=lambda: [("", ""), *country_choices()]
    )


@signed_in
def country_with(request, iso2):
    """Chooses the second country; a chosen one leads to the page of the two."""
    one = country_or_404(iso2)
    form = OtherCountryForm(request.GET if "other" in request.GET else None)
    if form.is_bound and form.is_valid() and form.cleaned_data["other"] != one.iso2:
        return redirect(between_address(one, country(form.cleaned_data["other"])))
    return render(request, "directory/country_with.html", {"country": one, "choice": form})


@signed_in
def country_between(request, iso2, other):
    """The same two in either order: the first is the one looked at."""
    one, second = country_or_404(iso2), country_or_404(other)
    if one == second:
        raise Http404
    page = between(one, second)
    context = {
        "page": page,
        "one": one,
        "other": second,
        "choice": OtherCountryForm(initial={"other": second.iso2}),
        "turned": between_address(second, one),
        "may_draft": is_one_of(request.actor, DRAFTS),
        "crumbs": [
            {"url": reverse("country_list"), "label": _("Countries")},
            {"url": reverse("country_detail", args=[one.iso2.lower()]), "label": one.name},
        ],
    }
    return render(request, "directory/country_between.html", context)


def country_or_404(iso2: str) -> Country:
    found = country(iso2)
    if found is None:
        raise Http404
    return found


def between_address(one: Country, other: Country) -> str:
    return reverse("country_between", args=[one.iso2.lower(), other.iso2.lower()])
