"""
Who may begin a new case: whoever has passed the course on data protection, until `Membership.cleared_until`.

Asked where a case begins and nowhere else: what is open stays open, and a birth or a reopening belongs to what is open.
"""

from functools import wraps

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership
from directory.countries import country_name
from directory.numbers import urgent_numbers
from referral.models import MoveNotAllowed


def may_begin(user=None) -> bool:
    """The acting membership, or a colleague here who is to lead the case."""
    if not settings.TRAINING_REQUIRED:
        return True
    actor = current_actor()
    cleared = Membership.objects.active().filter(
        organisation_id=actor.organisation, cleared_until__gte=timezone.localdate()
    )
    if user is None or str(user) == actor.user:
        return cleared.filter(pk=actor.membership).exists()
    return cleared.filter(user_id=user).exists()


def need_clearance(lead=None) -> None:
    """Raises `MoveNotAllowed`."""
    if may_begin(lead):
        return
    if lead is None or str(lead) == current_actor().user:
        raise MoveNotAllowed(
            _(
                "New cases begin after the course on data protection, and yours is not valid today. A colleague who has passed it"
                " can do this now, or your supervisor extends your time under Training. Cases that are open stay open to you."
            )
        )
    raise MoveNotAllowed(
        _(
            "This colleague has no valid course on data protection today. Choose another one, or extend the time under Training."
        )
    )


def begins_casework(view):
    """The page that begins a case; who may not begin one gets another, with the numbers for an emergency on it."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method == "POST" or may_begin():
            return view(request, *args, **kwargs)
        here = request.membership.organisation.country
        context = {"urgent": urgent_numbers(here), "urgent_in": country_name(here)}
        return render(request, "referral/not_cleared.html", context, status=403)

    return checked
