"""Fetching is the check: a stranger gets the 404 of what does not exist, and the attempt is written down."""

import hashlib
import hmac

from django.conf import settings
from django.http import Http404

from audit.models import record
from referral.models import Case, Journey, read_reference


def keyed(text: str) -> str:
    return hmac.new(settings.ROW_SECURITY_KEY, text.encode(), hashlib.sha256).hexdigest()[:32]


def deny(what: str):
    """Record a denied look (keyed hash of what was asked for) and answer 404."""
    record("deny.object", target="", asked=keyed(what))
    raise Http404


def get_case(request, reference: str) -> Case:
    """My organisation's case on this journey, if it is open to me. Else 404."""
    case = (
        Case.objects.visible_to(request.actor)
        .filter(journey__reference=read_reference(reference) or "")
        .select_related("journey", "organisation", "lead")
        .first()
    )
    return case or deny(reference)


def get_journey(request, reference: str) -> Journey:
    journey = (
        Journey.objects.visible_to(request.actor)
        .filter(reference=read_reference(reference) or "")
        .first()
    )
    return journey or deny(reference)
