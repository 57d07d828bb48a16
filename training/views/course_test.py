"""The test before and after a course, and what came of it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from training import content
from training.actions.take_test import next_round, take_test
from training.asking import shown, unanswered
from training.content import SHIPPED
from training.models import Certificate, When
from training.progress import progress_in
from training.speaking import titles
from training.views.fetch import get_course, get_own_attempt


@signed_in
def course_test(request, course, when):
    course = get_course(course)
    if when not in When.values:
        raise Http404
    round = round_of(request, next_round(request.user, course, when))
    answers = request.POST if request.method == "POST" else None
    questions = shown(asked_in(course), answers, round)
    missing = unanswered(questions) if answers is not None else []
    if answers is not None and not missing:
        attempt = take_test(request.user, course, when, questions, round)
        return redirect("attempt_detail", attempt.pk)
    context = {
        "course": course,
        "text": course.text_for(get_language()),
        "is_after": when == When.AFTER,
        "questions": questions,
        "missing": missing,
        "round": round,
        "progress": progress_in(request.user, [course])[course.code],
    }
    return render(request, "training/course_test.html", context, status=422 if missing else 200)


def asked_in(course):
    language = get_language() if get_language() in SHIPPED else "en"
    return [(each, each.said[language]) for each in course.test]


def round_of(request, newest: int) -> int:
    """The round in which the page was drawn; nobody answers one that was not drawn yet."""
    typed = request.POST.get("round", "")
    return min(int(typed), newest) if typed.isdecimal() and len(typed) < 5 else newest


@signed_in
@require_safe
def attempt_detail(request, id):
    attempt = get_own_attempt(request, id)
    course = content.course(attempt.course)
    if course is None:
        raise Http404
    named = titles(course, get_language())
    certificates = Certificate.objects.filter(
        user=request.user, course=course.code, revoked_at=None
    )
    context = {
        "attempt": attempt,
        "course": course,
        "text": course.text_for(get_language()),
        "is_after": attempt.when == When.AFTER,
        "again": [(code, named[code]) for code in attempt.again if code in named],
        "certificate": certificates.order_by("-expires_on", "-issued_on").first()
        if attempt.passed
        else None,
    }
    return render(request, "training/attempt_detail.html", context)
