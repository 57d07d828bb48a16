"""All cases of the organisation for a supervisor: reference, stage, lead, days. No content."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.models import Membership, User
from accounts.roles import Role
from referral.actions.assigning import assign, one_of_caseload, unassign
from referral.actions.assigning import caseload as load
from referral.forms.assign import AssignForm, CaseloadFilter
from referral.models import CaseGroupGrant, CaseUserGrant, Erasure
from referral.models.case import PAGE
from referral.stages import Stage
from referral.views.fetch import deny
from referral.views.keyset import chip, cursor, older, without
from referral.views.moves import move, posted, show, tap


@roles(Role.SUPERVISOR)
def caseload(request):
    form = CaseloadFilter(request.GET, leads=leads(request.actor))
    chosen = form.chosen()
    where, parameters = condition(chosen, request.GET.get("before", ""))
    found = load(where=where, parameters=parameters, limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "rows": load_rows(shown),
        "to_erase": Erasure.objects.visible_to(request.actor).waiting().count(),
        "form": CaseloadFilter(initial=chosen, leads=form.fields["lead"].choices[1:]),
        "active": [chip(request.GET, form, name) for name in chosen],
        "action": reverse("caseload"),
        "older_url": older(request.GET, shown[-1].opened_at, shown[-1].case_id)
        if len(found) > PAGE
        else "",
        "newer_url": without(request.GET, "before") if "before" in request.GET else "",
    }
    return render(request, "referral/caseload.html", context)


def leads(actor):
    found = Membership.objects.filter(organisation=actor.organisation, ended_at=None)
    people = found.select_related("user").order_by("user__name")
    return [(str(one.user_id), one.user.name) for one in people if one.role == Role.CASE_MANAGER]


def condition(chosen, before):
    parts, parameters = ["true" if "stage" in chosen else "stage < 6"], []
    if stage := chosen.get("stage"):
        parts.append("stage = %s")
        parameters.append(int(stage))
    if lead := chosen.get("lead"):
        parts.append("lead_id = %s")
        parameters.append(lead)
    if place := cursor(before):
        parts.append("(opened_at, case_id) < (%s, %s)")
        parameters += place
    return " AND ".join(parts), parameters


def load_rows(shown):
    names = dict(
        User.objects.filter(pk__in={one.lead_id for one in shown}).values_list("pk", "name")
    )
    today = timezone.localdate()
    return [
        {
            "url": reverse("case_assign", args=[one.case_id]),
            "reference": one.reference,
            "stage": one.stage,
            "stage_name": Stage(one.stage).label,
            "lead": names.get(one.lead_id, ""),
            "days": (today - timezone.localtime(one.opened_at).date()).days,
        }
        for one in shown
    ]


@roles(Role.SUPERVISOR)
def case_assign(request, id):
    case = one_of_caseload(id) or deny(str(id))
    page = reverse("case_assign", args=[id])
    if "take" in request.POST:
        return take_back(request, case, page)
    form = AssignForm(posted(request), actor=request.actor)
    answer = move(
        request,
        form,
        lambda: assign(case.case_id, **form.cleaned_data["to"]),
        done=page,
        said=_("The case is open to her, him or the team."),
    )
    context = {
        "title": _("Who works on this case"),
        "case_load": case,
        "stage_name": Stage(case.stage).label,
        "grants": grants_of(case.case_id),
        "button": _("Open the case to them"),
        "back": reverse("caseload"),
        "crumbs": [{"url": reverse("caseload"), "label": _("Caseload")}],
    }
    return answer or show(request, "referral/case_assign.html", context, form)


def take_back(request, case, page):
    kind, _mark, value = request.POST["take"].partition(":")
    known = {one["key"] for one in grants_of(case.case_id)}
    if f"{kind}:{value}" not in known:
        deny(str(case.case_id))
    whom = {"user": value} if kind == "user" else {"team": int(value)}
    return tap(
        request,
        lambda: unassign(case.case_id, **whom),
        done=page,
        said=_("The case is no longer open to them."),
    )


def grants_of(case_id):
    users = CaseUserGrant.objects.filter(content_object=case_id).select_related("user")
    teams = CaseGroupGrant.objects.filter(content_object=case_id).select_related("group__team")
    return [grant_row(f"user:{one.user_id}", one.user.name, one) for one in users] + [
        grant_row(f"team:{one.group_id}", one.group.team.name, one) for one in teams
    ]


def grant_row(key, name, grant):
    return {"key": key, "name": name, "until": grant.expires_at, "part": grant.classes is not None}
