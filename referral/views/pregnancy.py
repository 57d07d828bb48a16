"""Pregnancy, for those who work on health; what it steers, others see without a reason."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DataClass
from referral.actions.pregnancies import pregnancy_of, write_pregnancy
from referral.carriers import RULES, limit, week_on
from referral.forms.pregnancy import PregnancyForm
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.moves import move, posted, show
from referral.views.record import may_tell_pregnancy
from referral.views.rights import CASE_ROLES
from referral.views.tool_links import tool_links


@roles(*CASE_ROLES)
def case_pregnancy(request, reference):
    case, rights, context = open_case(request, reference, "record", record_trail())
    need_class(may_tell_pregnancy(rights), reference, "pregnancy")
    reads = rights.may_read(DataClass.HEALTH)
    row = pregnancy_of(case) if reads else None
    form = PregnancyForm(posted(request))
    back = reverse("case_record", args=[reference])
    answer = move(
        request,
        form,
        lambda: write_pregnancy(case, **form.said()),
        done=reverse("case_pregnancy", args=[reference]),
        said=_("Recorded. Only what the person agreed to steers anything."),
    )
    context |= {"title": _("Pregnancy"), "known": known(row), "reads": reads, "back": back}
    context["tool_lines"] = tool_links(case, ["pregnancy"], rights)
    return answer or show(request, "referral/case_pregnancy.html", context, form)


def known(row):
    """What was said last, and what it means for each kind of carrier."""
    if row is None or row.over or row.due is None:
        return None
    rules = [
        {
            "label": carrier.label,
            "limit": limit(carrier, row.due, multiple=row.multiple == "yes"),
            "source": rule.source,
            "checked_on": rule.checked_on,
        }
        for carrier, rule in RULES.items()
    ]
    return {
        "row": row,
        "due": row.due,
        "week": week_on(row.due, timezone.localdate()),
        "rules": rules,
    }
