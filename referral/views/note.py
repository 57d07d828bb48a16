from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from referral.actions.notes import add_note, undo_note
from referral.actions.once import AlreadyDone, once
from referral.forms.note import NoteForm
from referral.models import MoveNotAllowed, Note
from referral.views.case_page import back_to, need_class, open_case, record_trail
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.rights import CASE_ROLES
from shell.forms import render_form


@roles(*CASE_ROLES)
@keeps_draft
def case_note_new(request, reference):
    case, rights, context = open_case(request, reference, "record", record_trail())
    need_class(rights.notes, reference, "note")
    data = request.POST if request.method == "POST" else None
    asked = request.GET.get("part")
    first = asked if asked in rights.notes else None
    form = NoteForm(data, classes=rights.notes, initial={"data_class": first})
    if form.is_bound and form.is_valid():
        return note_saved(request, case, rights, form)
    context |= {
        "title": _("Add a note"),
        "button": _("Save note"),
        "back": reverse("case_record", args=[case.journey.reference]),
    }
    return render_form(request, "referral/case_note_new.html", context, form)


def note_saved(request, case, rights, form):
    part = form.chosen
    try:
        once(form.cleaned_data["idempotency_key"])
        add_note(case=case, data_class=part, text=form.cleaned_data["text"])
    except AlreadyDone:
        pass
    if rights.may_read(part):
        return back_to("case_part", case, part.value)
    messages.success(request, _("The note is saved. You may add to this part, and not read it."))
    return back_to("case_record", case)


@roles(*CASE_ROLES)
@require_POST
def case_note_undo(request, reference, id):
    case, rights, _context = open_case(request, reference, "record")
    note = Note.objects.filter(case=case, pk=id, data_class__in=rights.writes).first()
    if note is None:
        deny(f"{reference}/note/{id}")
    try:
        undo_note(note=note)
        messages.success(request, _("The note is taken back."))
    except MoveNotAllowed as problem:
        messages.error(request, str(problem))
    return back_to("case_part", case, note.data_class)
