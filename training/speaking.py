"""
In which language a lesson speaks: as shipped, in a translation that a second person found right, else in English.

A translation made from a former version is still shown, and says so; a draft is shown only where it is worked on.
"""

from dataclasses import dataclass

from shell.formats import direction
from training.content import SHIPPED, Asked, Course, Lesson, LessonText, Question
from training.models import LessonTranslation, State


@dataclass(frozen=True, slots=True)
class Spoken:
    text: LessonText
    questions: list[tuple[Question, Asked]]
    language: str
    is_old: bool = False

    @property
    def direction(self) -> str:
        return direction(self.language)


def shipped(lesson: Lesson, language: str) -> Spoken:
    language = language if language in SHIPPED else "en"
    asked = [(each, each.said[language]) for each in lesson.questions]
    return Spoken(lesson.said[language], asked, language)


def spoken(lesson: Lesson, language: str) -> Spoken:
    if language in SHIPPED:
        return shipped(lesson, language)
    found = (
        LessonTranslation.objects.filter(
            lesson=lesson.code, language=language, state=State.REVIEWED
        )
        .prefetch_related("questions")
        .first()
    )
    return translated(lesson, found) if found else shipped(lesson, language)


def translated(lesson: Lesson, row: LessonTranslation) -> Spoken:
    """Questions that the translation lacks, or has in another form, are asked in English."""
    theirs = {each.key: each for each in row.questions.all()}
    asked = []
    for question in lesson.questions:
        english, own = question.said["en"], theirs.get(question.key)
        fits = own is not None and len(own.options) == len(english.options)
        said = Asked(own.ask, tuple(own.options), own.why) if fits else english
        asked.append((question, said))
    text = LessonText(title=row.title, aim=row.aim, text=row.text, todo=row.todo)
    return Spoken(text, asked, row.language, is_old=row.of_version < lesson.version)


def titles(course: Course, language: str) -> dict[str, str]:
    """Of the lessons of a course, in one query at most."""
    found = {each.code: shipped(each, language).text.title for each in course.lessons}
    if language not in SHIPPED:
        rows = LessonTranslation.objects.filter(
            lesson__in=found, language=language, state=State.REVIEWED
        )
        found.update(rows.values_list("lesson", "title"))
    return found


def languages_of(lesson: Lesson) -> list[str]:
    """Shipped first, then those that were reviewed."""
    rows = LessonTranslation.objects.filter(lesson=lesson.code, state=State.REVIEWED)
    return [*SHIPPED, *rows.order_by("language").values_list("language", flat=True)]
