"""Values of form fields in words, and whether two of them are the same."""

import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from shell.formats import partial_date
from shell.forms import PartialDate


def same(one, other) -> bool:
    return _plain(one) == _plain(other)


def _plain(value):
    if value in (None, "", [], ()) or value == PartialDate():
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return list(value) if isinstance(value, (list, tuple)) else value


def in_words(field, value) -> str:
    """What a reader sees for this value of this field; nothing for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if _plain(value) == "":
        return ""
    if isinstance(value, PartialDate):
        return partial_date(*value)
    if isinstance(value, datetime.datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "DATE_FORMAT")
    labels = _labels(getattr(field, "choices", ()))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(value, value))


def _labels(choices) -> dict:
    found = {}
    for code, label in choices:
        found.update(label if isinstance(label, (list, tuple)) else [(code, label)])
    return found
