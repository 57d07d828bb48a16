"""Courses and lessons, for everybody with an account."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from shell.formats import language_name
from shell.pdf import can_make_pdf, pdf_response
from training import content
from training.actions.followups import due_followups
from training.actions.learn import read_lesson
from training.asking import shown, unanswered
from training.clearance import clearance_of
from training.models import Certificate
from training.progress import progress_in
from training.rights import (
    HOLDS_SESSIONS,
    READS_STATISTICS,
    SEES_TEAM,
    TRANSLATES,
    reads_trainer_note,
)
from training.speaking import languages_of, spoken, titles
from training.views.fetch import get_case, get_course, get_lesson, language_of

YEAR = 365


@signed_in
@require_safe
def course_list(request):
    courses = content.courses()
    progress = progress_in(request.user, courses)
    language = get_language()
    cards = [
        {
            "course": each,
            "text": each.text_for(language),
            "minutes": each.minutes(language),
            "progress": progress[each.code],
        }
        for each in courses
    ]
    role = request.actor.role if request.actor else ""
    context = {
        "cards": cards,
        "clearance": clearance_of(request.membership),
        "clearing": content.clearing_course(),
        "followup": bool(due_followups(Certificate.objects.filter(user=request.user))),
        "required": settings.TRAINING_REQUIRED,
        "doors": {
            "team": role in SEES_TEAM,
            "sessions": role in HOLDS_SESSIONS,
            "statistics": role in READS_STATISTICS,
        },
    }
    return render(request, "training/course_list.html", context)


@signed_in
@require_safe
def course_detail(request, course):
    course = get_course(course)
    language = get_language()
    progress = progress_in(request.user, [course])[course.code]
    named = titles(course, language)
    modules = [
        {
            "title": content.module(code).title_for(language),
            "lessons": [
                {
                    "lesson": each,
                    "title": named[each.code],
                    "minutes": each.minutes(language),
                    "is_read": each.code in progress.read,
                }
                for each in course.lessons
                if each.module == code
            ],
        }
        for code in course.modules
    ]
    context = {
        "course": course,
        "text": course.text_for(language),
        "modules": modules,
        "cases": [(each, each.text_for(language)) for each in course.cases],
        "minutes": course.minutes(language),
        "years": 0 if course.valid_days % YEAR else course.valid_days // YEAR,
        "progress": progress,
        "next": progress.next_lesson,
        "next_title": named[progress.next_lesson.code] if progress.next_lesson else "",
        "clearance": clearance_of(request.membership),
        "required": settings.TRAINING_REQUIRED,
        "translates": request.actor is not None and request.actor.role in TRANSLATES,
        "pdf": can_make_pdf(),
    }
    return render(request, "training/course_detail.html", context)


@signed_in
def lesson_detail(request, course, lesson):
    """Reading needs no answer. With the answers sent the page says what is right and why, and notes it as read."""
    course = get_course(course)
    lesson = get_lesson(course, lesson)
    language = language_of(request)
    said = spoken(lesson, language)
    answers = request.POST if request.method == "POST" else None
    questions = shown(said.questions, answers)
    missing = unanswered(questions) if answers is not None else []
    is_answered = answers is not None and not missing
    if is_answered:
        read_lesson(request.user, lesson)
    context = {
        "course": course,
        "course_text": course.text_for(get_language()),
        "lesson": lesson,
        "said": said,
        "wanted": language_name(language) if said.language != language else "",
        "module": content.module(lesson.module).title_for(get_language()),
        "place": course.lessons.index(lesson) + 1,
        "minutes": lesson.minutes(said.language),
        "questions": questions,
        "missing": missing,
        "is_answered": is_answered,
        "languages": [(code, language_name(code)) for code in languages_of(lesson)],
        "before": course.before(lesson),
        **onward(course, lesson),
    }
    return render(request, "training/lesson_detail.html", context, status=422 if missing else 200)


def onward(course, lesson) -> dict:
    after = course.after(lesson)
    if after is None:
        return {
            "onward_url": reverse("course_test", args=[course.code, "after"]),
            "onward_title": "",
        }
    title = titles(course, get_language())[after.code]
    address = reverse("lesson_detail", args=[course.code, after.code])
    return {"onward_url": address, "onward_title": title}


@signed_in
@require_safe
def case_study_detail(request, course, case):
    course = get_course(course)
    case = get_case(course, case)
    language = get_language()
    context = {
        "course": course,
        "course_text": course.text_for(language),
        "case": case,
        "text": case.text_for(language),
        "with_note": reads_trainer_note(request.actor),
    }
    return render(request, "training/case_study_detail.html", context)


@signed_in
@require_safe
def course_print(request, course):
    """The whole course on one page: to print, or to keep for where there is no network."""
    return render(request, "training/course_print.html", whole(get_course(course), request))


@signed_in
@require_safe
def course_pdf(request, course):
    course = get_course(course)
    if not can_make_pdf():
        return redirect("course_print", course.code)
    name = f"course-{course.code}"
    return pdf_response(
        "training/course_pdf.html", whole(course, request), name=name, request=request
    )


def whole(course, request) -> dict:
    language = get_language()
    return {
        "course": course,
        "text": course.text_for(language),
        "lessons": [
            {"lesson": each, "said": spoken(each, language), "minutes": each.minutes(language)}
            for each in course.lessons
        ],
        "cases": [(each, each.text_for(language)) for each in course.cases],
        "pdf": can_make_pdf(),
        "today": timezone.localdate(),
    }
