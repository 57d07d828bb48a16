from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from library.models import Practice, PracticeTranslation


class OwnTranslation(Exception):
    """Whoever translated it is never the second reader."""


@transaction.atomic
def translate(practice: Practice, language: str, **texts) -> PracticeTranslation:
    """A new text has been read by nobody yet, whatever stood there before."""
    now, user = timezone.now(), UUID(current_actor().user)
    unread = {"reviewed_by": None, "reviewed_at": None}
    made, _is_new = PracticeTranslation.objects.update_or_create(
        practice=practice,
        language=language,
        defaults={**texts, **unread, "translated_by_id": user, "translated_at": now},
    )
    record("library.translated", target=practice.pk, language=language)
    return made


@transaction.atomic
def read_translation(practice: Practice, language: str) -> PracticeTranslation:
    """Raises `LookupError` where there is none."""
    rows = PracticeTranslation.objects.select_for_update().filter(practice=practice)
    made = rows.filter(language=language).first()
    if made is None:
        raise LookupError
    user = current_actor().user
    if str(made.translated_by_id) == user:
        raise OwnTranslation
    if made.reviewed_by_id is None:
        made.reviewed_by_id, made.reviewed_at = UUID(user), timezone.now()
        made.save(update_fields=["reviewed_by", "reviewed_at"])
        record("library.translation_read", target=practice.pk, language=language)
    return made
