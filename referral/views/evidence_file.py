"""The file beside a record of evidence: sent in, opened as a download, removed. Nothing of it is shown on a page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from referral.actions.files import FileGone, add_file, may_add_file, open_file, remove_file
from referral.files import scanner
from referral.files.kinds import ENDINGS, FileKind, FileRefused
from referral.forms.evidence import EvidenceFileForm
from referral.models import EvidenceFile, FileState
from referral.views.case_page import need_class
from referral.views.evidence import get_evidence, open_evidence, trail
from referral.views.moves import WORKS_ON_GATES, move, posted, show, tap

# Nothing in it runs, loads or sends, also where a browser would show it in spite of the rest.
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@roles(*WORKS_ON_GATES)
def file_add(request, reference, id):
    case, rights, context = open_evidence(request, reference, trail())
    evidence = get_evidence(request, case, id)
    need_class(
        rights.may_add(evidence.file_class) and may_add_file(evidence), reference, f"file/{id}"
    )
    form = EvidenceFileForm(posted(request), request.FILES if request.method == "POST" else None)
    page = reverse("evidence_detail", args=[reference, evidence.pk])
    done, added = None, []
    try:
        done = move(
            request, form, lambda: added.append(add_file(evidence, **form.content())), done=page
        )
    except FileRefused as problem:
        form.add_error("file", str(problem))
    if done:
        say(request, added)
        return done
    context |= {
        "title": _("Add a file"),
        "evidence": evidence,
        "part": evidence.file_class.label,
        "scanned": scanner.is_set(),
        "back": page,
    }
    return show(request, "referral/file_add.html", context, form)


def say(request, added):
    if not added:
        return
    if added[0].state == FileState.QUARANTINED:
        messages.warning(
            request,
            _(
                "The file is kept, and nobody can open it yet: the scanner for harmful files does not answer. It is tried again"
                " by itself. You need not send it again."
            ),
        )
    else:
        messages.success(request, _("The file is kept, encrypted."))


def get_file(request, case, rights, id):
    found = EvidenceFile.objects.visible_to(request.actor).filter(
        case=case, pk=id, data_class__in=rights.reads, removed_at=None
    )
    file = found.select_related("evidence").first()
    need_class(file, case.journey.reference, f"file/{id}")
    file.case = case
    return file


@roles(*WORKS_ON_GATES)
@require_safe
def file_open(request, reference, id):
    """A download, whatever it is. It may be looked at only where it lands."""
    case, rights, context = open_evidence(request, reference, trail())
    file = get_file(request, case, rights, id)
    if not file.opens:
        return closed(request, context, file, why_closed(file), 409)
    try:
        content = open_file(file)
    except FileGone as problem:
        return closed(request, context, file, str(problem), 410)
    answer = HttpResponse(content, content_type="application/octet-stream")
    ending = ENDINGS[FileKind(file.kind)][0]
    answer["Content-Disposition"] = f'attachment; filename="document.{ending}"'
    answer["Content-Security-Policy"] = SANDBOX
    return answer


def why_closed(file) -> str:
    if file.state == FileState.REFUSED:
        return _(
            "The scanner found something harmful in this file. It was destroyed. Ask whoever gave it to you for a clean copy."
        )
    return _(
        "This file waits for the scanner for harmful files, which does not answer. It is tried again by itself; come back later."
    )


def closed(request, context, file, why, status):
    context |= {
        "problem": why,
        "back_url": reverse("evidence_detail", args=[context["reference"], file.evidence_id]),
    }
    return render(request, "referral/file_closed.html", context, status=status)


@roles(*WORKS_ON_GATES)
@require_POST
def file_remove(request, reference, id):
    case, rights, _context = open_evidence(request, reference)
    file = get_file(request, case, rights, id)
    need_class(rights.may_write(file.data_class), reference, f"file/{id}")
    return tap(
        request,
        lambda: remove_file(file),
        done=reverse("evidence_detail", args=[reference, file.evidence_id]),
        said=_("The file is destroyed. The record stays."),
    )
