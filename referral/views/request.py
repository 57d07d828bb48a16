"""A consulate's pages: requests for documents under their own number. No journey, no reference, no gate."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.feedback import answer_request
from referral.actions.take import read_part
from referral.forms.answer import RequestForm
from referral.models import Layer, Referral
from referral.package_texts import rows
from referral.recalls import recalls_of, unanswered
from referral.stages import (
    OPEN_TO_RECEIVER,
    WAITING_FOR_ANSWER,
    MessageKind,
    ReferralKind,
    ReferralStatus,
)
from referral.views.fetch import deny
from referral.views.moves import move, show, tap

SHOWN = 100


def requests_to(actor):
    return (
        Referral.objects.received_by(actor)
        .filter(kind=ReferralKind.TRAVEL_DOCUMENT)
        .select_related("in_name_of")
    )


def get_request(request, id) -> Referral:
    return requests_to(request.actor).filter(pk=id).first() or deny(str(id))


@roles(Role.CONSULAR)
def request_list(request):
    found = list(requests_to(request.actor).order_by("-sent_at", "-pk")[:SHOWN])
    open_now = {*WAITING_FOR_ANSWER, ReferralStatus.ACCEPTED}
    context = {
        "waiting": [one for one in found if one.status in open_now],
        "answered": [one for one in found if one.status not in open_now],
    }
    return render(request, "referral/request_list.html", context)


@roles(Role.CONSULAR)
def request_detail(request, id):
    asked = get_request(request, id)
    if request.method == "POST":
        done = reverse("request_detail", args=[id])
        return tap(
            request,
            lambda: accept(referral=asked, contact_name=request.user.short_name),
            done=done,
        )
    parts = asked.parts.filter(layer=Layer.IDENTIFIED, recalled_at=None)
    context = frame(asked) | {
        "fields": [row for p in parts for row in rows(p.data_class, p.layer, read_part(p))],
        "waits": asked.status in WAITING_FOR_ANSWER,
        "is_open": asked.status in OPEN_TO_RECEIVER,
        "may_answer": asked.status == ReferralStatus.ACCEPTED,
        "recalls": recalls_of(asked.messages.all()).values(),
        "unanswered": unanswered(asked.messages.all()),
        "given": asked.messages.filter(kind=MessageKind.ANSWER).order_by("-at", "-pk"),
    }
    return render(request, "referral/request_detail.html", context)


def frame(asked):
    return {
        "asked": asked,
        "crumbs": [{"url": reverse("request_list"), "label": _("Requests")}],
    }


@roles(Role.CONSULAR)
def request_answer(request, id):
    asked = get_request(request, id)
    if asked.status != ReferralStatus.ACCEPTED and request.method == "GET":
        return redirect("request_detail", id)
    form = RequestForm(request.POST or None)

    def act():
        answer_request(referral=asked, reply=form.cleaned_data["reply"], on=form.cleaned_data["on"])

    moved = move(request, form, act, done=reverse("request_detail", args=[id]))
    return moved or show(request, "referral/request_answer.html", frame(asked), form)
