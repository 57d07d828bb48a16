"""On which day something stands, and by how much it is late. What a person decides has no day (rules of practice 4)."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from directory.working_days import working_day_after, working_days_since
from referral.models import ON_WORKING_DAYS
from referral.stages import PERSONS_OWN
from shell.formats import days_late


def day_of(instant):
    return timezone.localtime(instant).date() if instant else None


def day_of_task(country, task):
    """A decision of the person has none. Office work falls on a day on which this country works."""
    if task.gate in PERSONS_OWN or task.due_on is None:
        return None
    if task.kind in ON_WORKING_DAYS:
        return working_day_after(country, task.due_on, 0)
    return task.due_on


def late_by(country, task, on, today):
    if task.kind not in ON_WORKING_DAYS:
        return days_late(on)
    days = working_days_since(country, on, today)
    # On a day off right after the last day nothing has begun yet.
    if not days:
        return date_format(on, "DATE_FORMAT")
    late = ngettext("%(days)d working day late", "%(days)d working days late", days)
    return late % {"days": days}
