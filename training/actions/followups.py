from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from accounts import mail
from audit.models import record
from training.models import FollowUp, Participant
from training.models.followup import AFTER_MONTHS
from training.models.participant import digest

DAYS_A_MONTH = 365 / 12
ASKED_FOR = timedelta(days=60)  # an answer is taken that long; later it says little


def in_its_days() -> Q:
    """Of questions whose day has come and is not long past."""
    found, today = Q(), timezone.localdate()
    for months in AFTER_MONTHS:
        last = today - timedelta(days=round(months * DAYS_A_MONTH))
        found |= Q(months=months, certificate__issued_on__range=(last - ASKED_FOR, last))
    return found


def due_followups(certificates) -> list[FollowUp]:
    """Open questions in their days, the newest first."""
    rows = FollowUp.objects.filter(in_its_days(), certificate__in=certificates, answered_at=None)
    return list(rows.order_by("-certificate__issued_on", "-months"))


@transaction.atomic
def answer_followup(followup: FollowUp, *, has_referred: bool, helped: str) -> None:
    followup.answer(has_referred=has_referred, helped=helped)
    followup.save(update_fields=["has_referred", "helped", "answered_at"])
    record("followup.answered", target=followup.pk, months=followup.months)


def due_by_mail() -> Q:
    """Of participants who agreed to be written to and were not asked this yet."""
    person = {
        "certificate__participant__may_write": True,
        "certificate__participant__email__gt": "",
    }
    return in_its_days() & Q(
        asked_at=None, answered_at=None, certificate__revoked_at=None, **person
    )


@dataclass(frozen=True, slots=True)
class Letter:
    email: str
    token: str
    language: str


@transaction.atomic
def ask_followups(*, session=None, most: int = 50) -> list[Letter]:
    """
    Those to be asked by mail now, each marked before anything leaves: however many ask at once, nobody is asked twice.

    The token is new: the link of the certificate before it is over, and this one opens the certificate as well.
    """
    rows = FollowUp.objects.filter(due_by_mail())
    if session is not None:
        rows = rows.filter(certificate__participant__session=session)
    person = "certificate__participant"
    named = rows.order_by("certificate__issued_on", "pk").values_list(
        "pk", "months", f"{person}_id", f"{person}__email", f"{person}__session__language"
    )
    letters = []
    for pk, months, participant, email, language in named[:most]:
        now = timezone.now()
        if FollowUp.objects.filter(pk=pk, asked_at=None).update(asked_at=now):
            token = Participant.new_token()
            Participant.objects.filter(pk=participant).update(token_digest=digest(token))
            record("followup.asked", target=pk, months=months)
            letters.append(Letter(email, token, language))
    return letters


def send_followups(*, session=None) -> int:
    """How many were asked. The worker's part; a trainer asks for one session at once."""
    if not mail.can_send():
        return 0
    letters = ask_followups(session=session)
    for letter in letters:
        known = letter.language in settings.COMPLETE_LANGUAGES
        with translation.override(letter.language if known else settings.LANGUAGE_CODE):
            link = settings.SITE_URL.rstrip("/") + reverse("participant_door", args=[letter.token])
            mail.send("training_link", letter.email, link=link)
    return len(letters)
