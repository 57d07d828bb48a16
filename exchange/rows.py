"""Answers of a tool in a case as rows of HTCDS."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import roles
from accounts.roles import Role
from audit.models import record
from exchange.htcds.from_tool import table_of
from referral.tools import answers_of
from referral.views.assessment_files import answered_tool, readable
from referral.views.case_page import open_case
from shell.spreadsheets import BYTE_ORDER_MARK


@roles(Role.CASE_MANAGER)
@require_safe
def assessment_rows(request, reference, id):
    """What this reader may read of it. The file is named after the tool, never after a person or a case."""
    case, rights, _context = open_case(request, reference, "assessments")
    assessment, tool = answered_tool(case, rights, reference, id)
    answers = answers_of(assessment, tool, rights.reads)
    record("assessment.exported", target=assessment.pk, tool=tool.code)
    text = BYTE_ORDER_MARK + table_of(readable(tool, rights.reads), answers)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="htcds-{tool.code}.csv"'
    return response
