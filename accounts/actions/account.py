from django.db import transaction
from django.utils import timezone

from audit.models import record

CHANGEABLE = ["name", "language", "time_zone", "appearance", "notice_mail", "keys_on"]


@transaction.atomic
def change_account(user, **choices):
    for field in CHANGEABLE:
        setattr(user, field, choices[field])
    user.save(update_fields=CHANGEABLE)
    record("account.changed", target=user.pk)


@transaction.atomic
def choose_membership(membership):
    membership.last_used_at = timezone.now()
    membership.save(update_fields=["last_used_at"])
    record("membership.chosen", target=membership.pk)
