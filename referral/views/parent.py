"""The parent with whom a child travels."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.child_turn import order_of
from referral.actions.child_words import parents_word
from referral.actions.parents import care_of, write_care
from referral.forms.parent import ParentForm
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.moves import move, posted, show


@roles(Role.CASE_MANAGER)
@keeps_draft
def case_parent(request, reference):
    """What is known of the parent. The newest answer counts, what was said before stays in the history."""
    trail = ("case_household", _("Household"))
    case, rights, context = open_case(request, reference, "overview", trail)
    need_class(
        rights.may_add(DataClass.EVIDENCE) and case.journey.child and not case.is_closed,
        reference,
        "parent",
    )
    before = care_of(case)
    assessed = order_of(case.journey_id).assessed
    form = ParentForm(posted(request), assessed=assessed is not None, initial=initial_of(before))
    answer = move(
        request,
        form,
        lambda: write_care(case, **form.found()),
        done=reverse("case_parent", args=[reference]),
        said=_("Recorded. From now on this counts."),
    )
    context |= {
        "title": _("The parent who travels along"),
        "word": parents_word(case.journey_id),
        "before": before,
        "assessed": assessed,
        "back": reverse("case_household", args=[reference]),
    }
    return answer or show(request, "referral/case_parent.html", context, form)


def initial_of(row):
    if row is None:
        return {}
    return {
        name: getattr(row, name) for name in ParentForm.base_fields if name != "idempotency_key"
    }
