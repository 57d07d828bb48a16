"""What seldom lies on a desk, as rows: requests for a second person, reviews, alerts, complaints, old drafts. None says about whom."""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models.user import short
from referral.models.emergency import State
from referral.views.desk.days import day_of
from referral.views.desk.entry import Entry
from shell.templatetags.desk import page_url


def urgent_entries(desk):
    """What stands before all tasks."""
    yield from emergency_entries(desk)
    yield from disclosure_entries(desk)
    if desk.of_kind("unusual"):
        label = _("Unusual reading: ask the colleague")
        yield Entry(desk.today, partial(row, reverse("unusual_list"), label))
    for one in desk.protections:
        yield Entry(desk.today, partial(protection_row, one))


def alert_entries(desk):
    for one in desk.alerts:
        yield Entry(desk.today, partial(alert_row, one))


def late_entries(desk):
    """What stands after all else."""
    for one in desk.complaints:
        yield Entry(one.day if one.yes else desk.today, partial(complaint_row, one))
    for one in desk.drafts:
        if one.at <= timezone.now():
            yield Entry(day_of(one.at), draft_row)
    for _one in desk.of_kind("unanswered"):
        yield Entry(desk.today, minimum_row)


def emergency_entries(desk):
    to_agree, to_review = desk.emergencies
    for one in to_agree:
        label = _("Emergency: a colleague asks you to agree")
        yield Entry(desk.today, partial(emergency_row, one, label))
    for one in to_review:
        label = _("Your review: a case was opened in an emergency")
        on = desk.today if one.state == State.OPEN else day_of(one.review_due_at)
        yield Entry(on, partial(emergency_row, one, label))


def disclosure_entries(desk):
    to_agree, to_review = desk.disclosures
    for one in to_agree:
        label = _("Passing on without consent: you are the second person")
        yield Entry(desk.today, partial(disclosure_row, one, label))
    for one in to_review:
        label = _("Your review: something was passed on without consent")
        yield Entry(day_of(one.review_due_at), partial(disclosure_row, one, label))
    for one in desk.passed_on:
        label = _("Read what %(organisation)s passed on to you") % {"organisation": one.words}
        yield Entry(desk.today, partial(row, page_url("disclosed_detail", one.pk), label))


def row(url, label, reference=""):
    return {"url": url, "label": label, "in_case": False, "reference": reference}


def alert_row(alert):
    label = _("Take up an alert from a mission")
    return row(page_url("alert_detail", alert.pk) or reverse("home"), label)


def emergency_row(emergency, label):
    return row(page_url("emergency_detail", emergency.pk), label, emergency.reference)


def disclosure_row(disclosure, label):
    return row(page_url("disclosure_detail", disclosure.pk), label, disclosure.reference)


def protection_row(protection):
    if protection.confirmed_at:
        label = _("Protected case: a colleague proposes to lift it")
        url = page_url("case_protection", protection.reference)
    else:
        label = _("Protect a case: you are the second person")
        url = page_url("protection_confirm", protection.pk)
    return row(url, label, protection.reference)


def complaint_row(complaint):
    label = _("Answer a complaint about a body that assists")
    return row(page_url("complaint_detail", complaint.pk), label)


def draft_row():
    return row(reverse("draft_list"), _("Decide about a draft: keep it, go on, or delete it"))


def minimum_row():
    label = _("Ask child protection what became of it, and write it down")
    return row(reverse("minimum_list"), label)


def draft_rows(desk):
    """Those that still have time."""
    return [
        {"who": short(one.words), "until": one.at, "could_not_ask": one.yes}
        for one in desk.drafts
        if one.at > timezone.now()
    ]


def unsent_rows(desk):
    return [
        {"address": one.words, "reference": one.reference, "until": one.at}
        for one in desk.of_kind("unsent")
    ]
