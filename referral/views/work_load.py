"""How much lies with whom: numbers for a supervisor, never what it is or whose."""

from collections import defaultdict
from uuid import UUID

from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.models import User
from accounts.roles import Role
from referral.forms.cover import who_works_here
from referral.models import Cover

LATE, THIS_WEEK, NEXT_WEEK, LATER, NO_DAY = -1, 0, 1, 2, None
WEEKS = [LATE, THIS_WEEK, NEXT_WEEK, LATER, NO_DAY]


@roles(Role.SUPERVISOR)
def work_load(request):
    today = timezone.localdate()
    tasks, cases = tasks_by_person(today), cases_by_lead()
    away = dict(
        Cover.objects.visible_to(request.actor)
        .on(today)
        .values_list("person_id", "deputy__name")
        .order_by("made_at")
    )
    names = names_of(request.actor, {*tasks, *cases})
    rows = [
        {
            "name": name,
            "deputy": away.get(pk, ""),
            "weeks": [tasks[pk][week] for week in WEEKS],
            "tasks": sum(tasks[pk].values()),
            "cases": cases.get(pk, 0),
            "url": f"{reverse('caseload')}?lead={pk}" if cases.get(pk) else "",
        }
        for pk, name in names
    ]
    context = {"rows": rows, "crumbs": [{"url": reverse("work_list"), "label": _("My work")}]}
    return render(request, "referral/work_load.html", context)


def tasks_by_person(today):
    found = defaultdict(lambda: defaultdict(int))
    for person, week, number in asked("SELECT user_id, week, number FROM work_load(%s)", [today]):
        found[person][week] = number
    return found


def cases_by_lead():
    sql = "SELECT lead_id, count(*) FROM caseload() WHERE stage < 6 GROUP BY lead_id"
    return dict(asked(sql, []))


def asked(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def names_of(actor, holding):
    """Everybody who works on cases here, and who has left and still holds something. Last what is nobody’s."""
    found = dict(who_works_here(actor))
    left = [pk for pk in holding if pk and str(pk) not in found]
    found |= {str(one.pk): one.name for one in User.objects.filter(pk__in=left)}
    people = sorted(((UUID(pk), name) for pk, name in found.items()), key=lambda pair: pair[1])
    return [*people, *([(None, _("Nobody by name"))] if None in holding else [])]
