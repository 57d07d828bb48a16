from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from library.national import National
from library.person_text import LANGUAGES, texts_of_stage
from library.procedure import PEOPLE, People, procedure
from library.rights import DRAFTS, is_one_of
from shell.pdf import can_make_pdf, pdf_response


@signed_in
@require_safe
def procedure_list(request):
    cards = [
        {
            "procedure": each,
            "count": len(each.measures),
            "minutes": each.reading_minutes(each.people[0]),
        }
        for each in National(country_of(request)).procedures()
    ]
    return render(request, "library/procedure_list.html", {"cards": cards})


@signed_in
@require_safe
def procedure_detail(request, code):
    return render(request, "library/procedure_detail.html", context_for(request, code))


@signed_in
@require_safe
def procedure_pdf(request, code):
    """The stage as a file; where the system lacks what that takes, the page that prints."""
    context = context_for(request, code)
    if not can_make_pdf():
        return redirect("procedure_detail", code)
    context["today"] = timezone.localdate()
    return pdf_response(
        "library/procedure_pdf.html", context, name=f"procedure-{code}", request=request
    )


@signed_in
@require_safe
def measure_detail(request, code, measure):
    context = context_for(request, code)
    found = context["procedure"].measure(measure)
    if found is None:
        raise Http404
    chosen = context["people"] if context["people"] in found.people else min(found.people)
    row = {"measure": found, "points": found.points(chosen)}
    shown = {"measure": found, "people": chosen, "row": row, **of_the_country(context, measure)}
    return render(request, "library/measure_detail.html", context | shown)


def of_the_country(context, measure) -> dict:
    """Which versions of it the country had, and what ships."""
    code, national = context["procedure"].code, context["national"]
    ours = procedure(code).measure(measure)
    return {
        "ours": ours,
        "shipped_points": ours.points(context["people"]) if ours else (),
        "editions": national.editions(code, measure)[::-1],
    }


def said_in(language: str) -> str:
    return language if language in LANGUAGES else "en"


def country_of(request) -> str:
    return request.actor.country if request.actor else ""


def context_for(request, code) -> dict:
    """`?for=` says for whom; what is no such word, or has no procedure here, is the first."""
    national = National(country_of(request))
    try:
        found = national.procedure(code)
    except LookupError:
        raise Http404 from None
    asked = request.GET.get("for", "")
    chosen = next((each for each in found.people if each == asked), found.people[0])
    measures = found.measures_for(chosen)
    language = get_language()
    return {
        "procedure": found,
        "national": national,
        "may_write": bool(national.country) and is_one_of(request.actor, DRAFTS),
        "people": chosen,
        "people_label": PEOPLE[chosen],
        "choices": choices(found, chosen),
        "rows": [{"measure": each, "points": each.points(chosen)} for each in measures],
        "minutes": found.reading_minutes(chosen),
        "to_read": [
            {"code": each.code, "title": each.title_for(language), "language": said_in(language)}
            for each in texts_of_stage(code)
        ],
        "pdf": can_make_pdf(),
    }


def choices(found, chosen: People) -> list[dict]:
    address = reverse("procedure_detail", args=[found.code])
    return [
        {"url": f"{address}?for={each}", "label": PEOPLE[each], "is_chosen": each == chosen}
        for each in found.people
    ]
