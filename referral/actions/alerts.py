"""A mission raises an alert and gets a receipt; the organisation that got it takes it up."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership, Organisation
from audit.models import record
from directory.organisations import receiving
from referral.alerts import (
    PROTECT_CHILDREN,
    READS_ALERTS,
    Agreed,
    Body,
    DocumentRisk,
    Place,
    Reach,
    Said,
    bodies_for,
)
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
    return first_of(bodies_for(minor), country, near=mission)


def first_of(bodies, country: str, *, near: Organisation) -> tuple[Body, Organisation] | None:
    found = [one for one in able_to_read(country) if one.pk != near.pk]
    for body, kinds in bodies:
        fitting = [one for one in found if one.kind in kinds and fits(one, body)]
        if fitting:
            return body, min(fitting, key=lambda one: nearness(one, near))
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


def nearness(organisation: Organisation, near: Organisation):
    verified = organisation.verified_on or date.min
    is_elsewhere = not near.city or organisation.city != near.city
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


def tell_child_protection(*, sender: Organisation, met_on, minor: str, danger: str):
    """
    Somebody who may be a child said no to a record: the body that protects children in this country is told (rule 19).

    Codes only. It rings the sender for the rest. The body, or None where nobody at this desk is one.
    """
    found = first_of([PROTECT_CHILDREN], sender.country, near=sender)
    if found is None:
        return None
    _body, receiver = found
    ConsularAlert(
        receiver=receiver,
        mission=sender,
        country=sender.country,
        city=sender.city,
        place=Place.UNKNOWN,
        noticed_on=met_on,
        minor=minor,
        unfree=Said.UNSURE,
        danger=danger,
        indicators=[],
        documents=DocumentRisk.UNKNOWN,
        done=[],
        agreed=Agreed.NO,
        reach=Reach.SENDER,
    ).save(force_insert=True)
    record("alert.sent", body=Body.CHILD_PROTECTION.value)
    return receiver


def protects_children(organisation: Organisation) -> bool:
    body, kinds = PROTECT_CHILDREN
    return organisation.kind in kinds and fits(organisation, body)


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
