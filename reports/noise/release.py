"""A table with noise is proposed by one person and agreed to by another. Agreeing spends; the database keeps the ledger and the limit."""

from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.models import MoveNotAllowed
from reports.noise.draw import is_installed
from reports.noise_models import NoiseState, NoisyRelease
from reports.statistics.cube import JOURNEYS
from reports.statistics.cubes import CUBES

PROPOSES = {Role.NATIONAL_COORDINATOR}
ANSWERS = {Role.NATIONAL_COORDINATOR, Role.ANALYST}
# One code of each frozen row, so a person counts once, in one cell. In a table of referrals she or he counts as often as somebody was asked, and
# nobody can say how much noise hides that; rows with parts of their own are not offered.
OFFERED = {
    name: cube
    for name, cube in CUBES.items()
    if cube.people == JOURNEYS and cube.field and cube.parts is None
}
STANDS = [NoiseState.WAITING, NoiseState.AGREED]
NOT_INSTALLED = gettext_lazy(
    "The program that draws the noise (OpenDP) is not installed here. Whoever runs this installation can add it; until then the tables"
    " with small numbers held back are there as always."
)


def is_on() -> bool:
    return settings.STATISTICS_NOISE


def budget() -> Decimal:
    """For the people of one year. The database's own figure: it is the one that refuses."""
    return asked("SELECT noise_budget()")


def spent(year) -> Decimal:
    """By all countries together."""
    return asked("SELECT noise_spent(%s)", year)


def asked(statement, *values) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return Decimal(cursor.fetchone()[0])


@transaction.atomic
def propose(*, cube, month, year, epsilon, reason) -> NoisyRelease:
    """The release that stands already, where there is one with all of this: nothing is drawn twice, nothing paid twice."""
    refuse_without_library()
    actor = current_actor()
    release, is_new = NoisyRelease.objects.get_or_create(
        country=actor.country,
        cube=cube,
        month=month,
        year=year,
        epsilon=epsilon,
        state__in=STANDS,
        defaults={"state": NoiseState.WAITING, "reason": reason, "proposed_by_id": actor.user},
    )
    if is_new:
        refuse_beyond(release)
        record("noise.proposed", release.pk, **cost(release))
    return release


@transaction.atomic
def answer(*, release: NoisyRelease, yes: bool) -> None:
    """By somebody else than who proposed it; the database says the same."""
    actor = current_actor()
    here = NoisyRelease.objects.select_for_update(of=["self"]).filter(pk=release.pk)
    release = here.filter(state=NoiseState.WAITING).first()
    if release is None:
        raise MoveNotAllowed(_("Somebody has answered already. Reload the page."))
    if str(release.proposed_by_id) == str(actor.user):
        raise MoveNotAllowed(_("You proposed it yourself. A second person agrees."))
    if yes:
        refuse_without_library()
        wait_in_line()
        refuse_beyond(release)
    here.update(
        state=NoiseState.AGREED if yes else NoiseState.REFUSED,
        answered_by_id=actor.user,
        answered_at=timezone.now(),
    )
    record("noise.agreed" if yes else "noise.refused", release.pk, **cost(release))


@transaction.atomic
def take_back(*, release: NoisyRelease) -> None:
    changed = NoisyRelease.objects.filter(
        pk=release.pk, state=NoiseState.WAITING, proposed_by_id=current_actor().user
    ).update(state=NoiseState.WITHDRAWN)
    if not changed:
        raise MoveNotAllowed(_("Somebody has answered already. Reload the page."))
    record("noise.withdrawn", release.pk)


def cost(release):
    return {
        "table": release.cube,
        "month": release.month,
        "year": release.year,
        "epsilon": release.epsilon,
    }


def refuse_without_library():
    if not is_installed():
        raise MoveNotAllowed(str(NOT_INSTALLED))


def wait_in_line():
    """As the database does when it charges: whoever comes second is told how much is left then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(20261129)")


def refuse_beyond(release):
    whole = budget()
    left = whole - spent(release.year)
    if release.epsilon > left:
        raise MoveNotAllowed(
            _(
                "This table would spend %(cost)s, and %(left)s of %(whole)s are left for people of %(year)s. What was drawn already stays"
                " and costs nothing."
            )
            % {
                "cost": number_format(release.epsilon, 2),
                "left": number_format(max(left, 0), 2),
                "whole": number_format(whole, 2),
                "year": release.year,
            }
        )
