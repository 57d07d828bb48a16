"""Questions without a name: asked from the case, answered by a non-state organisation of the country of origin."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from directory.codes import service_labels
from referral.access import ACCEPTS_REFERRAL, DataClass
from referral.actions.enquiries import (
    answer_without_name,
    ask_without_name,
    askable_without_name,
    may_be_asked,
)
from referral.enquiries import Asks, For
from referral.forms.enquiry import EnquiryForm, ReplyForm
from referral.models import AnonymousEnquiry
from referral.stages import Reply
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.fetch import deny
from referral.views.moves import move, posted, show
from referral.views.rights import CASE_ROLES
from shell.formats import country_name

ANSWERS = [role for role in Role if role in ACCEPTS_REFERRAL]


@roles(*CASE_ROLES)
def case_enquiries(request, reference):
    """What was asked without a name, and the form, while the person wishes it."""
    case, rights, context = open_case(request, reference, "record", record_trail())
    open_to_me = rights.may_read(DataClass.LEGAL) and rights.may_add(DataClass.REFERRAL)
    need_class(open_to_me, reference, "enquiries")
    found = AnonymousEnquiry.objects.visible_to(request.actor).filter(case=case)
    asked = list(found.select_related("receiver").order_by("-asked_at", "-pk"))
    may_ask = may_be_asked(case)
    need_class(may_ask or asked, reference, "enquiries")
    context |= {"asked": [row_of(one) for one in asked], "may_ask": may_ask}
    if not may_ask:
        need_class(request.method == "GET", reference, "enquiries")
        return render(request, "referral/case_enquiries.html", context)
    form = EnquiryForm(posted(request), receivers=askable_without_name(case))
    answer = move(
        request,
        form,
        lambda: ask_without_name(
            case=case,
            receiver=form.receivers[form.cleaned_data["receiver"]],
            asks=form.cleaned_data["asks"],
            services=form.cleaned_data["services"],
            whom=form.cleaned_data["whom"],
        ),
        done=reverse("case_enquiries", args=[reference]),
        said=_("Asked. They see the question and the country that asks, and nothing else."),
    )
    return answer or show(request, "referral/case_enquiries.html", context, form)


def row_of(enquiry):
    return {
        "enquiry": enquiry,
        "services": ", ".join(map(str, service_labels(enquiry.services))),
        "tone": "ok" if enquiry.answered_at else "due",
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the receiver knows: no organisation, no case, no journey."""

    id: UUID
    number: str
    country: str
    asks: str
    services: list
    whom: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None

    @property
    def rows(self):
        return [
            {"label": _("Asked from"), "text": country_name(self.country)},
            {"label": _("Question"), "text": Asks(self.asks).label},
            {"label": _("Services"), "text": ", ".join(map(str, service_labels(self.services)))},
            {"label": _("For whom"), "text": For(self.whom).label},
        ]

    @property
    def said(self):
        return Reply(self.answer).label if self.answer else ""


def asked_of_us(only: UUID | None = None) -> list[Asked]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM enquiries_received() WHERE %s IS NULL OR id = %s", [only, only]
        )
        return [Asked(*row) for row in cursor.fetchall()]


@roles(*ANSWERS)
def enquiry_detail(request, id):
    found = asked_of_us(id)
    one = found[0] if found else deny(str(id))
    context = {
        "one": one,
        "crumbs": [{"url": reverse("inbox"), "label": _("Incoming referrals")}],
    }
    if one.answer and request.method == "GET":
        return render(request, "referral/enquiry_detail.html", context)
    form = ReplyForm(posted(request))
    answer = move(
        request,
        form,
        lambda: answer_without_name(one.id, reply=form.cleaned_data["reply"]),
        done=reverse("enquiry_detail", args=[id]),
        said=_("Answered. Thank you."),
    )
    return answer or show(request, "referral/enquiry_detail.html", context, form)
