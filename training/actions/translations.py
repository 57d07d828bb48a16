from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from training.content import Lesson
from training.models import LessonTranslation, QuestionTranslation, State


class ReviewRefused(Exception):
    """Nobody reviews their own translation, nor one that is of a former version."""


class ChangedMeanwhile(Exception):
    """Somebody saved another translation since the page was opened."""


@transaction.atomic
def translate_lesson(lesson: Lesson, language: str, *, texts: dict, questions: list[dict], version: int) -> LessonTranslation:  # fmt: skip
    """A draft made from the present version; a reviewed one becomes a draft again. `version`: the one that was edited."""
    actor = current_actor()
    row = (
        LessonTranslation.objects.select_for_update()
        .filter(lesson=lesson.code, language=language)
        .first()
    )
    if (row.version if row else 0) != version:
        raise ChangedMeanwhile
    row = row or LessonTranslation(lesson=lesson.code, language=language, version=0)
    for name, value in texts.items():
        setattr(row, name, value)
    row.of_version, row.state = lesson.version, State.DRAFT
    row.by_id, row.organisation_id, row.at = actor.user, actor.organisation, timezone.now()
    row.reviewed_by, row.reviewed_at, row.version = None, None, row.version + 1
    row.save()
    row.questions.all().delete()
    QuestionTranslation.objects.bulk_create(
        QuestionTranslation(translation=row, **each) for each in questions
    )
    record("lesson.translated", target=lesson.code, language=language)
    return row


@transaction.atomic
def review_translation(row: LessonTranslation, lesson: Lesson) -> None:
    """A second person found it right: from now on it is read."""
    actor = current_actor()
    fresh = LessonTranslation.objects.select_for_update().get(pk=row.pk)
    if str(fresh.by_id) == actor.user or fresh.of_version != lesson.version:
        raise ReviewRefused
    if fresh.version != row.version:
        raise ChangedMeanwhile
    fresh.state = State.REVIEWED
    fresh.reviewed_by_id, fresh.reviewed_at = actor.user, timezone.now()
    fresh.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    record("lesson.translation_reviewed", target=lesson.code, language=fresh.language)
