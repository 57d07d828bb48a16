"""The paper, and the public page that says whether one is real."""

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import public, signed_in
from accounts.throttle import came_in, wait_before
from shell.forms import render_form
from shell.pdf import can_make_pdf, pdf_response
from training import content
from training.actions.certificates import genuine, plain_code
from training.forms.certificates import CheckForm
from training.views.fetch import get_own_certificate

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


@public
@sensitive_post_parameters("code", "name")
def certificate_check(request):
    """
    Real or not, for whoever holds the paper: both the code and the name are asked, so that trying tells nothing.

    An unknown code, another's name, and one that was withdrawn have the same answer.
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
    if found is None or found.revoked_at:
        return {"was_asked": True, "certificate": None}
    course = content.course(found.course)
    return {
        "was_asked": True,
        "certificate": found,
        "text": course.text_for(get_language()) if course else None,
        "is_over": found.expires_on < timezone.localdate(),
    }
