"""What was sent is put right: by the sender on a page of its own, by the receiver read field by field and confirmed."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import ACCEPTS_REFERRAL, DataClass
from referral.actions.take import read_part
from referral.actions.updates import (
    changes,
    confirm_update,
    confirmed_at,
    last_package,
    live_parts,
    send_update,
)
from referral.models import Layer, MoveNotAllowed, Referral
from referral.package_texts import differences
from referral.packages import CHANGED, changed_names
from referral.stages import ANSWERED_WITHOUT_CASE, ReferralKind
from referral.views.case_page import need_class, open_case
from referral.views.fetch import deny
from referral.views.moves import tap
from referral.views.refer import own_reference
from referral.views.rights import CASE_ROLES, Rights


@roles(*CASE_ROLES)
def referral_update(request, id):
    """What was sent, beside what the case says now; one button sends it."""
    referral = get_object_or_404(
        Referral.objects.select_related("receiver"), sender=request.actor.organisation, pk=id
    )
    case, rights, context = open_case(
        request, own_reference(request, referral), "referrals", ("case_referrals", _("Referrals"))
    )
    need_class(rights.may_add(DataClass.REFERRAL) and not case.is_closed, str(id), "referral")
    problem, found = "", []
    try:
        check_grant(referral, rights)
        found = changes(case, referral)
    except MoveNotAllowed as refused:
        problem = str(refused)
    done = reverse("case_referrals", args=[context["reference"]])
    if request.method == "POST":

        def act():
            check_grant(referral, rights)
            send_update(case=case, referral=referral)

        return tap(request, act, done=done, said=_("The correction was sent."))
    context |= {
        "referral": referral,
        "problem": problem,
        "changes": list(shown(found)),
        "back": done,
    }
    return render(request, "referral/referral_update.html", context)


def check_grant(referral, rights):
    """The role may read it, and here the case is open to this colleague for it too."""
    package = last_package(referral)
    if package and not all(rights.may_read(part.data_class) for part in live_parts(package)):
        raise MoveNotAllowed(_("You cannot read all of these parts. Ask the colleague who can."))


def shown(found):
    """Each part that differs, with its fields, old beside new."""
    for one in found:
        names = changed_names(one.before, one.part.content)
        if names:
            data_class = one.part.data_class
            yield {
                "label": DataClass(data_class).label,
                "layer": Layer(one.part.layer).label,
                "rows": differences(data_class, names, one.before, one.part.content),
            }


def reads_part(referral, part, rights):
    if part.layer == Layer.SUMMARY or referral.kind in ANSWERED_WITHOUT_CASE:
        return True
    return rights is not None and rights.may_read(part.data_class)


def update_of(actor, referral, parts, case):
    """The latest correction as its receiver reads it; None where the first package still stands."""
    latest = max((part.package for part in parts), key=lambda p: p.number, default=None)
    if latest is None or latest.supersedes_id is None:
        return None
    rights = Rights(actor, case) if case else None
    mine = [p for p in parts if p.package_id == latest.pk and not p.recalled_at]
    found = [difference(part, parts) for part in mine if reads_part(referral, part, rights)]
    return {
        "package": latest,
        "changes": [one for one in found if one["rows"]],
        "hidden": len(found) < len(mine),
        "confirmed_at": confirmed_at(referral, latest),
    }


def difference(part, parts):
    """Beside the new text the old one, where this side took it over; what it did not take was closed."""
    after = read_part(part)
    earlier = [
        p
        for p in parts
        if (p.data_class, p.layer) == (part.data_class, part.layer)
        and p.package.number < part.package.number
        and not p.recalled_at
    ]
    old = max(earlier, key=lambda p: p.package.number, default=None)
    before = read_part(old) if old else None
    return {
        "label": part.get_data_class_display(),
        "rows": differences(part.data_class, after.get(CHANGED, []), before, after),
    }


@require_POST
@roles(*ACCEPTS_REFERRAL, Role.POLICE, Role.COMPETENT_AUTHORITY)
def update_confirm(request, id):
    """We have read it: the sender sees when. Nothing of the own case changes."""
    referral = (
        Referral.objects.received_by(request.actor)
        .exclude(kind=ReferralKind.TRAVEL_DOCUMENT)
        .filter(pk=id)
        .first()
    ) or deny(str(id))
    wanted = request.POST.get("package", "")
    done = reverse("referral_detail", args=[id])
    return tap(request, lambda: confirm_update(referral=referral, package=wanted), done=done)
