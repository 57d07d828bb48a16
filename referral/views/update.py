"""What was sent is put right: by the sender on a page of its own, by the receiver read field by field and confirmed."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.models import User
from accounts.roles import Role
from referral.access import ACCEPTS_REFERRAL, DataClass
from referral.actions.referrals import needs_second
from referral.actions.take import read_part
from referral.actions.updates import (
    changes,
    confirm_update,
    confirmed_at,
    drop_update,
    live_parts,
    send_update,
    waiting_package,
)
from referral.forms.refer import SecondForm
from referral.models import Layer, MoveNotAllowed, Referral
from referral.package_texts import differences
from referral.packages import CHANGED, changed_names, newest
from referral.stages import ANSWERED_WITHOUT_CASE, ReferralKind
from referral.views.case_page import need_class, open_case
from referral.views.fetch import deny
from referral.views.moves import posted, tap
from referral.views.refer import own_reference, possible_second
from referral.views.rights import CASE_ROLES, Rights
from shell.forms import render_form


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
    done = reverse("case_referrals", args=[context["reference"]])
    if request.method == "POST" and request.POST.get("do") == "drop":
        return tap(request, lambda: drop_update(case=case, referral=referral), done=done)
    problem, found = "", []
    try:
        check_grant(referral, rights)
        found = changes(case, referral)
    except MoveNotAllowed as refused:
        problem = str(refused)
    form = second_form(request, case, referral)
    if request.method == "POST" and form.is_valid():
        second = User.objects.filter(pk=form.cleaned_data.get("second")).first()

        def act():
            check_grant(referral, rights)
            send_update(case=case, referral=referral, second=second)

        said = _("It waits for the second signature.") if second else _("The correction was sent.")
        return tap(request, act, done=done, said=said)
    context |= {
        "form": form,
        "nobody_signs": "second" in form.fields and not form.fields["second"].choices[1:],
        "waits": waiting_package(referral),
        "referral": referral,
        "problem": problem,
        "changes": list(shown(found)),
        "back": done,
    }
    return render_form(request, "referral/referral_update.html", context, form)


def second_form(request, case, referral):
    """Who signs beside, where the risk is high and it goes abroad."""
    needed = needs_second(case, referral.receiver)
    people = possible_second(request.actor) if needed else []
    return SecondForm(posted(request), needed=needed, people=people)


def check_grant(referral, rights):
    """The role may read it, and here the case is open to this colleague for it too."""
    if not all(rights.may_read(part.data_class) for part in live_parts(referral)):
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
    """What was corrected and not confirmed yet, or the latest that was; None where the first package still stands."""
    sent = sorted({part.package for part in parts}, key=lambda p: p.number)
    corrections = [package for package in sent if package.supersedes_id]
    if not corrections:
        return None
    latest = corrections[-1]
    fresh = [one for one in corrections if confirmed_at(referral, one) is None] or [latest]
    rights = Rights(actor, case) if case else None
    mine = [p for p in newest(parts) if p.package in fresh and not p.recalled_at]
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
