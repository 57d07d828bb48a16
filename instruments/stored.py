"""Definitions from rows. What is in use never changes, so it is read once in the life of a process."""

from uuid import UUID

from instruments.definition import Definition
from instruments.models import InstrumentVersion, Origin, VersionState
from instruments.reading import Reader

MOST_HELD = 200
_held: dict[UUID, Definition] = {}


def definition_of(row: InstrumentVersion) -> Definition:
    """Raises `DefinitionError`: a draft can be broken."""
    if row.is_draft:
        return read_content(row)
    if row.pk not in _held:
        if len(_held) >= MOST_HELD:
            _held.clear()
        _held[row.pk] = read_content(row)
    return _held[row.pk]


def read_content(row: InstrumentVersion) -> Definition:
    return Reader(row.content, is_ours=row.origin == Origin.SHIPPED).definition()


def stored(code: str, version: int | None = None) -> Definition | None:
    """One version as it was in use, or the newest that is."""
    rows = InstrumentVersion.objects.filter(code=code).defer("content", "report")
    if version is None:
        rows = rows.in_use()
    else:
        rows = rows.filter(version=version).exclude(state=VersionState.DRAFT)
    row = rows.order_by("-version").first()
    return definition_of(row) if row else None


def newest_of(country: str) -> list[Definition]:
    """The country's own tools in their newest version."""
    rows = InstrumentVersion.objects.in_use().filter(country=country).defer("content", "report")
    newest = {row.code: row for row in rows.order_by("version")}
    unread = [row.pk for row in newest.values() if row.pk not in _held]
    if unread:
        for row in InstrumentVersion.objects.filter(pk__in=unread).defer("report"):
            definition_of(row)
    return [definition_of(row) for row in newest.values()]
