"""
A file of documents, CSV, JSON or RIS, beside what stands on the shelf: what is new, what would change, what cannot be taken.

Nothing is published from a file: each difference becomes a draft, and a second person reviews it. What a file says of
verification is not taken from it.
"""

import csv
import io
import json
import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _

from library.exporting import COLUMNS, LISTS, RIS_TYPES
from library.models import Document
from library.taxonomy import AUDIENCES, FORMS, KINDS, LICENCES, THEMES
from shell.file_faults import Broken, Fault, broken
from shell.spreadsheets import unguarded

LARGEST = 2_000_000
MOST_ROWS = 2_000
MOST_CHANGES = 500
NOT_TAKEN = {"slug", "is_verified", "checked_on"}
NEEDED = ("title", "publisher", "kind", "languages")
KNOWN = {
    "kind": KINDS,
    "licence": LICENCES,
    "themes": THEMES,
    "audiences": AUDIENCES,
    "forms": FORMS,
}
CODE = {"languages": re.compile(r"[a-z]{2,3}"), "countries": re.compile(r"[A-Z]{2}")}
RIS = {"TI": "title", "T1": "title", "TT": "title_fr", "PB": "publisher", "PY": "year", "ET": "edition",
       "AB": "summary_en", "N2": "summary_fr", "UR": "address", "ID": "slug"}  # fmt: skip
RIS_KINDS = {"STAT": "law", "BOOK": "handbook"} | {
    code: kind for kind, code in RIS_TYPES.items() if code not in ("STAT", "BOOK")
}
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")


@dataclass
class Change:
    """One draft to be."""

    line: int
    base: Document | None
    values: dict
    columns: list  # (name, before, after)

    @property
    def title(self) -> str:
        return self.values.get("title") or self.base.title


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0


def read(name: str, whole: bytes) -> list[tuple[int, dict]]:
    """(line, what the row says). Raises `Broken`."""
    if len(whole) > LARGEST:
        raise broken(_("The file"), _("It has more than 2 MB. Divide it."))
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise broken(_("The file"), _("It is not UTF-8. Save it as “CSV UTF-8”.")) from None
    suffix = name.rpartition(".")[2].lower()
    reader = {"csv": csv_rows, "json": json_rows, "ris": ris_rows}.get(suffix)
    if reader is None:
        raise broken(_("The file"), _("Its name has to end in .csv, .json or .ris."))
    rows = reader(text)
    if not rows:
        raise broken(_("The file"), _("It has no rows."))
    if len(rows) > MOST_ROWS:
        raise broken(_("The file"), _("It has more than %(most)s rows.") % {"most": MOST_ROWS})
    return rows


def csv_rows(text):
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        refuse_columns(reader.fieldnames or ())
        return [
            (reader.line_num, {k: unguarded(v or "") for k, v in row.items() if k})
            for row in reader
        ]
    except csv.Error as problem:
        raise broken(_("The file"), str(problem)) from None


def refuse_columns(names):
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not names:
        text = _("Nobody reads this column. The export shows those that are read.")
        raise Broken(*(Fault(1, name or _("Column"), text) for name in unknown or [""]))


def json_rows(text):
    try:
        found = json.loads(text)["documents"]
        rows = [dict(each) for each in found]
    except (ValueError, KeyError, TypeError):
        raise broken(_("The file"), _("It is no JSON with a list “documents”.")) from None
    for at, row in enumerate(rows, 1):
        try:
            refuse_columns(row)
        except Broken as problem:
            raise Broken(*(Fault(at, each.what, each.why) for each in problem.faults)) from None
    return [(at, row) for at, row in enumerate(rows, 1)]


def ris_rows(text):
    rows, row, began = [], None, 0
    for number, line in enumerate(text.splitlines(), 1):
        found = RIS_LINE.fullmatch(line.rstrip())
        tag, value = found.groups() if found else ("", "")
        if tag == "TY":
            row, began = (
                {"kind": RIS_KINDS.get(value.strip(), "report"), "languages": [], "themes": []},
                number,
            )
        elif tag == "ER" and row is not None:
            rows.append((began, row))
            row = None
        elif row is not None and value.strip():
            take_ris(row, tag, value.strip())
    return rows


