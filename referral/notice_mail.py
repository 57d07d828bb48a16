"""The worker's part: letters that say that something waits, and nothing else."""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import mail


def send_notice_mail(now: datetime | None = None) -> int:
    """How many went. What fails is taken up again later, seven times in all."""
    if not mail.can_send():
        return 0
    now = now or timezone.now()
    asked("SELECT queue_notice_mail(%s)", [now])
    went = 0
    for letter, email, language in asked(
        "SELECT id, email, language FROM take_notice_mail(%s)", [now]
    ):
        gone = write(email, language)
        asked("SELECT notice_mail_tried(%s, %s, %s)", [letter, gone, now])
        went += gone
    return went


def write(email: str, language: str) -> bool:
    known = language if language in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(known):
        subject = render_to_string("referral/mail/something_waits_subject.txt").strip()
        link = settings.SITE_URL.rstrip("/") + "/"
        text = render_to_string("referral/mail/something_waits.txt", {"link": link})
    return mail.deliver(subject, text, email)


def asked(sql: str, values: list) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
