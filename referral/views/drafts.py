"""
Forms that keep what was typed: saved by a script while somebody writes, or by the button "Save as draft".

Put `@keeps_draft` under `@roles(...)`. The page needs nothing else: coming back offers the draft or a fresh form, and
sending the form ends the draft. The same hook keeps what arrives after the end of a session, or on leaving quickly.
"""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from referral.actions.unsent import (
    OpenElsewhere,
    TooLong,
    drop_unsent,
    find_unsent,
    keep_unsent,
    read_unsent,
    typed_in,
)
from referral.models import Case, read_reference
from referral.views.fetch import deny
from shell.forms import typed_before


def keeps_draft(view):
    @wraps(view)
    def kept(request, *args, **kwargs):
        request.keeps_draft = True
        if request.method == "POST":
            return _sent(view, request, *args, **kwargs)
        if getattr(request, "htmx", False):
            return view(request, *args, **kwargs)
        return _looked_at(view, request, *args, **kwargs)

    kept.keep_typed = keep_typed
    return kept


def kept_by(keep):
    """For a view that keeps its drafts in its own way: `keep(request, at=..., **kwargs)`."""

    def mark(view):
        @wraps(view)
        def kept(request, *args, **kwargs):
            request.keeps_draft = True
            return view(request, *args, **kwargs)

        kept.keep_typed = keep
        return kept

    return mark


def keep_typed(request, *, at, **where):
    """
    Keeps the posted answers for whoever acts now, as the draft of the form `at` this address.

    Returns the draft, or None where this page was sent already.
    """
    return keep_unsent(
        address=at,
        key=key_of(request.POST),
        answers=typed_in(request.POST),
        case=_case_at(where.get("reference")),
    )


def key_of(data) -> UUID:
    try:
        return UUID(data.get("idempotency_key", ""))
    except ValueError:
        return UUID(int=0)  # a page of before: all such pages share one draft


def _case_at(reference):
    """The case that the address speaks of. A stranger gets the 404 of what does not exist."""
    if reference is None:
        return None
    cases = Case.objects.visible_to(current_actor())
    case = cases.filter(journey__reference=read_reference(reference) or "").first()
    return case or deny(reference)


def _sent(view, request, *args, **kwargs):
    if "start_again" in request.POST:
        drop_unsent(request.path)
        return redirect(fresh(request))
    if "save_draft" in request.POST:
        return said(request, kwargs, continued(request))
    response = view(request, *args, **kwargs)
    if response.status_code == 302:
        drop_unsent(request.path, key_of(request.POST))
    return response


def _looked_at(view, request, *args, **kwargs):
    draft = find_unsent(request.path)
    if draft is None:
        return view(request, *args, **kwargs)
    if request.GET.get("draft") != "continue":
        context = {"draft": draft, "onward": continued(request)}
        return render(request, "referral/draft_choice.html", context)
    answers = read_unsent(draft)
    request.typed = QueryDict(mutable=True)
    for name, values in answers.items():
        request.typed.setlist(name, values)
    with typed_before(request.typed):
        return view(request, *args, **kwargs)


def said(request, where, onward):
    """Keeps the draft and answers the script with one sentence, or a person with the same page."""
    by_script = request.POST["save_draft"] == "auto"
    try:
        draft = request.resolver_match.func.keep_typed(request, at=request.path, **where)
    except TooLong:
        return _not_kept(request, by_script, 413, _("This is too long for a draft. Save the form."))
    except OpenElsewhere:
        words = _(
            "No draft of this page: you began the form in another one. Send this one or that."
        )
        return _not_kept(request, by_script, 409, words)
    words = saved_words(draft) if draft else ""
    if by_script:
        return JsonResponse({"said": words})
    messages.success(request, words)
    return redirect(onward)


def _not_kept(request, by_script, status, words):
    if by_script:
        return JsonResponse({"said": words}, status=status)
    context = {"words": words, "onward": continued(request)}
    return render(request, "referral/draft_not_kept.html", context, status=status)


def saved_words(draft):
    when = time_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    return _("Draft saved %(time)s") % {"time": when}


def continued(request) -> str:
    return _with(request, draft="continue")


def fresh(request) -> str:
    return _with(request)


def _with(request, **more):
    """This address with its own questions; none of them holds anything about a person."""
    asked = request.GET.copy()
    asked.pop("draft", None)
    asked.update(more)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path
