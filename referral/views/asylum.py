"""The lawyer's confirmation that the country of origin may be asked again (rules of practice 9)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.asylum import lift_claim, may_lift
from referral.forms.asylum import LiftForm
from referral.forms.legal import is_kept
from referral.models import Legal
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.moves import move, posted, show


@roles(Role.LAWYER)
def case_asylum(request, reference):
    case, rights, context = open_case(request, reference, "record", record_trail())
    need_class(rights.may_read(DataClass.LEGAL) and may_lift(case), reference, DataClass.LEGAL)
    legal = reverse("case_part", args=[reference, DataClass.LEGAL.value])
    if request.method == "GET" and not is_kept(Legal.objects.filter(case=case).first()):
        return redirect(legal)
    form = LiftForm(posted(request))
    answer = move(
        request,
        form,
        lambda: lift_claim(
            case, ground=form.cleaned_data["ground"], asylum=form.cleaned_data["asylum"]
        ),
        done=legal,
        said=_(
            "Confirmed. Nothing was sent. Where the summary says “No contact with authorities of origin”, that stays until it is taken away there."
        ),
    )
    context |= {
        "title": _("Confirm that the country of origin may be asked"),
        "button": _("Confirm"),
        "back": legal,
    }
    return answer or show(request, "referral/case_asylum.html", context, form)
