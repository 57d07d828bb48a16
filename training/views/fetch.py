"""Finds courses and their parts; everything else is a 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from training import content
from training.models import Attempt, Certificate


def get_course(code) -> content.Course:
    found = content.course(code)
    if found is None:
        raise Http404
    return found


def get_lesson(course, code) -> content.Lesson:
    found = course.lesson(code)
    if found is None:
        raise Http404
    return found


def get_case(course, code) -> content.CaseStudy:
    found = course.case(code)
    if found is None:
        raise Http404
    return found


def get_own_attempt(request, pk) -> Attempt:
    return get_object_or_404(Attempt, pk=pk, user=request.user)


def get_own_certificate(request, pk) -> Certificate:
    return get_object_or_404(Certificate, pk=pk, user=request.user)


def language_of(request) -> str:
    """`?in=` names a language; else that of the page."""
    return request.GET.get("in", "")[:8] or get_language()
