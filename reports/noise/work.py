"""The statistics' own part, as the database role `trm_stats`: numbers for what two people agreed to, each once."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports.models import CubeCell
from reports.noise.draw import is_installed, with_noise
from reports.noise_models import NoiseState, NoisyCell, NoisyRelease

# No reason, no name: that role reads neither.
READ = ("id", "country", "cube", "month", "year", "epsilon", "sensitivity", "state", "drawn_at")


def draw_agreed() -> int:
    """How many tables got their numbers. None while the option is off or OpenDP is missing: what was agreed to waits."""
    if not (settings.STATISTICS_NOISE and is_installed()):
        return 0
    waiting = NoisyRelease.objects.filter(state=NoiseState.AGREED, drawn_at=None)
    return sum(draw(pk) for pk in waiting.values_list("id", flat=True))


@transaction.atomic
def draw(pk) -> bool:
    """False where another process has drawn it, or is about to."""
    here = NoisyRelease.objects.only(*READ).filter(pk=pk, drawn_at=None)
    release = here.select_for_update(skip_locked=True, of=["self"]).first()
    if release is None:
        return False
    drawn = with_noise(counted(release), release.epsilon, release.sensitivity)
    NoisyCell.objects.bulk_create(
        NoisyCell(of_id=release.pk, row=row, column=column, number=number)
        for (row, column), number in drawn.items()
    )
    here.update(drawn_at=timezone.now())
    return True


def counted(release) -> dict:
    """{cell: number} of every cell that the cube has, whether or not anybody is in it."""
    cube = release.about
    numbers = {(row, column): 0 for row in cube.rows for column in cube.column_codes()}
    for row, column, number in CubeCell.objects.filter(
        snapshot__month=release.month, country=release.country, year=release.year, cube=release.cube
    ).values_list("row", "column", "number"):
        if (row, column) in numbers:
            numbers[row, column] += number
    return numbers
