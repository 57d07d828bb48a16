"""A draft is written anew or taken back by who wrote it; and the drafts that take a row away."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.second_person import NotOpen, WrittenMeanwhile
from directory.access import DRAFTS
from directory.actions.drafts import draft_removal, rewrite, take_back
from directory.comparing import title_of
from directory.drafts import find_entry, present_version, version_of
from directory.forms.contact import ContactForm
from directory.forms.entry import RemovalForm
from directory.forms.fact import FactForm
from directory.models import Contact, Fact, State
from directory.topics import TOPICS
from directory.views.edit import drafted, edit_page
from directory.views.fetch import get_standing


@roles(*DRAFTS)
def fact_remove(request, id):
    return remove(request, get_standing(Fact, id), id)


@roles(*DRAFTS)
def directory_contact_remove(request, id):
    return remove(request, get_standing(Contact, id), id)


def remove(request, base, asked):
    form = RemovalForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        kept = draft_removal(base, reason=given["reason"], key=given["idempotency_key"])
        return drafted(request, kept, base, asked)
    return edit_page(
        request,
        form,
        iso2=base.country,
        title=_("Take away"),
        about=title_of(base),
        base=base,
        lead=_("It stays in the change log, with who took it away and why."),
    )


def get_own_draft(request, pk):
    """Somebody else's, reviewed and unknown drafts answer alike."""
    found = find_entry(pk)
    mine = found is not None and str(found.drafted_by_id) == request.actor.user
    if not mine or found.state != State.DRAFT:
        raise Http404
    return found


@roles(*DRAFTS)
def draft_change(request, id):
    found = get_own_draft(request, id)
    form = form_of(found, request.POST or None)
    if form.is_valid():
        try:
            return rewritten(request, found, form)
        except NotOpen:
            raise Http404 from None
        except WrittenMeanwhile:
            return written_meanwhile(request, found)
    return own_page(request, found, form)


def own_page(request, found, form, **more):
    return edit_page(
        request, form, iso2=found.country, title=_("Your draft"), about=title_of(found), **more
    )


def form_of(found, data):
    version = version_of(found)
    if found.removes:
        return RemovalForm(data, version=version, initial={"reason": found.reason})
    given = {
        "country": found.country,
        "before": found,
        "changes": found.supersedes_id is not None,
        "version": version,
        "initial": {"reason": found.reason},
    }
    if isinstance(found, Contact):
        return ContactForm(data, **given)
    return FactForm(data, topic=TOPICS[found.topic], **given)


@transaction.atomic
def rewritten(request, found, form):
    base = present_version(found.supersedes) if found.supersedes_id else None
    values = {"reason": form.cleaned_data["reason"]} if found.removes else form.values()
    seen = form.cleaned_data["version"] or 0
    kept = rewrite(found.pk, type(found), seen=seen, base=base, **values)
    return drafted(request, kept, base)


def written_meanwhile(request, found):
    """What was typed stays on the page; keeping it once more is then a choice."""
    data = request.POST.copy()
    data["version"] = version_of(find_entry(found.pk))
    response = own_page(request, found, form_of(found, data), is_written_meanwhile=True)
    response.status_code = 409
    return response


@require_POST
@roles(*DRAFTS)
def draft_take_back(request, id):
    found = get_own_draft(request, id)
    try:
        take_back(found.pk, type(found))
    except NotOpen:
        raise Http404 from None
    messages.success(request, _("The draft is taken back."))
    return redirect("review_list")
