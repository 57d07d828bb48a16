"""A person who cannot be reached: one page for the lead and the supervisor, with what is owed next."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.models import Membership
from accounts.roles import Role
from directory.contacts import MISSING_CHILDREN, contacts_in
from directory.models import ContactKind
from directory.numbers import emergency_of, first_to_ring, number_of
from referral.absence import Told, Way
from referral.actions.absences import (
    absence_of,
    decide,
    found,
    ladder_of,
    may_decide,
    record_told,
    record_try,
    report_missing,
    stays_open,
    to_tell,
)
from referral.forms.absence import DecideForm, FoundForm, MissingForm, ToldForm, TryForm
from referral.models import Absence, Whereabouts
from referral.models.absence import LOOKS
from referral.views.case import safe_pairs
from referral.views.case_page import open_case
from referral.views.moves import back_to, move, posted, show

PAGE = "referral/case_missing.html"
CHILD_LINES = [ContactKind.CHILD, ContactKind.CHILD_PROTECTION]


@roles(*LOOKS)
def case_missing(request, reference):
    """Reports it, or shows what was done and what is owed next."""
    case, rights, context = open_case(request, reference, "overview")
    absence = absence_of(case)
    context |= {"before": earlier(request, case)}
    if absence:
        return render(request, PAGE, context | around(request, case, rights, absence))
    form = MissingForm(posted(request), supervisors=supervisors(request.actor))
    if case.is_closed:
        return redirect(back_to(case, "case_overview"))
    answer = move(request, form, lambda: report(request, case, form), done=done_of(request, case))
    return answer or show(request, PAGE, context, form)


def report(request, case, form):
    told = form.cleaned_data
    report_missing(
        case,
        last_seen=told["last_seen"],
        last_seen_on=told["last_seen_on"],
        noticed=told["noticed"],
        supervisor=told.get("supervisor") or None,
    )
    if not stays_open(case):
        messages.success(
            request,
            _("Noted. The case is now open to %(person)s and to supervisors only.")
            % {"person": case.lead.name},
        )


def done_of(request, case):
    return back_to(case, "case_missing") if stays_open(case) else reverse("home")


def supervisors(actor):
    found = Membership.objects.active().filter(
        organisation=actor.organisation, role=Role.SUPERVISOR, user__is_active=True
    )
    return found.select_related("user").order_by("user__name")


def earlier(request, case):
    """The times before, with how each ended."""
    ended = Absence.objects.visible_to(request.actor).filter(case=case).exclude(found_at=None)
    return ended.select_related("found_by").order_by("-reported_at")


def around(request, case, rights, absence):
    """Everything of an open absence. The forms are fresh: each is sent to an address of its own."""
    tries = list(absence.contacttrys.select_related("by").order_by("at"))
    steps = ladder_of(absence, tries)
    context = {
        "absence": absence,
        "tries": tries,
        "steps": steps,
        "next_way": Way(steps.next_way).label if steps.next_way else "",
        "safe": safe_of(case, rights),
        "found_form": FoundForm(),
        "try_form": TryForm(ways=steps.usable, first=steps.next_way) if steps.usable else None,
        "decide_form": DecideForm(child=case.journey.child)
        if may_decide(case, absence, steps)
        else None,
        "may_see_ways": rights.may_write("whereabouts"),
    }
    return context | (of_child(case, absence) if case.journey.child else {})


def safe_of(case, rights):
    """How to make contact, before any try. Read by who may read the whereabouts; opening it is logged."""
    if not rights.may_read("whereabouts"):
        return []
    row = Whereabouts.objects.filter(case=case).first()
    return safe_pairs(row) if row else []


def of_child(case, absence):
    owed = to_tell(absence, case)
    bodies = [(one.value, one.label) for one in Told if one in owed or one != Told.GUARDIAN]
    return {
        "owed": [Told(one).label for one in owed],
        "told": absence.missingnotices.select_related("by").order_by("at"),
        "told_form": ToldForm(bodies=bodies),
        "numbers": numbers_of(case.organisation.country),
    }


def numbers_of(country):
    """The line for missing children first, then who comes when one rings, as the directory has them."""
    lines = [
        number_of(one, one.get_kind_display())
        for one in contacts_in(country, *CHILD_LINES)
        if one.phone and not one.is_wrong
    ]
    missing = [one for one in lines if one.contact.phone.replace(" ", "") == MISSING_CHILDREN]
    others = [one for one in lines if one not in missing]
    return [*missing[:1], *first_to_ring(emergency_of(country)), *others[:1]]


def sent(request, reference, make_form, act, said):
    """One of the small forms: done once, or the page again with the answers as they were given."""
    case, rights, context = open_case(request, reference, "overview")
    absence = absence_of(case)
    if absence is None:
        messages.info(request, _("The person is back already. Reload the page."))
        return redirect(back_to(case, "case_overview"))
    page = around(request, case, rights, absence)
    name, form = make_form(case, absence, page)
    answer = move(
        request,
        form,
        lambda: act(case, form.cleaned_data),
        done=back_to(case, "case_missing"),
        said=said,
    )
    return answer or show_with(request, context | page | {"before": []}, name, form)


def show_with(request, context, name, form):
    page = render(request, PAGE, context | {name: form, "form": form})
    page.status_code = 409 if getattr(form, "was_refused", False) else 422
    return page


@roles(*LOOKS)
@require_POST
def missing_try(request, reference):
    return sent(
        request,
        reference,
        lambda _case, _absence, page: (
            "try_form",
            TryForm(request.POST, ways=page["steps"].usable),
        ),
        lambda case, told: record_try(case, way=told["way"], at=told["at"], result=told["result"]),
        _("The try is noted."),
    )


@roles(*LOOKS)
@require_POST
def missing_told(request, reference):
    return sent(
        request,
        reference,
        lambda _case, _absence, _page: ("told_form", ToldForm(request.POST, bodies=Told.choices)),
        lambda case, told: record_told(
            case, whom=told["whom"], at=told["at"], number=told["number"]
        ),
        _("Noted."),
    )


@roles(*LOOKS)
@require_POST
def missing_found(request, reference):
    return sent(
        request,
        reference,
        lambda _case, _absence, _page: ("found_form", FoundForm(request.POST)),
        lambda case, told: found(case, how=told["how"]),
        _("The person is back. The case goes on as it stood, and is open again to all who had it."),
    )


@roles(*LOOKS)
@require_POST
def missing_decide(request, reference):
    return sent(
        request,
        reference,
        lambda case, _absence, _page: (
            "decide_form",
            DecideForm(request.POST, child=case.journey.child),
        ),
        lambda case, told: decide(case, decision=told["decision"], reason=told["reason"]),
        _("Decided."),
    )
