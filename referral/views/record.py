from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.acting import current_actor
from accounts.roles import Role
from referral.access import OWN_PARTS, TELLS_PREGNANCY, DataClass
from referral.actions.asylum import may_lift, write_legal
from referral.actions.households import together
from referral.actions.known import people_like
from referral.actions.notes import may_undo
from referral.actions.once import AlreadyDone, once
from referral.actions.record import add_event, write_part
from referral.country_rules import rules_of
from referral.forms.account import EventForm
from referral.forms.legal import PROTECTED, OriginWish, closes_origin, is_kept
from referral.models import Note, TraffickingEvent
from referral.views import conflict
from referral.views.case_page import back_to, need_class, open_case, record_trail
from referral.views.drafts import keeps_draft
from referral.views.erasure import KEEPS
from referral.views.guardian import APPOINTS
from referral.views.moves import WORKS_ON_GATES
from referral.views.parts import (
    FORMS,
    MASKED_SHOWS,
    coded_facts,
    facts,
    full_facts,
    has_text,
)
from referral.views.rights import CASE_ROLES, RECORD, covered_classes
from shell.forms import render_form

# The law beside legal matters; numbers that can be given beside contact and danger.
BESIDE = {
    DataClass.LEGAL: "legal",
    DataClass.WHEREABOUTS: "lines",
    DataClass.RISK: "lines",
}


@roles(*CASE_ROLES)
def case_record(request, reference):
    case, rights, context = open_case(request, reference, "record")
    cards = [card(case, rights, data_class, context["summary"]) for data_class in RECORD]
    context["cards"] = [each for each in cards if each]
    context["sees_evidence"] = (
        rights.may_read(DataClass.EVIDENCE) and request.actor.role in WORKS_ON_GATES
    )
    context["keeps"] = request.actor.role in KEEPS and covered_classes(request.actor, case) is None
    context["takes_out"] = request.actor.role in (Role.CASE_MANAGER, Role.LAWYER)
    return render(request, "referral/case_record.html", context)


def card(case, rights, data_class, summary) -> dict | None:
    """One class as it may be seen: open, masked, to add to. Nothing for a class that is closed."""
    form_class = FORMS[data_class]
    url = reverse("case_part", args=[case.journey.reference, data_class.value])
    shown = {"data_class": data_class, "title": data_class.label}
    if data_class == DataClass.HEALTH and may_tell_pregnancy(rights):
        shown["pregnancy"] = reverse("case_pregnancy", args=[case.journey.reference])
    if rights.may_read(data_class):
        row = form_class.model.objects.filter(case=case).first()
        return shown | {
            "state": "open",
            "url": url,
            "may_write": rights.may_write(data_class),
            "facts": coded_facts(form_class, row),
            "has_text": has_text(form_class, row),
        }
    if rights.may_add(data_class):
        note = reverse("case_note_new", args=[case.journey.reference])
        return shown | {"state": "add", "url": f"{note}?part={data_class.value}"}
    if rights.is_masked(data_class):
        seen = MASKED_SHOWS.get(data_class, ())
        known = facts(FORMS[DataClass.SUMMARY], summary, seen) if summary else []
        return shown | {"state": "masked", "facts": known}
    return None


def may_tell_pregnancy(rights) -> bool:
    """Whoever may add to health, or leads the case, writes down what the person says of it and what it may steer."""
    tells = rights.may_add(DataClass.HEALTH) or current_actor().role in TELLS_PREGNANCY
    return tells and rights.may_write(DataClass.SUMMARY)


@roles(*CASE_ROLES)
@keeps_draft
def case_part(request, reference, data_class):
    case, rights, context = open_case(request, reference, "record", record_trail())
    need_class(data_class in FORMS, reference, "part")
    data_class = DataClass(data_class)
    if not rights.may_read(data_class) and rights.may_add(data_class) and request.method == "GET":
        note = reverse("case_note_new", args=[case.journey.reference])
        return redirect(f"{note}?part={data_class.value}")
    need_class(rights.may_read(data_class), reference, data_class)
    context |= {
        "data_class": data_class,
        "title": data_class.label,
        "may_pregnancy": may_tell_pregnancy(rights),
    }
    context |= rules_beside(case, data_class, rights, context["summary"])
    if data_class == DataClass.TRAVEL and together(case):
        return back_to("case_travel", case)  # the day of a household is set for all of it
    if not rights.may_write(data_class):
        need_class(request.method == "GET", reference, data_class)
        return part_read(request, case, data_class, context)
    return part_edit(request, case, data_class, context)


