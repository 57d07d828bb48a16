"""Points of a tool that were written from memory: a coordinator says for the own country that they are right."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import roles
from instruments.actions.points import confirm_points, take_back
from instruments.forms_of_versions import PointsForm
from instruments.models import KEEPERS
from instruments.points import confirmations, points_of
from instruments.views.tools import load_or_404
from shell.forms import render_form


@roles(*KEEPERS)
def tool_points(request, code):
    tool = load_or_404(code)
    points = points_of(tool)
    known = {
        each.point: each
        for each in confirmations(tool, request.actor.country).select_related("organisation", "by")
    }
    waiting = [each for each in points if each.code not in known]
    form = PointsForm(request.POST or None, points=waiting)
    if form.is_bound and form.is_valid():
        count = confirm_points(tool, form.chosen)
        said = ngettext("%(count)s point is confirmed.", "%(count)s points are confirmed.", count)
        messages.success(request, said % {"count": count})
        return redirect("tool_points", code)
    context = {
        "tool": tool,
        "waiting": waiting,
        "confirmed": [(each, known[each.code]) for each in points if each.code in known],
    }
    return render_form(request, "instruments/tool_points.html", context, form)


@roles(*KEEPERS)
@require_POST
def tool_point_back(request, code):
    take_back(load_or_404(code), request.POST.get("point", "")[:60])
    messages.success(request, _("The mark is back: this point is to be confirmed again."))
    return redirect("tool_points", code)
