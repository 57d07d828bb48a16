"""Changing the own case and the journey it stands on: only what nobody else changed meanwhile, only while we hold it."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from referral.actions.emergency import call
from referral.actions.events import tell
from referral.models import Case, Journey, Leg, MoveNotAllowed
from referral.stages import EventKind, JourneyStatus, Outlook, Side, Stage


def change_case(case: Case, **fields) -> None:
    changed = Case.objects.filter(pk=case.pk, version=case.version).update(
        version=F("version") + 1, **fields
    )
    if not changed:
        raise MoveNotAllowed(
            _("Somebody changed this case at the same moment. Reload the page and look again.")
        )
    case.version += 1
    for name, value in fields.items():
        setattr(case, name, value)


def change_journey(journey: Journey, **fields) -> None:
    fields["changed_at"] = timezone.now()
    if not Journey.objects.filter(pk=journey.pk).update(**fields):
        raise MoveNotAllowed(_("Another organisation holds this journey now."))
    for name, value in fields.items():
        setattr(journey, name, value)


def holds(case: Case) -> bool:
    return case.journey.legs.filter(organisation=case.organisation_id, held_to=None).exists()


def held_by_others(case: Case, country: str | None = None) -> bool:
    """The database answers: also somebody of whom we are not told (`row_security/72_onward.sql`) holds it."""
    return call("held_by_others", case.pk, country)


def end_leg(case: Case, now) -> None:
    """The journey first: once the leg has ended, it is no longer ours to change."""
    journey = case.journey
    tell(journey, EventKind.CLOSED, side=case.side, stage=Stage.CLOSED)
    if not held_by_others(case):
        change_journey(journey, status=JourneyStatus.CLOSED, stage=Stage.CLOSED, closed_at=now)
    Leg.objects.filter(journey=journey, organisation=case.organisation_id, held_to=None).update(
        held_to=now
    )


def receiving_side(held, outlook: str = "") -> str:
    """
    Where the travel leads. `held`: the legs held now.

    Who goes to a third country is received there, and the country of origin has no word in it. In a return an organisation
    in a third country has none, unless it leads there: nobody holds it at the origin.
    """
    if outlook == Outlook.THIRD:
        return Side.THIRD
    sides = {leg.side for leg in held}
    return Side.THIRD if Side.THIRD in sides and Side.ORIGIN not in sides else Side.ORIGIN
