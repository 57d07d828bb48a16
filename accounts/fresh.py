"""A fresh sign-in: who asks for something grave has shown within fifteen minutes that it is really this person."""

import time

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.sessions import BEGAN

FRESH_SECONDS = 15 * 60
CONFIRMED = "confirmed_at"


def is_fresh(request) -> bool:
    shown = max(request.session.get(BEGAN, 0), request.session.get(CONFIRMED, 0))
    return time.time() - shown < FRESH_SECONDS


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
