"""A fresh sign-in: who asks for something grave has shown within fifteen minutes that it is really this person."""

import time
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.sessions import BEGAN

FRESH_SECONDS = 15 * 60
CONFIRMED = "confirmed_at"


def is_fresh(request) -> bool:
    shown = max(request.session.get(BEGAN, 0), request.session.get(CONFIRMED, 0))
    return time.time() - shown < FRESH_SECONDS


def asks_again(view):
    """The password first, on a page of its own, where the last time was longer ago. Below the rule of the view."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not is_fresh(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return checked


def ask_again(request):
    return redirect(f"{reverse('password_again')}?{urlencode({'next': request.path})}")


@sensitive_variables()
def confirm(request, password: str) -> str:
    """Empty when it is the password of who is signed in, else what to say. Counts as a try of signing in."""
    try:
        user = get_adapter(request).authenticate(
            request, email=request.user.email, password=password
        )
    except ValidationError as problem:
        return " ".join(problem.messages)
    if user is None or user.pk != request.user.pk:
        return _("This is not your password.")
    request.session[CONFIRMED] = time.time()
    return ""
