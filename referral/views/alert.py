"""An alert: written by a mission, which then knows a receipt and nothing else; read by the body that got it."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import roles
from accounts.roles import Role
from audit.models import record
from directory.contacts import Age
from directory.numbers import emergency_of, first_to_ring, lines_of
from referral.access import OPENS_CONTACT
from referral.actions.alerts import NobodyThere, count_refusal, raise_alert, take_up
from referral.actions.once import AlreadyDone, once
from referral.alerts import READS_ALERTS, Outcome, may_be_child
from referral.forms.alert import AlertForm
from referral.models import AlertReceipt, ConsularAlert
from referral.views.fetch import deny
from referral.views.moves import tap
from shell.forms import render_form

SHOWN = 100
NUMBERS_SHOWN = 4


@roles(Role.CONSULAR)
@require_http_methods(["GET", "HEAD", "POST"])
def alert_new(request):
    mission = request.membership.organisation
    start = {"country": mission.country, "nationality": mission.represents}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        return end(request, form, mission)
    return render_form(request, "referral/alert_new.html", {"crumbs": crumbs()}, form)


def end(request, form, mission):
    """Sent, a dated count, or nothing at all."""
    ending, answers = form.outcome(), form.answers()
    if ending == Outcome.COME_BACK:
        return render(request, "referral/alert_not_sent.html", {"come_back": True})
    try:
        with transaction.atomic():  # where nobody is there, the form can be sent again
            once(form.cleaned_data["idempotency_key"])
            if ending == Outcome.COUNT:
                count_refusal()
                return redirect("alert_not_sent")
            receipt = raise_alert(answers=answers, mission=mission)
    except AlreadyDone:
        return redirect("consular_desk")
    except NobodyThere:
        return nobody_there(request, answers, mission)
    return redirect("alert_receipt", receipt.pk)


def nobody_there(request, answers, mission):
    """Nothing was kept. The directory's numbers, each with how far it can be trusted."""
    child = may_be_child(answers["minor"])
    context = {
        "country": answers["country"],
        "own_capital": answers["country"] == mission.represents,
        "child": child,
        "numbers": numbers_in(answers["country"], Age.NOT_SURE if child else Age.ADULT),
    }
    return render(request, "referral/alert_nobody.html", context)


def numbers_in(country, age):
    """What somebody rings who cannot wait: two that send help, and the best lines for this age."""
    return [*first_to_ring(emergency_of(country)), *lines_of(country, age)[:NUMBERS_SHOWN]]


@roles(Role.CONSULAR)
@require_GET
def alert_not_sent(request):
    return render(request, "referral/alert_not_sent.html")


@roles(Role.CONSULAR)
@require_GET
def alert_receipt(request, id):
    """Everything the officer will ever see of it. The alert itself is not asked for, not even for its state."""
    receipt = AlertReceipt.objects.visible_to(request.actor).filter(pk=id).first() or deny(str(id))
    context = {
        "receipt": receipt,
        "numbers": numbers_in(receipt.country, Age.NOT_SURE),
        "crumbs": crumbs(),
    }
    return render(request, "referral/alert_receipt.html", context)


def crumbs():
    return [{"url": reverse("consular_desk"), "label": _("Consular desk")}]


# The body that got it


@roles(*READS_ALERTS)
@require_GET
def alert_list(request):
    alerts = ConsularAlert.objects.visible_to(request.actor).select_related("taken_up_by")
    taken = alerts.filter(taken_up_at__isnull=False)
    context = {
        "waiting": alerts.filter(taken_up_at=None).order_by("sent_at", "pk")[:SHOWN],
        "taken": taken.order_by("-sent_at", "-pk")[:SHOWN],
    }
    return render(request, "referral/alert_list.html", context)


@roles(*READS_ALERTS)
@require_GET
def alert_detail(request, id):
    alert = get_alert(request, id)
    record("alert.read", alert.pk)
    context = {
        "alert": alert,
        "child": may_be_child(alert.minor),
        "opens_contact": request.actor.role in OPENS_CONTACT,
        "crumbs": [{"url": reverse("alert_list"), "label": _("Alerts from missions")}],
    }
    return render(request, "referral/alert_detail.html", context)


@roles(*READS_ALERTS)
@require_POST
def alert_take(request, id):
    alert = get_alert(request, id)
    return tap(request, lambda: take_up(alert), done=reverse("alert_detail", args=[id]))


def get_alert(request, id) -> ConsularAlert:
    found = ConsularAlert.objects.visible_to(request.actor).select_related("mission", "taken_up_by")
    return found.filter(pk=id).first() or deny(str(id))
