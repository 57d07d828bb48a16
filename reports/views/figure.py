"""One figure: what it means, its table, and what lies behind a number."""

from datetime import UTC, datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from directory.countries import country as country_of
from referral.actions.once import AlreadyDone, once
from referral.stages import ReferralKind
from reports.behind import answers, debts, journeys, remind
from reports.figures import DEFINED, OUTLOOKS, REMINDED, STAGES, Figure, Owed, as_of, desk_of
from reports.forms import DeskFilter, way_name
from reports.suppress import parts, shown
from reports.views.dashboard import Links
from shell.formats import country_name

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@roles(Role.NATIONAL_COORDINATOR)
def figure_detail(request, figure):
    if figure not in Figure.values:
        raise Http404
    form = DeskFilter(request.GET, country=request.actor.country)
    value, body = request.GET.get("value", ""), request.GET.get("body", "")
    period, part = form.chosen_period, form.slice()
    desk, links = desk_of(request.actor.country, part, period), Links(form.chosen())
    table = TABLES[figure](desk, links)
    row = next((one for one in table if one["value"] == value and one["body"] == body), None)
    context = {
        "figure": Figure(figure),
        "definition": DEFINED[figure],
        "as_of": as_of(),
        "period": period.label,
        "part": form.part_label if form.chosen().get("part") else "",
        "table": table,
        "row": row,
        "query": request.GET.urlencode(),
        "of_people": figure not in {Figure.OWED, Figure.ANSWERED},
        "crumbs": [{"url": links.back(), "label": _("Progress dashboard")}],
        **behind_of(request.actor, figure, part, value, body, period, row, desk),
    }
    return render(request, "reports/figure_detail.html", context)


def behind_of(actor, figure, part, value, body, period, row, desk):
    """Debts and answers are things that bodies do; journeys are people: fewer than five are not listed."""
    first = period.first_month(timezone.localdate())
    if figure == Figure.OWED:
        found = debts(part, value if row else "", body if row else "")
        may = bool(row and value in REMINDED)
        return {"debts": [debt_row(one) for one in found], "may_remind": may and bool(found)}
    if figure == Figure.ANSWERED:
        since = datetime(first.year, first.month, 1, tzinfo=UTC) if first else BEGINNING
        found = answers(part, since, value if row else "")
        return {"answers": [answer_row(one) for one in found]}
    number = row["shown"] if row else shown(WHOLE[figure](desk))
    if not number.number:
        return {"too_few": number.number is None, "journeys": []}
    return {"journeys": list(journeys(actor, figure, part, value if row else "", first))}


WHOLE = {
    Figure.OPEN: lambda desk: desk.open,
    Figure.FLOW: lambda desk: desk.open,
    Figure.OUTLOOK: lambda desk: desk.open,
    Figure.CAME: lambda desk: desk.came,
    Figure.CLOSED: lambda desk: desk.closed,
}


def line(label, one, url, value, body="", more=""):
    return {
        "label": label,
        "shown": one,
        "url": url if one.number else "",
        "value": str(value),
        "body": body,
        "more": more,
    }


def people(figure, rows, links):
    """Rows of (label, value, number) whose sum stands beside them."""
    hidden = parts([number for _label, _value, number in rows])
    return [
        line(label, one, links.to(figure, value=value), value)
        for (label, value, _number), one in zip(rows, hidden, strict=True)
    ]


def open_table(desk, links):
    rows = [(str(one.label), one.value, desk.by_stage[one.value]) for one in STAGES]
    return people(Figure.OPEN, rows, links)


def months(figure, counted, links):
    rows = [
        (date_format(m, "YEAR_MONTH_FORMAT"), m.isoformat(), counted[m]) for m in sorted(counted)
    ]
    return people(figure, rows, links)


def came_table(desk, links):
    return months(Figure.CAME, desk.came_in, links)


def closed_table(desk, links):
    return months(Figure.CLOSED, desk.closed_in, links)


def outlook_table(desk, links):
    rows = sorted((str(one.label), one.value, desk.open_outlook[one]) for one in OUTLOOKS)
    table = people(Figure.OUTLOOK, rows, links)
    ended = parts([desk.closed_outlook[value] for _label, value, _number in rows])
    for row, one in zip(table, ended, strict=True):
        row["more"] = _("%(n)s closed in the period") % {"n": one.text}
    return table


def flow_table(desk, links):
    pairs = sorted(desk.flow.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [(way_name(*pair), f"{pair[0]}-{pair[1]}", number) for pair, number in pairs]
    return people(Figure.FLOW, rows, links)


def owed_table(desk, links):
    rows = []
    for kind in Owed:
        for (one, body), number in sorted(desk.owed.items(), key=lambda pair: pair[0]):
            if one == kind and number:
                label = f"{kind.label}, {country_name(body)}"
                url = links.to(Figure.OWED, value=kind.value, body=body)
                late = desk.owed_late[one, body]
                more = ngettext("%(n)d late", "%(n)d late", late) % {"n": late} if late else ""
                rows.append(line(label, exact(number), url, kind.value, body, more))
    return rows


def answered_table(desk, links):
    rows = []
    for kind in sorted(desk.days):
        days = desk.days[kind]
        late = desk.answered_late[kind]
        more = ngettext("%(n)d late", "%(n)d late", late) % {"n": late} if late else ""
        label = str(ReferralKind(kind).label)
        url = links.to(Figure.ANSWERED, value=kind)
        rows.append(line(label, exact(sum(days.values())), url, kind, "", more))
    return rows


def exact(number):
    """What bodies do is no number of people."""
    return shown(number, least=0)


TABLES = {
    Figure.OPEN: open_table,
    Figure.CAME: came_table,
    Figure.CLOSED: closed_table,
    Figure.OUTLOOK: outlook_table,
    Figure.FLOW: flow_table,
    Figure.OWED: owed_table,
    Figure.ANSWERED: answered_table,
}


def debt_row(one):
    return {
        "url": reverse("journey_detail", args=[one.reference]),
        "reference": one.reference,
        "what": Owed(one.kind).label,
        "who": one.debtor,
        "country": one.body,
        "since": one.since,
        "due": one.due,
        "is_late": bool(one.due and one.due < timezone.now()),
        "reminded": one.reminded_at,
    }


def answer_row(one):
    return {
        "url": reverse("journey_detail", args=[one.reference]),
        "reference": one.reference,
        "what": ReferralKind(one.kind).label,
        "who": one.answerer,
        "country": one.body,
        "days": one.days,
        "is_late": one.late,
    }


@roles(Role.NATIONAL_COORDINATOR)
@require_POST
def reminder_send(request):
    """To every body behind one number of what is owed; the page that it came from says how many."""
    form = DeskFilter(request.GET, country=request.actor.country)
    kind, body = request.GET.get("value", ""), request.GET.get("body", "")
    if kind not in REMINDED or not country_of(body):
        raise Http404
    back = f"{reverse('figure_detail', args=[Figure.OWED])}?{request.GET.urlencode()}"
    try:
        with transaction.atomic():
            once(request.POST.get("idempotency_key"))
            number = remind(form.slice(), kind, body)
    except AlreadyDone:
        return redirect(back)
    said = ngettext("%(n)d reminder was sent.", "%(n)d reminders were sent.", number)
    if not number:
        said = _(
            "Nothing was sent: all of them were reminded in the last three days, or have answered."
        )
    messages.success(request, said % {"n": number} if number else said)
    return redirect(back)
