"""The worker's part: what the mechanism counts by itself, written into national action plans when a year is over."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from audit.models import record
from plans.models import Edition, Indicator, IndicatorValue
from plans.words import Figure, Origin, State
from reports.models import DeskCount
from reports.suppress import OUTSIDE


def write_plan_values(today: date | None = None) -> int:
    """
    How many values were written: one for each indicator that names a figure, and each whole year of its plan that was counted.

    Whole years only, and never anew: of windows that overlap, small numbers can be worked out.
    """
    counted = DeskCount.objects.values_list("as_of", flat=True).first()
    if counted is None:
        return 0
    last = min(counted.date(), today or timezone.localdate()).year - 1
    return sum(write(indicator, year) for indicator, year in missing(last))


def missing(last: int) -> list[tuple[Indicator, int]]:
    standing = Edition.objects.filter(state=State.PUBLISHED, plan__is_invented=False)
    rows = Indicator.objects.filter(edition__in=standing, figure__in=Figure.values)
    rows = list(rows.select_related("edition__plan"))
    own = Q(origin=Origin.MECHANISM, plan__in={row.edition.plan_id for row in rows})
    told = set(IndicatorValue.objects.filter(own).values_list("plan", "code", "period"))
    return [
        (row, year)
        for row in rows
        for year in range(row.edition.begins_on.year, min(last, row.edition.ends_on.year) + 1)
        if (row.edition.plan_id, row.code, str(year)) not in told
    ]


@transaction.atomic
def write(indicator: Indicator, year: int) -> int:
    plan = indicator.edition.plan
    number = yearly_figure(plan.country, indicator.figure, year)
    made = IndicatorValue.objects.bulk_create(
        [
            IndicatorValue(
                plan=plan,
                code=indicator.code,
                period=str(year),
                on=date(year, 12, 31),
                value=number,
                below=OUTSIDE if number is None else None,
                origin=Origin.MECHANISM,
            )
        ],
        ignore_conflicts=True,
    )
    record("plan.figure_written", target=plan.pk, code=indicator.code, year=year)
    return len(made)


def yearly_figure(country: str, figure: str, year: int) -> int | None:
    """None where too few stand behind it to be told outside. The database hides them: the worker never reads a small one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT yearly_figure(%s, %s, %s, %s)", [country, figure, year, OUTSIDE])
        return cursor.fetchone()[0]
