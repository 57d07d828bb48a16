from django.db import transaction
from django.utils import timezone

from training.content import Lesson
from training.models import LessonRead


@transaction.atomic
def read_lesson(user, lesson: Lesson) -> None:
    """Read and answered. The newest version stands; who read what is of the reader alone, so no entry is written."""
    LessonRead.objects.update_or_create(
        user=user,
        lesson=lesson.code,
        defaults={"version": lesson.version, "at": timezone.now()},
    )
