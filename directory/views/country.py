from django.http import Http404
from django.shortcuts import render

from accounts.access import signed_in
from directory.codes import service_labels
from directory.countries import country
from directory.languages import language_name
from directory.organisations import receiving


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
