"""Disclosures that the acting person may see, as rows of a list."""

from django.urls import reverse
from django.utils import timezone

from referral.models import Disclosure
from referral.models.disclosure import State
from referral.views.fetch import deny

TONES = {
    State.WAITING: ("due", "clock"),
    State.MAY_GIVE: ("due", "send"),
    State.GIVEN: ("ok", "check"),
}


def page(id):
    return reverse("disclosure_detail", args=[id])


def row_of(disclosure):
    tone, icon = TONES.get(disclosure.state, ("", ""))
    late = bool(
        disclosure.review_due_at
        and not disclosure.reviewed_at
        and disclosure.review_due_at < timezone.now()
    )
    return {
        "disclosure": disclosure,
        "state": State(disclosure.state).label,
        "tone": tone,
        "icon": icon,
        "late": late,
        "url": page(disclosure.pk),
    }


def found_for(actor):
    people = ("asked_by", "answered_by", "given_by", "reviewed_by", "told_by", "receiver")
    return Disclosure.objects.visible_to(actor).with_state().select_related(*people)


def get_disclosure(request, id) -> Disclosure:
    return found_for(request.actor).filter(pk=id).first() or deny(str(id))
