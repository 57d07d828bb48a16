"""Yearly figures of investigations, courts and rights: entered by a country's coordinator, by hand or as a table; a second person confirms."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from referral.models import MoveNotAllowed
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from reports.justice.enter import ANSWERS, ENTERS, answer, enter, take_back
from reports.justice.file import LARGEST, Unreadable, read, template
from reports.justice.forms import EntryForm, FileForm
from reports.justice.measures import MEASURES, PARTINGS
from reports.justice_models import JusticeEntry, JusticeState

SHOWN = 100


def crumbs(*more):
    return [
        {"url": reverse("statistics"), "label": _("Statistics")},
        {"url": reverse("justice_list"), "label": _("Yearly figures of justice")},
    ][: 1 + len(more)]


def mine(actor):
    return JusticeEntry.objects.filter(country=actor.country).select_related("entered_by")


def get_entry(request, id):
    return mine(request.actor).filter(pk=id).first() or deny(str(id))


@roles(*ANSWERS)
@require_safe
def justice_list(request):
    found = mine(request.actor)
    waiting = found.filter(state=JusticeState.WAITING).order_by("entered_at")
    told = found.filter(state=JusticeState.CONFIRMED).order_by("-year", "measure", "-answered_at")
    context = {
        "waiting": waiting[:SHOWN],
        "told": told[:SHOWN],
        "measures": MEASURES.values() if request.actor.role in ENTERS else [],
        "crumbs": crumbs(),
    }
    return render(request, "reports/justice_list.html", context)


@roles(*ENTERS)
def justice_new(request, measure):
    if measure not in MEASURES:
        raise Http404
    initial = {"year": timezone.localdate().year - 1}
    form = EntryForm(posted(request), measure=measure, initial=initial)
    made = []
    done = move(
        request,
        form,
        lambda: made.append(enter(**form.entry())),
        done="justice_list",
        said=_("Entered. It is told once a second person has confirmed it."),
    )
    if done:
        return redirect("justice_detail", made[0].pk) if made else done
    context = {
        "crumbs": crumbs(1),
        "title": MEASURES[measure].title,
        "button": _("Enter, and ask a second person"),
        "multipart": False,
    }
    return show(request, "reports/justice_form.html", context, form)


@roles(*ENTERS)
def justice_import(request):
    form = FileForm(posted(request), request.FILES or None)
    done = move(
        request,
        form,
        lambda: bring(form.cleaned_data["file"]),
        done="justice_list",
        said=_("The table is entered. It is told once a second person has confirmed it."),
    )
    context = {
        "crumbs": crumbs(1),
        "title": _("Bring a table"),
        "lead": _("One row for each number. All of it is taken, or nothing."),
        "button": _("Enter, and ask a second person"),
        "multipart": True,
    }
    return done or show(request, "reports/justice_form.html", context, form)


@transaction.atomic
def bring(file):
    """The whole table, checked by the very form of the page. Raises `MoveNotAllowed` with what is wrong in it."""
    if file.size > LARGEST:
        raise MoveNotAllowed(_("The file is larger than 1 MB. Bring it in parts."))
    try:
        entries = read(file.read())
    except Unreadable as unreadable:
        raise MoveNotAllowed(" ".join(unreadable.faults)) from None
    for data in entries:
        form = EntryForm(data, measure=data["measure"])
        if not form.is_valid():
            problem = next(iter(form.errors.values()))[0]
            raise MoveNotAllowed(
                _("%(measure)s, %(year)s: %(problem)s")
                % {"measure": form.measure.title, "year": data["year"][:4], "problem": problem}
            )
        enter(**form.entry(), from_file=True)


@roles(*ENTERS)
@require_safe
def justice_template(request):
    answer = HttpResponse(
        template(timezone.localdate().year - 1), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="justice.csv"'
    return answer


@roles(*ANSWERS)
@require_safe
def justice_detail(request, id):
    entry = get_entry(request, id)
    own = entry.entered_by_id == request.user.pk
    waits = entry.state == JusticeState.WAITING
    context = {
        "entry": entry,
        "rows": numbers(entry),
        "may_answer": waits and not own,
        "may_take_back": waits and own,
        "waits": waits,
        "crumbs": crumbs(1),
    }
    return render(request, "reports/justice_detail.html", context)


def numbers(entry):
    """(heading, [(words, number)]) in the order of the form."""
    found = {(one.parting, one.category): one.number for one in entry.numbers.all()}
    rows = [(pgettext("figures", "Total"), [(entry.about.title, found["", ""])])]
    for code in entry.about.parts:
        cells = PARTINGS[code].categories.items()
        if (code, "unknown") in found:
            rows.append((PARTINGS[code].title, [(words, found[code, c]) for c, words in cells]))
    return rows


@roles(*ANSWERS)
@require_POST
def justice_answer(request, id):
    entry, chosen = get_entry(request, id), request.POST.get("answer")

    def act():
        if chosen == "back":
            take_back(entry=entry)
        else:
            answer(entry=entry, yes=chosen == "yes")

    return tap(request, act, done=reverse("justice_detail", args=[entry.pk]))
