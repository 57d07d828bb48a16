"""Published documents as files: CSV for spreadsheets, RIS for reference managers, JSON for other installations."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from library.models import Document
from shell.spreadsheets import BYTE_ORDER_MARK, guarded

LISTS = ("languages", "themes", "audiences", "forms", "countries", "beside", "related")  # fmt: skip
TEXTS = (
    *("slug", "title", "title_en", "title_fr", "publisher", "authors", "year", "edition", "kind"),
    *("summary_en", "summary_fr", "address", "archive_address", "licence", "pages"),
    *("replaced_by", "translation_of", "is_verified", "checked_on", "is_public"),
)
COLUMNS = (*TEXTS, *LISTS)
FORMAT = "referral-desk-library-1"
# Type of reference, by our type of document; what is not here is a report.
RIS_TYPES = {"convention": "STAT", "law": "STAT", "case_law": "CASE", "handbook": "BOOK", "statistics": "DATA", "leaflet": "PAMP"}  # fmt: skip
RIS_END = "ER  - \r\n\r\n"


def plain_value(document: Document, name: str):
    value = getattr(document, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def cell(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def csv_lines(documents: Iterable[Document]) -> Iterator[str]:
    def line(values):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow(values)
        return out.getvalue()

    yield BYTE_ORDER_MARK + line(COLUMNS)
    for each in documents:
        yield line(guarded(cell(plain_value(each, name))) for name in COLUMNS)


def json_parts(documents: Iterable[Document]) -> Iterator[str]:
    yield f'{{"format":"{FORMAT}","documents":['
    comma = ""
    for each in documents:
        row = {name: plain_value(each, name) for name in COLUMNS}
        kept = {name: value for name, value in row.items() if value not in ("", None, [])}
        yield comma + json.dumps(kept, ensure_ascii=False)
        comma = ",\n"
    yield "]}"


def ris_records(documents: Iterable[Document]) -> Iterator[str]:
    for each in documents:
        yield "".join(f"{tag}  - {one_line(text)}\r\n" for tag, text in ris_lines(each)) + RIS_END


def ris_lines(each: Document) -> Iterator[tuple[str, str]]:
    yield "TY", RIS_TYPES.get(each.kind, "RPRT")
    yield "ID", each.slug
    yield "TI", each.title
    if each.title_fr:
        yield "TT", each.title_fr
    for author in filter(None, each.authors.split(";")):
        yield "AU", author.strip()
    yield "PB", each.publisher
    if each.year:
        yield "PY", str(each.year)
    if each.edition:
        yield "ET", each.edition
    yield from (("LA", code) for code in each.languages)
    yield from (("KW", code) for code in (each.kind, *each.themes))
    if each.summary_en:
        yield "AB", each.summary_en
    if each.summary_fr:
        yield "N2", each.summary_fr
    if each.address:
        yield "UR", each.address


def one_line(text: str) -> str:
    return " ".join(text.split())
