from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles
from accounts.models import Organisation
from accounts.roles import Role
from audit.models import record
from directory.codes import AgeBand
from library.reviewed import review_of
from referral.access import CROSSING, DataClass
from referral.actions.child_turn import order_of
from referral.actions.child_words import guardian_stands, parents_word
from referral.actions.consents import record_consent, withdraw_consent
from referral.actions.once import AlreadyDone, once
from referral.actions.referrals import not_kept_from
from referral.ageing import came_of_age, comes_of_age_soon, decides_alone
from referral.child_order import Step, first, no_contact_sentence
from referral.consent import asked_ahead, in_force, is_child
from referral.consent_record import agreed_text, record_of, spoken
from referral.forms.consent import ConsentForm, WithdrawForm, explained_points
from referral.models import Consent, ConsentItem, Purpose
from referral.onward import first_sender
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.guardian import APPOINTS
from referral.views.moves import WORKS_ON_GATES, move, posted, show
from referral.views.rights import CASE_ROLES
from shell.forms import render_form
from shell.pdf import can_make_pdf, pdf_response


def trail():
    return ("case_consent", _("Consent"))


@roles(*CASE_ROLES)
def case_consent(request, reference):
    case, rights, context = open_case(request, reference, "consent")
    need_class(rights.may_read(DataClass.CONSENT), reference, "consent")
    items = in_force(case)
    history = Consent.objects.filter(case=case).select_related("by").order_by("-given_at")
    context |= {
        "shared": shared_matrix(items),
        "brought_by": first_sender(case),
        "classes": [DataClass(c).label for c in CROSSING],
        "apart": [item for item in items if item.receiver_id is None],
        "history": history,
        "soon": comes_of_age_soon(case),
        "grown": case.journey.child and came_of_age(case.journey_id),
        "asked_ahead": asked_ahead(case),
        "may_add": rights.may_add(DataClass.CONSENT),
        "may_withdraw": may_withdraw(request, case, rights),
        "may_appoint": case.journey.child
        and request.actor.role in APPOINTS
        and rights.may_read(DataClass.EVIDENCE),
    }
    return render(request, "referral/case_consent.html", context)


def may_withdraw(request, case, rights) -> bool:
    """A person takes an agreement back at any time, also when the case is closed: no one agrees to anything there any more."""
    if rights.may_write(DataClass.CONSENT):
        return True
    return (
        case.is_closed
        and request.actor.role == Role.CASE_MANAGER
        and rights.may_read(DataClass.CONSENT)
    )


def shared_matrix(items):
    """One row per receiver and purpose, one cell per class."""
    rows = {}
    for item in items:
        if item.receiver_id:
            place = (item.receiver_id, item.purpose)
            row = rows.setdefault(place, {"item": item, "cells": {}})
            row["cells"][item.data_class] = item
    for row in rows.values():
        row["cells"] = [row["cells"].get(data_class) for data_class in CROSSING]
        row["live"] = any(c and c.agreed and c.withdrawn_at is None for c in row["cells"])
    return sorted(
        rows.values(), key=lambda row: (row["item"].receiver.country, row["item"].receiver.name)
    )


@roles(*CASE_ROLES)
@keeps_draft
def consent_new(request, reference):
    case, rights, context = open_case(request, reference, "consent", trail())
    need_class(rights.may_add(DataClass.CONSENT), reference, "consent")
    if request.method == "GET" and "receiver" not in request.GET and "none" not in request.GET:
        return choose_receivers(request, case, context)
    ahead = asks_ahead(request, case)
    context["ahead"] = ahead
    form = ConsentForm(
        posted(request),
        ahead=ahead,
        child=is_child(case, context["summary"]),
        no_contact_yet="" if ahead else contact_waits(case),
        receivers=chosen_receivers(request, case),
        own_country=case.organisation.country,
        guardian=case.journey.child and guardian_stands(case.journey_id),
        parent=case.journey.child and bool(parents_word(case.journey_id)),
        small=bool(context["summary"]) and context["summary"].age_band == AgeBand.FROM_0,
        initial={"language": next(iter(context["summary"].languages), "")}
        if context["summary"]
        else {},
    )
    done = move(
        request,
        form,
        lambda: record_consent(case=case, cells=form.cells(), **form.conversation()),
        done=reverse("case_consent", args=[reference]),
    )
    return done or show(request, "referral/consent_new.html", context, form)


def contact_waits(case):
    """Why nobody agrees to contact with this child's family now; empty where the question is open (rule 22)."""
    if decides_alone(case.journey):
        return ""
    order = order_of(case.journey_id)
    if order.no_contact:
        return no_contact_sentence()
    missing = order.missing_before(Step.CONSENT)
    return first(missing) if missing else ""


def asks_ahead(request, case) -> bool:
    """The own answer of a child who turns 18 soon, for afterwards. Nobody else is asked for it."""
    if "ahead" not in request.GET:
        return False
    if not comes_of_age_soon(case):
        raise Http404
    return True


