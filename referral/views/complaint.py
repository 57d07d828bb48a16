"""Complaints: written in a case, read and answered outside the body that is meant."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.complaints import (
    answer_complaint,
    hear_complaint,
    may_answer,
    may_be_meant,
    note_reading,
    send_complaint,
)
from referral.forms.complaint import ComplaintAnswerForm, ComplaintForm
from referral.models import ANSWERS_COMPLAINTS, Complaint
from referral.views.case_page import need_class, open_case
from referral.views.fetch import deny
from referral.views.moves import back_to, move, posted, show, tap
from referral.views.rights import covered_classes

WRITES_DOWN = [
    Role.CASE_MANAGER,
    Role.SUPERVISOR,
    Role.SERVICE_WORKER,
    Role.HEALTH,
    Role.LAWYER,
    Role.GUARDIAN,
]
READS = [*WRITES_DOWN, *(role for role in ANSWERS_COMPLAINTS if role not in WRITES_DOWN)]


@roles(*WRITES_DOWN)
def complaint_new(request, reference):
    """No draft is kept of it: what is typed here is read by the body outside alone."""
    case, rights, context = open_case(request, reference, "plan", ("case_plan", _("Plan")))
    need_class(rights.may_read(DataClass.SERVICES), reference, DataClass.SERVICES)
    outside = may_answer(case)
    form = ComplaintForm(posted(request), about=may_be_meant(case), to=outside)
    sent = []
    answer = move(
        request,
        form,
        lambda: sent.append(send_complaint(case, **chosen(form))),
        done=back_to(case, "case_plan"),
    )
    if sent:
        text = _("Sent. The person can ask for the answer by the number %(number)s.")
        messages.success(request, text % {"number": sent[0]})
    context |= {
        "title": _("Write down a complaint"),
        "button": _("Send the complaint"),
        "back": back_to(case, "case_plan"),
        "outside": outside,
        "country": case.organisation.country,
    }
    return answer or show(request, "referral/complaint_new.html", context, form)


def chosen(form) -> dict:
    return {name: form.cleaned_data[name] for name in form.base_fields if name in FIELDS}


FIELDS = {"about", "to", "kind", "words", "wish", "reach"}


@roles(*ANSWERS_COMPLAINTS)
def complaint_list(request):
    found = Complaint.objects.addressed_to(request.actor).select_related("about")
    context = {
        "complaints": found.defer("words", "wish", "reach", "told").order_by("-sent_at")[:200]
    }
    return render(request, "referral/complaint_list.html", context)


@roles(*READS)
def complaint_detail(request, id):
    complaint = get_complaint(request, id)
    ours = str(complaint.to_id) == request.actor.organisation
    answers = ours and request.actor.role in ANSWERS_COMPLAINTS
    form = None
    if answers and complaint.answered_at is None:
        note_reading(complaint)
        form = ComplaintAnswerForm(posted(request))
        answer = move(
            request,
            form,
            lambda: answer_complaint(
                complaint, answer=form.cleaned_data["answer"], told=form.cleaned_data["told"]
            ),
            done=reverse("complaint_detail", args=[complaint.pk]),
            said=_("Answered. Whoever wrote it down tells the person."),
        )
        if answer:
            return answer
    elif request.method == "POST":
        deny(f"complaint/{id}")
    context = {
        "complaint": complaint,
        "answers": answers,
        "may_tell": complaint.answered_at and complaint.heard_at is None,
        "crumbs": [{"url": reverse("complaint_list"), "label": _("Complaints")}] if answers else [],
    }
    if form is None:
        return render(request, "referral/complaint_detail.html", context)
    return show(request, "referral/complaint_detail.html", context, form)


def get_complaint(request, id):
    """A colleague who only looks at one thing in a case does not read what the person said of others."""
    found = Complaint.objects.visible_to(request.actor).select_related(
        "about", "to", "case__journey"
    )
    complaint = found.filter(pk=id).first() or deny(f"complaint/{id}")
    ours = str(complaint.to_id) == request.actor.organisation
    if not ours and covered_classes(request.actor, complaint.case) is not None:
        deny(f"complaint/{id}")
    return complaint


@roles(*READS)
@require_POST
def complaint_heard(request, id):
    complaint = get_complaint(request, id)
    return tap(
        request,
        lambda: hear_complaint(complaint),
        done=reverse("complaint_detail", args=[id]),
        said=_("Noted: the person was told."),
    )


def of_case(case, actor):
    """Those of this case, for its pages. None about the own organisation is among them: the database says so too."""
    found = Complaint.objects.visible_to(actor).filter(case=case).select_related("about", "to")
    return found.defer("words", "wish", "reach", "told").order_by("-sent_at")
