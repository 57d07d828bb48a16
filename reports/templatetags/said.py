"""What each month said, drawn in one piece: lines over two years have some thousand cells."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def said_rows(rows, words):
    """`rows`: (month, cells); `words`: month → its words."""
    not_said = format_html('<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>', _("not said"))  # fmt: skip
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (words[month], format_html_join("", '<td class="r">{}{}</td>', (content(cell, words, not_said) for cell in cells)))
            for month, cells in rows
        ),
    )  # fmt: skip


def content(cell, words, not_said):
    if cell.number is None:
        return not_said, ""
    if not cell.is_older:
        return str(cell.number), ""
    return str(cell.number), format_html(
        '<span class="d-block sm muted">{}</span>', words[cell.as_of]
    )
