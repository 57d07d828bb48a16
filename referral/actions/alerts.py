"""A mission raises an alert and gets a receipt; the organisation that got it takes it up."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership, Organisation
from audit.models import record
from directory.organisations import receiving
from referral.alerts import READS_ALERTS, Body, Place, bodies_for
from referral.models import AlertReceipt, ConsularAlert, MoveNotAllowed, RefusedContact


class NobodyThere(Exception):
    """No organisation of this installation receives alerts in that country."""


NEAR = {Place.MISSION, Place.SAME_CITY}


def receiver_in(
    country: str, *, minor: str, mission: Organisation
) -> tuple[Body, Organisation] | None:
    """
    The body of that country that is told, or None where nobody here receives alerts.

    Never in the country that the mission represents: from there, its own capital would learn (rules of practice 8).
    """
    if mission.represents in {"", country}:
        return None
    found = list(able_to_read(country))
    for body, kinds in bodies_for(minor):
        fitting = [one for one in found if one.kind in kinds and fits(one, body)]
        if fitting:
            return body, min(fitting, key=lambda one: nearness(one, mission))
    return None


def able_to_read(country: str):
    """Organisations there that take referrals and have somebody who would see the alert."""
    readers = Membership.objects.active().filter(role__in=READS_ALERTS)
    return receiving().filter(
        country=country, has_account=True, pk__in=readers.values("organisation")
    )


def fits(organisation: Organisation, body: Body) -> bool:
    """Not every social service protects children: its profile says so."""
    if body == Body.CHILD_PROTECTION and organisation.kind == "social_service":
        return "children" in organisation.takes
    return True


def nearness(organisation: Organisation, mission: Organisation):
    verified = organisation.verified_on or date.min
    is_elsewhere = not mission.city or organisation.city != mission.city
    return is_elsewhere, -verified.toordinal(), organisation.name


@transaction.atomic
def raise_alert(*, answers: dict, mission: Organisation) -> AlertReceipt:
    """Send it to the one body that fits. `NobodyThere`, and nothing kept, where there is none."""
    found = receiver_in(answers["country"], minor=answers["minor"], mission=mission)
    if found is None:
        raise NobodyThere
    body, receiver = found
    told = dict(answers)
    # Fear of the own state: from here on nothing says which state it is.
    if told["fear"]:
        told["nationality"] = ""
    ConsularAlert(
        receiver=receiver,
        mission=None if told["fear"] else mission,
        city=mission.city if told["place"] in NEAR else "",
        **told,
    ).save(force_insert=True)
    actor = current_actor()
    receipt = AlertReceipt(
        organisation_id=actor.organisation,
        officer_id=actor.user,
        body=body,
        country=told["country"],
    )
    receipt.save(force_insert=True)
    record("alert.sent", receipt.pk, body=body.value)
    return receipt


@transaction.atomic
def count_refusal() -> None:
    """An adult without danger said no: a dated count, nothing about the person."""
    RefusedContact.objects.create(
        organisation_id=current_actor().organisation, on=timezone.localdate()
    )
    record("alert.refused")


@transaction.atomic
def take_up(alert: ConsularAlert) -> None:
    """By the first who answers for it. The mission is told nothing."""
    changed = ConsularAlert.objects.filter(pk=alert.pk, taken_up_at=None).update(
        taken_up_at=timezone.now(), taken_up_by=current_actor().user
    )
    if not changed:
        raise MoveNotAllowed(_("A colleague has taken this alert up already."))
    record("alert.taken_up", alert.pk)
