"""Several workers of one place: a number that each organisation can say to the others, a lawyer or a union. Nobody is named."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.worksites import join_site, leave_site, may_join, others_at
from referral.forms.worksite import WorksiteForm
from referral.models import SiteLink
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.moves import back_to, move, posted, show, tap
from referral.views.rights import CASE_ROLES

JOINS = [Role.CASE_MANAGER, Role.SERVICE_WORKER]
OTHERS = {
    "none": gettext_lazy("Nobody else is counted there"),
    "one": gettext_lazy("One other person is counted there"),
    "some": gettext_lazy("Two to four others are counted there"),
    "many": gettext_lazy("Five or more others are counted there"),
}


@roles(*CASE_ROLES)
@keeps_draft
def case_worksites(request, reference):
    case, rights, context = open_case(request, reference, "plan", ("case_plan", _("Plan")))
    need_class(rights.may_read(DataClass.SERVICES), reference, DataClass.SERVICES)
    links = SiteLink.objects.filter(case=case, ended_at=None).order_by("written_at")
    writes = request.actor.role in JOINS and may_join(case)
    context |= {
        "title": _("Places of work"),
        "links": [{"link": one, "others": OTHERS[others_at(one)]} for one in links],
        "may_write": writes,
    }
    if not writes:
        need_class(request.method == "GET", reference, DataClass.SERVICES)
        return render(request, "referral/case_worksites.html", context)
    form = WorksiteForm(posted(request), initial={"country": case.organisation.country})
    done = move(
        request,
        form,
        lambda: join_site(case, **form.values()),
        done=back_to(case, "case_worksites"),
        said=_("Joined. Say the number, never a name."),
    )
    return done or show(request, "referral/case_worksites.html", context, form)


@roles(*JOINS)
@require_POST
def worksite_leave(request, reference, id):
    case, rights, _context = open_case(request, reference, "plan")
    may = rights.may_write(DataClass.SERVICES) and may_join(case)
    need_class(may, reference, DataClass.SERVICES)
    link = SiteLink.objects.filter(case=case, pk=id).first() or deny(f"{reference}/site/{id}")
    return tap(
        request,
        lambda: leave_site(link),
        done=back_to(case, "case_worksites"),
        said=_("The person is not counted there any more."),
    )