def choose_receivers(request, case, context):
    context["ahead"] = asks_ahead(request, case)
    context["countries"] = by_country(askable(case, request.actor), case.organisation.country)
    return render(request, "referral/consent_whom.html", context)


def askable(case, actor):
    found = Organisation.objects.filter(accepts_referrals=True, is_active=True)
    found = found.exclude(pk=actor.organisation).order_by("name", "pk")
    return not_kept_from(case, found)


def by_country(organisations, own):
    """The own country first: help is asked for near by before it is asked for abroad."""
    found = {}
    for one in organisations:
        found.setdefault(one.country, []).append(one)
    return sorted(found.items(), key=lambda pair: (pair[0] != own, pair[0]))


def chosen_receivers(request, case):
    wanted = request.GET.getlist("receiver")
    return [one for one in askable(case, request.actor) if str(one.pk) in wanted]


def get_consent(request, reference, id):
    case, rights, context = open_case(request, reference, "consent", trail())
    need_class(rights.may_read(DataClass.CONSENT), reference, "consent")
    consent = get_object_or_404(Consent.objects.select_related("by"), case=case, pk=id)
    items = ConsentItem.objects.filter(consent=consent).select_related("receiver")
    points = dict(explained_points())
    context |= {
        "consent": consent,
        "items": in_order(items),
        "explained": [points.get(code, code) for code in consent.explained],
        "live": items.filter(agreed=True, withdrawn_at=None).exists(),
        "may_withdraw": may_withdraw(request, case, rights),
        "may_add_evidence": request.actor.role in WORKS_ON_GATES
        and rights.may_add(DataClass.EVIDENCE)
        and not case.is_closed,
    }
    return case, rights, context


def in_order(items):
    places = ["", *CROSSING]
    return sorted(
        items,
        key=lambda item: (
            item.receiver.name if item.receiver_id else "",
            item.purpose,
            places.index(item.data_class),
        ),
    )


@roles(*CASE_ROLES)
def consent_detail(request, reference, id):
    _case, _rights, context = get_consent(request, reference, id)
    return render(request, "referral/consent_detail.html", context)


@roles(*CASE_ROLES)
def consent_print(request, reference, id):
    _case, _rights, context = get_consent(request, reference, id)
    context |= as_the_person_reads_it(context) | {"can_make_pdf": can_make_pdf()}
    return render(request, "referral/consent_print.html", context)


@roles(*CASE_ROLES)
@require_safe
def consent_pdf(request, reference, id):
    """Neither the file's name nor its head says whose it is."""
    _case, _rights, context = get_consent(request, reference, id)
    if not can_make_pdf():
        return redirect("consent_print", reference, id)
    consent = context["consent"]
    context = as_the_person_reads_it(context)
    language = context["record"].said.language
    record("consent.printed", target=consent.pk, language=language)
    name = f"record-{timezone.localdate().isoformat()}"
    return pdf_response("referral/consent_pdf.html", context, name=name)


def as_the_person_reads_it(context) -> dict:
    """In the language in which it was explained; where we have no words in it, in the reader's, and then an interpreter is needed."""
    consent = context["consent"]
    said = spoken(consent.language, translation.get_language())
    known = said.language == consent.language
    return {
        "record": record_of(consent, context["items"], said),
        "reviewed": review_of(agreed_text(), said.language) if known else None,
    }


@roles(*CASE_ROLES)
@keeps_draft
def consent_withdraw(request, reference, id):
    case, _rights, context = get_consent(request, reference, id)
    need_class(context["may_withdraw"], reference, "consent")
    form = WithdrawForm(request.POST or None, choices=withdrawable(context["items"]))
    if form.is_bound and form.is_valid():
        try:
            once(form.cleaned_data["idempotency_key"])
            withdraw_consent(case=case, consent=context["consent"], **what_ends(form))
        except AlreadyDone:
            pass
        return redirect("case_consent", reference)
    return render_form(request, "referral/consent_withdraw.html", context, form)


def withdrawable(items):
    """All of it, one receiver, or one class for one receiver; only what was agreed to and still holds."""
    live = [item for item in items if item.agreed and item.withdrawn_at is None]
    choices = [("all", _("Everything agreed to in this conversation"))]
    seen = set()
    for item in live:
        who = item.receiver.name if item.receiver_id else ""
        place = f"{item.purpose}|{item.receiver_id or ''}"
        if place not in seen:
            seen.add(place)
            label = _("Only: %(purpose)s") % {"purpose": Purpose(item.purpose).label}
            choices.append((f"{place}|", f"{label}, {who}" if who else label))
        if item.data_class:
            label = _("Only “%(part)s” for %(organisation)s") % {
                "part": DataClass(item.data_class).label,
                "organisation": who,
            }
            choices.append((f"{place}|{item.data_class}", label))
    return choices


def what_ends(form) -> dict:
    if form.cleaned_data["what"] == "all":
        return {}
    purpose, receiver, data_class = form.cleaned_data["what"].split("|")
    return {"purpose": purpose, "receiver": receiver or None, "data_class": data_class}
