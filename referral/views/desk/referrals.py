"""Referrals that wait: for an answer from here, or for others."""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referral.stages import ReferralKind, ReferralStatus
from referral.views.desk.days import day_of
from referral.views.desk.entry import Entry
from shell.templatetags.desk import page_url

NUDGE_DAYS = 10


def answer_entries(desk):
    for one in desk.to_answer:
        yield Entry(day_of(one.answer_by), partial(answer_row, one))


def question_entries(desk):
    for one in desk.sent:
        if one.status == ReferralStatus.ASKED:
            yield Entry(desk.today, partial(question_row, desk, one), one.journey, True)


def answer_row(one):
    label = _("Answer %(organisation)s: %(what)s") % {"organisation": one.sender, "what": kind(one)}
    url = page_url("referral_detail", one.pk) or reverse("home")
    return {"url": url, "label": label, "in_case": False, "reference": ""}


def question_row(desk, one):
    label = _("Answer the question of %(organisation)s") % {"organisation": one.receiver}
    url = page_url("referral_answer", one.pk) or referrals_page(desk, one)
    return {"url": url, "label": label, **desk.place(one)}


def referrals_page(desk, one):
    reference = desk.reference(one.journey)
    return page_url("case_referrals", reference) or page_url("case_overview", reference)


def waiting_rows(desk):
    now = timezone.now()
    rows = [
        {
            "url": referrals_page(desk, one),
            "reference": desk.reference(one.journey),
            "what": kind(one),
            "who": one.receiver,
            "days": (now - one.sent_at).days,
        }
        for one in desk.sent
        if one.status != ReferralStatus.ASKED
    ]
    for row in rows:
        row["nudge"] = _("Ask again") if row["days"] >= NUDGE_DAYS else ""
    return sorted(rows, key=lambda row: -row["days"])


def incoming_rows(desk):
    return [
        {
            "url": page_url("referral_detail", one.pk),
            "label": kind(one),
            "sender": {"name": one.sender, "country": one.sender_country},
            "due": one.answer_by,
            "late": bool(one.answer_by and one.answer_by < timezone.now()),
        }
        for one in desk.to_answer
    ]


def kind(one):
    return str(ReferralKind(one.kind).label)
