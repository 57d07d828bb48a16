"""The check of the risk of contact, before anybody in the family is called, written to or visited."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DataClass
from referral.actions.child_order import check_contact
from referral.actions.child_turn import order_of
from referral.child_order import Step
from referral.forms.child_order import ContactCheckForm
from referral.views.case_page import need_class
from referral.views.child.rights import MANAGES, may_write, open_childs_way, trail
from referral.views.child.step import first_the_other
from referral.views.drafts import keeps_draft
from referral.views.moves import move, posted, show


@roles(*MANAGES)
@keeps_draft
def contact_check_new(request, reference):
    case, rights, context = open_childs_way(request, reference, trail())
    may = may_write(request.actor, case, rights, MANAGES) and rights.may_add(DataClass.RISK)
    need_class(may, reference, "risk")
    missing = order_of(case.journey_id).missing_before(Step.CHECK)
    if missing and request.method == "GET":
        return first_the_other(request, reference, missing)
    form = ContactCheckForm(posted(request))
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: check_contact(case, evidence=form.evidence(), **form.values()),
        done=back,
        said=_("Written down. The panel sees all of it."),
    )
    context |= {
        "title": Step.CHECK.label,
        "lead": _("Made before anybody there is called, written to or visited."),
        "button": _("Record the check"),
        "back": back,
    }
    return done or show(request, "referral/case_form.html", context, form)
