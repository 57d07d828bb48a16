"""Who decides for a child: the appointment, its second person, and its end."""

from uuid import uuid4

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.models import Organisation
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.ageing import keep_from_guardian, show_guardian_again
from referral.actions.child_words import guardian_stands
from referral.actions.guardians import (
    confirm_guardian,
    end_guardian,
    enter_guardian,
    who_may_confirm,
)
from referral.ageing import decides_alone
from referral.forms.guardian import GuardianEndForm, GuardianForm
from referral.models import Guardianship, KeptFromGuardian
from referral.views.case_page import need_class, open_case
from referral.views.moves import move, posted, show, tap

APPOINTS = [Role.CASE_MANAGER, Role.SUPERVISOR]
MAY_BE_KEPT = [DataClass.HEALTH.value, DataClass.ACCOUNT.value]
HAS_GUARDIANS = ["guardianship", "social_service", "ngo", "authority"]


def open_childs_case(request, reference, *trail):
    """An adult's case has no such page, and a case without its evidence has none either."""
    case, rights, context = open_case(request, reference, "consent", *trail)
    need_class(rights.may_read(DataClass.EVIDENCE) and case.journey.child, reference, "guardian")
    return case, rights, context


def trail():
    return ("case_guardian", _("Guardian"))


@roles(*APPOINTS)
def case_guardian(request, reference):
    case, rights, context = open_childs_case(request, reference, ("case_consent", _("Consent")))
    alone = decides_alone(case.journey)
    found = Guardianship.objects.visible_to(request.actor).filter(case=case)
    found = found.select_related("organisation", "entered_by", "confirmed_by", "ended_by")
    context |= {
        "appointments": found.order_by("-entered_at"),
        "stands": guardian_stands(case.journey_id),
        "may_add": rights.may_add(DataClass.EVIDENCE) and not case.is_closed,
        "may_enter": rights.may_add(DataClass.SERVICES) and not case.is_closed and not alone,
        "alone": alone,
        "wishes": wishes(case) if may_keep(rights, case) and not alone else [],
        "key": uuid4(),
        "me": str(request.actor.user),
    }
    return render(request, "referral/case_guardian.html", context)


def may_keep(rights, case):
    return rights.may_add(DataClass.CONSENT) and not case.is_closed


def wishes(case) -> list[dict]:
    """Each class that a child of 16 or 17 may keep from the guardian, and whether it is kept."""
    kept = set(
        KeptFromGuardian.objects.filter(case=case, ended_at=None).values_list("part", flat=True)
    )
    return [
        {"part": one, "label": DataClass(one).label, "kept": one in kept, "key": uuid4()}
        for one in MAY_BE_KEPT
    ]


@roles(*APPOINTS)
@require_POST
def guardian_keep(request, reference):
    case, rights, _context = open_childs_case(request, reference)
    need_class(may_keep(rights, case), reference, "guardian")
    part, kept = request.POST.get("part"), request.POST.get("kept") == "yes"
    if part not in MAY_BE_KEPT:
        raise Http404
    act = keep_from_guardian if kept else show_guardian_again
    return tap(
        request,
        lambda: act(case, part),
        done=reverse("case_guardian", args=[reference]),
        said=_("Noted. The guardian sees nothing of it, and nothing of this wish.")
        if kept
        else _("Noted. The guardian sees it again."),
    )


@roles(*APPOINTS)
def guardian_new(request, reference):
    case, rights, context = open_childs_case(request, reference, trail())
    need_class(rights.may_add(DataClass.EVIDENCE), reference, "guardian")
    form = GuardianForm(
        posted(request),
        organisations=Organisation.objects.filter(kind__in=HAS_GUARDIANS, is_active=True).order_by(
            "name"
        ),
        colleagues=who_may_confirm(),
    )
    back = reverse("case_guardian", args=[reference])
    done = move(
        request,
        form,
        lambda: enter_guardian(case, confirmer=form.cleaned_data["confirmer"], **form.document()),
        done=back,
    )
    if done:
        return done
    context |= {
        "title": _("Enter the appointment of a guardian"),
        "lead": _(
            "Only an authority appoints a guardian. A relative who says so is a contact of the child."
        ),
        "button": _("Enter and ask for the second person"),
        "back": back,
    }
    return show(request, "referral/case_form.html", context, form)


def get_appointment(request, case, id):
    found = Guardianship.objects.visible_to(request.actor).filter(case=case)
    return get_object_or_404(found.select_related("case"), pk=id)


@roles(*APPOINTS)
@require_POST
def guardian_confirm(request, reference, id):
    case, rights, _context = open_childs_case(request, reference)
    need_class(rights.may_add(DataClass.EVIDENCE), reference, "guardian")
    appointment = get_appointment(request, case, id)
    # Whoever was only asked to confirm does not see the case afterwards.
    works_here = rights.may_read(DataClass.SERVICES)
    return tap(
        request,
        lambda: confirm_guardian(case, appointment),
        done=reverse("case_guardian", args=[reference]) if works_here else reverse("home"),
        said=_("Confirmed. From now on the guardian decides, with the child."),
    )


@roles(*APPOINTS)
def guardian_end(request, reference, id):
    case, rights, context = open_childs_case(request, reference, trail())
    need_class(rights.may_add(DataClass.EVIDENCE), reference, "guardian")
    appointment = get_appointment(request, case, id)
    if appointment.ended_at:
        raise Http404
    form = GuardianEndForm(posted(request))
    back = reverse("case_guardian", args=[reference])
    done = move(
        request,
        form,
        lambda: end_guardian(case, appointment, reason=form.cleaned_data["reason"]),
        done=back,
        said=_("The guardianship has ended here, from this moment."),
    )
    if done:
        return done
    context |= {
        "title": _("End the guardianship here"),
        "lead": _(
            "Somebody who may be part of it loses access at once and gets no message."
            " What this guardian agreed to shares nothing new."
        ),
        "button": _("End it now"),
        "back": back,
    }
    return show(request, "referral/case_form.html", context, form)
