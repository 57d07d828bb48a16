from django.db import transaction

from accounts.acting import current_actor
from audit.models import record
from instruments.definition import Definition
from instruments.models import PointConfirmation
from instruments.points import confirmations, points_of


@transaction.atomic
def confirm_points(definition: Definition, points: list[str]) -> int:
    """Whoever acts says for the own country that these are right. What was confirmed before stays as it was."""
    actor = current_actor()
    open_ones = {each.code for each in points_of(definition)} & set(points)
    known = set(confirmations(definition, actor.country).values_list("point", flat=True))
    new = sorted(open_ones - known)
    PointConfirmation.objects.bulk_create(
        (
            PointConfirmation(
                code=definition.code,
                version=definition.version,
                point=point,
                country=actor.country,
                role=actor.role,
                organisation_id=actor.organisation,
                by_id=actor.user,
            )
            for point in new
        ),
        ignore_conflicts=True,
    )
    if new:
        record(
            "instrument.confirmed",
            target=definition.code,
            version=definition.version,
            points=len(new),
        )
    return len(new)


@transaction.atomic
def take_back(definition: Definition, point: str) -> None:
    """It was confirmed by mistake: the mark comes back."""
    actor = current_actor()
    gone, _each = confirmations(definition, actor.country).filter(point=point).delete()
    if gone:
        record(
            "instrument.unconfirmed",
            target=definition.code,
            version=definition.version,
            point=point,
        )
