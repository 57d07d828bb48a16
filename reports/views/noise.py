"""Tables with random noise, where this installation has turned them on: proposed, agreed to by a second person, drawn once, and paid for."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles
from audit.models import record
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from reports.noise import shown
from reports.noise.draw import is_installed
from reports.noise.forms import NoiseForm
from reports.noise.release import (
    ANSWERS,
    NOT_INSTALLED,
    PROPOSES,
    answer,
    is_on,
    propose,
    take_back,
)
from reports.noise_models import NoiseSpent, NoiseState, NoisyRelease
from reports.statistics import pages, sheets

SHOWN = 100


def where_on(view):
    """Off, there is no such page."""

    @wraps(view)
    def seen(request, *args, **kwargs):
        if not is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return seen


def crumbs(*more):
    return [
        {"url": reverse("statistics"), "label": _("Statistics")},
        {"url": reverse("noise_list"), "label": _("Tables with random noise")},
    ][: 1 + len(more)]


def mine(actor):
    return NoisyRelease.objects.filter(country=actor.country).select_related("proposed_by")


def get_release(request, id):
    return mine(request.actor).filter(pk=id).first() or deny(str(id))


@roles(*ANSWERS)
@require_safe
@where_on
def noise_list(request):
    found, month = mine(request.actor), pages.newest_month()
    ledger = NoiseSpent.objects.filter(country=request.actor.country)
    context = {
        "left": shown.left_of(shown.years(month)),
        "waiting": found.filter(state=NoiseState.WAITING).order_by("proposed_at")[:SHOWN],
        "agreed": found.filter(state=NoiseState.AGREED).order_by("-month", "cube")[:SHOWN],
        "ledger": ledger.select_related("proposed_by", "approved_by").order_by("-spent_at")[:SHOWN],
        "missing": "" if is_installed() else NOT_INSTALLED,
        "proposes": request.actor.role in PROPOSES and is_installed() and month,
        "crumbs": crumbs(),
    }
    return render(request, "reports/noise_list.html", context)


@roles(*PROPOSES)
@where_on
def noise_new(request):
    form = NoiseForm(posted(request))
    made = []
    done = move(
        request,
        form,
        lambda: made.append(propose(**form.release())),
        done="noise_list",
    )
    if done:
        return redirect("noise_detail", made[0].pk) if made else done
    context = {"crumbs": crumbs(1), "missing": "" if is_installed() else NOT_INSTALLED}
    return show(request, "reports/noise_form.html", context, form)


@roles(*ANSWERS)
@require_safe
@where_on
def noise_detail(request, id):
    release = get_release(request, id)
    own, waits = release.proposed_by_id == request.user.pk, release.state == NoiseState.WAITING
    context = {
        "release": release,
        "left": shown.left_of([release.year])[0],
        "margins": shown.margins(release),
        "one": shown.table(release) if release.drawn_at else None,
        "files": files(release) if release.drawn_at else [],
        "may_answer": waits and not own,
        "may_take_back": waits and own,
        "missing": "" if is_installed() else NOT_INSTALLED,
        "crumbs": crumbs(1),
    }
    return render(request, "reports/noise_detail.html", context)


def files(release):
    return [
        (ending.upper(), reverse("noise_file", args=[release.pk, ending]))
        for ending in sheets.TYPES
    ]


@roles(*ANSWERS)
@require_POST
@where_on
def noise_answer(request, id):
    release, chosen = get_release(request, id), request.POST.get("answer")

    def act():
        if chosen == "back":
            take_back(release=release)
        else:
            answer(release=release, yes=chosen == "yes")

    return tap(request, act, done=reverse("noise_detail", args=[release.pk]))


@roles(*ANSWERS)
@require_safe
@where_on
def noise_file(request, id, ending):
    """The same as the page says, with margin and epsilon in each row. Its name says the table, the country, the year and that there is noise."""
    release = get_release(request, id)
    if ending not in sheets.TYPES or not release.drawn_at:
        raise Http404
    record("noise.file", release.pk, ending=ending)
    made = HttpResponse(sheets.WRITERS[ending](*shown.sheet(release)), content_type=sheets.TYPES[ending])  # fmt: skip
    name = f"statistics-noise-{release.cube}-{release.country}-{release.year}.{ending}"
    made["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
