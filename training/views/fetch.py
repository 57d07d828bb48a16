"""Finds courses and their parts; everything else is a 404."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from accounts.models import Membership
from training import content
from training.models import Attempt, Certificate
from training.rights import EXTENDS


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


def get_certificate_to_revoke(request, pk) -> Certificate:
    """A colleague's, for a supervisor; a participant's, for whoever holds sessions here. One's own is not found."""
    here = request.actor.organisation
    mine = Q(participant__session__organisation_id=here)
    if request.actor.role in EXTENDS:
        members = Membership.objects.active().filter(organisation_id=here)
        mine |= Q(user__in=members.values("user")) & ~Q(user=request.user)
    rows = Certificate.objects.select_related("user", "participant")
    return get_object_or_404(rows.filter(mine, revoked_at=None), pk=pk)


def language_of(request) -> str:
    """`?in=` names a language; else that of the page."""
    return request.GET.get("in", "")[:8] or get_language()
