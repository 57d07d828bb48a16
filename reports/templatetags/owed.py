"""What is owed, drawn in one piece: a table of thirty countries has hundreds of cells."""

from django import template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def owed_cells(cells):
    return format_html_join(
        "", '<td class="{}">{}</td>', ((cell["tone"], content(cell)) for cell in cells)
    )


def content(cell):
    if not cell["url"]:
        return "0"
    return format_html(
        '<a href="{}">{}{}</a>', cell["url"], localize(cell["number"]), late(cell["late"])
    )


def late(number):
    if not number:
        return ""
    text = ngettext("%(n)s late", "%(n)s late", number) % {"n": localize(number)}
    return format_html('<span class="xs late-n">{}</span>', text)
