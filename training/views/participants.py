"""For people without an account: being there by code, the certificate by link, and what came of it."""

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.access import public, signed_in
from accounts.throttle import came_in, wait_before
from shell.forms import render_form
from shell.pdf import can_make_pdf
from training import content
from training.actions.certificates import plain_code
from training.actions.followups import answer_followup, due_followups
from training.actions.sessions import say_there
from training.forms.sessions import AttendForm, FollowUpForm
from training.models import Certificate, Participant
from training.models.participant import digest
from training.views.certificates import as_pdf

DOOR, CARRIED = "attend", "training_link"


@public
@sensitive_post_parameters("code", "name")
def training_attend(request):
    """The answer is the same whether the name is on the list or not."""
    form = AttendForm(request.POST or None)
    if form.is_bound and form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        address = get_adapter(request).get_client_ip(request)
        if wait_before(DOOR, plain_code(code), address):
            return render(request, "training/certificate_wait.html", status=429)
        if say_there(code, name):
            came_in(DOOR, plain_code(code), address)
            return render(request, "training/training_attend_done.html")
        form.add_error("code", _("No session has this code today. Ask the trainer."))
    return render_form(request, "training/training_attend.html", {}, form)


@public
@sensitive_variables("token")
def participant_door(request, token):
    """Takes the token out of the address at once: it reaches no log, no history and no other page."""
    request.session[CARRIED] = token
    return redirect("participant_page")


def carried(request):
    token = request.session.get(CARRIED, "")
    if not token:
        return None
    people = Participant.objects.filter(token_digest=digest(token), certificate__isnull=False)
    return people.select_related("session", "certificate").first()


@public
def participant_page(request):
    """One's own certificate and, in its time, one question. Over, replaced and unknown links look the same."""
    person = carried(request)
    if person is None:
        return render(request, "training/participant_over.html", status=404)
    due = due_followups([person.certificate])
    form = FollowUpForm(request.POST or None) if due else None
    if form and form.is_bound and form.is_valid():
        given = form.cleaned_data
        answer_followup(due[0], has_referred=given["has_referred"], helped=given["helped"])
        return render(request, "training/followup_done.html")
    course = content.course(person.certificate.course)
    context = {
        "certificate": person.certificate,
        "text": course.text_for(get_language()) if course else None,
        "pdf": can_make_pdf(),
        "form": form,
    }
    if form is None:
        return render(request, "training/participant_page.html", context)
    return render_form(request, "training/participant_page.html", context, form)


@public
@require_safe
def participant_pdf(request):
    person = carried(request)
    if person is None or person.certificate.revoked_at or not can_make_pdf():
        return render(request, "training/participant_over.html", status=404)
    return as_pdf(request, person.certificate)


@signed_in
def followup(request):
    """The same question for those with an account."""
    due = due_followups(Certificate.objects.filter(user=request.user))
    if not due:
        return redirect("course_list")
    form = FollowUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        answer_followup(due[0], has_referred=given["has_referred"], helped=given["helped"])
        return redirect("course_list")
    course = content.course(due[0].certificate.course)
    context = {"followup": due[0], "text": course.text_for(get_language()) if course else None}
    return render_form(request, "training/followup.html", context, form)
