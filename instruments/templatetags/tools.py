"""A tool by its code, for pages that name one: procedures, gates."""

from django import template

from instruments.shelf import load

register = template.Library()


@register.filter
def tool_titles(codes) -> list[dict]:
    """`{code, title}` of each; a code that is no tool is left out."""
    found = []
    for code in codes:
        try:
            found.append({"code": code, "title": load(code).title})
        except LookupError:
            continue
    return found
