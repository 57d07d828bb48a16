"""The calendar of my work: a month, or a week. What has no day is not in it (rules of practice 4)."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _

from accounts.access import roles
from directory.working_days import is_working_day
from referral.models import Appointment, Case
from referral.stages import Stage
from referral.views.desk.groups import all_entries
from referral.views.desk.lying import Desk
from referral.views.home import WORKS
from shell.templatetags.desk import page_url

SHOWN, MOST_APPOINTMENTS = 3, 300  # of one day of the month; of one page
WEEK = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@roles(*WORKS)
def work_calendar(request):
    desk = Desk(request.actor, timezone.localdate())
    week = day_asked(request.GET.get("week", ""))
    month = day_asked(request.GET.get("month", "") + "-01") or desk.today.replace(day=1)
    days = days_of_week(week) if week else days_of_month(month)
    shown = days_shown(desk, days, None if week else month)
    context = {
        "days": shown,
        "is_empty": not any(one["entries"] for one in shown),
        "weekdays": [date_format(one, "D") for one in days[:7]],
        "title": title_of(days) if week else date_format(month, "YEAR_MONTH_FORMAT"),
        "is_week": bool(week),
        "crumbs": [{"url": reverse("work_list"), "label": _("My work")}],
        **places(desk, week, month),
    }
    return render(request, "referral/work_calendar.html", context)


def day_asked(text) -> date | None:
    """What is no day of a calendar that we show is not asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def first_weekday() -> int:
    """Of the reader’s language, as Python counts: Monday is 0."""
    return (get_format("FIRST_DAY_OF_WEEK") - 1) % 7


def days_of_month(month) -> list[date]:
    """Whole weeks."""
    return list(Calendar(first_weekday()).itermonthdates(month.year, month.month))


def days_of_week(day) -> list[date]:
    first = day - timedelta(days=(day.weekday() - first_weekday()) % 7)
    return [first + timedelta(days=number) for number in range(7)]


def title_of(days):
    return _("%(first)s to %(last)s") % {
        "first": date_format(days[0], "DATE_FORMAT"),
        "last": date_format(days[-1], "DATE_FORMAT"),
    }


def places(desk, week, month):
    """Addresses of what stands before, after and beside."""
    here = reverse("work_calendar")
    if week:
        before, after = f"{here}?week={week - WEEK}", f"{here}?week={week + WEEK}"
        other = f"{here}?month={week:%Y-%m}"
    else:
        before = f"{here}?month={month - timedelta(days=1):%Y-%m}"
        after = f"{here}?month={month + timedelta(days=31):%Y-%m}"
        inside = (desk.today.year, desk.today.month) == (month.year, month.month)
        other = f"{here}?week={desk.today if inside else month}"
    now = f"{here}?week={desk.today}" if week else here
    return {"before": before, "after": after, "other": other, "now": now}


def days_shown(desk, days, month):
    """`month`: None for a week, which shows everything."""
    entries = entries_by_day(desk, days)
    return [
        {
            "day": one,
            "is_today": one == desk.today,
            "is_off": not is_working_day(desk.actor.country, one),
            "is_outside": bool(month) and one.month != month.month,
            "entries": entries[one][:SHOWN] if month else entries[one],
            "more": max(len(entries[one]) - SHOWN, 0) if month else 0,
            "week": f"{reverse('work_calendar')}?week={one}",
        }
        for one in days
    ]


def entries_by_day(desk, days):
    found = defaultdict(list)
    for one in appointments(desk, days):
        found[timezone.localtime(one.at).date()].append(appointment_entry(one))
    placed = [
        (on, entry)
        for entry in all_entries(desk)
        if (on := entry.put_off_until if entry.is_put_off(desk.today) else entry.on)
        and days[0] <= on <= days[-1]
    ]
    desk.find_places(entry for _on, entry in placed)
    for on, entry in placed:
        found[on].append(entry.row() | {"is_late": on < desk.today})
    return found


def appointments(desk, days):
    """Those of the cases that are open to me, by the clock of whoever looks. The cases come first: by day alone all would be read."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(days[0], time.min, zone)
    end = datetime.combine(days[-1] + timedelta(days=1), time.min, zone)
    open_to_me = Case.objects.visible_to(desk.actor).exclude(stage=Stage.CLOSED)
    cases = list(open_to_me.values_list("pk", flat=True))
    found = Appointment.objects.filter(case__in=cases, cancelled_at=None, at__gte=start, at__lt=end)
    found = found.select_related("case__journey").defer("text").order_by("at", "pk")
    return found[:MOST_APPOINTMENTS]


def appointment_entry(appointment):
    reference = appointment.case.journey.reference
    return {
        "url": page_url("case_overview", reference),
        "label": appointment.get_kind_display(),
        "reference": reference,
        "at": time_format(timezone.localtime(appointment.at), "TIME_FORMAT"),
    }
