"""A step on the way of a child: recorded, and confirmed by a second person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.child_order import confirm_step, send_step_back, who_may_confirm, write_step
from referral.actions.child_turn import order_of
from referral.child_order import Step, first
from referral.forms.child_order import ChildStepForm
from referral.models import ChildStep
from referral.views.case_page import need_class
from referral.views.child.rights import CONFIRMS, WRITES_STEPS, may_write, open_childs_way, trail
from referral.views.child.tool import from_the_form
from referral.views.drafts import keeps_draft
from referral.views.moves import move, posted, show, tap

TURN = {ChildStep.Kind.DECISION: Step.CONSENT, ChildStep.Kind.FAMILY: Step.FAMILY}
WRITTEN_BY_GUARDIAN = {ChildStep.Kind.ASSESSMENT, ChildStep.Kind.DECISION}


def kind_of(step):
    if step not in ChildStep.Kind.values:
        raise Http404
    return ChildStep.Kind(step)


def first_the_other(request, reference, missing):
    """Nobody fills in a form that cannot be sent yet."""
    messages.error(request, first(missing))
    return redirect("case_child", reference)


@roles(*WRITES_STEPS)
@keeps_draft
def child_step_new(request, reference, step):
    case, rights, context = open_childs_way(request, reference, trail())
    kind = kind_of(step)
    need_class(may_write(request.actor, case, rights, WRITES_STEPS), reference, "child")
    need_class(
        request.actor.role != Role.GUARDIAN or kind in WRITTEN_BY_GUARDIAN, reference, "child"
    )
    missing = order_of(case.journey_id).missing_before(TURN.get(kind, Step.ASSESSMENT))
    if missing and request.method == "GET":
        return first_the_other(request, reference, missing)
    form = ChildStepForm(
        posted(request),
        step=kind,
        colleagues=who_may_confirm(),
        initial=from_the_form(case, rights, kind),
    )
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: write_step(case, kind, **form.values()),
        done=back,
        said=_("Written down. It counts once the second person has confirmed it.")
        if kind != ChildStep.Kind.ASSESSMENT
        else _("Written down."),
    )
    context |= {"title": kind.label, "button": _("Record this step"), "back": back}
    context["lead"] = leads()[kind]
    return done or show(request, "referral/case_form.html", context, form)


def leads():
    return {
        ChildStep.Kind.ASSESSMENT: _(
            "What does this child need now, and what does the child say? Repeated whenever something changes."
        ),
        ChildStep.Kind.DECISION: _(
            "Where nobody can consent, or a consent is refused, child protection or a court decides on contact with the"
            " family. The child is heard."
        ),
        ChildStep.Kind.FAMILY: _(
            "Two workers visited the family after the check of the risk. What they found is one thing that the panel"
            " compares."
        ),
        ChildStep.Kind.URGENT: _(
            "Only child protection decides that a child returns within 48 hours. The guardian still signs for the"
            " child, and the child never travels alone."
        ),
    }


@roles(*CONFIRMS)
@require_POST
def child_step_confirm(request, reference, id):
    case, rights, _context = open_childs_way(request, reference)
    need_class(rights.may_add(DataClass.EVIDENCE), reference, "child")
    step = get_object_or_404(ChildStep, case=case, pk=id)
    back = request.POST.get("answer") == "back"
    # Whoever was only asked to confirm does not see the case afterwards.
    works_here = rights.may_read(DataClass.SERVICES)
    return tap(
        request,
        lambda: send_step_back(case, step) if back else confirm_step(case, step),
        done=reverse("case_child", args=[reference]) if works_here else reverse("home"),
        said=_("Given back. The colleague is told.") if back else _("Confirmed."),
    )
