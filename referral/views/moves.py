"""What the pages of gates, return and closing share: the frame of the case, and what happens when a move is not allowed."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Role
from referral.access import DataClass, may_read
from referral.actions.once import AlreadyDone, once
from referral.models import MoveNotAllowed, Summary
from shell.forms import render_form

WORKS_ON_GATES = [
    Role.CASE_MANAGER,
    Role.SUPERVISOR,
    Role.SERVICE_WORKER,
    Role.HEALTH,
    Role.LAWYER,
    Role.RETURN_ORGANISER,
    Role.GUARDIAN,
    Role.PANEL,
]


def frame(request, case, tab="gates"):
    """What every page of a case needs around its content."""
    reference = case.journey.reference
    may = may_read(request.actor.role, DataClass.SUMMARY, case.side, case.stage)
    return {
        "case": case,
        "journey": case.journey,
        "summary": Summary.objects.filter(case=case).first() if may else None,
        "tab": tab,
        "crumbs": [
            {"url": back_to(case, "case_overview"), "label": reference, "is_reference": True},
            {"url": back_to(case), "label": _("Gates")},
        ],
    }


def back_to(case, page="case_gates"):
    return reverse(page, args=[case.journey.reference])


def posted(request):
    """The answers of a POST, also when there are none: a form of one button is sent too."""
    return request.POST if request.method == "POST" else None


def move(request, form, act, *, done, said=""):
    """
    Do `act()` once for a form that was sent and fits. The redirect to `done`, or None: show the form.

    What is not allowed (any more) becomes the form's own error; `show` then answers 409.
    """
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        with (
            transaction.atomic()
        ):  # a refused move gives its key back: the form is sent again, mended
            once(form.cleaned_data["idempotency_key"])
            act()
    except AlreadyDone:
        return redirect(done)
    except MoveNotAllowed as problem:
        form.add_error(None, str(problem))
        form.was_refused = True
        return None
    if said:
        messages.success(request, said)
    return redirect(done)


def show(request, template, context, form):
    """The page of a form: 409 when the move was refused, 422 when the answers do not fit, else 200."""
    page = render_form(request, template, context, form)
    if getattr(form, "was_refused", False):
        page.status_code = 409
    return page


def tap(request, act, *, done, said=""):
    """A single button: one POST, once. A move that is not allowed answers 409 and says why."""
    try:
        with transaction.atomic():
            once(request.POST.get("idempotency_key"))
            act()
    except AlreadyDone:
        return redirect(done)
    except MoveNotAllowed as problem:
        context = {"problem": str(problem), "back_url": done}
        return render(request, "referral/gate_refused.html", context, status=409)
    if said:
        messages.success(request, said)
    return redirect(done)
