"""The cases that are open to me, newest first."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import roles
from referral.access import TAKES_LISTS_OUT
from referral.forms.case_filter import CaseFilter
from referral.models import Case, Leg, Task
from referral.models.case import PAGE
from referral.stages import STAGE_OF, Stage
from referral.views.case_rows import rows_of
from referral.views.keyset import chip, cursor, older, without
from referral.views.names import names_of, names_shown
from referral.views.rights import CASE_ROLES

WEEK_DAYS = 7


@roles(*CASE_ROLES)
def case_list(request):
    form = CaseFilter(request.GET)
    chosen = form.chosen()
    found = page_of_cases(request.actor, chosen, cursor(request.GET.get("before", "")))
    cases = list(found.select_related("journey", "summary"))
    shown = cases[:PAGE]
    context = {
        "rows": rows_of(shown, names_of(request, shown)),
        "form": CaseFilter(initial=chosen),
        "active": [chip(request.GET, form, name) for name in chosen],
        "older_url": older(request.GET, shown[-1].opened_at, shown[-1].pk)
        if len(cases) > PAGE
        else "",
        "newer_url": without(request.GET, "before") if "before" in request.GET else "",
        "action": reverse("case_list"),
        "names_on": names_shown(request),
        "today": timezone.localdate(),
        "takes_out": request.actor.role in TAKES_LISTS_OUT,
    }
    return render(request, "referral/case_list.html", context)


def page_of_cases(actor, chosen, before):
    if not chosen:
        return Case.objects.page_for(actor, before)
    found = Case.objects.visible_to(actor).files().filter(wanted(chosen))
    if before:
        when, last = before
        found = found.filter(Q(opened_at__lt=when) | Q(opened_at=when, pk__lt=last))
    newest_first = F("opened_at").desc(), F("pk").desc()
    # First which, then what stands in their rows: else the policies of these are tried for all that are left out.
    page = found.order_by(*newest_first).values("pk")[: PAGE + 1]
    return Case.objects.filter(pk__in=page).order_by(*newest_first)


def wanted(chosen):
    condition = Q()
    if stage := chosen.get("stage"):
        condition &= Q(stage=stage)
    if status := chosen.get("status"):
        condition &= Q(status=status)
        if STAGE_OF[status] != Stage.CLOSED:
            condition &= ~Q(stage=Stage.CLOSED)  # has an index: one in eight is open
    if country := chosen.get("country"):
        legs = Leg.objects.filter(journey=OuterRef("journey"), country=country)
        condition &= Q(journey__found_in=country) | Q(Exists(legs))
    if due := chosen.get("due"):
        condition &= due_is(due)
    return condition


def due_is(due):
    today = timezone.localdate()
    dated = Task.objects.filter(case=OuterRef("pk"), done_at=None, due_on__isnull=False)
    if due == "late":
        return Q(Exists(dated.filter(due_on__lt=today)))
    if due == "week":
        return Q(Exists(dated.filter(due_on__lte=today + timedelta(days=WEEK_DAYS))))
    return ~Q(Exists(dated))
