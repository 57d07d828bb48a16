from datetime import timedelta

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from audit.models import record
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


@transaction.atomic
def revoke(certificate: Certificate) -> None:
    certificate.revoked_at = timezone.now()
    certificate.save(update_fields=["revoked_at"])
    record("certificate.revoked", target=certificate.pk)


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
