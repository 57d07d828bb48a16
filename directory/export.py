"""
The published rows of the directory as files, in streams: CSV for spreadsheets, JSON with a signature.

The signature says that a file is as this installation wrote it. It covers the document in one form: keys in
order, no spaces, without the signature itself.
"""

import csv
import hashlib
import hmac
import json
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from directory.cells import COLUMNS, cell, cells_of, value_of
from directory.models import Contact, Fact
from shell.spreadsheets import BYTE_ORDER_MARK, guarded

FORMAT = "referral-desk-directory-1"
AT_ONCE = 1_000


def rows_of(model, country: str = ""):
    rows = model.objects.published().select_related("source")
    if country:
        rows = rows.of(country)
    order = ("topic", "year") if model is Fact else ("kind", "name")
    return rows.order_by("country", *order, "id").iterator(chunk_size=AT_ONCE)


class _Echo:
    """What `csv` writes to, so that each line can be handed on at once."""

    def write(self, text):
        return text


def csv_lines(model, country: str = "") -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS[model])
    for entry in rows_of(model, country):
        yield writer.writerow([guarded(text) for text in cells_of(entry).values()])


def json_parts(country: str = "") -> Iterator[str]:
    """The last part is the signature of all that came before."""
    seal = hmac.new(key(), digestmod=hashlib.sha256)
    for part in unsigned_parts(country):
        seal.update(part.encode())
        yield part
    seal.update(b"}")
    yield f',"signature":"{seal.hexdigest()}"}}'


def unsigned_parts(country):
    """All but the closing bracket."""
    yield '{"contacts":['
    yield from joined(Contact, country)
    yield '],"facts":['
    yield from joined(Fact, country)
    made_on = timezone.localdate().isoformat()
    yield f'],"format":{in_one_form(FORMAT)},"made_on":{in_one_form(made_on)}'


def joined(model, country):
    comma = ""
    for entry in rows_of(model, country):
        values = {column: value_of(entry, column) for column in COLUMNS[model]}
        row = {column: value for column, value in values.items() if cell(value, column)}
        yield comma + in_one_form(row)
        comma = ","


def in_one_form(value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def key() -> bytes:
    return hashlib.sha256(b"directory.export:" + settings.SECRET_KEY.encode()).digest()


def is_ours(document: dict, signature: str) -> bool:
    """`document` without its signature."""
    wanted = hmac.new(key(), in_one_form(document).encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.encode())
