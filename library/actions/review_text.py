from django.db import transaction

from accounts.acting import current_actor
from audit.models import record
from library.models import TextReview
from library.person_text import PersonText


@transaction.atomic
def review_text(text: PersonText, language: str) -> None:
    """Whoever acts has read this version and found it right. The first reading stands."""
    actor = current_actor()
    _review, is_new = TextReview.objects.get_or_create(
        text=text.code,
        version=text.version,
        language=language,
        defaults={"role": actor.role, "organisation_id": actor.organisation, "by_id": actor.user},
    )
    if is_new:
        record("text.reviewed", target=text.code, language=language, version=text.version)
