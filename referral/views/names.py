"""Names on the own assigned cases, for one session: unlocked once, each look written down by its key."""

from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import roles
from audit.models import record
from referral.access import DataClass, may_read
from referral.models import CaseUserGrant, Identity
from referral.views.rights import CASE_ROLES

# Holds the membership that unlocked: under another membership the names are locked again.
UNLOCKED = "names_of"


@roles(*CASE_ROLES)
@require_POST
def case_names(request):
    """On, or off with `show=no`. Nothing is opened yet: the list and the overview do that, case by case."""
    if request.POST.get("show") == "no":
        request.session.pop(UNLOCKED, None)
        record("names.locked")
    else:
        request.session[UNLOCKED] = request.actor.membership
        record("names.unlocked")
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "case_list")


def names_shown(request):
    return request.session.get(UNLOCKED) == request.actor.membership


def own_cases(actor, cases):
    """Of these, the ids that are assigned to this very person, not through a team or for a signature."""
    grants = CaseUserGrant.objects.filter(
        user=actor.user, content_object__in=[case.pk for case in cases], classes__isnull=True
    )
    return set(grants.values_list("content_object_id", flat=True))


def name_of(request, case, rights):
    """The name as the person says it, once unlocked, on an own assigned case. Else nothing."""
    if not names_shown(request) or not rights.may_read(DataClass.IDENTITY):
        return ""
    return names_of(request, [case]).get(case.pk, "")


def names_of(request, cases):
    """By case, where the role may read them at this stage. Each opening is an entry in the database."""
    if not names_shown(request):
        return {}
    role, identity = request.actor.role, DataClass.IDENTITY
    named = [case for case in cases if may_read(role, identity, case.side, case.stage)]
    rows = Identity.objects.filter(case__in=own_cases(request.actor, named))
    return {row.case_id: row.name_said for row in rows}
