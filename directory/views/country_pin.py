from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from directory.pins import is_pinned, pin, unpin
from directory.views.country import country_or_404


@require_POST
@signed_in
def country_pin(request, iso2):
    """Keeps a country at hand, or lets it go."""
    found = country_or_404(iso2)
    change = unpin if is_pinned(request.user, found.iso2) else pin
    change(user=request.user, iso2=found.iso2)
    back = request.POST.get("next", "")
    here = back.startswith("/")  # `redirect` takes other words for the names of pages
    if here and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("country_detail", found.iso2.lower())
