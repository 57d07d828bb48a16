"""
Lines of a file beside what is published: what is the same, what would change, what cannot be taken.

Nothing is ever published from a file. What differs becomes drafts of whoever brought it in, and a second
person publishes each of them. A row that the file does not have stays.
"""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import record
from directory.actions.drafts import draft
from directory.cells import SOURCE, WRITTEN, cells_of, same
from directory.countries import country
from directory.drafts import content_of
from directory.import_file import Line
from directory.import_values import KINDS, parsed, rules
from directory.models import Confidence, Entry, Source, State
from shell.file_faults import Broken, Fault

MOST_CHANGES = 500
KEYS = UUID("5f0f6c0e-1f0c-4b52-9c63-8a4a51d6b0aa")  # where ids of drafts from a file begin
AT_ONCE = 2_000


@dataclass(frozen=True)
class Change:
    """One draft to be: `base` is the published row that it would replace."""

    line: int
    model: type[Entry]
    base: Entry | None
    values: dict
    source: tuple[str, ...]
    columns: list[tuple[str, str, str]]  # name, before, after

    @property
    def country(self) -> str:
        return self.base.country if self.base else self.values["country"]

    @property
    def about(self) -> str:
        return str(KINDS[self.model](self.values))


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    waiting: int = 0  # the same draft waits for its second person already


def plan(lines: list[Line]) -> Plan:
    """Raises `Broken` with every fault; then nothing of the file is used."""
    stands = Standing(lines)
    found, faults, seen = Plan(), [], {}
    for line in lines:
        try:
            refuse_doubles(line, seen)
            place(line, stands, found)
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


def refuse_doubles(line, seen):
    key = line.cells.get("id") or (line.model, tuple(sorted(line.cells.items())))
    first = seen.setdefault(key, line.number)
    if first != line.number:
        why = _("The same row stands in line %(line)s already.") % {"line": first}
        raise Broken(Fault(line.number, _("The line"), why))


class Standing:
    """What is published, and what waits, of the countries that the file speaks of: read once."""

    def __init__(self, lines):
        countries = {line.cells["country"].upper() for line in lines}
        self.by_id, self.published, self.waiting = {}, Counter(), Counter()
        for model in {line.model for line in lines}:
            rows = model.objects.filter(country__in=countries).select_related("source")
            for entry in rows.filter(state=State.PUBLISHED).iterator(chunk_size=AT_ONCE):
                self.by_id[str(entry.pk)] = entry
                self.published[said_by(model, cells_of(entry))] += 1
            drafts = rows.filter(state=State.DRAFT, removes=False)
            for entry in drafts.iterator(chunk_size=AT_ONCE):
                self.waiting[(str(entry.supersedes_id or ""), said_by(model, cells_of(entry)))] += 1


def said_by(model, cells) -> tuple:
    """What a row says, in any order of its lists; an empty confidence is the usual one."""
    words = {name: " ".join(sorted(cells.get(name, "").split())) for name in WRITTEN[model]}
    words["confidence"] = words["confidence"] or Confidence.MEDIUM.value
    for name in ("language", "note_language"):
        if name in words:
            words[name] = words[name] or "en"
    return (model.__name__, *words.values())


def place(line: Line, stands: Standing, found: Plan) -> None:
    """Puts the line where it belongs in the plan."""
    base = base_of(line, stands)
    before = cells_of(base) if base else {}
    after = {**before, **line.cells}
    said = said_by(line.model, after)
    if base is None and stands.published[said]:
        found.unchanged += 1
        return
    changed = [
        name
        for name in WRITTEN[line.model]
        if name in line.cells and not same(name, line.cells[name], before.get(name, ""))
    ]
    if base is not None and not changed:
        found.unchanged += 1
    elif stands.waiting[(str(base.pk) if base else "", said)]:
        found.waiting += 1
    else:
        found.changes.append(change_of(line, base, before, after, changed))


def base_of(line: Line, stands: Standing) -> Entry | None:
    if not line.cells.get("id"):
        return None
    base = stands.by_id.get(line.cells["id"].lower())
    if base is None or type(base) is not line.model:
        why = _(
            "No published row of this country has this id. Somebody changed it since: export again."
        )
        raise Broken(Fault(line.number, "id", why))
    return base


def change_of(line, base, before, after, changed) -> Change:
    faults, values = [], content_of(base) if base else {}
    if base is None:
        values["country"] = country_code(line)
    kind = "topic" if "topic" in WRITTEN[line.model] else "kind"
    if base is not None and kind in changed:
        why = _("A row keeps its topic. Take the id away to make it a new row.")
        raise Broken(Fault(line.number, kind, why))
    wanted = [name for name in (changed if base else WRITTEN[line.model]) if name != "country"]
    for name in wanted:
        if name in SOURCE:
            continue
        try:
            values[name] = parsed(name, after.get(name, ""), after)
        except ValidationError as problem:
            faults.append(Fault(line.number, name, " ".join(problem.messages)))
    source = tuple(after.get(name, "") for name in SOURCE)
    values.pop("source", None)
    if not faults:
        faults = [
            Fault(line.number, *pair)
            for pair in rules(line.model, values, source, changed if base else None)
        ]
    if faults:
        raise Broken(*faults)
    columns = [(name, before.get(name, ""), after[name]) for name in changed]
    return Change(line.number, line.model, base, values, source, columns)


def country_code(line) -> str:
    found = country(line.cells["country"])
    if found is None:
        raise Broken(Fault(line.number, "country", _("There is no country with this code.")))
    return found.iso2


@transaction.atomic
def write(found: Plan, *, reason: str, key: UUID) -> int:
    """Drafts of whoever acts. `key`: sent twice, the same drafts are meant."""
    sources = {}
    for change in found.changes:
        if change.source not in sources:
            title, publisher, address, dated = change.source
            sources[change.source] = Source.objects.get_or_create(
                title=title, publisher=publisher, address=address, dated=dated
            )[0]
        entry = change.model(**change.values, source=sources[change.source], reason=reason)
        entry.checked_on = timezone.localdate()
        draft(entry, key=uuid5(KEYS, f"{key}:{change.line}"), base=change.base)
    record("directory.imported", drafts=len(found.changes), unchanged=found.unchanged)
    return len(found.changes)
