"""The receiver says what became of each class that was asked back."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.recalls import (
    answer_recall,
    goes_on_to,
    kept_in_care,
    possible_answers,
    told_as_passed_on,
)
from referral.forms.answer import RecallForm
from referral.models import Referral
from referral.recalls import unanswered
from referral.stages import ReferralKind
from referral.views.fetch import deny
from referral.views.moves import move, posted, show
from referral.views.referral import ANSWERS


@roles(*ANSWERS, Role.CONSULAR)
def recall_answer(request, id):
    referral = find(request, id)
    page = "request_detail" if referral.kind == ReferralKind.TRAVEL_DOCUMENT else "referral_detail"
    done = reverse(page, args=[id])
    asked = unanswered(referral.messages.all())
    if request.method == "GET" and not asked:
        return redirect(done)
    choices = possible(referral, asked)
    form = RecallForm(posted(request), asked=choices)
    moved = move(
        request,
        form,
        lambda: answer_recall(referral=referral, answers=form.answers()),
        done=done,
        said=_("The sender sees your answer."),
    )
    context = {
        "back": done,
        "crumbs": [{"url": done, "label": _("Back to the referral")}],
        "onward": onward_of(referral, choices),
    }
    return moved or show(request, "referral/recall_answer.html", context, form)


def find(request, id) -> Referral:
    """Requests for documents are the consulate's, all others never are."""
    received = Referral.objects.received_by(request.actor)
    is_request = request.actor.role == Role.CONSULAR
    found = received.filter(pk=id).prefetch_related("messages").first()
    fits = found and (found.kind == ReferralKind.TRAVEL_DOCUMENT) == is_request
    return found if fits else deny(str(id))


def possible(referral, asked) -> dict[str, list[str]]:
    in_care = kept_in_care(referral) if asked else set()
    onward = told_as_passed_on(referral) if asked else set()
    return {data_class: possible_answers(data_class, in_care, onward) for data_class in asked}


def onward_of(referral, choices):
    """(class, organisations) that got it from here: where it is destroyed here, it is asked back there."""
    found = goes_on_to(referral, [c for c, answers in choices.items() if "deleted" in answers])
    return [
        (DataClass(data_class).label, [one.receiver.name for one in referrals])
        for data_class, referrals in found.items()
        if referrals
    ]
