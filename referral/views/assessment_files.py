"""A tool that was answered in a case, on paper: what this reader may read of it, and the log says that it was taken out."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles
from audit.models import record
from instruments.paper import LANGUAGES, filled, is_unread
from instruments.points import settled
from referral.models import Assessment
from referral.tools import answers_of, definition_of, sources_of
from referral.views.case_page import open_case
from referral.views.fetch import deny
from referral.views.rights import CASE_ROLES
from shell.pdf import can_make_pdf, pdf_response


@roles(*CASE_ROLES)
@require_safe
def assessment_pdf(request, reference, id):
    """Neither the file's name nor its head says whose it is."""
    case, rights, _context = open_case(request, reference, "assessments")
    language = request.GET.get("in", "") or translation.get_language()
    if language not in LANGUAGES:
        raise Http404
    assessment, tool = answered_tool(case, rights, reference, id)
    if not can_make_pdf():
        return redirect("assessment_detail", case.journey.reference, assessment.pk)
    tool = settled(tool, request.actor.country)
    answers = answers_of(assessment, tool, rights.reads)
    record("assessment.printed", target=assessment.pk, tool=tool.code, language=language)
    today = timezone.localdate()
    with translation.override(language):
        shown = readable(tool, rights.reads)
        left_out = len(tool.questions) - len(shown.questions)
        footer = _("Left out, closed to this reader: %(count)s") % {"count": left_out}
        context = filled(shown, answers, assessment.head, sources_of(assessment))
        context |= {"today": today, "footer": footer if left_out else ""}
        context["is_unread"] = is_unread(tool, language)
        context["conducted"] = assessment.by.short_name
        name = f"{tool.code}-{today.isoformat()}"
        return pdf_response("instruments/tool_pdf.html", context, name=name, request=request)


def answered_tool(case, rights, reference, id):
    """(assessment, the tool in the version that was answered). Else the 404 of what does not exist."""
    found = Assessment.objects.filter(case=case, pk=id, data_class__in=rights.reads)
    found = found.select_related("by").first()
    assessment = found or deny(f"{reference}/assessment/{id}")
    try:
        return assessment, definition_of(assessment)
    except LookupError:
        deny(f"{reference}/assessment/{id}")


def readable(tool, classes):
    """The tool without the questions of classes that are closed to the reader."""
    sections = [
        replace(
            section,
            rows=tuple(
                replace(
                    row,
                    questions=tuple(
                        q for q in row.questions if q.data_class in classes or not q.has_answer
                    ),
                )
                for row in section.rows
            ),
        )
        for section in tool.sections
    ]
    return replace(tool, sections=tuple(sections))
