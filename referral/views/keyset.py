"""Pages that go on after the last row shown, and chips that take one filter away: both are links, no state."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone


def cursor(text):
    """[instant, id] of the last row of the page before; a broken one is the first page."""
    when, _mark, last = text.partition("~")
    try:
        at = datetime.fromisoformat(when)
        return [at, UUID(last)] if timezone.is_aware(at) else None
    except ValueError:
        return None


def older(asked, at, last):
    values = asked.copy()
    values["before"] = f"{at.isoformat()}~{last}"
    return "?" + values.urlencode()


def without(asked, *names):
    values = asked.copy()
    for name in names:
        values.pop(name, None)
    return "?" + values.urlencode()


def chip(asked, form, name):
    return {"label": form.label_of(name), "url": without(asked, name, "before")}
