from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from directory.countries import country
from directory.one_page import one_page_of
from directory.profile import profile_of
from shell.pdf import can_make_pdf, pdf_response


@signed_in
@require_safe
def country_print(request, iso2):
    """One side of A4, printed by the browser."""
    return render(request, "directory/country_print.html", context_for(iso2))


@signed_in
@require_safe
def country_pdf(request, iso2):
    """The same as a file; where the system lacks what that takes, the page that prints."""
    context = context_for(iso2)
    if not can_make_pdf():
        return redirect("country_print", iso2)
    return pdf_response(
        "directory/country_pdf.html", context, name=f"country-{iso2.lower()}", request=request
    )


def context_for(iso2):
    found = country(iso2)
    if found is None:
        raise Http404
    today = timezone.localdate()
    return {
        "country": found,
        "sheet": one_page_of(profile_of(found, today)),
        "today": today,
        "pdf": can_make_pdf(),
    }