def take_ris(row, tag, value):
    if tag in RIS:
        row[RIS[tag]] = value
    elif tag == "LA":
        row["languages"].append(value[:2].lower())
    elif tag == "AU":
        row["authors"] = "; ".join(filter(None, [row.get("authors"), value]))
    elif tag == "KW" and value in KINDS:
        row["kind"] = value
    elif tag == "KW" and value in THEMES:
        row["themes"].append(value)


def plan(rows) -> Plan:
    """Raises `Broken` with every fault; then nothing of the file is used."""
    slugs = [str(row.get("slug") or "") for _line, row in rows]
    shelf = {each.slug: each for each in Document.objects.published().filter(slug__in=slugs)}
    found, faults, seen = Plan(), [], {}
    for line, row in rows:
        try:
            place(line, row, shelf, found, seen)
        except Broken as problem:
            faults += problem.faults
    if len(found.changes) > MOST_CHANGES:
        why = _(
            "More than %(most)s rows would change. Divide the file, so that somebody can review it."
        )
        faults.append(Fault(None, _("The file"), why % {"most": MOST_CHANGES}))
    if faults:
        raise Broken(*faults)
    return found


def place(line, row, shelf, found, seen):
    slug = slugify(str(row.get("slug") or row.get("title") or ""))[:80]
    if slug in seen:
        why = _("The same record stands in line %(line)s.") % {"line": seen[slug]}
        raise broken(slug, why, line)
    seen[slug] = line
    values, faults = parsed(row, line)
    base = shelf.get(slug)
    if not faults:
        faults = missing(values, base, line)
    if faults:
        raise Broken(*faults)
    names = [name for name in values if values[name] != (getattr(base, name) if base else None)]
    columns = [
        (name, shown(getattr(base, name)) if base else "", shown(values[name])) for name in names
    ]
    if base and not names:
        found.unchanged += 1
        return
    if base is None:
        values["slug"] = slug
    found.changes.append(
        Change(line, base, values, [each for each in columns if each[1] or each[2]])
    )


def missing(values, base, line):
    if base is not None:
        return []
    return [
        Fault(line, name, _("A new record needs it.")) for name in NEEDED if not values.get(name)
    ]


def parsed(row, line):
    values, faults = {}, []
    for name, raw in row.items():
        if name in NOT_TAKEN:
            continue
        try:
            values[name] = value_of(name, raw)
        except ValidationError as problem:
            faults.append(Fault(line, name, " ".join(problem.messages)))
    return values, faults


def value_of(name, raw):
    """Raises `ValidationError`."""
    if name in LISTS:
        return list_of(name, raw)
    text = "" if raw is None else str(raw).strip()
    if name == "is_public":
        return text.lower() in ("yes", "true", "1", "oui")
    if name in ("year", "pages"):
        return number_of(name, text)
    if name in KNOWN and text not in KNOWN[name]:
        raise ValidationError(_("“%(word)s” is not one of: %(words)s") % {"word": text[:40], "words": ", ".join(KNOWN[name])})  # fmt: skip
    if name in ("address", "archive_address") and text:
        URLValidator(schemes=["http", "https"])(text)
    return Document._meta.get_field(name).clean(text, None) if text else ""


def number_of(name, text):
    if not text:
        return None
    limit = date.today().year + 1 if name == "year" else 100_000  # noqa: DTZ011 -- a year, nowhere near midnight
    if not text.isdecimal() or not 0 < int(text) <= limit or (name == "year" and int(text) < 1800):
        raise ValidationError(_("“%(word)s” is no number that can be.") % {"word": text[:40]})
    return int(text)


def list_of(name, raw):
    words = raw if isinstance(raw, list) else re.split(r"[\s,;]+", str(raw or ""))
    words = [str(word) for word in words if word]
    for word in words:
        known = KNOWN.get(name)
        form = CODE.get(name)
        if (known and word not in known) or (form and not form.fullmatch(word)) or len(word) > 80:
            raise ValidationError(_("“%(word)s” is not known here.") % {"word": word[:40]})
    return words


def shown(value) -> str:
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
