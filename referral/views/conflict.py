"""Two people changed the same thing: both versions side by side, and nothing is lost."""

from django import forms
from django.db import connection
from django.shortcuts import render

from referral.forms.words import in_words, same

THEIRS = "theirs"


def one_at_a_time(request, case, what):
    """
    The second of two savings waits here for the first, and then meets its version.

    Also where no row is there yet that could be locked, and where one form stands for many rows.
    """
    if request.method != "POST":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{case.pk}|{what}"]
        )


def chosen(post, fields, initial):
    """The posted answers, with those replaced where somebody chose what is stored now."""
    data = post.copy()
    for name, field in fields.items():
        if post.get(f"choice-{name}") == THEIRS:
            put(data, name, field, initial.get(name))
    return data


def put(data, name, field, value):
    """Write `value` into posted data in the way the field's widget would have sent it."""
    widget = field.widget
    if isinstance(widget, forms.MultiWidget):
        for place, part in enumerate(widget.decompress(value)):
            data.setlist(f"{name}_{place}", ["on" if part is True else part] if part else [])
    elif isinstance(widget, forms.CheckboxInput):
        data.setlist(name, ["on"] if value else [])
    elif isinstance(value, list):
        data.setlist(name, value)
    else:
        shown = widget.format_value(field.prepare_value(value))
        data.setlist(name, shown if isinstance(shown, list) else [shown or ""])


def differences(form, initial) -> list[dict]:
    rows = []
    for name, field in form.fields.items():
        if field.widget.is_hidden or name not in form.cleaned_data:
            continue
        theirs, yours = initial.get(name), form.cleaned_data[name]
        if not same(theirs, yours):
            rows.append(
                {
                    "name": name,
                    "label": field.label,
                    "theirs": in_words(field, theirs),
                    "yours": in_words(field, yours),
                }
            )
    return rows


def conflict_page(request, form, rows, context):
    """409: what both wrote. The form travels along hidden, with the version that is stored now."""
    shown = {name for name in form.fields if not form.fields[name].widget.is_hidden}
    kept = [
        (key, value)
        for key, values in form.data.lists()
        for value in values
        if key in shown or key.rpartition("_")[0] in shown
    ]
    return render(
        request,
        "referral/case_conflict.html",
        {
            **context,
            "rows": rows,
            "kept": kept,
            "version": form.current_version,
            "key": form.cleaned_data["idempotency_key"],
            "reload_url": request.path,
        },
        status=409,
    )
