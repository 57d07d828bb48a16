"""Somebody is away and a colleague stands in. The tasks show there; no case opens by it, a supervisor opens them."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership
from accounts.roles import Role
from audit.models import record
from referral.actions.assigning import assign
from referral.actions.tasks import tell
from referral.models import Cover, MoveNotAllowed


def covered_by(actor, today) -> dict[str, str]:
    """For whom this person stands in today: id and name."""
    found = covers_of(actor, today).values_list("person_id", "person__name")
    return {str(pk): name for pk, name in found}


def covers_of(actor, today):
    return Cover.objects.on(today).filter(organisation=actor.organisation, deputy=actor.user)


@transaction.atomic
def stand_in(*, person, deputy, from_on, to_on) -> Cover:
    """For oneself, or by a supervisor for somebody. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if str(person) == str(deputy):
        raise MoveNotAllowed(_("Choose a colleague: nobody stands in for her- or himself."))
    others = Cover.objects.visible_to(actor).filter(
        person=person, ended_at=None, from_on__lte=to_on, to_on__gte=from_on
    )
    if others.exists():
        raise MoveNotAllowed(
            _("Somebody stands in for these days already. End that first, or choose other days.")
        )
    cover = Cover(
        organisation_id=actor.organisation,
        person_id=person,
        deputy_id=deputy,
        from_on=from_on,
        to_on=to_on,
        made_by_id=actor.user,
    )
    cover.save(force_insert=True)
    for user, kind in {**supervisors(actor), str(person): "covered", str(deputy): "cover"}.items():
        if user != actor.user:
            tell(user, kind)
    record("cover.made", target=cover.pk, person=str(person), deputy=str(deputy))
    return cover


def supervisors(actor) -> dict[str, str]:
    """They look which cases are to be opened."""
    found = Membership.objects.active().filter(
        organisation=actor.organisation, role=Role.SUPERVISOR
    )
    return {str(pk): "cover_made" for pk in found.values_list("user_id", flat=True)}


@transaction.atomic
def end_cover(cover: Cover) -> None:
    if cover.ended_at is not None:
        return
    cover.ended_at = timezone.now()
    cover.save(update_fields=["ended_at"])
    record("cover.ended", target=cover.pk)


def closed_to_deputies() -> dict[UUID, list[tuple[UUID, str]]]:
    """For a supervisor: by absence, the cases (id and reference) that who stands in cannot open. No content."""
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cover_id, case_id, reference FROM cover_gaps()")
        for cover, case, reference in cursor.fetchall():
            found[cover].append((case, reference))
    return found


@transaction.atomic
def open_to_deputy(cover: Cover) -> int:
    """
    By a supervisor: those cases, until the last day is over. Returns how many.

    Raises `MoveNotAllowed` for the first that may not be opened so; then none is.
    """
    cases = closed_to_deputies()[cover.pk]
    until = datetime.combine(
        cover.to_on + timedelta(days=1), time.min, timezone.get_current_timezone()
    )
    for case, reference in cases:
        try:
            assign(case, user=cover.deputy_id, until=until)
        except MoveNotAllowed as problem:
            raise MoveNotAllowed(f"{reference}: {problem}") from problem
    record("cover.opened", target=cover.pk, cases=len(cases))
    return len(cases)
