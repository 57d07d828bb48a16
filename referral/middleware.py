"""The same form sent twice has one effect, and the second answer is the first."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from referral.models import UsedKey
from referral.views.fetch import ReadUnderAnother

NO_ACTS = {"save_draft", "start_again", "draft_of", "live"}
LONGEST = UsedKey._meta.get_field("answer").max_length


class SameAnswer:
    """
    Innermost, in the transaction of the request. Forms carry a key; it is taken with the effect, once.

    Most views take it themselves, before they act. For those that do not it is taken here, after them: a second
    sending at the same moment fails at that, and all that it did is rolled back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        if before := self.answered(request, key):
            return HttpResponseRedirect(before)
        response = self.get_response(request)
        if response.status_code != 302 or len(response.url) > LONGEST:
            return response
        return self.note(request, key, response)

    def process_exception(self, request, exception):
        """409 with the way to the file, wherever a page would write into a record that is read under another."""
        if not isinstance(exception, ReadUnderAnother):
            return None
        context = {
            "problem": _("This record is read under another one. Write it there."),
            "back_url": reverse("case_overview", args=[exception.reference])
            if exception.reference
            else reverse("case_list"),
        }
        return render(request, "referral/gate_refused.html", context, status=409)

    def answered(self, request, key) -> str:
        mine = UsedKey.objects.filter(key=key, organisation_id=request.actor.organisation)
        return mine.values_list("answer", flat=True).first() or ""

    def note(self, request, key, response):
        used = UsedKey.objects.filter(key=key, organisation_id=request.actor.organisation)
        first = used.values_list("answer", flat=True).first()
        if first:  # the other one was done while this one waited
            transaction.set_rollback(True)
            return HttpResponseRedirect(first)
        if first is not None:
            used.update(answer=response.url)
            return response
        try:
            with transaction.atomic():
                UsedKey.objects.create(
                    key=key, organisation_id=request.actor.organisation, answer=response.url
                )
        except IntegrityError:  # the other one was first: its effect stands, and this one's goes
            first = self.answered(request, key)
            transaction.set_rollback(True)
            return HttpResponseRedirect(first or request.path)
        return response


def key_of(request) -> UUID | None:
    """Of a form that acts. Saving a draft or asking for a live result is none, and may be done again and again."""
    if request.method != "POST" or request.actor is None:
        return None
    if NO_ACTS.intersection(request.POST):
        return None
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None