def part_read(request, case, data_class, context):
    form_class = FORMS[data_class]
    row = form_class.model.objects.filter(case=case).first()
    context |= {"facts": full_facts(form_class, row)} | beside(case, data_class, row)
    return render(request, "referral/case_part.html", context)


def part_edit(request, case, data_class, context):
    form_class = FORMS[data_class]
    conflict.one_at_a_time(request, case, data_class)
    rows = form_class.model.objects.filter(case=case)
    row = (rows.select_for_update() if request.method == "POST" else rows).first()
    initial = form_class.initial_of(row)
    version = row.version if row else 0
    data = None
    if request.method == "POST":
        data = conflict.chosen(request.POST, form_class.base_fields, initial)
    form = form_class(data, initial=initial, version=version)
    if form.is_bound and form.is_valid():
        clash = conflict.differences(form, initial) if form.is_stale() else []
        if clash:
            return conflict.conflict_page(
                request,
                form,
                clash,
                context,
                conflict.Saved("part.changed", case.pk, str(data_class)),
            )
        return part_saved(case, form, form_class, row, data_class)
    context |= beside(case, data_class, row)
    return render_form(request, "referral/case_part.html", context, form)


def part_saved(case, form, form_class, row, data_class):
    try:
        once(form.cleaned_data["idempotency_key"])
        action = write_legal if data_class == DataClass.LEGAL else write_part
        action(case=case, model=form_class.model, row=row, write=form.write)
    except AlreadyDone:
        pass
    if data_class == DataClass.IDENTITY and people_like(
        case, form_class.model.objects.get(case=case)
    ):
        return back_to("case_known", case)
    return back_to("case_part", case, data_class.value)


def beside(case, data_class, row) -> dict:
    """What stands beside the form: notes of this class, events, and the warning of an asylum claim."""
    found = {}
    if data_class == DataClass.IDENTITY:
        found["may_age"] = current_actor().role in APPOINTS
    if data_class in OWN_PARTS:
        notes = Note.objects.filter(case=case, data_class=data_class, undone_at=None)
        found["notes"] = [
            {"note": note, "may_undo": may_undo(note)}
            for note in notes.select_related("by").order_by("-written_at")[:50]
        ]
    if data_class == DataClass.ACCOUNT:
        found["events"] = event_lines(case)
    if data_class == DataClass.LEGAL:
        found["protected"] = is_kept(row)
        found["may_ask"] = closes_origin(row) and row.origin_wish == OriginWish.ANONYMOUS
        found["may_lift"] = is_kept(row) and may_lift(case)
        found["lifted"] = bool(row and row.asylum in PROTECTED and row.asylum_lift)
    return found


def rules_beside(case, data_class, rights, summary) -> dict:
    """What applies in the country, where this class asks for it."""
    show = BESIDE.get(data_class)
    return {"rules": rules_of(case, summary, rights), "show": show} if show else {}


def event_lines(case) -> list[list[dict]]:
    events = TraffickingEvent.objects.filter(case=case).order_by("happened_on", "id")
    return [facts(EventForm, event, EventForm.columns()) for event in events]


@roles(*CASE_ROLES)
@keeps_draft
def case_event_new(request, reference):
    case, rights, context = open_case(request, reference, "record", record_trail())
    need_class(rights.may_write(DataClass.ACCOUNT), reference, DataClass.ACCOUNT)
    form = EventForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            once(form.cleaned_data["idempotency_key"])
            add_event(case=case, write=form.write)
        except AlreadyDone:
            pass
        return back_to("case_part", case, DataClass.ACCOUNT.value)
    context |= {
        "title": _("Add a place and time"),
        "button": _("Add"),
        "back": reverse("case_part", args=[case.journey.reference, DataClass.ACCOUNT.value]),
    }
    return render_form(request, "referral/case_form.html", context, form)
