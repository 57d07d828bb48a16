"""Protection mode of a case: proposed, set by a second person, its names, lifted by two."""

from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.models import User
from referral.actions.protection import (
    change_name,
    confirm_protection,
    lift_protection,
    propose_protection,
    protection_of,
)
from referral.forms.assign import colleagues
from referral.forms.protection import NameForm, ProtectForm
from referral.models import Protection
from referral.views.case import may_see_protection
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from referral.views.rights import CASE_ROLES


@roles(*CASE_ROLES)
@keeps_draft
def case_protection(request, reference):
    """While it holds: names, and lifting. Before: proposing it, by the lead or a supervisor to whom the case is open."""
    case, _rights, context = open_case(request, reference, "overview")
    protection = Protection.objects.filter(case=case, lifted_at=None).first()
    if protection and protection.confirmed_at:
        need_class(request.method in ("GET", "HEAD"), reference, "protection")
        return render(request, "referral/case_protection.html", context | held(request, protection))
    need_class(may_see_protection(request, case), reference, "protection")
    if protection:
        return render(request, "referral/case_protection.html", context | {"waiting": protection})
    others = others_than(request.actor, [case.lead_id])
    form = ProtectForm(posted(request), people=others)
    answer = move(
        request,
        form,
        lambda: propose_protection(
            case,
            reason=form.cleaned_data["reason"],
            names=named_by(request, case, form.cleaned_data["names"]),
        ),
        done=reverse("case_protection", args=[reference]),
    )
    return answer or show(request, "referral/case_protection.html", context, form)


def named_by(request, case, chosen):
    """With who proposes it, and with the lead."""
    return sorted({*chosen, str(request.user.pk), str(case.lead_id)})


def others_than(actor, users):
    """Colleagues who can work on cases, each once."""
    found = {one.user_id: one for one in colleagues(actor) if one.user_id not in users}
    return list(found.values())


def held(request, protection):
    names = User.objects.filter(pk__in=protection.names).order_by("name")
    people = others_than(request.actor, protection.names)
    return {
        "protection": protection,
        "people": [{"user": one, "is_lead": one.pk == protection.lead_id} for one in names],
        "form": NameForm(people=people),
        "few": sum(one.is_active for one in names) < 2,
        "proposed_by_me": protection.lift_proposed_by_id == request.user.pk,
    }


@roles(*CASE_ROLES)
def protection_confirm(request, id):
    """For the second person, who sees the reference, the reason and the names, and nothing of the case."""
    waiting = Protection.objects.to_decide(request.actor).filter(confirmed_at=None, pk=id)
    protection = waiting.select_related("proposed_by").first() or deny(str(id))
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        return tap(
            request,
            lambda: confirm_protection(protection, yes=yes),
            done=reverse("home"),
            said=_("The case is protected.") if yes else _("You declined. Nothing has changed."),
        )
    context = {
        "protection": protection,
        "names": User.objects.filter(pk__in=protection.names).order_by("name"),
    }
    return render(request, "referral/protection_confirm.html", context)


def get_held(request, reference):
    """The case and its protection, for somebody named. Else 404."""
    case, _rights, _context = open_case(request, reference, "overview")
    return case, protection_of(case.pk) or deny(f"{reference}/protection")


@roles(*CASE_ROLES)
@require_POST
def protection_name(request, reference):
    return named(request, reference, stays=True)


@roles(*CASE_ROLES)
@require_POST
def protection_unname(request, reference):
    return named(request, reference, stays=False)


def named(request, reference, *, stays):
    case, protection = get_held(request, reference)
    user = known_colleague(request, protection)
    if user is None:
        return back_to("case_protection", case)
    leaves = not stays and user == request.user.pk
    done = reverse("home") if leaves else reverse("case_protection", args=[reference])
    return tap(request, lambda: change_name(protection, user=user, stays=stays), done=done)


def known_colleague(request, protection):
    try:
        user = UUID(request.POST.get("user", ""))
    except ValueError:
        return None
    here = {one.user_id for one in colleagues(request.actor)}
    return user if user in {*here, *protection.names} else None


@roles(*CASE_ROLES)
@require_POST
def protection_lift(request, reference):
    """Proposes to lift it, lifts it as the second person, or (`back`) keeps it."""
    _case, protection = get_held(request, reference)
    back = "back" in request.POST
    done = reverse("case_protection", args=[reference])
    return tap(request, lambda: lift_protection(protection, back=back), done=done)
