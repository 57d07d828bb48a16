from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import roles
from directory.access import REVIEWS, VERIFIES
from directory.actions.checks import NotPublished, OwnContact, may_take_away, verify, wrote_number
from directory.comparing import compare, title_of
from directory.contacts import STALE_AFTER_DAYS
from directory.forms.review import VerifyForm
from directory.models import CheckOutcome, Contact, ContactKind
from directory.numbers import number_of
from directory.views.edit import trail
from directory.views.fetch import get_standing
from directory.views.review import areas
from shell.first_rows import first_rows
from shell.forms import render_form

SHOWN_CHECKS = 5
MOST = 50
# Nobody rings an emergency number to try it; missions have a page of their own.
NOT_RUNG = [ContactKind.EMERGENCY, ContactKind.MISSION]
SAID = {
    CheckOutcome.WORKS: gettext_lazy("Marked as verified today."),
    CheckOutcome.WRONG: gettext_lazy(
        "Marked as wrong. It is no longer given to anyone; draft the right one."
    ),
    CheckOutcome.NO_ANSWER: gettext_lazy(
        "Kept. Nobody answering changes nothing about the number."
    ),
}


@roles(*VERIFIES)
def contact_verify(request, id):
    contact = get_standing(Contact, id)
    if contact.pk != id:
        return redirect("contact_verify", contact.pk)
    is_mine = wrote_number(contact, request.user.pk)
    if is_mine and request.method == "POST":
        raise PermissionDenied
    form = VerifyForm(request.POST or None)
    if form.is_valid():
        return verified(request, contact, form)
    context = {
        "contact": contact,
        "title": title_of(contact),
        "crumbs": trail(contact.country),
        "is_mine": is_mine,
        "number": number_of(contact),
        "is_emergency": contact.kind == ContactKind.EMERGENCY,
        "lines": compare(None, contact),
        "checks": contact.checks.select_related("by")[:SHOWN_CHECKS],
        "back": reverse("country_detail", args=[contact.country.lower()]),
    }
    return render_form(request, "directory/contact_verify.html", context, form)


def verified(request, contact, form):
    given = form.cleaned_data
    try:
        check = verify(
            contact.pk,
            method=given["method"],
            outcome=given["outcome"],
            note=given["note"],
            key=given["idempotency_key"],
        )
    except OwnContact:
        raise PermissionDenied from None
    except NotPublished:
        messages.warning(request, _("This contact was changed meanwhile. Try what stands now."))
        return redirect("country_history", contact.country.lower())
    if check.outcome == CheckOutcome.WRONG and not may_take_away(contact):
        messages.success(
            request, _("Thank you. A coordinator looks at it; the answer stands here.")
        )
        return redirect("report_list")
    messages.success(request, SAID[check.outcome])
    return redirect("country_detail", contact.country.lower())


@roles(*REVIEWS)
def stale_list(request):
    """Contacts of one's own country that nobody tried for half a year, oldest first."""
    limit = timezone.localdate() - timedelta(days=STALE_AFTER_DAYS)
    stale = Contact.objects.published().of(request.actor.country).exclude(kind__in=NOT_RUNG)
    stale = stale.filter(Q(verified_on=None) | Q(verified_on__lt=limit) | Q(is_wrong=True))
    order = stale.order_by(F("verified_on").asc(nulls_first=True), "kind", "name", "pk")
    shown, more = first_rows(order, MOST)
    context = {
        "subnav": areas("stale_list"),
        "country": request.actor.country,
        "rows": [{"contact": contact, "title": title_of(contact)} for contact in shown],
        "total": len(shown) + more,
        "more": more,
    }
    return render(request, "directory/stale_list.html", context)
