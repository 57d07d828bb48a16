"""A country's own tools on their way: what waits, what was said about the file, who put it in use."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from instruments.actions import versions as actions
from instruments.classes import unclassed, with_classes
from instruments.definition import DefinitionError
from instruments.forms import answers_from, form_for
from instruments.forms_of_versions import CLASS_NAMES, ClassesForm, plain
from instruments.models import (
    KEEPERS,
    PUBLISHERS,
    InstrumentVersion,
    Origin,
    PointConfirmation,
    VersionState,
)
from instruments.points import points_of
from instruments.scoring import score
from instruments.shelf import tools
from instruments.stored import read_content
from instruments.views.tools import is_live, is_one_of, live_result
from instruments.xlsform.report import shown
from shell.forms import render_form

TONES = {
    VersionState.DRAFT: "due",
    VersionState.PUBLISHED: "ok",
    VersionState.WITHDRAWN: "plain",
}


@roles(*PUBLISHERS)
@require_safe
def tool_version_list(request):
    country = request.actor.country
    rows = InstrumentVersion.objects.visible_to(request.actor).filter(country=country)
    rows = rows.annotate(title=F("content__title"), language=F("content__language"))
    rows = rows.defer("content", "report").order_by("code", "-version")
    known = set(
        PointConfirmation.objects.filter(country=country).values_list("code", "version", "point")
    )
    context = {
        "own": [listed(row) for row in rows],
        "shipped": [shipped_row(tool, known) for tool in tools()],
        "keeps": is_one_of(request, KEEPERS),
    }
    return render(request, "instruments/tool_version_list.html", context)


def listed(row) -> dict:
    return {
        "version": row,
        "title": plain(row.title, row.language or ""),
        "tone": TONES[row.state],
    }


def shipped_row(tool, known) -> dict:
    left = [each for each in points_of(tool) if (tool.code, tool.version, each.code) not in known]
    return {"tool": tool, "left": len(left)}


@roles(*PUBLISHERS)
@require_safe
def tool_version(request, pk):
    """All about one version. A draft shows what keeps it from being used."""
    version = get_version(request, pk)
    content = version.content
    first = content.get("language", "")
    same = InstrumentVersion.objects.visible_to(request.actor).filter(code=version.code)
    user = request.actor.user
    context = {
        "version": version,
        "title": plain(content["title"], first),
        "tone": TONES[version.state],
        "report": shown(version.report),
        "sections": [section_row(each, first) for each in content["sections"]],
        "left": len(unclassed(content)) if version.is_draft else 0,
        "obstacle": actions.obstacle(version, user) if version.is_draft else "",
        "is_mine": str(version.author_id) == str(user),
        "keeps": is_one_of(request, KEEPERS) and version.origin == Origin.OWN,
        "history": same.defer("content", "report")
        .select_related("author", "published_by", "withdrawn_by")
        .order_by("-version"),
    }
    return render(request, "instruments/tool_version.html", context)


def section_row(raw, first) -> dict:
    return {
        "title": plain(raw["title"], first),
        "questions": [
            {
                "text": plain(each["text"], first) or each["code"],
                "code": each["code"],
                "class": CLASS_NAMES.get(each.get("data_class"), ""),
            }
            for each in raw["questions"]
        ],
    }


def get_version(request, pk):
    """As the reader may see it. Else 404, also where it is the draft of another country."""
    rows = InstrumentVersion.objects.visible_to(request.actor)
    version = rows.select_related("author", "published_by", "withdrawn_by").filter(pk=pk).first()
    if version is None:
        raise Http404
    return version


def own_version(request, pk):
    """One that this country keeps itself."""
    version = get_version(request, pk)
    if version.origin != Origin.OWN or version.country != request.actor.country:
        raise Http404
    return version


@roles(*KEEPERS)
def tool_version_classes(request, pk):
    version = own_version(request, pk)
    if not version.is_draft:
        return redirect("tool_version", pk)
    form = ClassesForm(request.POST or None, version=version)
    if form.is_bound and form.is_valid():
        content = with_classes(version.content, form.chosen, form.top)
        content["settings"] = {**content.get("settings", {}), "class_chosen": content["data_class"]}
        try:
            actions.change(version, content, edition=form.cleaned_data["version"])
            messages.success(request, _("The classes are kept."))
        except actions.NotPossible as problem:
            messages.warning(request, str(problem))
        return redirect("tool_version", pk)
    return render_form(
        request, "instruments/tool_version_classes.html", {"version": version}, form
    )


@roles(*PUBLISHERS)
def tool_version_try(request, pk):
    """The tool as people will meet it. Nothing of the answers is kept."""
    version = get_version(request, pk)
    try:
        tool = read_content(version)
    except DefinitionError:
        return redirect("tool_version", pk)
    if request.method == "POST" and is_live(request):
        return live_result(request, tool)
    form = form_for(tool, request.POST if request.method == "POST" else None)
    result = score(tool, answers_from(form)) if form.is_bound and form.is_valid() else None
    context = {"tool": tool, "version": version, "result": result}
    return render_form(request, "instruments/tool_version_try.html", context, form)


@roles(*PUBLISHERS)
@require_POST
def tool_version_publish(request, pk):
    version = own_version(request, pk)
    edition = request.POST.get("version", "")
    try:
        actions.publish(version, edition=int(edition) if edition.isdecimal() else -1)
        messages.success(request, _("In use from now on."))
    except actions.NotPossible as problem:
        messages.warning(request, str(problem))
    return redirect("tool_version", pk)


@roles(*KEEPERS)
@require_POST
def tool_version_drop(request, pk):
    try:
        actions.drop(own_version(request, pk))
        messages.success(request, _("The draft is deleted."))
    except actions.NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect("tool_version", pk)
    return redirect("tool_version_list")


@roles(*KEEPERS)
@require_POST
def tool_version_withdraw(request, pk):
    try:
        actions.withdraw(own_version(request, pk))
        messages.success(request, _("Offered no longer. Former answers stay readable."))
    except actions.NotPossible as problem:
        messages.warning(request, str(problem))
    return redirect("tool_version", pk)


@roles(*KEEPERS)
@require_POST
def tool_version_again(request, pk):
    """A new draft from a version that was in use."""
    try:
        made = actions.begin_again(own_version(request, pk))
    except actions.NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect("tool_version", pk)
    return redirect("tool_version", made.pk)
