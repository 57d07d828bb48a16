"""Emergency access: asked for, agreed to by a second person, open for an hour, reviewed by a third."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import roles, step_up
from accounts.fresh import confirm, is_fresh
from accounts.models import Membership
from accounts.roles import Role
from audit.models import AuditEntry, record
from referral.access import (
    AGREES_TO_EMERGENCY,
    OPENS_IN_EMERGENCY,
    REVIEWS_EMERGENCY,
    DataClass,
)
from referral.actions.emergency import (
    answer_emergency,
    ask_emergency,
    end_emergency,
    open_emergency,
    review_emergency,
)
from referral.emergency import ALONE_AFTER_MINUTES
from referral.forms.emergency import EmergencyForm, OpenForm, ReviewForm
from referral.models import EmergencyAccess, SafetyFlag, Summary
from referral.models.emergency import State
from referral.person_line import person_line
from referral.views.case import safe_pairs
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny, keyed
from referral.views.history import words
from referral.views.moves import move, posted, show, tap
from referral.views.parts import FORMS, full_facts

ASKS = [*OPENS_IN_EMERGENCY]
CONCERNED = [role for role in Role if role in {*ASKS, *AGREES_TO_EMERGENCY, *REVIEWS_EMERGENCY}]
SHOWN = 50
TONES = {
    State.WAITING: ("due", "clock"),
    State.MAY_OPEN: ("due", "key"),
    State.OPEN: ("late", "key"),
    State.TO_REVIEW: ("due", "clock"),
    State.REVIEWED: ("ok", "check"),
}


def page(id):
    return reverse("emergency_detail", args=[id])


def crumbs():
    return [{"url": reverse("emergency_list"), "label": _("Emergency access")}]


def get_emergency(request, id) -> EmergencyAccess:
    found = EmergencyAccess.objects.visible_to(request.actor).with_state()
    people = found.select_related("asked_by", "answered_by", "reviewed_by", "lead")
    return people.filter(pk=id).first() or deny(str(id))


def is_mine(request, emergency):
    return emergency.asked_by_id == request.user.pk


@roles(*CONCERNED)
def emergency_list(request):
    actor = request.actor
    agree = list(EmergencyAccess.objects.to_agree(actor).select_related("asked_by"))
    review = list(EmergencyAccess.objects.to_review(actor).select_related("asked_by"))
    waiting = {one.pk for one in [*agree, *review]}
    others = EmergencyAccess.objects.visible_to(actor).with_state().exclude(pk__in=waiting)
    context = {
        "waiting": [row_of(one) for one in [*agree, *review]],
        "others": [
            row_of(one) for one in others.select_related("asked_by").order_by("-asked_at")[:SHOWN]
        ],
        "asks": actor.role in ASKS,
    }
    return render(request, "referral/emergency_list.html", context)


def row_of(emergency):
    tone, icon = TONES.get(emergency.state, ("plain", ""))
    return {
        "emergency": emergency,
        "state": State(emergency.state).label,
        "tone": tone,
        "icon": icon,
        "url": page(emergency.pk),
    }


@roles(*ASKS)
@keeps_draft
@step_up
@sensitive_post_parameters("password")
def emergency_new(request):
    form = EmergencyForm(
        posted(request), role=request.actor.role, asks_password=not is_fresh(request)
    )
    if form.is_bound and form.is_valid() and is_this_person(request, form):
        made = []
        given = {
            name: form.cleaned_data[name]
            for name in ("reference", "urgency", "reason", "text", "classes")
        }
        answer = move(
            request, form, lambda: made.append(ask_emergency(**given)), done="emergency_list"
        )
        if answer:
            return redirect(page(made[0].pk)) if made else answer
        record("emergency.refused", asked=keyed(given["reference"]))
    context = {
        "title": _("Ask for emergency access"),
        "lead": _(
            "For danger that cannot wait for the people who work on the case. You read the parts you choose for one hour; nothing can be changed, printed or sent. The case manager and the data protection officer are told at once."
        ),
        "button": _("Ask for emergency access"),
        "back": reverse("emergency_list"),
        "crumbs": crumbs(),
    }
    return show(request, "referral/case_form.html", context, form)


def is_this_person(request, form):
    """A fresh sign-in, or the right password now; else the field says why."""
    if "password" not in form.fields:
        return True
    problem = confirm(request, form.cleaned_data["password"])
    if problem:
        form.add_error("password", problem)
    return not problem


@roles(*CONCERNED)
def emergency_detail(request, id):
    return detail(request, get_emergency(request, id))


def detail(request, emergency, form=None):
    mine = is_mine(request, emergency)
    state = emergency.state
    context = row_of(emergency) | {
        "crumbs": crumbs(),
        "mine": mine,
        "may_answer": may_answer(request, emergency),
        "may_review": may_review(request, emergency),
        "may_end": state == State.OPEN and (mine or may_review(request, emergency)),
        "reason_text": emergency.text,
        "alone_at": emergency.asked_at + timedelta(minutes=ALONE_AFTER_MINUTES),
    }
    if mine and state == State.OPEN:
        context |= opened(emergency)
    if mine and state == State.MAY_OPEN:
        context["form"] = form or OpenForm(asks_password=not is_fresh(request))
    if not mine and emergency.opened_at:
        context |= {"looks": looks_of(emergency)}
    if "form" in context:
        return show(request, "referral/emergency_detail.html", context, context["form"])
    return render(request, "referral/emergency_detail.html", context)


def opened(emergency):
    """The summary and the chosen parts. Each opening of words is an entry before it is a word."""
    summary = Summary.objects.filter(case=emergency.case_id).first()
    found = {
        "person": person_line(summary),
        "flags": [SafetyFlag(code).label for code in (summary.safety_flags if summary else ())],
        "safe": None,
        "parts": [],
    }
    for code in emergency.classes:
        form_class = FORMS[DataClass(code)]
        row = form_class.model.objects.filter(case=emergency.case_id).first()
        if code == DataClass.WHEREABOUTS:
            found["safe"] = safe_pairs(row) if row else {}
        facts = full_facts(form_class, row)
        found["parts"].append({"title": DataClass(code).label, "code": code, "facts": facts})
    return found


def may_answer(request, emergency):
    return (
        request.actor.role in AGREES_TO_EMERGENCY
        and not is_mine(request, emergency)
        and emergency.approved is None
        and emergency.state in (State.WAITING, State.MAY_OPEN)
    )


def may_review(request, emergency):
    """The lead, a supervisor or data protection, who neither asked nor agreed."""
    user = request.user.pk
    stands_apart = user not in (emergency.asked_by_id, emergency.answered_by_id)
    reviews = request.actor.role in REVIEWS_EMERGENCY or emergency.lead_id == user
    return stands_apart and reviews and emergency.state in (State.OPEN, State.TO_REVIEW)


def looks_of(emergency):
    """What was read while it was open, by the one who opened it."""
    memberships = Membership.objects.filter(
        user=emergency.asked_by_id, organisation=emergency.organisation_id
    )
    entries = AuditEntry.objects.filter(
        organisation=emergency.organisation_id,
        target=str(emergency.case_id),
        actor__in=[str(pk) for pk in memberships.values_list("pk", flat=True)],
        action__startswith="read.",
        at__gte=emergency.opened_at,
        at__lte=emergency.ends_at,
    ).order_by("id")
    return [{"at": one.at, "what": words(one.action)} for one in entries[:SHOWN]]


@roles(*CONCERNED)
@require_POST
def emergency_answer(request, id):
    emergency = get_emergency(request, id)
    if request.actor.role not in AGREES_TO_EMERGENCY or is_mine(request, emergency):
        deny(str(id))
    yes = request.POST.get("answer") == "yes"
    said = _("You agreed.") if yes else _("You declined.")
    return tap(
        request,
        lambda: answer_emergency(emergency, yes=yes),
        done=reverse("emergency_list"),
        said=said,
    )


@roles(*ASKS)
@step_up
@require_POST
@sensitive_post_parameters("password")
def emergency_open(request, id):
    emergency = get_emergency(request, id)
    if not is_mine(request, emergency):
        deny(str(id))
    form = OpenForm(request.POST, asks_password=not is_fresh(request))
    if form.is_valid() and is_this_person(request, form):
        answer = move(request, form, lambda: open_emergency(emergency), done=page(id))
        if answer:
            return answer
    return detail(request, emergency, form)


@roles(*CONCERNED)
@require_POST
def emergency_end(request, id):
    emergency = get_emergency(request, id)
    if not (is_mine(request, emergency) or may_review(request, emergency)):
        deny(str(id))
    end_emergency(emergency)
    return redirect(page(id))


@roles(*CONCERNED)
def emergency_review(request, id):
    emergency = get_emergency(request, id)
    if not may_review(request, emergency) or emergency.state != State.TO_REVIEW:
        deny(str(id))
    form = ReviewForm(posted(request))
    answer = move(
        request,
        form,
        lambda: review_emergency(
            emergency, outcome=form.cleaned_data["outcome"], text=form.cleaned_data["text"]
        ),
        done=page(id),
        said=_("Reviewed."),
    )
    context = {
        "title": _("Review the emergency access"),
        "button": _("Save the review"),
        "back": page(id),
        "crumbs": [*crumbs(), {"url": page(id), "label": emergency.reference}],
    }
    return answer or show(request, "referral/case_form.html", context, form)
