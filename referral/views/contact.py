"""A new contact, from the first answer to the case, the draft, the minimum or the count."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import roles
from accounts.acting import current_actor
from accounts.roles import Role
from directory.contacts import Age
from directory.countries import country_name
from directory.numbers import emergency_of, first_to_ring, urgent_numbers, verified_numbers
from referral.access import OPENS_CONTACT
from referral.actions.contacts import case_of, keep_contact, keep_minimum, refuse_contact
from referral.actions.drafts import (
    autosave,
    begun_by_me,
    begun_with,
    delete_draft,
    keep_draft,
    read_draft,
    save_draft,
    visible_drafts,
)
from referral.actions.once import AlreadyDone, once
from referral.beginning import begins_casework, may_begin
from referral.drafts import described, needs_protection
from referral.forms.contact import ContactForm, answers_to_keep
from referral.guidance import guidance_at_first_contact
from referral.views.drafts import kept_by, key_of, said
from referral.views.fetch import get_case
from shell.forms import render_form

DECIDES_DRAFTS = OPENS_CONTACT | {Role.SUPERVISOR}
PAGE = "referral/contact_new.html"


def keep_typed(request, *, at, id=None):
    """What is typed into a contact becomes a draft at once: if somebody may need protection, it is not lost."""
    draft = None
    if id is not None:
        actor = current_actor()
        draft = get_object_or_404(visible_drafts(actor), pk=id, author=actor.user)
    return autosave(key=key_of(request.POST), answers=answers_to_keep(request.POST), draft=draft)


@roles(*OPENS_CONTACT)
@begins_casework
@kept_by(keep_typed)
def contact_new(request):
    if "save_draft" in request.POST:
        return said(request, {}, reverse("draft_list"))
    if request.method == "GET" and "draft" not in request.GET and (begun := begun_by_me().first()):
        return render(request, "referral/contact_choice.html", {"draft": begun})
    form = ContactForm(request.POST or None, spoken=request.membership.organisation.languages)
    draft = begun_with(key_of(request.POST)) if form.is_bound else None
    if "later" in request.POST:
        return _finish_later(request, form, draft)
    if form.is_bound and form.is_valid():
        return _keep(request, form, draft)
    return render_form(request, PAGE, _around(request), form)


@roles(*OPENS_CONTACT)
@kept_by(keep_typed)
def contact_draft(request, id):
    """Goes on where it was left. Only its author writes it; the supervisor decides on the list."""
    if "save_draft" in request.POST:
        return said(request, {"id": id}, reverse("draft_list"))
    draft = get_object_or_404(visible_drafts(request.actor), pk=id, author=request.actor.user)
    spoken = request.membership.organisation.languages
    if "later" in request.POST:
        return _finish_later(request, ContactForm(request.POST, spoken=spoken), draft)
    form = ContactForm(request.POST or None, spoken=spoken, initial=typed(read_draft(draft)))
    if form.is_bound and form.is_valid():
        return _keep(request, form, draft)
    return render_form(request, PAGE, {**_around(request), "draft": draft}, form)


def _around(request):
    here = request.membership.organisation.country
    return {
        "panel": guidance_at_first_contact(),
        "urgent": urgent_numbers(here),
        "urgent_in": country_name(here),
    }


def typed(answers):
    """The values of a draft as its widgets show them, complete or not."""
    sent = ContactForm.as_sent(answers)
    return {
        name: field.widget.value_from_datadict(sent, {}, name)
        for name, field in ContactForm.base_fields.items()
        if any(key.startswith(name) for key in sent)
    }


def _finish_later(request, form, draft=None):
    form.full_clean()
    try:
        once(form.cleaned_data["idempotency_key"])
    except AlreadyDone:
        return redirect("draft_list")
    draft = save_draft(answers=answers_to_keep(request.POST), draft=set_aside(draft))
    messages.success(request, _kept_until(draft))
    return redirect("draft_list")


def _keep(request, form, draft=None):
    """One of four endings. The draft, if it began as one, ends with each but “could not ask”."""
    answers = form.cleaned_data
    if answers["danger"] != "no":
        messages.warning(request, _ring_now(request.membership.organisation.country))
    key = answers["idempotency_key"]
    try:
        once(key)
    except AlreadyDone:
        return _done_before(key)
    if answers["agreed"] == "yes" and not may_begin():
        return _wait_for_course(request, form, draft)
    if answers["agreed"] == "not_asked":
        kept = answers_to_keep(form.data)
        draft = save_draft(answers=kept, could_not_ask=True, draft=set_aside(draft))
        messages.success(request, _kept_until(draft))
        return redirect("draft_list")
    if draft:
        delete_draft(draft)
    if answers["agreed"] == "yes":
        case = keep_contact(key=key, answers=answers, child=form.may_be_child)
        return redirect("contact_saved", case.journey.reference)
    if form.is_protected:
        keep_minimum(answers=answers)
        return redirect("contact_protected")
    refuse_contact()
    return redirect("contact_refused")


def _wait_for_course(request, form, draft):
    """The time of this colleague ended while the form was open, or the draft is older. Nothing typed is lost."""
    draft = save_draft(answers=answers_to_keep(form.data), draft=set_aside(draft))
    messages.warning(
        request,
        _(
            "No case was opened: your course on data protection is not valid today. What you wrote waits as a draft."
            " Pass the test, or ask your supervisor to extend your time, and send it then."
        ),
    )
    messages.success(request, _kept_until(draft))
    return redirect("draft_list")


def set_aside(draft):
    """Put on the list on purpose: the next new contact does not ask about it."""
    if draft:
        draft.begun_with = None
    return draft


def _ring_now(iso2):
    numbers = [shown for each in first_to_ring(emergency_of(iso2)) for shown, _tel in each.phones]
    if not numbers:
        return _("Ring the emergency number you know in this place, if you have not yet.")
    place = {"country": country_name(iso2), "number": numbers[0]}
    return _("Emergency number in %(country)s: %(number)s. Ring it, if you have not yet.") % place


def _done_before(key):
    case = case_of(key)
    return redirect("contact_saved", case.journey.reference) if case else redirect("draft_list")


def _kept_until(draft):
    until = date_format(timezone.localtime(draft.expires_at), "DATETIME_FORMAT")
    return _("Kept as a draft until %(until)s. You and your supervisor see it.") % {"until": until}


@roles(*OPENS_CONTACT)
def contact_saved(request, reference):
    """Paper can betray: the question comes before the card, and the answer stands on no."""
    case = get_case(request, reference)
    age = Age.CHILD if case.journey.child else Age.ADULT
    context = {
        "case": case,
        "reference": case.journey.reference,
        "paper": request.GET.get("paper") == "yes",
        "verified": verified_numbers(request.membership.organisation.country, age),
    }
    return render(request, "referral/contact_saved.html", context)


@roles(*OPENS_CONTACT)
def contact_refused(request):
    return render(request, "referral/contact_refused.html")


@roles(*OPENS_CONTACT)
def contact_protected(request):
    return render(request, "referral/contact_protected.html")


@roles(*DECIDES_DRAFTS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_list(request):
    drafts = visible_drafts(request.actor).order_by("expires_at")
    if request.method == "POST":
        return _decide(request, drafts)
    rows = [described(draft, read_draft(draft), request.actor) for draft in drafts]
    return render(request, "referral/draft_list.html", {"rows": rows})


def _decide(request, drafts):
    """Keep it longer, or let it go. Where somebody may need protection, it does not simply go."""
    draft = next((d for d in drafts if str(d.pk) == request.POST.get("draft")), None)
    if draft is None:
        raise Http404
    if request.POST.get("decision") == "keep":
        keep_draft(draft)
        messages.success(request, _kept_until(draft))
    elif needs_protection(read_draft(draft)):
        messages.error(
            request,
            _(
                "This may be a child, or somebody may be in danger. Open the draft, answer “No” "
                "to the last question and enter who was told: the minimum is then kept."
            ),
        )
    else:
        delete_draft(draft)
        messages.success(request, _("The draft was deleted. Nothing about the person is kept."))
    return redirect("draft_list")
