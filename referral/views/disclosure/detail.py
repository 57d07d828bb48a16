"""One disclosure, for who decides, gives, reviews or tells."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DISCLOSES
from referral.forms.disclosure import GiveForm
from referral.models.disclosure import State
from referral.views.disclosure.rights import CONCERNED, may_answer, may_review, works_on
from referral.views.disclosure.rows import get_disclosure, row_of
from referral.views.disclosure.sheet import frame_of, frozen
from referral.views.moves import show


@roles(*CONCERNED)
def disclosure_detail(request, id):
    return detail(request, get_disclosure(request, id))


def detail(request, disclosure, form=None):
    context = row_of(disclosure) | frame_of(disclosure)
    works = works_on(request, disclosure)
    state = disclosure.state
    context |= {
        "crumbs": [{"url": reverse("disclosure_list"), "label": _("Passed on without consent")}],
        "may_answer": may_answer(request, disclosure),
        "may_give": state == State.MAY_GIVE and works and request.actor.role in DISCLOSES,
        "may_take_back": state in (State.WAITING, State.MAY_GIVE) and works,
        "may_review": may_review(request, disclosure),
        "may_tell": works and state == State.GIVEN and disclosure.told != "told",
        "works": works,
    }
    context |= frozen(disclosure)
    if context["may_give"]:
        form = form or GiveForm()
        return show(request, "referral/disclosure_detail.html", context, form)
    return render(request, "referral/disclosure_detail.html", context)
