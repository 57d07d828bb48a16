"""Writes `Membership.cleared_until`, the one place where training reaches into the work."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from accounts.models import Membership
from audit.models import record
from training.clearance import LONGEST_EXTENSION
from training.models import Extension


class ExtensionRefused(Exception):
    """Nobody extends their own time, nobody's for longer than the limit, nobody's to an earlier day."""


@transaction.atomic
def clear(user, until: date) -> None:
    """Every place where this person works; a later end that stands already is left."""
    mine = Membership.objects.active().select_for_update(of=("self",)).filter(user=user)
    for membership in mine:
        if membership.cleared_until is None or membership.cleared_until < until:
            membership.cleared_until = until
            membership.save(update_fields=["cleared_until"])
            record("clearance.set", target=membership.pk, until=until)


@transaction.atomic
def unclear(user, until: date, *, last: date) -> None:
    """A certificate until that day is worth nothing any more. What a supervisor extended beyond it stays."""
    mine = Membership.objects.active().select_for_update(of=("self",))
    for membership in mine.filter(user=user, cleared_until=until):
        membership.cleared_until = last
        membership.save(update_fields=["cleared_until"])
        record("clearance.set", target=membership.pk, until=last)


@transaction.atomic
def extend(membership, *, until: date, why: str) -> Extension:
    """A supervisor's word instead of the course, for some days. Raises `ExtensionRefused`."""
    actor, today = current_actor(), timezone.localdate()
    fresh = Membership.objects.select_for_update().get(pk=membership.pk)
    if str(fresh.user_id) == actor.user or str(fresh.organisation_id) != actor.organisation:
        raise ExtensionRefused
    if not today <= until <= today + LONGEST_EXTENSION:
        raise ExtensionRefused
    if fresh.cleared_until and fresh.cleared_until >= until:
        raise ExtensionRefused
    fresh.cleared_until = until
    fresh.save(update_fields=["cleared_until"])
    extension = Extension.objects.create(membership=fresh, until=until, why=why, by_id=actor.user)
    record("clearance.extended", target=fresh.pk, until=until, why=why)
    return extension
