"""What another organisation passed on to this one without the person's consent: read, confirmed, and not passed on from here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.models import Organisation
from accounts.roles import Role
from referral.access import RECEIVES_DISCLOSURE
from referral.actions.disclosures import acknowledge_disclosure
from referral.disclosures import LETTER, Ground
from referral.least_data import read_content, sheet
from referral.models import DisclosedPart
from referral.views.fetch import deny
from referral.views.moves import tap

RECEIVES = [role for role in Role if role in RECEIVES_DISCLOSURE]


@dataclass(frozen=True, slots=True)
class Received:
    """All that the receiver knows beside the parts: no case, no journey, no reference, no reason."""

    id: UUID
    number: str
    sender: Organisation
    ground: Ground
    given_at: datetime
    acknowledged_at: datetime | None


def passed_on_to_us(only: UUID | None = None) -> list[Received]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM disclosures_received() WHERE %s IS NULL OR id = %s", [only, only]
        )
        rows = cursor.fetchall()
    senders = Organisation.objects.in_bulk({row[2] for row in rows})
    return [
        Received(pk, number, senders[sender], Ground(ground), given_at, read_at)
        for pk, number, sender, ground, given_at, read_at in rows
    ]


def get_received(id) -> Received:
    found = passed_on_to_us(id)
    return found[0] if found else deny(str(id))


@roles(*RECEIVES)
def disclosed_detail(request, id):
    one = get_received(id)
    parts = DisclosedPart.objects.filter(disclosure=one.id)
    contents = {part.data_class: read_content(part) for part in parts}
    context = {
        "one": one,
        "letter": contents.get(LETTER, {}),
        "parts": sheet(contents),
        "crumbs": [{"url": reverse("inbox"), "label": _("Incoming referrals")}],
    }
    return render(request, "referral/disclosed_detail.html", context)


@roles(*RECEIVES)
@require_POST
def disclosed_acknowledge(request, id):
    one = get_received(id)
    return tap(
        request,
        lambda: acknowledge_disclosure(one.id),
        done=reverse("disclosed_detail", args=[id]),
        said=_("Confirmed. The sender is told that you have read it."),
    )
