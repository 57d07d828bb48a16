"""
Documents and practices for pages of other parts, which know them by nothing but these tags:

    {% documents_beside "tool" tool.code %}  {% documents_of_country "al" %}  {% documents_named lesson.documents %}
"""

from django import template

from library import beside
from library.practices import said

register = template.Library()
PAGE = "library/beside.html"


@register.inclusion_tag(PAGE)
def documents_beside(kind, code, heading="h2"):
    return {"documents": beside.documents_beside(f"{kind}:{code}"), "heading": heading}


@register.inclusion_tag(PAGE)
def documents_of_country(iso2):
    return {
        "documents": beside.documents_of_country(iso2),
        "practices": [said(each) for each in beside.practices_of_country(iso2)],
        "country": iso2.lower(),
        "heading": "h2",
    }


@register.inclusion_tag(PAGE)
def documents_named(slugs, heading="h2"):
    return {"documents": beside.documents_named(slugs), "heading": heading}


@register.inclusion_tag("library/sources.html")
def sources_of(sources):
    """What a lesson cites: `document` of each names its record, which says whether the address was seen."""
    named = beside.documents_named([each.document for each in sources if each.document])
    shelf = {each.slug: each for each in named}
    return {"sources": [(each, shelf.get(each.document)) for each in sources]}


@register.inclusion_tag(PAGE)
def beside_measure(procedure, measure):
    """What to read on a measure, and what others tried."""
    key = f"{procedure}.{measure}"
    return {
        "documents": beside.documents_beside(f"measure:{key}"),
        "practices": [said(each) for each in beside.practices_of_measure(key)],
        "heading": "h2",
    }
