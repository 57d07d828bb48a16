"""What a country writes in place of a measure, or beside those that ship. Another person of the country publishes it."""

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import roles
from library.actions.keep import draft
from library.content import content_of
from library.forms.files import RemoveForm
from library.forms.measure import MeasureForm
from library.models import CountryMeasure
from library.national import National, as_row, slug_of
from library.procedure import procedure
from library.rights import DRAFTS
from library.views.editing import PAGE, drafted, typed, values_of
from shell.forms import render_form

RESERVED = {"new", "pdf"}


@roles(*DRAFTS)
def measure_new(request, code):
    found = procedure_or_404(code)
    initial = {
        "procedure": code,
        "country": request.actor.country,
        "language": request.LANGUAGE_CODE,
        "people": list(found.people),
    }
    form = MeasureForm(request.POST or None, initial=initial)
    if form.is_valid():
        values, country = values_of(form), request.actor.country
        name = free_code(country, found, values["title"])
        entry = CountryMeasure(
            slug=slug_of(country, code, name), country=country, procedure=code, code=name, **values
        )
        return drafted(request, draft(entry, key=form.cleaned_data["idempotency_key"]))
    back = reverse("procedure_detail", args=[code])
    context = {"title": _("Add a measure"), "about": found.title, "back": back}
    return render_form(request, PAGE, context, form)


@roles(*DRAFTS)
def measure_change(request, code, measure):
    """From what holds in the country now: its own, else the one that ships."""
    base, entry = standing(request, code, measure)
    language = entry.language if base else request.LANGUAGE_CODE
    form = MeasureForm(
        request.POST or None, initial={**typed(entry), "language": language, "reason": ""}
    )
    if form.is_valid():
        entry = CountryMeasure(**{**content_of(entry), **values_of(form), "slug": entry.slug})
        return drafted(request, draft(entry, key=form.cleaned_data["idempotency_key"], base=base))
    return render_form(request, PAGE, about(_("Write it for your country"), code, entry), form)


@roles(*DRAFTS)
def measure_remove(request, code, measure):
    """The measure that ships holds again; one of the country's own goes."""
    base, entry = standing(request, code, measure)
    if base is None:
        raise Http404
    form = RemoveForm(request.POST or None)
    if form.is_valid():
        tomb = CountryMeasure(**content_of(base), removes=True, reason=form.cleaned_data["reason"])
        return drafted(request, draft(tomb, key=form.cleaned_data["idempotency_key"], base=base))
    return render_form(request, PAGE, about(_("Take it away"), code, entry), form)


def about(title, code, entry) -> dict:
    back = reverse("measure_detail", args=[code, entry.code])
    return {"title": title, "about": entry.title, "back": back}


def procedure_or_404(code):
    try:
        return procedure(code)
    except LookupError:
        raise Http404 from None


def standing(request, code, name):
    """The country's row that holds, if there is one, and what to write on from."""
    found, country = procedure_or_404(code), request.actor.country
    edition = National(country).edition(code, name)
    if edition:
        return edition.row, edition.row
    ours = found.measure(name)
    if ours is None:
        raise Http404
    return None, as_row(country, code, ours)


def free_code(country, found, title) -> str:
    """Of the title where it has Latin letters. Never that of a measure that ships, or that the country ever had."""
    start = slugify(title)[:32].strip("-") or "own"
    taken = set(
        CountryMeasure.objects.filter(country=country, procedure=found.code).values_list(
            "code", flat=True
        )
    )
    taken |= RESERVED | {each.code for each in found.measures}
    if start not in taken:
        return start
    return next(f"{start}-{n}" for n in range(2, 10_000) if f"{start}-{n}" not in taken)
