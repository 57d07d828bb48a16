"""Whose turn it is on the way of a child (rules of practice 22): asked of the database, for all cases of the journey."""

from django.db import connection
from django.utils.translation import gettext as _

from referral.ageing import decides_alone
from referral.child_order import Order, Step, asks_for_family, first, no_contact_sentence
from referral.models import MoveNotAllowed


def order_of(journey_id) -> Order:
    """Where the steps stand, in whichever organisation's case they were written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM child_order(%s)", [journey_id])
        row = cursor.fetchone()
    return Order(*row) if row else Order()


def check_turn(journey_id, step, order: Order | None = None) -> None:
    """Raises `MoveNotAllowed`: what is missing before this step, and who can do it."""
    order = order or order_of(journey_id)
    missing = order.missing_before(step)
    if missing is not None:
        raise MoveNotAllowed(first(missing))


def check_visit(journey, kind, services, *, abroad) -> None:
    """Nobody is sent to the family or the area before the check was passed. Raises `MoveNotAllowed`."""
    if not asks_for_family(kind, services, abroad=abroad) or decides_alone(journey):
        return
    check_family(journey.pk, order_of(journey.pk))


def check_family(journey_id, order: Order) -> None:
    """Whether somebody may go to the family. Raises `MoveNotAllowed`."""
    check_turn(journey_id, Step.FAMILY, order)
    if order.no_contact:
        raise MoveNotAllowed(no_contact_sentence())
    if order.left_out(Step.FAMILY):
        raise MoveNotAllowed(
            _("It was decided that the way goes on without contact with the family.")
        )


def child_protection_decided(journey_id) -> bool:
    """A fresh decision of child protection on an urgent return, seen by two people (rules of practice 3)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_protection_decided(%s)", [journey_id])
        return cursor.fetchone()[0]
