"""The second person: what waits, before and after side by side, publish or not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.second_person import BaseChanged, NotOpen, OwnDraft, WrittenMeanwhile
from audit.models import record
from library.actions.keep import publish, refuse
from library.content import answered, base_of, drafts_of, find_draft, sides
from library.models import Collection, CountryMeasure, Document, Practice, State
from library.rights import PROPOSES, REVIEWS, is_one_of
from library.views.editing import address_of
from shell.forms import render_form
from shell.review_forms import PUBLISH, REFUSE, PublishForm, RefuseForm


@roles(*PROPOSES)
def library_review_list(request):
    reviews = is_one_of(request.actor, REVIEWS)
    waiting, more = drafts_of(request.actor, reviews=reviews)
    context = {
        "waiting": [row(request, each) for each in waiting],
        "more": more,
        "all": len(waiting) + more,
        "answered": [row(request, each) for each in answered(request.actor)],
        "reviews": reviews,
    }
    return render(request, "library/library_review_list.html", context)


def row(request, each):
    return {
        "entry": each,
        "what": what_it_does(each),
        "kind": kind_of(each),
        "is_mine": is_mine(request, each),
    }


def kind_of(each):
    names = {
        Document: _("Document"),
        Practice: _("Practice"),
        Collection: _("Collection"),
        CountryMeasure: _("Measure"),
    }
    return names[type(each)]


def what_it_does(each):
    if each.removes:
        return _("Takes away")
    return _("Changes") if base_of(each) else _("New")


def is_mine(request, each):
    return str(each.drafted_by_id) == request.actor.user


@roles(*PROPOSES)
def library_review_detail(request, id):
    """Its drafter reads it; who reviews decides."""
    found = find_draft(id)
    if found is None:
        raise Http404
    reviews = may_review(request.actor, found)
    if not (reviews or is_mine(request, found)):
        raise Http404
    decision = request.POST.get("decision")
    refusing = RefuseForm(request.POST if decision == REFUSE else None)
    if request.method == "POST":
        if not reviews or is_mine(request, found):
            record("library.own_draft_not_published", target=found.pk)
            raise PermissionDenied
        if decision == PUBLISH:
            return published(request, found)
        if decision == REFUSE and refusing.is_valid():
            return refused(request, found, refusing)
    return page(request, found, refusing)


def may_review(actor, found) -> bool:
    elsewhere = isinstance(found, CountryMeasure) and found.country != actor.country
    return is_one_of(actor, REVIEWS) and not elsewhere


def page(request, found, form, **more):
    is_open, base = found.state == State.DRAFT, base_of(found)
    context = {
        **row(request, found),
        "sides": sides(base, found),
        "has_before": base is not None,
        "is_open": is_open,
        "may_decide": is_open and may_review(request.actor, found) and not is_mine(request, found),
        "publishing": PublishForm(version=found.version),
        **more,
    }
    return render_form(request, "library/library_review_detail.html", context, form)


def published(request, found):
    form = PublishForm(request.POST, version=found.version)
    form.is_valid()
    try:
        done = publish(found.pk, type(found), seen=form.cleaned_data.get("version") or 0)
    except (NotOpen, BaseChanged, WrittenMeanwhile):
        return overtaken(request, found)
    except OwnDraft:
        raise PermissionDenied from None
    if done.removes:
        messages.success(request, _("It is taken away."))
        return redirect("library_review_list")
    messages.success(request, _("It is published."))
    return redirect(address_of(done))


def refused(request, found, form):
    try:
        refuse(found.pk, type(found), reason=form.cleaned_data["refusal"])
    except NotOpen:
        return overtaken(request, found)
    except OwnDraft:
        raise PermissionDenied from None
    messages.success(request, _("It is not published. Whoever drafted it reads why."))
    return redirect("library_review_list")


def overtaken(request, found):
    """409: reviewed, written anew, or the row it replaces changed. Nothing was published by this."""
    response = page(request, find_draft(found.pk), RefuseForm(), is_stopped=True)
    response.status_code = 409
    return response
