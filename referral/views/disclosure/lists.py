"""Disclosures without consent: those of a case, and those that wait for the acting person."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DISCLOSES, DataClass
from referral.models import Disclosure
from referral.views.case_page import need_class, open_case
from referral.views.disclosure.rights import CONCERNED
from referral.views.disclosure.rows import found_for, row_of
from referral.views.rights import CASE_ROLES

SHOWN = 50


@roles(*CASE_ROLES)
def case_disclosures(request, reference):
    case, rights, context = open_case(request, reference, "referrals", *trail())
    need_class(rights.may_read(DataClass.REFERRAL), reference, "disclosure")
    found = found_for(request.actor).filter(case=case).order_by("-asked_at", "-pk")
    context |= {
        "rows": [row_of(one) for one in found],
        "may_ask": request.actor.role in DISCLOSES,
    }
    return render(request, "referral/case_disclosures.html", context)


def trail():
    return (("case_referrals", _("Referrals")),)


@roles(*CONCERNED)
def disclosure_list(request):
    actor = request.actor
    people = ("asked_by", "receiver")
    agree = Disclosure.objects.to_agree(actor).select_related(*people).order_by("asked_at", "pk")
    review = Disclosure.objects.to_review(actor).select_related(*people)
    waiting = [*agree, *review.order_by("review_due_at", "pk")]
    others = found_for(actor).exclude(pk__in=[one.pk for one in waiting])
    context = {
        "waiting": [row_of(one) for one in waiting],
        "others": [row_of(one) for one in others.order_by("-asked_at", "-pk")[:SHOWN]],
    }
    return render(request, "referral/disclosure_list.html", context)
