"""Tools as files: a form of a spreadsheet is brought, any tool is given out, blank, as a spreadsheet or on paper."""

from pathlib import PurePath

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.access import roles, signed_in
from instruments.actions import versions as actions
from instruments.forms_of_versions import BringForm
from instruments.models import KEEPERS, PUBLISHERS, InstrumentVersion, Origin
from instruments.paper import LANGUAGES, blank, is_unread
from instruments.views.tools import get_tool
from instruments.views.versions import get_version
from instruments.xlsform.read import read_form
from instruments.xlsform.report import shown
from instruments.xlsform.shipped import content_of
from instruments.xlsform.write import workbook_of
from shell.forms import render_form
from shell.pdf import can_make_pdf, pdf_response
from shell.safe_zip import NotAWorkbook
from shell.spreadsheets import XLSX


@roles(*KEEPERS)
def tool_version_bring(request):
    """What cannot be taken is answered here, row by row, and nothing of it is kept."""
    form = BringForm(request.POST or None, request.FILES or None)
    context = {"refused": "", "report": []}
    if form.is_bound and form.is_valid():
        made = bring(request, form.cleaned_data["file"], context)
        if made:
            return redirect("tool_version", made.pk)
        context["form"] = BringForm()
        return render(request, "instruments/tool_version_bring.html", context, status=422)
    return render_form(request, "instruments/tool_version_bring.html", context, form)


def bring(request, file, context):
    """The draft, or nothing: then `context` says why."""
    name = PurePath(file.name).stem[:60]
    try:
        content, report = read_form(file.file, request.actor.country, name)
        if report.is_broken:
            context["report"], context["more"] = shown(report.stored()), report.more
            return None
        return actions.draft(content=content, report=report.stored())
    except (NotAWorkbook, actions.NotPossible) as problem:
        context["refused"] = str(problem)
        return None


@roles(*PUBLISHERS)
@require_safe
def tool_version_xlsform(request, pk):
    version = get_version(request, pk)
    if version.origin == Origin.SHIPPED:
        return redirect("tool_xlsform", version.code)
    return as_workbook(version.content)


@signed_in
@require_safe
def tool_xlsform(request, code):
    """The blank tool, for KoboToolbox, ODK, or to design another one from it."""
    tool = get_tool(request, code)
    if tool.is_ours:
        return as_workbook({**content_of(tool), "version": tool.version})
    row = InstrumentVersion.objects.filter(code=tool.code, version=tool.version).first()
    return as_workbook(row.content)


def as_workbook(content) -> HttpResponse:
    response = HttpResponse(workbook_of(content), content_type=XLSX)
    name = f"{content['code']}-{content['version']}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@signed_in
@require_safe
def tool_pdf(request, code):
    """The blank tool on paper, in the language that is asked for. Without Pango the page prints from the browser."""
    tool = get_tool(request, code)
    language = request.GET.get("in", "") or translation.get_language()
    if language not in LANGUAGES:
        raise Http404
    if not can_make_pdf():
        return redirect("tool_detail", code)
    with translation.override(language):
        context = blank(tool) | {
            "today": timezone.localdate(),
            "is_unread": is_unread(tool, language),
        }
        return pdf_response(
            "instruments/tool_pdf.html", context, name=f"{code}-{language}", request=request
        )
