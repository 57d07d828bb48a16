"""Two people changed the same thing: both versions side by side, and nothing is lost."""

from dataclasses import dataclass

from django import forms
from django.db import connection
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership
from audit.models import AuditEntry
from instruments.answered import label
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


def label_of(form, name, field) -> str:
    """A question that is asked for each item is named with its item."""
    definition = getattr(form, "definition", None)
    rows = [row for section in definition.sections for row in section.rows] if definition else []
    row = next((r for r in rows if any(q.code == name for q in r.questions)), None)
    return label(row, field.question) if row else field.label


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
                    "label": label_of(form, name, field),
                    "theirs": in_words(field, theirs),
                    "yours": in_words(field, yours),
                    # In a tool, what one of two left open is taken from the other unless somebody chooses otherwise. In the
                    # record a blank may be a number taken out on purpose.
                    "keeps_theirs": hasattr(form, "definition") and yours in ("", None, []),
                }
            )
    return rows


@dataclass(frozen=True, slots=True)
class Saved:
    """The entry of the history that the first saving left: of which action, on what, and of which part."""

    action: str
    target: object
    part: str = ""


def who_and_when(request, saved: Saved | None) -> dict:
    """By the history of the own organisation; nothing where the entry is not there."""
    if saved is None:
        return {}
    entries = AuditEntry.objects.filter(
        organisation=request.actor.organisation, action=saved.action, target=str(saved.target)
    )
    if saved.part:
        entries = entries.filter(detail__part=saved.part)
    entry = entries.order_by("-id").first()
    member = (
        Membership.objects.filter(pk=entry.actor).first()
        if entry and len(entry.actor) == 36
        else None
    )
    if member is None:
        return {}
    at = timezone.localtime(entry.at)
    when = "TIME_FORMAT" if at.date() == timezone.localdate() else "DATETIME_FORMAT"
    return {"who": member.user.short_name, "when": date_format(at, when)}


def conflict_page(request, form, rows, context, saved=None):
    """409: what both wrote, and who was first. The form travels along hidden, with the version that is stored now."""
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
            **who_and_when(request, saved),
            "rows": rows,
            "kept": kept,
            "version": form.current_version,
            "key": form.cleaned_data["idempotency_key"],
            "reload_url": request.path,
        },
        status=409,
    )
