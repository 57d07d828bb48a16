"""The library: searching, and one record. Public, but for records that are kept for those who are signed in."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import public
from library import listing
from library.beside import collections_with, places_of, related_to
from library.finding import find
from library.models import Document
from library.rights import DRAFTS, REVIEWS, is_one_of
from library.taxonomy import AUDIENCES, FORMS, LICENCES, THEMES
from shell.formats import country_name, language_name


@public
@require_safe
def document_list(request):
    query = listing.read(request.GET)
    asked = query.asked(public_only=not request.user.is_authenticated)
    found, rows = find(asked, start=(query.page - 1) * listing.PAGE, most=listing.PAGE)
    context = {
        "query": query,
        "rows": rows,
        "total": found.total,
        "heading": ngettext("%(n)s document", "%(n)s documents", found.total) % {"n": found.total},
        "facets": listing.facets(found, query),
        "active": listing.active(query, found),
        "export": {name: query.address(**{"as": name}) for name in ("csv", "ris", "json")},
        "collections": [] if query.text or query.chosen else collections(found),
        "may_draft": is_one_of(request.actor, DRAFTS),
        "may_review": is_one_of(request.actor, REVIEWS),
        **pages(query, found.total),
    }
    return render(request, "library/document_list.html", context)


def pages(query, total) -> dict:
    first = (query.page - 1) * listing.PAGE
    last = min(first + listing.PAGE, total)
    has_next = last < total and query.page < listing.DEEPEST
    shown = _("%(first)s to %(last)s of %(total)s")
    return {
        "previous_url": query.address(page=query.page - 1) if query.page > 1 else "",
        "next_url": query.address(page=query.page + 1) if has_next else "",
        "shown": shown % {"first": first + 1, "last": last, "total": total} if total else "",
    }


def collections(found) -> list[dict]:
    counts = dict(found.facets["collection"])
    return [
        {"collection": each, "count": counts[each.slug]}
        for each in found.collections.values()
        if counts.get(each.slug)
    ]


@public
@require_safe
def document_detail(request, slug):
    found = document_or_404(request, slug)
    context = {
        "document": found,
        "kind": found.kind_label,
        "licence": LICENCES.get(found.licence, ""),
        "facts": facts(found),
        "related": related_to(found),
        "collections": collections_with(found),
        "newer": visible(request).filter(slug=found.replaced_by).first()
        if found.replaced_by
        else None,
        "places": places_of(found),
        "tools": [place.code for place in places_of(found) if place.kind == "tool"],
        "lessons": [place.code for place in places_of(found) if place.kind == "lesson"],
        "may_draft": is_one_of(request.actor, DRAFTS),
    }
    return render(request, "library/document_detail.html", context)


def visible(request):
    published = Document.objects.published()
    return published if request.user.is_authenticated else published.filter(is_public=True)


def document_or_404(request, slug) -> Document:
    found = visible(request).select_related("file").defer("file__body").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def facts(document) -> list[tuple]:
    """(label, [(text, address of the list with it)])."""

    def linked(facet, codes, name):
        return [(str(name(code) or code), f"?{facet}={code}") for code in codes]

    rows = [
        (_("Themes"), linked("theme", document.themes, THEMES.get)),
        (_("For whom"), linked("audience", document.audiences, AUDIENCES.get)),
        (_("Form of exploitation"), linked("form", document.forms, FORMS.get)),
        (_("Countries"), linked("country", document.countries, country_name)),
        (_("Languages"), linked("language", document.languages, language_name)),
    ]
    return [(title, values) for title, values in rows if values]
