"""Where signing in differs from django-allauth as it comes."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from accounts import sessions, throttle
from audit.models import record

YEAR = 365 * 24 * 60 * 60


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """People join by invitation only."""
        return False

    def pre_authenticate(self, request, **credentials):
        wait = throttle.wait_before(
            "sign_in", credentials.get("email", ""), self.get_client_ip(request)
        )
        if wait:
            raise ValidationError(say_wait(wait), code="throttled")

    def authenticate(self, request, **credentials):
        """A disabled account looks like a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        throttle.came_in("sign_in", credentials.get("email", ""), self.get_client_ip(request))
        return user

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        sessions.begin(request)
        record("session.began", target=user.pk)
        remember_language(response, user.language)
        if not user.knows_leave_quickly:
            welcome = reverse("welcome_leave_quickly")
            response["Location"] = f"{welcome}?{urlencode({'next': response['Location']})}"
        return response

    def add_message(self, *args, **kwargs):
        """Allauth's messages name the address; ours stand in the views."""


def say_wait(wait):
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return ngettext(
        "There were too many tries. Wait %(minutes)d minute, then try again. Your administrator can help.",
        "There were too many tries. Wait %(minutes)d minutes, then try again. Your administrator can help.",
        minutes,
    ) % {"minutes": minutes}


def remember_language(response, language):
    """So that the sign-in page speaks it the next time."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
