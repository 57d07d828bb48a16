"""Good practice: what was tried, found by theme and country; proposed by anyone, published by a second person."""

from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles, signed_in
from library.actions.translate import OwnTranslation, read_translation, translate
from library.beside import documents_named, measure_place
from library.forms.practice import TranslationForm, languages
from library.models import Practice
from library.practices import LINES, TEXTS, said
from library.rights import DRAFTS, PROPOSES, is_one_of
from library.taxonomy import THEMES
from shell.formats import country_name, language_name
from shell.forms import render_form


@signed_in
@require_safe
def practice_list(request):
    """`?theme=` and `?country=`: what it does not know it leaves out."""
    everything = list(Practice.objects.published().prefetch_related("translations"))
    theme, country = request.GET.get("theme", "")[:24], request.GET.get("country", "")[:2]
    rows = [
        each
        for each in everything
        if (not theme or theme in each.themes) and (not country or country in each.countries)
    ]
    context = {
        "rows": sorted((said(each) for each in rows), key=lambda each: each.title.casefold()),
        "facets": [
            facet("theme", _("Theme"), THEMES.get, [c for each in everything for c in each.themes], theme, f"&country={country}" if country else ""),
            facet("country", _("Country"), country_name, [c for each in everything for c in each.countries], country, f"&theme={theme}" if theme else ""),
        ],
        "may_propose": is_one_of(request.actor, PROPOSES),
    }  # fmt: skip
    return render(request, "library/practice_list.html", context)


def facet(name, title, label, values, chosen, rest) -> dict:
    rows = [
        {
            "label": str(label(value) or value),
            "count": number,
            "is_on": value == chosen,
            "url": f"?{'' if value == chosen else f'{name}={value}'}{rest}",
        }
        for value, number in Counter(values).most_common()
    ]
    return {"name": name, "title": title, "first": rows[:8], "more": rows[8:]}


@signed_in
@require_safe
def practice_detail(request, slug):
    """`?in=fr`: another language than the reader's."""
    found = practice_or_404(slug)
    wanted = request.GET.get("in", "")[:8] or get_language()
    shown = said(found, wanted)
    context = {
        "said": shown,
        "practice": found,
        "countries": [country_name(code) for code in found.countries],
        "languages": states(found, shown),
        "documents": documents_named([found.document]) if found.document else [],
        "places": [place for key in found.measures for place in measure_place(*key.partition(".")[::2])],
        "may_propose": is_one_of(request.actor, PROPOSES),
        "may_remove": is_one_of(request.actor, DRAFTS),
        "may_read": may_read(request, shown.translation),
        "wanted": wanted,
    }  # fmt: skip
    return render(request, "library/practice_detail.html", context)


def in_language(practice, language) -> str:
    return f"{reverse('practice_detail', args=[practice.slug])}?in={language}"


def practice_or_404(slug) -> Practice:
    found = Practice.objects.published().filter(slug=slug).prefetch_related("translations").first()
    if found is None:
        raise Http404
    return found


def states(practice, shown) -> list[dict]:
    """Each language of the product: original, translated and read, translated, or not yet."""
    made = {each.language: each for each in practice.translations.all()}
    rows = []
    for code, name in languages():
        here = made.get(code)
        rows.append(
            {
                "code": code,
                "name": name,
                "is_shown": code == shown.language,
                "is_original": code == practice.language,
                "is_made": here is not None,
                "is_read": here is not None and here.reviewed_by_id is not None,
                "is_shipped": here is not None and here.translated_by_id is None,
                "is_old": here is not None and said(practice, code).is_of_former_version,
            }
        )
    return rows


def may_read(request, translation) -> bool:
    """Somebody else than the translator says that it is right."""
    if translation is None or translation.reviewed_by_id or not translation.translated_by_id:
        return False
    actor = request.actor
    return is_one_of(actor, PROPOSES) and str(translation.translated_by_id) != actor.user


@roles(*PROPOSES)
def practice_translate(request, slug, language):
    found = practice_or_404(slug)
    if language == found.language or language not in dict(languages()):
        raise Http404
    made = next((each for each in found.translations.all() if each.language == language), None)
    names = (*TEXTS, *LINES)
    initial = {name: getattr(made, name) for name in names} if made else {}
    version = int(made.translated_at.timestamp() * 1_000_000) if made else 0
    form = TranslationForm(
        request.POST or None, language=language, initial=initial, version=version
    )
    if form.is_valid() and not form.is_stale():
        translate(found, language, **{name: form.cleaned_data[name] for name in names})
        messages.success(request, _("Kept. Another person reads it and says whether it is right."))
        return redirect(in_language(found, language))
    context = {
        "practice": found,
        "language_name": language_name(language),
        "language": language,
        "is_stale": form.is_bound and form.is_valid() and form.is_stale(),
    }
    return render_form(request, "library/practice_translate.html", context, form)


@roles(*PROPOSES)
@require_POST
def practice_translation_read(request, slug, language):
    found = practice_or_404(slug)
    try:
        read_translation(found, language)
    except LookupError:
        raise Http404 from None
    except OwnTranslation:
        messages.warning(request, _("You translated it: somebody else has to read it."))
    else:
        messages.success(request, _("Marked as reviewed."))
    return redirect(in_language(found, language))
