"""Who of the team has passed, until when, and a supervisor's extension."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles, step_up
from accounts.fresh import asks_again
from accounts.models import Membership
from accounts.views.fetch import get_colleague
from shell.forms import render_form
from training import content
from training.actions.clear import ExtensionRefused, extend
from training.clearance import LONGEST_EXTENSION, clearance_of
from training.forms.team import ExtendForm
from training.models import Attempt, Certificate, Extension
from training.rights import EXTENDS, SEES_TEAM


@roles(*SEES_TEAM)
@require_safe
def training_team(request):
    here = Membership.objects.active().filter(organisation_id=request.actor.organisation)
    members = list(here.select_related("user").order_by("user__name", "role"))
    passed = passed_by(members)
    rows = [
        {
            "membership": each,
            "clearance": clearance_of(each),
            "passed": passed.get(each.user_id, []),
            "may_extend": request.actor.role in EXTENDS and str(each.user_id) != request.actor.user,
        }
        for each in members
    ]
    context = {
        "rows": rows,
        "required": settings.TRAINING_REQUIRED,
        "cleared": sum(row["clearance"].is_valid for row in rows),
    }
    return render(request, "training/training_team.html", context)


def passed_by(members) -> dict:
    """user → titles of the courses that were passed, of the team in one query."""
    named = {each.code: each.text_for(get_language()).title for each in content.courses()}
    rows = Attempt.objects.filter(user__in=[each.user_id for each in members], passed=True)
    found = {}
    for user, course in rows.order_by("course").values_list("user", "course").distinct():
        found.setdefault(user, []).append(named.get(course, course))
    return found


def titled(certificates) -> list[tuple]:
    """(certificate, title of its course), the newest first."""
    named = {each.code: each.text_for(get_language()).title for each in content.courses()}
    rows = certificates.order_by("-issued_on", "course")
    return [(each, named.get(each.course, each.course)) for each in rows]


@step_up
@roles(*EXTENDS)
@asks_again
def clearance_extend(request, id):
    """Of a colleague here, never of oneself."""
    member = get_colleague(request, id)
    if str(member.user_id) == request.actor.user:
        raise Http404
    today = timezone.localdate()
    form = ExtendForm(
        request.POST or None,
        initial={"until": today + LONGEST_EXTENSION / 2},
        former=member.cleared_until,
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            extend(member, until=given["until"], why=given["why"])
        except ExtensionRefused:
            messages.warning(
                request, _("A colleague changed this meanwhile. Look at the list again.")
            )
        else:
            messages.success(request, _("Your colleague may begin new cases until then."))
        return redirect("training_team")
    context = {
        "member": member,
        "clearance": clearance_of(member),
        "certificates": titled(Certificate.objects.filter(user=member.user)),
        "extensions": Extension.objects.filter(membership=member)
        .select_related("by")
        .order_by("-at")[:5],
    }
    return render_form(request, "training/clearance_extend.html", context, form)
