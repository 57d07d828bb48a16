from django.db import transaction

from accounts.acting import acting_as
from accounts.models import Membership

SESSION_KEY = "membership"


class ChooseMembership:
    """Puts `request.membership` and `request.actor` on every request; both are None when nobody may act."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = membership_of(request)
        request.actor = request.membership.actor() if request.membership else None
        return self.get_response(request)


def membership_of(request):
    """The membership chosen in this session, else the one used last. Rights are read anew on each request."""
    if not request.user.is_authenticated:
        return None
    mine = Membership.objects.active().filter(user=request.user).select_related("organisation")
    chosen = request.session.get(SESSION_KEY)
    return (
        mine.filter(pk=chosen).first() if chosen else None
    ) or mine.order_by("-last_used_at", "began_at", "pk").first()


class OneTransaction:
    """
    Innermost: a signed-in request is one transaction of its actor.

    Template responses render inside it. A 4xx answer keeps its audit entry, a 5xx keeps nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.actor is None:
            return self.get_response(request)
        with transaction.atomic(), acting_as(request.actor):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response
