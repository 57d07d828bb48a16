"""What the pages inside a case begin with: the case, the rights in it, and the context of its head."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import Kept
from referral.access import DataClass
from referral.models import Summary
from referral.views.fetch import deny, get_case
from referral.views.rights import Rights

SUMMARY = Kept(lambda case: Summary.objects.filter(case=case))


def open_case(request, reference, tab, *trail):
    """(case, rights, context). `trail`: (url name, label) of pages between the case and this one."""
    case = get_case(request, reference)
    rights = Rights(request.actor, case)
    may_see = rights.may_read(DataClass.SUMMARY)
    crumbs = [
        {
            "url": reverse("case_overview", args=[case.journey.reference]),
            "label": case.journey.reference,
            "is_reference": True,
        }
    ] + [
        {"url": reverse(name, args=[case.journey.reference]), "label": label}
        for name, label in trail
    ]
    return (
        case,
        rights,
        {
            "case": case,
            "reference": case.journey.reference,
            "summary": SUMMARY.first(case=case.pk) if may_see else None,
            "rights": rights,
            "tab": tab,
            "crumbs": crumbs,
        },
    )


def need_class(allowed: bool, reference, data_class):
    """A class that is not open answers as one that does not exist."""
    if not allowed:
        deny(f"{reference}/{data_class}")


def back_to(name, case, *more):
    return redirect(name, case.journey.reference, *more)


def record_trail():
    return ("case_record", _("Record"))
