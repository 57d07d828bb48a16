"""
The plain questions of a tool, drawn in one piece: pills, lines and lists.

A tool has hundreds of fields, and a template for each takes most of the time of the page. What is drawn here is, but for
white space, what `instruments/question.html` draws (a test compares them); whatever has more to say is left to it.
"""

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe

LINES = (forms.TextInput, forms.NumberInput, forms.DateInput)


def drawn(bound: BoundField) -> SafeString | None:
    """Nothing where the template has to do it: errors, an earlier answer, a point to confirm, or another widget."""
    field = bound.field
    if bound.errors or getattr(field, "known_from", None) or getattr(field, "is_marked", False):
        return None
    kind = type(field.widget)
    if kind is forms.RadioSelect:
        return mark_safe(_pills(bound))  # noqa: S308  every part of it is escaped below
    if kind is forms.Select and not field.widget.attrs:
        return mark_safe(_labelled(bound, _select(bound)))  # noqa: S308
    if kind in LINES and "class" not in field.widget.attrs:
        return mark_safe(_labelled(bound, _line(bound)))  # noqa: S308
    return None


def _help(bound: BoundField) -> str:
    if not bound.help_text:
        return ""
    return f'<p class="form-text" id="{bound.auto_id}_helptext">{bound.help_text}</p>'


def _given(bound: BoundField) -> set[str]:
    return set(bound.field.widget.format_value(bound.value()))


def _pills(bound: BoundField) -> str:
    name, given, start = bound.html_name, _given(bound), bound.auto_id
    described = f' aria-describedby="{bound.aria_describedby}"' if bound.aria_describedby else ""
    pills = []
    for place, (code, text) in enumerate(bound.field.choices):
        checked = " checked" if str(code) in given else ""
        pills.append(
            f'<span class="pill"><input type="radio" name="{name}" value="{escaped(code)}" id="{start}_{place}"{checked}>'
            f'<span><label for="{start}_{place}">{escaped(text)}</label></span></span>'
        )
    return (
        f'<fieldset id="div_{start}" class="fld"{described}><legend class="form-label">{escaped(bound.label)}</legend>'
        f'{_help(bound)}<div class="inline-opts">{"".join(pills)}</div></fieldset>'
    )


def _labelled(bound: BoundField, control: str) -> str:
    return (
        f'<div id="div_{bound.auto_id}" class="fld"><label class="form-label" for="{bound.auto_id}">{escaped(bound.label)}'
        f"</label>{_help(bound)}{control}</div>"
    )


def _attributes(bound: BoundField, css: str) -> str:
    widget = bound.field.widget
    attrs = {**widget.attrs, "class": f"{type(widget).__name__.lower()} {css}"}
    if bound.aria_describedby:
        attrs["aria-describedby"] = bound.aria_describedby
    attrs["id"] = bound.auto_id
    return "".join(f' {name}="{escaped(value)}"' for name, value in attrs.items())


def _line(bound: BoundField) -> str:
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    shown = "" if value is None else f' value="{escaped(value)}"'
    kind = widget.attrs.get("type", widget.input_type)
    return (
        f'<input type="{kind}" name="{bound.html_name}"{shown}{_attributes(bound, "form-control")}>'
    )


def _select(bound: BoundField) -> str:
    given = _given(bound)
    options = []
    for code, text in bound.field.choices:
        chosen = " selected" if str(code) in given else ""
        options.append(f'<option value="{escaped(code)}"{chosen}>{escaped(text)}</option>')
    head = f'<select name="{bound.html_name}"{_attributes(bound, "form-select")}>'
    return f"{head}{''.join(options)}</select>"
