"""The recorded wish to return: which way it goes, and the newest one."""

from django.db import models
from django.utils.translation import gettext_lazy

from referral.models import Case, Evidence
from referral.stages import GateKind


class RequestKind(models.TextChoices):
    """Kept as the kind of an evidence record of G1. The urgent ones go the way of 48 hours (rule 3)."""

    USUAL = "return_request", gettext_lazy("No hurry: all gates")
    BIRTH = "urgent_birth", gettext_lazy("A birth is near")
    DYING = "urgent_dying", gettext_lazy("A close relative is dying")
    SHELTER = "urgent_shelter", gettext_lazy("The place to stay became known and is no longer safe")


URGENT_KINDS = set(RequestKind) - {RequestKind.USUAL}


def request_of(case: Case) -> Evidence | None:
    """The newest recorded wish to return."""
    asked = Evidence.objects.filter(case=case, gate=GateKind.G1, kind__in=RequestKind.values)
    return asked.select_related("by").order_by("-written_at").first()


def is_urgent(case: Case) -> bool:
    request = request_of(case)
    return request is not None and request.kind in URGENT_KINDS
