"""A course in a further language, lesson by lesson: what is there, in which state, and by whom."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from accounts.services import spoken_language_choices
from shell.formats import direction, language_name
from shell.forms import render_form
from training import content
from training.actions.translations import (
    ChangedMeanwhile,
    ReviewRefused,
    review_translation,
    translate_lesson,
)
from training.content import SHIPPED
from training.forms.translations import TranslationForm
from training.models import LessonTranslation, State
from training.rights import TRANSLATES
from training.speaking import shipped
from training.views.fetch import get_course


def get_language_or_404(language):
    if language in SHIPPED or language not in dict(spoken_language_choices()):
        raise Http404
    return language


def get_any_lesson(code):
    found = content.lesson(code)
    if found is None:
        raise Http404
    return found


@roles(*TRANSLATES)
@require_safe
def course_translation(request, course):
    """`?to=` chooses the language."""
    course = get_course(course)
    choices = [(code, name) for code, name in spoken_language_choices() if code not in SHIPPED]
    wanted = request.GET.get("to", "")
    language = wanted if wanted in dict(choices) else ""
    codes = [each.code for each in course.lessons]
    found = LessonTranslation.objects.filter(lesson__in=codes, language=language)
    known = {each.lesson: each for each in found.select_related("by", "reviewed_by")}
    rows = [
        {"lesson": each, "title": shipped(each, get_language()).text.title, **state_of(each, known)}
        for each in course.lessons
    ]
    context = {
        "course": course,
        "text": course.text_for(get_language()),
        "choices": choices,
        "language": language,
        "language_name": language_name(language),
        "rows": rows if language else [],
        "ready": sum(row["state"] == "reviewed" for row in rows),
    }
    return render(request, "training/course_translation.html", context)


def state_of(lesson, known) -> dict:
    row = known.get(lesson.code)
    if row is None:
        return {"row": None, "state": "missing"}
    state = "old" if row.of_version < lesson.version else row.state
    return {"row": row, "state": str(state)}


@roles(*TRANSLATES)
def lesson_translate(request, lesson, language):
    lesson, language = get_any_lesson(lesson), get_language_or_404(language)
    row = LessonTranslation.objects.filter(lesson=lesson.code, language=language).first()
    form = TranslationForm(
        request.POST or None,
        lesson=lesson,
        language=language,
        direction=direction(language),
        initial=initial_of(lesson, row),
        version=row.version if row else 0,
    )
    if form.is_bound and form.is_valid():
        try:
            translate_lesson(
                lesson,
                language,
                texts=form.texts,
                questions=form.questions,
                version=form.cleaned_data.get("version") or 0,
            )
        except ChangedMeanwhile:
            form.add_error(None, _("A colleague changed this meanwhile. Reload the page."))
        else:
            messages.success(
                request, _("Saved as a draft. A second person reads it before others do.")
            )
            return redirect("lesson_translate", lesson.code, language)
    context = {
        "lesson": lesson,
        "source": shipped(lesson, get_language()),
        "language_name": language_name(language),
        "language": language,
        "row": row,
        "is_old": bool(row) and row.of_version < lesson.version,
        "may_review": may_review(request, row, lesson),
    }
    return render_form(request, "training/lesson_translate.html", context, form)


def may_review(request, row, lesson) -> bool:
    return (
        row is not None
        and row.state == State.DRAFT
        and row.of_version == lesson.version
        and str(row.by_id) != request.actor.user
    )


def initial_of(lesson, row) -> dict:
    if row is None:
        return {}
    initial = {name: getattr(row, name) for name in ("title", "aim", "text", "todo")}
    known = {each.key: each for each in row.questions.all()}
    for number, question in enumerate(lesson.questions, 1):
        if said := known.get(question.key):
            initial[f"q{number}_ask"] = said.ask
            initial[f"q{number}_options"] = "\n".join(said.options)
            initial[f"q{number}_why"] = said.why
    return initial


@require_POST
@roles(*TRANSLATES)
def lesson_translation_review(request, lesson, language):
    lesson = get_any_lesson(lesson)
    row = get_object_or_404(LessonTranslation, lesson=lesson.code, language=language)
    typed = request.POST.get("version", "")
    row.version = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
    try:
        review_translation(row, lesson)
        messages.success(request, _("Reviewed. The lesson is read in this language from now on."))
    except ReviewRefused:
        messages.warning(
            request, _("Somebody else than the translator reviews, and only the present version.")
        )
    except ChangedMeanwhile:
        messages.warning(request, _("A colleague changed this meanwhile. Reload the page."))
    return redirect("lesson_translate", lesson.code, language)
