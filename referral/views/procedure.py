"""The procedure of a stage as the checklist of a case."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import roles
from library.procedure import procedure, procedures
from referral.checklist import current, people_of, steps_of
from referral.views.case_page import open_case
from referral.views.fetch import deny
from referral.views.rights import CASE_ROLES


@roles(*CASE_ROLES)
@require_safe
def case_procedure(request, reference, code):
    case, _rights, context = open_case(request, reference, "overview")
    try:
        found, steps = procedure(code), steps_of(case, code)
    except LookupError:
        deny(f"{reference}/procedure")
    at = current(case)
    context |= {
        "procedure": found,
        "people": people_of(case),
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "now": at[1].code if at and at[0].code == code else "",
        "stages": stages(reference, code),
        "title": found.title,
    }
    return render(request, "referral/case_procedure.html", context)


def stages(reference, code) -> list[dict]:
    return [
        {
            "url": reverse("case_procedure", args=[reference, each.code]),
            "label": each.title,
            "is_chosen": each.code == code,
        }
        for each in procedures()
    ]
