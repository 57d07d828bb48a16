"""A file is read, looked at, and becomes drafts; a second person publishes each of them."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import roles
from directory.access import DRAFTS
from directory.forms.files import ConfirmForm, ImportForm
from directory.import_file import LARGEST, read
from directory.imports import plan, write
from shell.file_faults import Broken, broken
from shell.forms import render_form

SALT = "directory.import"
HOUR = 60 * 60
SHOWN = 100
LONGEST_PACKED = 2_400_000
PAGE = "directory/directory_import.html"


@roles(*DRAFTS)
def directory_import(request):
    """First what the file would change, then, on the same address, the drafts."""
    if "packed" in request.POST:
        return confirm(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return render_form(request, PAGE, {}, form)
    file = form.cleaned_data["file"]
    try:
        return preview(request, file.name, file.read(LARGEST + 1))
    except Broken as problem:
        return report(request, problem)


def report(request, problem):
    context = {"form": ImportForm(), "faults": problem.faults[:SHOWN], "all": len(problem.faults)}
    return render(request, PAGE, context, status=422)


def preview(request, name, whole):
    """Nothing is written. The file travels in the page, sealed, until it is confirmed."""
    lines, is_signed = read(name, whole)
    found = plan(lines)
    packed = signing.dumps(
        [name, whole.decode("utf-8-sig"), len(found.changes)], salt=SALT, compress=True
    )
    if len(packed) > LONGEST_PACKED:
        raise broken(_("The file"), _("It has more than 2 MB. Export one country, or divide it."))
    form = ConfirmForm(initial={"packed": packed})
    return looked_at(request, form, found, is_signed)


def looked_at(request, form, found, is_signed):
    context = {"plan": found, "changes": found.changes[:SHOWN], "is_signed": is_signed}
    return render_form(request, "directory/directory_import_preview.html", context, form)


def confirm(request):
    form = ConfirmForm(request.POST)
    form.full_clean()
    try:
        name, text, seen = signing.loads(
            form.cleaned_data.get("packed", ""), salt=SALT, max_age=HOUR
        )
    except signing.BadSignature:
        messages.warning(request, _("The file was looked at too long ago. Choose it again."))
        return redirect("directory_import")
    try:
        lines, is_signed = read(name, text.encode())
        found = plan(lines)
    except Broken as problem:
        return report(request, problem)
    if len(found.changes) != seen:
        messages.warning(request, _("Something was published meanwhile. Look again."))
        return preview(request, name, text.encode())
    if not form.is_valid():
        return looked_at(request, form, found, is_signed)
    number = write(
        found, reason=form.cleaned_data["reason"], key=form.cleaned_data["idempotency_key"]
    )
    said = ngettext(
        "%(n)s draft waits for a second person.", "%(n)s drafts wait for a second person.", number
    )
    messages.success(request, said % {"n": number})
    return redirect("review_list")
