"""What a person writes of a record, and two versions of it side by side."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from library import done_by
from library.beside import documents_named
from library.load import written
from library.models import Collection, CountryMeasure, Document, Kept, Practice, State
from library.national import as_row
from library.procedure import PEOPLE, WHO, procedure, procedures
from library.taxonomy import AUDIENCES, BODIES, FORMS, KINDS, LICENCES, THEMES
from shell.first_rows import first_rows
from shell.formats import country_name, language_name

MOST_DRAFTS = 100
MODELS = {
    "document": Document,
    "practice": Practice,
    "collection": Collection,
    "measure": CountryMeasure,
}
LABELS = {
    "themes": THEMES.get,
    "audiences": AUDIENCES.get,
    "forms": FORMS.get,
    "bodies": BODIES.get,
    "countries": country_name,
    "languages": language_name,
    "language": language_name,
    "country": country_name,
    "procedure": lambda code: procedure(code).title,
    "after": lambda code: next(
        (m.title for p in procedures() for m in p.measures if m.code == code), code
    ),
    "people": PEOPLE.get,
    "who": WHO.get,
    "tool": lambda code: dict(done_by.tools("")).get(code),
    "gate": lambda code: dict(done_by.gates()).get(code),
    "kind": KINDS.get,
    "licence": LICENCES.get,
}


@dataclass(frozen=True)
class Side:
    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def fields_of(model) -> list[str]:
    own = written(model) + (["file"] if model is Document else [])
    return [field.name for field in model._meta.concrete_fields if field.name in own]


def content_of(entry: Kept) -> dict:
    return {name: getattr(entry, name) for name in fields_of(type(entry))}


def titles() -> dict:
    """Of fields that the database keeps as codes and the model does not name."""
    return {
        "languages": _("Languages"),
        "themes": _("Themes"),
        "audiences": _("For whom"),
        "forms": _("Form of exploitation"),
        "countries": _("Countries"),
        "documents": _("Documents"),
        "beside": _("Shown beside"),
        "related": _("Related documents"),
        "file": _("File"),
        "bodies": _("Who worked together"),
        "measures": _("Cited by measures"),
        "kind": _("Type"),
        "people": _("For whom"),
        "who": _("Who"),
        "how": _("What to do, one point a line"),
        "child": _("What more there is for a child"),
        "foreign": _("What more there is for a foreign national"),
    }


def sides(base: Kept | None, entry: Kept) -> list[Side]:
    """Every field that says something on one side."""
    rows = []
    for name in fields_of(type(entry)):
        if name == "code":  # says nothing that the title does not
            continue
        field = entry._meta.get_field(name)
        label = titles().get(name) or str(field.verbose_name).capitalize()
        row = Side(
            label,
            shown(name, getattr(base, name)) if base else "",
            shown(name, getattr(entry, name)),
        )
        if row.before or row.after:
            rows.append(row)
    return rows


def shown(name, value) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "file":
        return f"{value.pages} p., {value.sha256[:12]}" if value else ""
    if name in ("how", "child", "foreign"):
        return "\n".join(value)
    if name == "also":
        return "\n\n".join(translated(code, text) for code, text in value.items())
    if name == "documents":
        return "\n".join(each.shown_title for each in documents_named(value))
    told = LABELS.get(name, str)
    if isinstance(value, list):
        return ", ".join(str(told(each) or each) for each in value)
    return str(told(value) or value) if value not in (None, "") else ""


def translated(code, text) -> str:
    said = [line for each in text.values() for line in ([each] if isinstance(each, str) else each)]
    return "\n".join([language_name(code), *filter(None, said)])


def base_of(entry: Kept) -> Kept | None:
    """What it would stand in place of; of a measure that a country writes for the first time, the one that ships."""
    if entry.supersedes_id or not isinstance(entry, CountryMeasure):
        return entry.supersedes
    ours = procedure(entry.procedure).measure(entry.code)
    return as_row(entry.country, entry.procedure, ours) if ours else None


def find_draft(pk: UUID) -> Kept | None:
    for model in MODELS.values():
        found = (
            model.objects.select_related("drafted_by", "published_by", "supersedes")
            .filter(pk=pk)
            .first()
        )
        if found and found.drafted_by_id:
            return found
    return None


def drafts_of(actor, *, reviews: bool) -> tuple[list[Kept], int]:
    """One's own; for who reviews, those of others too. The oldest first, and how many more there are."""
    found, total = [], 0
    for model in MODELS.values():
        rows = model.objects.drafts()
        if model is CountryMeasure:
            rows = rows.filter(country=actor.country)
        rows = rows if reviews else rows.filter(drafted_by_id=actor.user)
        part, more = first_rows(rows.order_by("drafted_at"), MOST_DRAFTS)
        found, total = found + part, total + len(part) + more
    shown = sorted(found, key=lambda each: each.drafted_at)[:MOST_DRAFTS]
    return shown, total - len(shown)


def answered(actor) -> list[Kept]:
    """One's own drafts that somebody reviewed, the newest first."""
    found = []
    for model in MODELS.values():
        rows = model.objects.filter(drafted_by_id=actor.user, published_at__isnull=False)
        found += rows.exclude(state=State.DRAFT).order_by("-published_at")[:20]
    return sorted(found, key=lambda each: each.published_at, reverse=True)[:20]
