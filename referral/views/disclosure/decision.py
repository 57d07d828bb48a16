"""Agreed, declined, given or taken back."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from referral.access import AGREES_TO_DISCLOSURE
from referral.actions.disclosures import answer_disclosure, give_disclosure, take_back_disclosure
from referral.forms.disclosure import GiveForm
from referral.views.disclosure.detail import detail
from referral.views.disclosure.rights import ASKS, CONCERNED, works_on
from referral.views.disclosure.rows import get_disclosure, page
from referral.views.fetch import deny
from referral.views.moves import tap


@roles(*CONCERNED)
@require_POST
def disclosure_answer(request, id):
    disclosure = get_disclosure(request, id)
    mine = disclosure.asked_by_id == request.user.pk
    if request.actor.role not in AGREES_TO_DISCLOSURE or mine:
        deny(str(id))
    yes = request.POST.get("answer") == "yes"
    said = _("You agreed.") if yes else _("You declined.")
    return tap(request, lambda: answer_disclosure(disclosure, yes=yes), done=page(id), said=said)


@roles(*ASKS)
@require_POST
def disclosure_give(request, id):
    disclosure = get_disclosure(request, id)
    if not works_on(request, disclosure):
        deny(str(id))
    form = GiveForm(request.POST)
    if not form.is_valid():
        return detail(request, disclosure, form)
    return tap(
        request,
        lambda: give_disclosure(disclosure, how=form.cleaned_data["how"]),
        done=page(id),
        said=_("Written down. The case now waits until the person was told."),
    )


@roles(*CONCERNED)
@require_POST
def disclosure_take_back(request, id):
    disclosure = get_disclosure(request, id)
    if not works_on(request, disclosure):
        deny(str(id))
    return tap(
        request,
        lambda: take_back_disclosure(disclosure),
        done=page(id),
        said=_("Taken back. Nothing was given."),
    )
