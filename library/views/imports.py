"""A file is read, looked at, and becomes drafts; a second person publishes each of them."""

import base64

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import roles
from library.actions.bring import bring
from library.forms.files import ConfirmForm, ImportForm
from library.importing import LARGEST, plan, read
from library.rights import DRAFTS
from shell.file_faults import Broken, broken
from shell.forms import render_form

SALT = "library.import"
HOUR = 60 * 60
SHOWN = 100
LONGEST_PACKED = 2_400_000
PAGE = "library/document_import.html"


@roles(*DRAFTS)
def document_import(request):
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
    found = plan(read(name, whole))
    sealed = [name[-10:], base64.b64encode(whole).decode(), len(found.changes)]
    packed = signing.dumps(sealed, salt=SALT, compress=True)
    if len(packed) > LONGEST_PACKED:
        raise broken(_("The file"), _("It has more than 2 MB. Divide it."))
    return looked_at(request, ConfirmForm(initial={"packed": packed}), found)


def looked_at(request, form, found):
    context = {"plan": found, "changes": found.changes[:SHOWN]}
    return render_form(request, "library/document_import_look.html", context, form)


def confirm(request):
    form = ConfirmForm(request.POST)
    form.full_clean()
    try:
        sealed = form.cleaned_data.get("packed", "")
        name, body, seen = signing.loads(sealed, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        messages.warning(request, _("The file was looked at too long ago. Choose it again."))
        return redirect("document_import")
    whole = base64.b64decode(body)
    try:
        found = plan(read(name, whole))
    except Broken as problem:
        return report(request, problem)
    if len(found.changes) != seen:
        messages.warning(request, _("Something was published meanwhile. Look again."))
        return preview(request, name, whole)
    if not form.is_valid():
        return looked_at(request, form, found)
    given = form.cleaned_data
    number = bring(found, reason=given["reason"], key=given["idempotency_key"])
    said = ngettext("%(n)s draft waits for a second person.", "%(n)s drafts wait for a second person.", number)  # fmt: skip
    messages.success(request, said % {"n": number})
    return redirect("library_review_list")
