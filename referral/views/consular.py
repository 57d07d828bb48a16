"""Where consular staff begin: the countries of the directory and, for protection, requests and alerts."""

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import roles
from accounts.roles import Role
from directory.contacts import Age, Standing
from directory.countries import country, country_choices
from directory.numbers import lines_of
from referral.alerts import AlertIndicator
from referral.forms.visa import VisaForm
from referral.models import AlertReceipt
from referral.stages import WAITING_FOR_ANSWER, ReferralStatus
from referral.views.request import requests_to
from referral.visa import advice_for
from shell.forms import render_form

RECEIPTS_SHOWN = 10
OPEN = {*WAITING_FOR_ANSWER, ReferralStatus.ACCEPTED}
STAFF = [Role.CONSULAR, Role.VISA_SECTION]


@roles(*STAFF)
@require_GET
def consular_desk(request):
    if request.actor.role == Role.VISA_SECTION:
        return render(request, "referral/visa_desk.html")
    receipts = AlertReceipt.objects.visible_to(request.actor)
    context = {
        "open_requests": requests_to(request.actor).filter(status__in=OPEN).count(),
        "receipts": receipts.order_by("-at", "-pk")[:RECEIPTS_SHOWN],
        "indicators": AlertIndicator.labels,
    }
    return render(request, "referral/consular_desk.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def visa_section(request):
    """Ticks become advice on the page that answers. They are written nowhere: no row, no session, no log."""
    form = VisaForm(request.POST if request.method == "POST" else None)
    ticked = form.cleaned_data["noticed"] if form.is_bound and form.is_valid() else None
    context = {"advice": advice_for(ticked) if ticked is not None else None}
    return render_form(request, "referral/visa_section.html", context, form)


@roles(*STAFF)
@require_GET
def visa_slip(request):
    """A slip to give away. Only numbers that a person has verified stand on it."""
    chosen = country(request.GET.get("country", ""))
    context = {"countries": country_choices(), "chosen": chosen}
    if chosen:
        lines = lines_of(chosen.iso2, Age.ADULT)
        context["numbers"] = [one for one in lines if one.standing == Standing.VERIFIED]
        context["left_out"] = len(lines) - len(context["numbers"])
    return render(request, "referral/visa_slip.html", context)
