"""The rows of a desk under their days: overdue, today, this week, later, and what has none."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from referral.views.desk.referrals import answer_entries, question_entries
from referral.views.desk.seldom import alert_entries, late_entries, urgent_entries
from referral.views.desk.tasks import task_entries
from shell.formats import days_late


def all_entries(desk):
    yield from urgent_entries(desk)
    yield from task_entries(desk)
    yield from alert_entries(desk)
    yield from answer_entries(desk)
    yield from question_entries(desk)
    yield from late_entries(desk)


def groups_of(desk, *, whole=False, most=None):
    """
    [{title, tone, rows, more}]. The person's own decisions stand under no day. `whole`: what comes after this week, too.

    `most`: so many rows of each are made, and those that cannot be put off; `more` says how many others there are.
    """
    late, now, week, later, no_day = by_day(desk)
    found = [
        (_("Overdue"), "late", late, late_row),
        (_("Today"), "due", now, due_row),
        (_("This week"), "", week, dated_row),
        (_("Later"), "", later if whole else [], dated_row),
        (_("When there is time"), "", no_day, lambda entry: entry.row()),
    ]
    shown = {title: cut(entries, most) for title, _tone, entries, _drawn in found}
    desk.find_places(entry for entries in shown.values() for entry in entries)
    return [
        group(title, tone, entries, [drawn(entry) for entry in shown[title]])
        for title, tone, entries, drawn in found
        if entries
    ]


def cut(entries, most):
    """The first of them, and what cannot be put off."""
    if most is None:
        return entries
    return [one for number, one in enumerate(entries) if number < most or not one.may_put_off]


def group(title, tone, entries, rows):
    return {
        "title": title,
        "tone": tone,
        "rows": rows,
        "number": len(entries),
        "more": len(entries) - len(rows),
        "journeys": {entry.journey for entry in entries if entry.in_case},
    }


def by_day(desk):
    late, now, week, later, no_day = [], [], [], [], []
    for entry in all_entries(desk):
        if entry.is_put_off(desk.today):
            continue
        if entry.on is None:
            no_day.append(entry)
        elif entry.on < desk.today:
            late.append(entry)
        elif entry.on == desk.today:
            now.append(entry)
        else:
            (week if entry.on <= desk.end_of_week else later).append(entry)
    return late, now, week, later, no_day


def late_row(entry):
    row = entry.row()
    badge = row.get("late") or days_late(entry.on)
    return row | {"tone": "late", "badge": badge, "badge_icon": "clock"}


def due_row(entry):
    return entry.row() | {"tone": "due", "badge": _("Due today"), "badge_icon": "clock"}


def dated_row(entry):
    badge = date_format(entry.on, "DATE_FORMAT")
    return entry.row() | {"tone": "", "badge": badge, "badge_icon": "clock"}


def put_off_rows(desk):
    """What I put off, by the day on which it comes back."""
    found = [entry for entry in all_entries(desk) if entry.is_put_off(desk.today)]
    desk.find_places(found)
    return [entry.row() for entry in sorted(found, key=lambda one: one.put_off_until)]
