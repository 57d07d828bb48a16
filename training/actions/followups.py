from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from audit.models import record
from training.models import FollowUp, Participant
from training.models.participant import digest

DAYS_A_MONTH = 365 / 12
ASKED_FOR = timedelta(days=60)  # an answer is taken that long; later it says little


def asked_on(followup: FollowUp) -> date:
    return followup.certificate.issued_on + timedelta(days=round(followup.months * DAYS_A_MONTH))


def due_followups(certificates) -> list[FollowUp]:
    """Open questions whose day has come and is not long past, the newest first."""
    today = timezone.localdate()
    rows = FollowUp.objects.filter(certificate__in=certificates, answered_at=None)
    found = rows.select_related("certificate__participant").order_by(
        "-certificate__issued_on", "-months"
    )
    return [each for each in found if timedelta(0) <= today - asked_on(each) <= ASKED_FOR]


@transaction.atomic
def answer_followup(followup: FollowUp, *, has_referred: bool, helped: str) -> None:
    followup.answer(has_referred=has_referred, helped=helped)
    followup.save(update_fields=["has_referred", "helped", "answered_at"])
    record("followup.answered", target=followup.pk, months=followup.months)


@transaction.atomic
def ask_followups(certificates) -> list[tuple[str, str]]:
    """
    (address, token) of those to be asked by mail now: they agreed to be written to, and were not asked for this yet.

    The token is new: the link of the certificate before it is over, and this one opens the certificate as well.
    """
    asked = []
    for each in due_followups(certificates):
        person = each.certificate.participant
        if each.asked_at or person is None or not (person.may_write and person.email):
            continue
        token = Participant.new_token()
        person.token_digest = digest(token)
        person.save(update_fields=["token_digest"])
        each.asked_at = timezone.now()
        each.save(update_fields=["asked_at"])
        record("followup.asked", target=each.pk, months=each.months)
        asked.append((person.email, token))
    return asked
