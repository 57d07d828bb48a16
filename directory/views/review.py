"""The second person: what waits, before and after side by side, publish or not."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.second_person import BaseChanged, NotOpen, OwnDraft, WrittenMeanwhile
from audit.models import record
from directory.access import DRAFTS, REVIEWS, is_one_of
from directory.actions.reviews import publish, refuse
from directory.comparing import compare, in_short, title_of
from directory.countries import country_name
from directory.drafts import (
    CONTENT,
    PEOPLE,
    find_entry,
    open_drafts,
    open_drafts_on,
    present_version,
    version_of,
)
from directory.models import State
from directory.views.edit import trail
from directory.working_days import ending
from shell.first_rows import first_rows
from shell.forms import render_form
from shell.review_forms import PUBLISH, REFUSE, PublishForm, RefuseForm

MOST = 100
SHOWN_ANSWERED_DAYS = 30


def areas(here):
    """The parts of keeping the directory true, as links."""
    names = [
        ("review_list", _("Drafts")),
        ("stale_list", _("To verify")),
        ("report_list", _("Reports")),
    ]
    return [
        {"url": reverse(name), "label": label, "current": name == here} for name, label in names
    ]


@roles(*REVIEWS)
def review_list(request):
    parts = [first_rows(open_drafts(model).order_by("drafted_at"), MOST) for model in CONTENT]
    waiting = [each for found, _rest in parts for each in found]
    more = sum(rest for _found, rest in parts)
    here = request.actor.country
    waiting.sort(key=lambda each: (each.country != here, each.drafted_at))
    context = {
        "subnav": areas("review_list"),
        "rows": [draft_row(request, each) for each in waiting],
        "more": more,
        "ending": [
            {"country": country_name(each.country), "year": each.year}
            for each in ending(timezone.localdate())
        ],
        "all": len(waiting) + more,
        "answered": [draft_row(request, each) for each in answered(request)],
    }
    return render(request, "directory/review_list.html", context)


def answered(request):
    """What came of one's own drafts lately."""
    since = timezone.now() - timedelta(days=SHOWN_ANSWERED_DAYS)
    mine = Q(drafted_by_id=request.actor.user, published_at__gte=since)
    found = [
        each
        for model in CONTENT
        for each in model.objects.filter(mine)
        .select_related(*PEOPLE)
        .order_by("-published_at")[:20]
    ]
    return sorted(found, key=lambda each: each.published_at, reverse=True)


def draft_row(request, each):
    return {
        "entry": each,
        "title": title_of(each),
        "short": in_short(each),
        "country": country_name(each.country),
        "what": what_it_does(each),
        "is_mine": is_mine(request, each),
    }


def what_it_does(each):
    if each.removes:
        return _("Takes away")
    return _("Changes") if each.supersedes_id else _("New")


def is_mine(request, each):
    return str(each.drafted_by_id) == request.actor.user


@roles(*REVIEWS)
def review_detail(request, id):
    found = find_entry(id)
    if found is None or found.drafted_by_id is None:
        raise Http404
    decision = request.POST.get("decision")
    refusing = RefuseForm(request.POST if decision == REFUSE else None)
    if request.method == "POST":
        if is_mine(request, found):
            record("directory.own_draft_not_published", target=found.pk)
            raise PermissionDenied
        if found.state != State.DRAFT:
            return overtaken(request, found)
        if decision == PUBLISH:
            return published(request, found)
        if decision == REFUSE and refusing.is_valid():
            return refused(request, found, refusing)
    return review_page(request, found, refusing)


def review_page(request, found, form, **more):
    base = found.supersedes
    is_open = found.state == State.DRAFT
    is_overtaken = is_open and base is not None and base.state != State.PUBLISHED
    context = {
        "entry": found,
        "title": title_of(found),
        "what": what_it_does(found),
        "crumbs": trail(found.country, {"url": reverse("review_list"), "label": _("Drafts")}),
        "lines": compare(base, None if found.removes else found),
        "base": base,
        "is_open": is_open,
        "is_mine": is_mine(request, found),
        "may_draft": is_one_of(request.actor, DRAFTS),
        "others": [each for each in open_drafts_on(base) if each.pk != found.pk] if base else [],
        "is_overtaken": is_overtaken,
        "present_lines": compare(base, present_version(base)) if is_overtaken else [],
        "publishing": PublishForm(version=version_of(found)),
        **more,
    }
    return render_form(request, "directory/review_detail.html", context, form)


def published(request, found):
    form = PublishForm(request.POST, version=version_of(found))
    form.is_valid()
    try:
        publish(found.pk, type(found), seen=form.cleaned_data.get("version") or 0)
    except (NotOpen, BaseChanged, WrittenMeanwhile):
        return overtaken(request, found)
    except OwnDraft:
        raise PermissionDenied from None
    text = _("It is taken away.") if found.removes else _("It is published.")
    messages.success(request, text)
    return redirect("country_history", found.country.lower())


def refused(request, found, form):
    try:
        refuse(found.pk, type(found), reason=form.cleaned_data["refusal"])
    except NotOpen:
        return overtaken(request, found)
    except OwnDraft:
        raise PermissionDenied from None
    messages.success(request, _("It is not published. Whoever drafted it reads why."))
    return redirect("review_list")


def overtaken(request, found):
    """409: reviewed, written anew, or the row it replaces changed. Nothing was published by this."""
    response = review_page(request, find_entry(found.pk), RefuseForm(), is_stopped=True)
    response.status_code = 409
    return response
