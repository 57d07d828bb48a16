"""People from a workbook: brought, looked at, corrected, confirmed; then watched on its way in."""

import csv

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from exchange.actions import bring as actions
from exchange.forms import ConfirmForm, FileForm, KnownForm, MappingForm
from exchange.htcds.faults import Fault
from exchange.models import ImportState, PeopleImport, RowChoice
from referral.beginning import begins_casework, need_clearance
from referral.models import Case, MoveNotAllowed
from shell.forms import render_form
from shell.safe_zip import NotAWorkbook
from shell.spreadsheets import BYTE_ORDER_MARK, guarded

SHOWN = 100
KNOWN_SHOWN = 50
LISTED = 20
LOOK_AGAIN = 5  # seconds


@roles(Role.CASE_MANAGER)
@begins_casework
def people_import(request):
    """Choose a file. What cannot be taken is answered here, and nothing of it is kept."""
    form = FileForm(request.POST or None, request.FILES or None)
    refused = ""
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                brought = actions.bring(form.cleaned_data["file"].file)
        except NotAWorkbook as problem:
            refused = str(problem)
        except actions.SameFile as problem:
            refused = same_file(problem)
        else:
            return redirect("people_import_look", brought.pk)
    context = {"refused": refused, "before": before(request.actor)}
    if refused:
        return render(
            request, "exchange/people_import.html", {**context, "form": FileForm()}, status=422
        )
    return render_form(request, "exchange/people_import.html", context, form)


def before(actor):
    return PeopleImport.objects.visible_to(actor).order_by("-made_at")[:LISTED]


def same_file(problem):
    day = formats.date_format(timezone.localtime(problem.at), "DATE_FORMAT")
    return _("Your organisation imported this very file on %(day)s already.") % {"day": day}


def mine(request, pk):
    return get_object_or_404(PeopleImport.objects.visible_to(request.actor), pk=pk)


@roles(Role.CASE_MANAGER)
def people_import_look(request, pk):
    """Before: mapping and dry run. On its way: how far it is. After: what came of it."""
    brought = mine(request, pk)
    if brought.state == ImportState.LOOKED_AT:
        return look(request, brought)
    response = render(request, "exchange/people_import_watch.html", {"brought": brought})
    if brought.state == ImportState.QUEUED:
        # A header, because it works without a script; a poll, because nobody may sit there.
        response["Refresh"] = f"{LOOK_AGAIN}; url={request.path}?poll=1"
    return response


def look(request, brought):
    form = MappingForm(request.POST or None, brought=brought)
    if form.is_bound and form.is_valid():
        try:
            actions.correct(brought, mapping=form.mapping, version=form.cleaned_data.get("version"))
        except actions.NotReady:
            messages.warning(request, _("This was changed in another window. Look again."))
        return redirect("people_import_look", brought.pk)
    return render_form(request, "exchange/people_import_look.html", look_context(brought), form)


def look_context(brought):
    faults = [Fault(**stored) for stored in brought.faults[:SHOWN]]
    return {
        "brought": brought,
        "faults": faults,
        "confirm": ConfirmForm(brought=brought),
        "known": brought.known_rows.count(),
        "left_out": brought.known_rows.filter(choice=RowChoice.LEAVE).count(),
    }


@roles(Role.CASE_MANAGER)
def people_import_known(request, pk):
    """Row by row: who may be known here, and what becomes of the row. Of cases that are closed to me, nothing."""
    brought = mine(request, pk)
    if brought.state != ImportState.LOOKED_AT:
        return redirect("people_import_look", brought.pk)
    number = request.GET.get("from", "")
    start = int(number) if number.isdecimal() and len(number) < 9 else 0
    found = list(brought.known_rows.filter(row__gte=start).order_by("row")[: KNOWN_SHOWN + 1])
    rows = found[:KNOWN_SHOWN]
    form = KnownForm(request.POST or None, brought=brought, rows=rows)
    if form.is_bound and form.is_valid():
        try:
            actions.decide(brought, choices=form.choices, version=form.cleaned_data.get("version"))
        except actions.NotReady:
            messages.warning(request, _("This was changed in another window. Look again."))
            return redirect(request.get_full_path())
        messages.success(request, _("Kept. Nothing has been written yet."))
        if len(found) > KNOWN_SHOWN:
            return redirect(f"{request.path}?from={found[-1].row}")
        return redirect("people_import_look", brought.pk)
    context = {
        "brought": brought,
        "references": references_of(request, rows),
        "more": found[KNOWN_SHOWN].row if len(found) > KNOWN_SHOWN else None,
        "before": start > 0,
    }
    return render_form(request, "exchange/people_import_known.html", context, form)


def references_of(request, rows):
    """{row: references of cases that are open to me now}."""
    ids = {case for each in rows for case in each.cases}
    cases = Case.objects.visible_to(request.actor).filter(pk__in=ids).select_related("journey")
    known = {case.pk: case.journey.reference for case in cases}
    return {each.row: [known[case] for case in each.cases if case in known] for each in rows}


@roles(Role.CASE_MANAGER)
@require_POST
def people_import_confirm(request, pk):
    brought = mine(request, pk)
    form = ConfirmForm(request.POST, brought=brought)
    try:
        form.full_clean()
        need_clearance()
        actions.confirm(brought, version=form.cleaned_data.get("version"))
    except MoveNotAllowed as problem:
        messages.warning(request, str(problem))
    except actions.NotReady:
        if brought.state == ImportState.LOOKED_AT:
            text = _("This cannot be imported yet: something is to be mended, or was just changed.")
            messages.warning(request, text)
    except actions.SameFile as problem:
        messages.warning(request, same_file(problem))
    return redirect("people_import_look", brought.pk)


@roles(Role.CASE_MANAGER)
@require_POST
def people_import_drop(request, pk):
    brought = mine(request, pk)
    try:
        actions.drop(brought)
    except actions.NotReady:
        return redirect("people_import_look", brought.pk)
    messages.success(request, _("The file was deleted. Nothing of it was imported."))
    return redirect("people_import")


@roles(Role.CASE_MANAGER)
def people_import_report(request, pk):
    """The faults as CSV: rows, columns and reasons, none of the contents."""
    brought = mine(request, pk)
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="import-report.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Row"), _("Column"), _("Field"), _("What is wrong")])
    for fault in (Fault(**stored) for stored in brought.faults):
        cells = [str(fault.row or ""), fault.column, fault.field, fault.why]
        writer.writerow(map(guarded, cells))
    return response
