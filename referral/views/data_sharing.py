"""The register of data-sharing agreements."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from referral.actions.data_sharing import (
    answer_agreement,
    end_agreement,
    enter_agreement,
    take_agreement_back,
)
from referral.forms.data_sharing import AgreementForm
from referral.models import ENTERS_AGREEMENTS, KEEPS_AGREEMENTS, AgreementState, SharingAgreement
from referral.models.sharing_agreement import REMINDED_BEFORE
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap

SHOWN = 200


def crumbs():
    return [{"url": reverse("data_sharing_list"), "label": _("Data-sharing agreements")}]


def get_agreement(request, id):
    found = SharingAgreement.objects.visible_to(request.actor)
    related = found.select_related("other", "organisation", "keeper", "entered_by", "answered_by")
    return related.filter(pk=id).first() or deny(str(id))


@roles(*KEEPS_AGREEMENTS)
@require_safe
def data_sharing_list(request):
    actor, today = request.actor, timezone.localdate()
    found = SharingAgreement.objects.visible_to(actor).select_related("other", "organisation")
    confirmed = found.filter(state=AgreementState.CONFIRMED).order_by("until", "pk")
    now, over = [], []
    for one in confirmed[:SHOWN]:
        (now if one.last_day >= today and one.ended_on != today else over).append(row(one, today))
    context = {
        "waiting": found.filter(state=AgreementState.WAITING).order_by("entered_at")[:SHOWN],
        "now": now,
        "over": over[::-1],
        "may_enter": actor.role in ENTERS_AGREEMENTS,
        "own": actor.organisation,
    }
    return render(request, "referral/data_sharing_list.html", context)


def row(one, today):
    tone, state = standing(one, today)
    return {"agreement": one, "tone": tone, "state": state}


def standing(one, today):
    """(tone, words) of what is confirmed."""
    if one.ended_on or one.until < today:
        return "plain", _("Over")
    if one.from_on > today:
        return "plain", _("Not in force yet")
    left = one.until - today
    if left <= REMINDED_BEFORE:
        words = ngettext("Ends in %(n)d day", "Ends in %(n)d days", left.days)
        return "due", words % {"n": left.days}
    return "ok", _("In force")


@roles(*ENTERS_AGREEMENTS)
def data_sharing_new(request):
    form = AgreementForm(posted(request), actor=request.actor)
    made = []
    done = move(
        request,
        form,
        lambda: made.append(enter_agreement(**form.agreement())),
        done="data_sharing_list",
        said=_("Entered. It counts once a second person has confirmed it."),
    )
    if done:
        return redirect("data_sharing_detail", made[0].pk) if made else done
    return show(request, "referral/data_sharing_new.html", {"crumbs": crumbs()}, form)


@roles(*KEEPS_AGREEMENTS)
@require_safe
def data_sharing_detail(request, id):
    agreement, today = get_agreement(request, id), timezone.localdate()
    own = agreement.entered_by_id == request.user.pk
    waits = agreement.state == AgreementState.WAITING
    confirmed = agreement.state == AgreementState.CONFIRMED
    tone, state = standing(agreement, today) if confirmed else ("due" if waits else "plain", agreement.get_state_display())  # fmt: skip
    mine = str(agreement.organisation_id) == str(request.actor.organisation)
    context = {
        "agreement": agreement,
        "tone": tone,
        "state": state,
        "may_answer": waits and not own,
        "may_take_back": waits and own,
        "may_end": mine and confirmed and not agreement.ended_on
        and agreement.from_on <= today <= agreement.until and request.actor.role in ENTERS_AGREEMENTS,
        "mine": mine,
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "referral/data_sharing_detail.html", context)


@roles(*KEEPS_AGREEMENTS)
@require_POST
def data_sharing_answer(request, id):
    agreement, chosen = get_agreement(request, id), request.POST.get("answer")
    if str(agreement.organisation_id) != str(request.actor.organisation):
        deny(str(id))

    def act():
        if chosen == "back":
            take_agreement_back(agreement)
        else:
            answer_agreement(agreement, yes=chosen == "yes")

    return tap(request, act, done=reverse("data_sharing_detail", args=[agreement.pk]))


@roles(*ENTERS_AGREEMENTS)
@require_POST
def data_sharing_end(request, id):
    agreement = get_agreement(request, id)
    if str(agreement.organisation_id) != str(request.actor.organisation):
        deny(str(id))
    return tap(
        request,
        lambda: end_agreement(agreement),
        done=reverse("data_sharing_detail", args=[agreement.pk]),
        said=_("It has ended."),
    )
