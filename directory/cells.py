"""
The columns of an export, and how a value stands in a cell. The names are those of the seed; an id says
which published row a line speaks of, so that a file that was exported can be read again.
"""

from directory.drafts import CONTENT
from directory.models import Contact, Fact, Source

SOURCE = ("source_title", "source_publisher", "source_address", "source_dated")
LAST = (*SOURCE, "as_of", "confidence")
# What a file tells, and what reading it again does not change.
ONLY_TOLD = ("key", "source_licence", "checked_on", "verified_on", "verified_how", "is_wrong")


def _columns(model, *told):
    own = [name for name in CONTENT[model] if name not in ("source", "as_of", "confidence")]
    return ("id", "key", "country", *own, *LAST, "source_licence", "checked_on", *told)


COLUMNS = {
    Fact: _columns(Fact),
    Contact: _columns(Contact, "verified_on", "verified_how", "is_wrong"),
}
WRITTEN = {
    model: tuple(name for name in COLUMNS[model] if name not in (*ONLY_TOLD, "id"))
    for model in COLUMNS
}


def value_of(entry, column):
    """As JSON has it: texts, whole numbers, yes and no, lists, figures."""
    if column in ("id", "checked_on", "verified_on"):
        found = getattr(entry, column)
        return str(found) if found else ""
    if column == "key":
        return entry.seed_key
    if column.startswith("source_"):
        return getattr(entry.source, column.removeprefix("source_"))
    found = getattr(entry, column)
    if column == "number" and found is not None:
        return plain_number(found)
    return found


def plain_number(number) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell(value, column="") -> str:
    """The same as one text, as the seed writes it."""
    if isinstance(value, bool):
        return "yes" if value else ("no" if column == "yes" else "")
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    if isinstance(value, dict):
        return " ".join(f"{part}:{number}" for part, number in value.items())
    return str(value)


def cells_of(entry) -> dict[str, str]:
    return {column: cell(value_of(entry, column), column) for column in COLUMNS[type(entry)]}


def same(column: str, one: str, other: str) -> bool:
    """Lists and figures are the same in any order."""
    if column in ("codes", "languages", "figures"):
        return sorted(one.split()) == sorted(other.split())
    return one == other


def identity(source: Source) -> tuple[str, ...]:
    return (source.title, source.publisher, source.address, source.dated)
