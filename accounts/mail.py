"""Mail says as little as possible: a link, or that something happened. Never who, never why."""

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def can_send() -> bool:
    """Without a mail server, links are shown once to whoever made them."""
    return bool(settings.EMAIL_HOST)


def send(name: str, email: str, **context) -> None:
    """Sends after commit and beside the answer, so that the answer takes as long as without a mail."""
    subject = render_to_string(f"accounts/mail/{name}_subject.txt", context).strip()
    text = render_to_string(f"accounts/mail/{name}.txt", context)
    transaction.on_commit(Thread(target=deliver, args=(subject, text, email)).start)


def deliver(subject: str, text: str, email: str) -> bool:
    """Whether it went."""
    try:
        send_mail(subject, text, None, [email])
        return True
    except OSError as problem:
        log.error("mail could not be sent: %s", type(problem).__name__)
        return False
