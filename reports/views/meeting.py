"""Meetings of two countries' coordinators: prepared with one form, answered by the other side, decisions kept and followed."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from accounts.roles import Role
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from reports.figures import near
from reports.forms import MOST_BACK, DecisionForm, MeetingAnswerForm, MeetingForm
from reports.meetings import agree, answer, decide, done, page_of, pair_of, prepare
from reports.models import Decision, Meeting
from shell.context import offered_languages
from shell.formats import country_name
from shell.pdf import can_make_pdf, pdf_response

LOOK_BACK, AHEAD = timedelta(days=90), timedelta(days=7)
PAGE = 50
ON_PAPER = 9  # lines of a part; the rest is counted


def mine(actor):
    """Row security says the same: meetings of the own country."""
    return Meeting.objects.filter(one=actor.country) | Meeting.objects.filter(other=actor.country)


def get_meeting(request, id):
    return mine(request.actor).filter(pk=id).first() or deny(str(id))


@roles(Role.NATIONAL_COORDINATOR)
def meeting_list(request):
    found = mine(request.actor).order_by("-held_on", "-prepared_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "url": reverse("meeting_detail", args=[one.pk]),
            "across": one.across(request.actor.country),
            "meeting": one,
            "waits": not one.answer and one.other == request.actor.country,
        }
        for one in page
    ]
    context = {"rows": rows, "page": page, "at_once": at_once(request.actor)}
    return render(request, "reports/meeting_list.html", context)


def at_once(actor):
    """What a page is prepared from in one click, with each country that journeys lie between: [(country, values of the form)]."""
    last = last_held(actor)
    countries = sorted(near(actor.country), key=country_name)
    return [(country, usual(last.get(country)) | {"other": country}) for country in countries]


def usual(last):
    """A meeting in a week, which looks back to the last one."""
    held_on = timezone.localdate() + AHEAD
    since = max(last, held_on - MOST_BACK) if last else held_on - AHEAD - LOOK_BACK
    return {"since": since, "held_on": held_on}


def last_held(actor) -> dict:
    """{country: the day of the last meeting with it}"""
    before = mine(actor).filter(held_on__lt=timezone.localdate())
    pairs = before.values_list("one", "other").annotate(last=Max("held_on")).order_by("last")
    return {other if one == actor.country else one: last for one, other, last in pairs}


@roles(Role.NATIONAL_COORDINATOR)
def meeting_new(request):
    other, last = request.GET.get("with", "").upper()[:2], last_held(request.actor)
    initial = usual(last.get(other) or max(last.values(), default=None)) | {"other": other}
    form = MeetingForm(posted(request), initial=initial, country=request.actor.country)
    made = []

    def act():
        values = form.cleaned_data
        made.append(
            prepare(other=values["other"], since=values["since"], held_on=values["held_on"])
        )

    page = move(request, form, act, done=reverse("meeting_list"))
    if made:
        return redirect("meeting_detail", made[0].pk)
    context = {
        "title": _("Prepare a meeting"),
        "crumbs": [{"url": reverse("meeting_list"), "label": _("Meetings")}],
        "button": _("Prepare the page"),
    }
    return page or show(request, "reports/meeting_form.html", context, form)


@roles(Role.NATIONAL_COORDINATOR)
def meeting_detail(request, id):
    meeting = get_meeting(request, id)
    form = DecisionForm(posted(request), pair=meeting.pair)

    def act():
        values = form.cleaned_data
        decide(meeting=meeting, text=values["text"], owner=values["owner"], due_on=values["due_on"])

    said = _("The decision stands there for both sides.")
    page = move(request, form, act, done=reverse("meeting_detail", args=[id]), said=said)
    sheet = page_of(meeting, request.actor)
    context = {
        "sheet": sheet,
        "open": sheet.open[:PAGE],
        "more": max(0, len(sheet.open) - PAGE),
        "meeting": meeting,
        "across": meeting.across(request.actor.country),
        "may_move": may_move(meeting, request.actor),
        "may_answer": not meeting.answer and meeting.other == request.actor.country,
        "country": request.actor.country,
        "pdf": can_make_pdf(),
        "crumbs": [{"url": reverse("meeting_list"), "label": _("Meetings")}],
        "button": _("Write the decision down"),
    }
    return page or show(request, "reports/meeting_detail.html", context, form)


def may_move(meeting, actor) -> bool:
    """The other side named another day, and no page was prepared for it yet."""
    if meeting.one != actor.country or not meeting.answer_on:
        return False
    later = mine(actor).filter(prepared_at__gt=meeting.prepared_at, held_on=meeting.answer_on)
    return not later.filter(pair_of(meeting)).exists()


@roles(Role.NATIONAL_COORDINATOR)
def meeting_answer(request, id):
    meeting = get_meeting(request, id)
    page = reverse("meeting_detail", args=[id])
    if meeting.other != request.actor.country:
        deny(str(id))
    form = MeetingAnswerForm(posted(request))

    def act():
        values = form.cleaned_data
        answer(meeting=meeting, answer=values["answer"], answer_on=values["answer_on"])

    reply = move(request, form, act, done=page, said=_("Your answer is with the other side."))
    context = {
        "title": _("Answer the other side"),
        "crumbs": [{"url": page, "label": _("Meeting")}],
        "button": _("Send the answer"),
    }
    return reply or show(request, "reports/meeting_form.html", context, form)


def get_decision(request, id):
    found = Decision.objects.filter(meeting__in=mine(request.actor), pk=id)
    return found.first() or deny(str(id))


@roles(Role.NATIONAL_COORDINATOR)
@require_POST
def decision_agree(request, id):
    decision = get_decision(request, id)
    page = reverse("meeting_detail", args=[decision.meeting_id])
    return tap(request, lambda: agree(decision=decision), done=page)


@roles(Role.NATIONAL_COORDINATOR)
@require_POST
def decision_done(request, id):
    decision = get_decision(request, id)
    page = reverse("meeting_detail", args=[decision.meeting_id])
    return tap(request, lambda: done(decision=decision), done=page)


@roles(Role.NATIONAL_COORDINATOR)
@require_safe
def meeting_pdf(request, id):
    """One page in two languages: the one of the reader, and another one that is complete."""
    meeting = get_meeting(request, id)
    if not can_make_pdf():
        raise Http404
    own = translation.get_language()
    languages = [own, *(code for code in offered_languages() if code != own)][:2]
    sheet = page_of(meeting, request.actor)
    context = {
        "languages": languages,
        "sheet": sheet,
        "open": sheet.open[:ON_PAPER],
        "more_open": len(sheet.open[ON_PAPER:]),
        "meeting": meeting,
        "now": timezone.now(),
    }
    return pdf_response(
        "reports/meeting_pdf.html", context, name=f"meeting-{meeting.held_on}", request=request
    )
