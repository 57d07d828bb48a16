from datetime import date, timedelta
from uuid import UUID

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.acting import current_actor
from audit.models import record
from training import content
from training.actions.clear import unclear
from training.content import Course
from training.models import Certificate, FollowUp
from training.models.certificate import ALPHABET
from training.models.followup import AFTER_MONTHS


@transaction.atomic
def issue(course: Course, *, name: str, user=None, participant=None) -> Certificate:
    """A new certificate, and the two questions that follow it. One issued before stays valid to its own end."""
    today = timezone.localdate()
    certificate = Certificate.objects.create(
        user=user,
        participant=participant,
        name=name,
        course=course.code,
        edition=course.edition,
        issued_on=today,
        expires_on=today + timedelta(days=course.valid_days),
    )
    FollowUp.objects.bulk_create(
        FollowUp(certificate=certificate, months=months) for months in AFTER_MONTHS
    )
    record("certificate.issued", target=certificate.pk, course=course.code)
    return certificate


class RevokeRefused(Exception):
    """Nobody revokes their own, and none is revoked twice."""


@transaction.atomic
def revoke(certificate: Certificate, *, why: str) -> Certificate:
    """The paper is worth nothing from now on. Where it opened casework, new cases end with it; open ones stay open."""
    by = UUID(current_actor().user)
    found = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if found.revoked_at or found.user_id == by:
        raise RevokeRefused
    found.revoked_at, found.revoked_why, found.revoked_by_id = timezone.now(), why, by
    found.save(update_fields=["revoked_at", "revoked_why", "revoked_by"])
    record("certificate.revoked", target=found.pk, why=why)
    course = content.course(found.course)
    if course and course.clears and found.user_id:
        unclear(found.user_id, found.expires_on, last=still_cleared(found))
    return found


def still_cleared(revoked: Certificate) -> date | None:
    """Until when the person stays cleared by another certificate of the same course; else until yesterday."""
    others = Certificate.objects.filter(user=revoked.user_id, course=revoked.course)
    left = (
        others.filter(revoked_at=None).order_by("-expires_on").values_list("expires_on", flat=True)
    )
    return left.first() or timezone.localdate() - timedelta(days=1)


def plain_code(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)


def plain_name(name: str) -> str:
    """How a name is compared: any script, in small Latin letters, its parts in one order."""
    letters = "".join(
        each if each.isalnum() else " " for each in anyascii(name).replace("'", "").casefold()
    )
    return " ".join(sorted(letters.split()))


def genuine(code: str, name: str) -> Certificate | None:
    """The certificate with this code in this name. An unknown code and another's name have one answer: none."""
    found = Certificate.objects.filter(code=plain_code(code)).first()
    known = plain_name(found.name) if found else ""
    agrees = constant_time_compare(known, plain_name(name))
    return found if found is not None and agrees else None
