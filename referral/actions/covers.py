"""Somebody is away and a colleague stands in. The tasks show there; no case opens by it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.models import Cover, MoveNotAllowed, Notice


def covered_by(actor, today) -> dict[str, str]:
    """For whom this person stands in today: id and name."""
    found = Cover.objects.on(today).filter(organisation=actor.organisation, deputy=actor.user)
    return {str(pk): name for pk, name in found.values_list("person_id", "person__name")}


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
    for user, kind in ((deputy, "cover"), (person, "covered")):
        if str(user) != actor.user:
            Notice.objects.create(organisation_id=actor.organisation, user_id=user, kind=kind)
    record("cover.made", target=cover.pk, person=str(person), deputy=str(deputy))
    return cover


@transaction.atomic
def end_cover(cover: Cover) -> None:
    if cover.ended_at is not None:
        return
    cover.ended_at = timezone.now()
    cover.save(update_fields=["ended_at"])
    record("cover.ended", target=cover.pk)
