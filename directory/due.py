"""Once a month each listed body is asked whether what stands about it is still right. Run by the worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts import mail
from directory.models import Contact
from directory.still_right import token_for

ASKED_EVERY = timedelta(days=31)
AT_ONCE = 50  # the next look of the worker takes the next ones


def ask_bodies(now: datetime | None = None) -> int:
    """
    Returns how many were asked. Each is marked before its mail leaves: a mail that fails is not tried
    again this month, and none is sent twice, however many workers run.
    """
    if not mail.can_send():
        return 0
    now = now or timezone.now()
    claimed = claim(now)
    for contact in claimed:
        send(contact)
    return len(claimed)


@transaction.atomic
def claim(now: datetime) -> list[Contact]:
    due = Contact.objects.published().filter(asked_monthly=True, is_wrong=False).exclude(email="")
    due = due.filter(Q(asked_at=None) | Q(asked_at__lte=now - ASKED_EVERY))
    found = list(due.select_for_update(skip_locked=True).order_by("asked_at", "pk")[:AT_ONCE])
    Contact.objects.filter(pk__in=[contact.pk for contact in found]).update(asked_at=now)
    for contact in found:
        contact.asked_at = now
    return found


def send(contact: Contact) -> None:
    """Says only that something waits. In a language of the body, where the product speaks one."""
    offered = [code for code in contact.languages if code in settings.COMPLETE_LANGUAGES]
    link = settings.SITE_URL.rstrip("/") + reverse("still_right", args=[token_for(contact)])
    with translation.override(offered[0] if offered else settings.LANGUAGE_CODE):
        subject = render_to_string("directory/mail/still_right_subject.txt").strip()
        text = render_to_string("directory/mail/still_right.txt", {"link": link})
    mail.deliver(subject, text, contact.email)
