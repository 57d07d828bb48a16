from django.db import transaction
from django.utils.translation import gettext as _

from referral.actions.emergency import call
from referral.models import MoveNotAllowed, UnusualReading


@transaction.atomic
def look_into(line: UnusualReading) -> None:
    if not call("look_into_reading", line.pk):
        raise MoveNotAllowed(_("A colleague has looked into it already."))
