"""
The link with which a body says whether what stands about it is still right: signed, for one contact, for
one question, once, within 45 days. It opens nothing but what the public page shows.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils import timezone

from directory.drafts import present_version
from directory.models import CheckMethod, Contact, ContactCheck, Report

SALT = "directory.still_right"
LASTS = timedelta(days=45)


def token_for(contact: Contact) -> str:
    return signing.dumps([str(contact.pk), contact.asked_at.isoformat()], salt=SALT)


def asked_contact(token: str) -> Contact | None:
    """The contact as it stands now; None for a link that is invented, too old, used or overtaken."""
    try:
        pk, asked_at = signing.loads(token, salt=SALT)
        asked = Contact.objects.filter(pk=UUID(pk)).first()
        asked_at = datetime.fromisoformat(asked_at)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if asked is None or timezone.now() - asked_at > LASTS:
        return None
    now = present_version(asked)
    if now is None or now.email != asked.email or not now.asked_monthly:
        return None
    return None if was_answered(asked, now, asked_at) else now


def was_answered(asked: Contact, now: Contact, asked_at: datetime) -> bool:
    both = {asked.pk, now.pk}
    said = {"contact__in": both, "at__gte": asked_at, "method": CheckMethod.STILL_RIGHT}
    told = {"contact__in": both, "made_at__gte": asked_at, "made_by": None}
    return ContactCheck.objects.filter(**said).exists() or Report.objects.filter(**told).exists()
