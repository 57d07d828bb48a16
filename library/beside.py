"""Documents and practices beside the work: of a measure, a tool, a lesson, a country, or named by a record."""

from dataclasses import dataclass

from django.db.models import Q

from library.models import Collection, Document, Practice
from library.procedure import procedure

MOST = 5
LOOKED_AT = 200  # of those with a theme in common, the newest


def documents_beside(key: str) -> list[Document]:
    """`key`: `tool:consent`, `measure:return.wish`, `lesson:course.lesson`."""
    found = Document.objects.published().filter(beside__contains=[key], is_public=True)
    return list(found.order_by("-year", "slug")[:MOST])


def documents_of_country(iso2: str) -> list[Document]:
    found = Document.objects.published().filter(countries__contains=[iso2.upper()], is_public=True)
    return list(found.order_by("-year", "slug")[:MOST])


def documents_named(slugs) -> list[Document]:
    """In the order given; what is not on the shelf is left out."""
    found = {each.slug: each for each in Document.objects.published().filter(slug__in=list(slugs))}
    return [found[slug] for slug in slugs if slug in found]


def collections_with(document: Document) -> list[Collection]:
    found = Collection.objects.published().filter(documents__contains=[document.slug])
    return list(found.order_by("slug")[:MOST])


def practices_of_measure(key: str) -> list[Practice]:
    """`key`: `return.joint_risk`."""
    found = Practice.objects.published().filter(measures__contains=[key])
    return list(found.prefetch_related("translations").order_by("slug")[:MOST])


def practices_of_country(iso2: str) -> list[Practice]:
    found = Practice.objects.published().filter(countries__contains=[iso2.upper()])
    return list(found.prefetch_related("translations").order_by("slug")[:MOST])


def related_to(document: Document) -> list[Document]:
    """Those it names, those that name it, then those with the most themes and audiences in common."""
    others = Document.objects.published().exclude(pk=document.pk).filter(is_public=True)
    named = [*document.related, document.replaced_by, document.translation_of]
    by_name = Q(slug__in=[slug for slug in named if slug]) | Q(related__contains=[document.slug])
    by_name |= Q(replaced_by=document.slug) | Q(translation_of=document.slug)
    first = list(others.filter(by_name)[:MOST])
    near = others.filter(themes__overlap=document.themes).order_by("-year", "slug")[:LOOKED_AT]
    ranked = sorted(near, key=lambda each: (-in_common(document, each), each.slug))
    return [*first, *(each for each in ranked if each not in first)][:MOST]


def in_common(document: Document, other: Document) -> int:
    themes = {*document.themes} & {*other.themes}
    more = {*document.audiences, *document.forms} & {*other.audiences, *other.forms}
    return 3 * len(themes) + len(more)


@dataclass(frozen=True)
class Place:
    """A page that cites a document."""

    kind: str
    code: str
    title: str = ""
    stage: str = ""


def places_of(document: Document) -> list[Place]:
    """Measures with their titles; a tool is named by the page, which knows the tools."""
    found = []
    for key in document.beside:
        kind, _colon, code = key.partition(":")
        if kind == "measure":
            stage, _dot, name = code.partition(".")
            found += measure_place(stage, name)
        else:
            found.append(Place(kind, code))
    return found


def measure_place(stage: str, name: str) -> list[Place]:
    try:
        measure = procedure(stage).measure(name)
    except LookupError:
        return []
    return [Place("measure", name, measure.title, stage)] if measure else []
