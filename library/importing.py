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
from functools import cache

from babel import Locale
from babel.core import get_global
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _

from library.exporting import COLUMNS, LISTS, RIS_TYPES
from library.finding import folded
from library.models import Document, State
from library.slugs import RESERVED, free_slug
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
CODE = {
    "languages": re.compile(r"[a-z]{2,3}"),
    "countries": re.compile(r"[A-Z]{2}"),
    "related": re.compile(r"[-\w]{1,80}", re.ASCII),
    "beside": re.compile(r"(tool|measure|lesson):[-.\w]{1,72}", re.ASCII),
}
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
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
    refuse_unreadable(rows)
    if not rows:
        raise broken(_("The file"), _("It has no rows."))
    if len(rows) > MOST_ROWS:
        raise broken(_("The file"), _("It has more than %(most)s rows.") % {"most": MOST_ROWS})
    return rows


def refuse_unreadable(rows):
    """What no text holds: it cannot be kept, nor shown."""
    for line, row in rows:
        said = [*row, *(part for value in row.values() for part in parts_of(value))]
        if any(UNREADABLE.search(str(each)) for each in said):
            raise broken(_("Line"), _("It holds characters that no text has."), line)


def parts_of(value) -> list:
    return value if isinstance(value, list) else [value]


def csv_rows(text):
    """Comma, semicolon or tab: a spreadsheet writes what its country is used to."""
    head = text.partition("\n")[0]
    try:
        apart = max(",;\t", key=head.count)
        reader = csv.DictReader(io.StringIO(text), strict=True, delimiter=apart)
        refuse_columns(reader.fieldnames or ())
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        raise broken(_("The file"), str(problem)) from None
    return [(line, cells(line, row)) for line, row in rows]


def cells(line, row) -> dict:
    """A line that ends early says nothing of its last columns."""
    if None in row:
        raise broken(_("Line"), _("It has more cells than there are columns."), line)
    return {name: unguarded(value) for name, value in row.items() if value is not None}


def refuse_columns(names):
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not names:
        text = _("Nobody reads this column. The export shows those that are read.")
        raise Broken(*(Fault(1, name or _("Column"), text) for name in unknown or [""]))
    if twice := {name for name in names if names.count(name) > 1}:
        raise Broken(*(Fault(1, name, _("This column stands there twice.")) for name in twice))


def json_rows(text):
    try:
        rows = json.loads(text)["documents"]
    except (ValueError, KeyError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise broken(_("The file"), _("It is no JSON with a list “documents”.")) from None
    numbered = list(enumerate(rows, 1))
    refuse_unreadable(numbered)
    for at, row in numbered:
        try:
            refuse_columns(list(row))
        except Broken as problem:
            raise Broken(*(Fault(at, each.what, each.why) for each in problem.faults)) from None
    return numbered


def ris_rows(text):
    rows, row, began = [], None, 0
    for number, line in enumerate(text.splitlines(), 1):
        found = RIS_LINE.fullmatch(line.rstrip())
        tag, value = found.groups() if found else ("", "")
        if tag == "TY":
            refuse_open(row, began)
            row, began = begun(value), number
        elif tag == "ER" and row is not None:
            rows.append((began, row))
            row = None
        elif row is not None and value.strip():
            take_ris(row, tag, value.strip())
    refuse_open(row, began)
    return rows


def begun(value) -> dict:
    return {"kind": RIS_KINDS.get(value.strip(), "report"), "languages": [], "themes": []}


def refuse_open(row, began):
    if row is not None:
        raise broken(_("Line"), _("This record has no end, a line with ER."), began)


def take_ris(row, tag, value):
    if tag in RIS:
        row[RIS[tag]] = value
    elif tag == "LA":
        row["languages"].append(language_of(value))
    elif tag == "AU":
        row["authors"] = "; ".join(filter(None, [row.get("authors"), value]))
    elif tag == "KW" and value in KINDS:
        row["kind"] = value
    elif tag == "KW" and value in THEMES:
        row["themes"].append(value)


def language_of(value: str) -> str:
    """Reference managers write `en`, `en-GB`, `eng` or `English`. What is none of these is given back."""
    code = re.split("[-_]", value.lower())[0]
    code = get_global("language_aliases").get(code, code)
    return code if code in Locale("en").languages else language_names().get(folded(value), value)


@cache
def language_names() -> dict:
    return {
        folded(name): code
        for language in ("fr", "en")
        for code, name in Locale(language).languages.items()
    }


def plan(rows) -> Plan:
    """Raises `Broken` with every fault; then nothing of the file is used."""
    shelf, faults, seen = Standing(rows), [], {}
    found = Plan()
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


class Standing:
    """
    What stands on the shelf of the records that a file names.

    A row without a name of its own is the record of the same title and year, where there is one.
    """

    def __init__(self, rows):
        names = {named(row) for _line, row in rows}
        titles = {str(row.get("title") or "").strip() for _line, row in rows if not named(row)}
        published = Document.objects.published()
        self.by_name = {each.slug: each for each in published.filter(slug__in=names)}
        alike = published.filter(title__in=titles - {""})
        self.by_title = {(each.title, str(each.year or "")): each for each in alike}
        used = Document.objects.exclude(state__in=[State.DRAFT, State.REFUSED])
        self.used = set(used.values_list("slug", flat=True))

    def of(self, row) -> tuple[Document | None, str]:
        """The record, and its name or that of a new one."""
        name, key = named(row), title_of(row)
        base = self.by_name.get(name) if name else self.by_title.get(key)
        return base, (base.slug if base else name or free_slug(key[0], self.used))


def named(row) -> str:
    name = slugify(str(row.get("slug") or ""))[:80]
    return "" if name in RESERVED else name


def title_of(row) -> tuple[str, str]:
    return str(row.get("title") or "").strip(), str(row.get("year") or "").strip()


def place(line, row, shelf, found, seen):
    base, slug = shelf.of(row)
    same = base.slug if base else named(row) or title_of(row)
    if same in seen:
        why = _("The same record stands in line %(line)s.") % {"line": seen[same]}
        raise broken(slug, why, line)
    seen[same] = line
    shelf.used.add(slug)
    values, faults = parsed(row, line)
    wrong = {each.what for each in faults}
    faults += [each for each in missing(values, base, line) if each.what not in wrong]
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
    if isinstance(raw, list | dict):
        raise ValidationError(_("A text is needed here."))
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
    if (
        not text.isdecimal()
        or len(text) > 6
        or not 0 < int(text) <= limit
        or (name == "year" and int(text) < 1800)
    ):
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
