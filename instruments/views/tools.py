from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import signed_in
from instruments.definition import Moment
from instruments.forms import answers_from, form_for, given_form
from instruments.layout import answered_in
from instruments.models import KEEPERS, PUBLISHERS
from instruments.paper import LANGUAGES
from instruments.points import settled
from instruments.scoring import score
from instruments.shelf import load, offered
from shell.forms import render_form
from shell.pdf import can_make_pdf


@signed_in
def tool_list(request):
    titles = {
        Moment.MEET: _("Meet"),
        Moment.PLAN: _("Plan"),
        Moment.RETURN: _("Return and after"),
    }
    tools = offered(country_of(request))
    moments = [
        {
            "code": moment.value,
            "title": title,
            "tools": [tool for tool in tools if tool.moment == moment],
        }
        for moment, title in titles.items()
    ]
    keeps = is_one_of(request, PUBLISHERS)
    return render(request, "instruments/tool_list.html", {"moments": moments, "keeps": keeps})


def country_of(request) -> str:
    return request.actor.country if request.actor else ""


def is_one_of(request, roles) -> bool:
    return request.actor is not None and request.actor.role in roles


@signed_in
def tool_detail(request, code):
    """The tool alone: what is answered is scored and forgotten."""
    tool = get_tool(request, code)
    if request.method == "POST" and is_live(request):
        return live_result(request, tool)
    form = form_for(tool, request.POST if request.method == "POST" else None)
    result = score(tool, answers_from(form)) if form.is_bound and form.is_valid() else None
    context = {
        "tool": tool,
        "result": result,
        "pdf": can_make_pdf(),
        "files": LANGUAGES.items(),
        "confirms": tool.has_unverified and is_one_of(request, KEEPERS),
    }
    return render_form(request, "instruments/tool_detail.html", context, form)


def get_tool(request, code):
    """As it is shown in the reader's country."""
    return settled(load_or_404(code), country_of(request))


def load_or_404(code, version=None):
    try:
        return load(code, version)
    except LookupError:
        raise Http404 from None


def is_live(request) -> bool:
    """Asked by a script while somebody answers. Nothing may be stored then."""
    return bool(request.htmx) and "live" in request.POST


def live_result(request, tool):
    """What the tool says so far. What cannot be taken is left out here, and told when the form is sent."""
    form = given_form(tool, request.POST)
    form.is_valid()
    folded = tool.sections[1:] if tool.is_long else []
    shown = {
        "result": score(tool, answers_from(form)),
        "counts": [answered_in(form, section) for section in folded],
    }
    return render(request, "instruments/result_live.html", shown)
