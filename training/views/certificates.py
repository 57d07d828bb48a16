"""The paper, and the public page that says whether one is real."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import public, roles, signed_in, step_up
from accounts.fresh import asks_again
from accounts.throttle import came_in, wait_before
from shell.forms import render_form
from shell.pdf import can_make_pdf, pdf_response
from training import content
from training.actions.certificates import RevokeRefused, genuine, plain_code, revoke
from training.forms.certificates import CheckForm, RevokeForm
from training.rights import HOLDS_SESSIONS
from training.views.fetch import get_certificate_to_revoke, get_own_certificate

DOOR = "certificate"


@signed_in
@require_safe
def certificate_detail(request, id):
    certificate = get_own_certificate(request, id)
    return render(request, "training/certificate_detail.html", printed(certificate, request))


@signed_in
@require_safe
def certificate_pdf(request, id):
    certificate = get_own_certificate(request, id)
    if certificate.revoked_at:
        raise Http404
    if not can_make_pdf():
        return redirect("certificate_detail", certificate.pk)
    return as_pdf(request, certificate)


def as_pdf(request, certificate):
    context = printed(certificate, request)
    return pdf_response(
        "training/certificate_pdf.html", context, name="certificate", request=request
    )


def printed(certificate, request) -> dict:
    course = content.course(certificate.course)
    session = certificate.participant.session if certificate.participant_id else None
    language = get_language()
    return {
        "certificate": certificate,
        "course": course,
        "text": course.text_for(language) if course else None,
        "modules": [content.module(code).title_for(language) for code in course.modules]
        if course
        else [],
        "session": session,
        "check_at": request.get_host(),
        "pdf": can_make_pdf(),
    }


@step_up
@roles(*HOLDS_SESSIONS)
@asks_again
def certificate_revoke(request, id):
    """Of a colleague here, or of a participant of a session held here. Never one's own."""
    certificate = get_certificate_to_revoke(request, id)
    back = back_of(request, certificate)
    form = RevokeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            revoke(certificate, why=form.cleaned_data["why"])
            messages.success(request, _("The certificate is withdrawn."))
        except RevokeRefused:
            messages.warning(request, _("A colleague changed this meanwhile."))
        return redirect(back)
    course = content.course(certificate.course)
    context = {
        "certificate": certificate,
        "course": course,
        "text": course.text_for(get_language()) if course else None,
        "back": back,
    }
    return render_form(request, "training/certificate_revoke.html", context, form)


def back_of(request, certificate) -> str:
    """The page that led here."""
    if certificate.participant_id:
        return reverse("participant_detail", args=[certificate.participant_id])
    here = request.actor.organisation
    member = certificate.user.memberships.active().filter(organisation_id=here).first()
    return reverse("clearance_extend", args=[member.pk])


@public
@sensitive_post_parameters("code", "name")
def certificate_check(request):
    """
    Real or not, for whoever holds the paper: both the code and the name are asked, so that trying tells nothing.

    An unknown code and another's name have the same answer. Who holds a real paper learns that it was withdrawn.
    """
    form = CheckForm(request.POST or None)
    context = {}
    if form.is_bound and form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        address = get_adapter(request).get_client_ip(request)
        if wait_before(DOOR, plain_code(code), address):
            return render(request, "training/certificate_wait.html", status=429)
        context = judged(genuine(code, name))
        if context["certificate"]:
            came_in(DOOR, plain_code(code), address)
    return render_form(request, "training/certificate_check.html", context, form)


def judged(found) -> dict:
    if found is None:
        return {"was_asked": True, "certificate": None}
    course = content.course(found.course)
    return {
        "was_asked": True,
        "certificate": found,
        "text": course.text_for(get_language()) if course else None,
        "is_over": found.expires_on < timezone.localdate(),
    }
