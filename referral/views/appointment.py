from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DataClass
from referral.actions.notes import add_appointment
from referral.actions.once import AlreadyDone, once
from referral.forms.appointment import AppointmentForm
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.rights import CASE_ROLES
from shell.forms import render_form


@roles(*CASE_ROLES)
@keeps_draft
def case_appointment_new(request, reference):
    case, rights, context = open_case(request, reference, "overview")
    need_class(rights.may_write(DataClass.SERVICES), reference, "appointment")
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            once(answers["idempotency_key"])
            add_appointment(
                case=case,
                at=answers["at"],
                kind=answers["kind"],
                text=answers["text"],
                interpreter=answers["interpreter"],
            )
        except AlreadyDone:
            pass
        return back_to("case_overview", case)
    context |= {
        "title": _("Add an appointment"),
        "button": _("Save appointment"),
        "back": reverse("case_overview", args=[case.journey.reference]),
    }
    return render_form(request, "referral/case_appointment_new.html", context, form)
