"""
The access rule that every view declares, and the check that goes with it.

`request.actor` is set by the accounts middleware: the membership somebody acts under, or None.
Nothing of ours is imported here, so that the lowest app can declare rules too; others take these
from `accounts.access`.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


def public(view):
    """Anybody, without signing in."""
    view.access_rule = ("public",)
    return view


def signed_in(view):
    """Everybody with an account, also before a membership was chosen."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    checked.access_rule = ("signed_in",)
    return checked


def roles(*allowed):
    """Only people who act under one of these roles."""
    allowed = frozenset(str(getattr(role, "value", role)) for role in allowed)

    def declare(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = getattr(request, "actor", None)
            if actor is None or str(getattr(actor.role, "value", actor.role)) not in allowed:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.access_rule = ("roles", allowed)
        return checked

    return declare


def step_up(view):
    """Marks a view for which a second factor will be asked. Until then it asks for the password (accounts/fresh.py)."""
    view.asks_step_up = True
    return view
