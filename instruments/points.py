"""Points that were written from memory: which a tool has, and which a country's coordinator confirmed."""

from dataclasses import dataclass, replace

from instruments.definition import Definition
from instruments.models import PointConfirmation


@dataclass(frozen=True, slots=True)
class Point:
    code: str
    section: str
    text: str


def points_of(definition: Definition) -> list[Point]:
    """Items and questions that carry the mark, in the order of the page."""
    found = []
    for section in definition.sections:
        for row in section.rows:
            if row.unverified:
                found.append(Point(row.code, str(section.title), row.name))
            found += [
                Point(each.code, str(section.title), str(each.text))
                for each in row.questions
                if each.unverified
            ]
    return found


def confirmations(definition: Definition, country: str):
    return PointConfirmation.objects.filter(
        code=definition.code, version=definition.version, country=country
    )


def settled(definition: Definition, country: str) -> Definition:
    """The tool as it is shown in this country: what was confirmed there carries no mark any more."""
    if not definition.has_unverified or not country:
        return definition
    known = set(confirmations(definition, country).values_list("point", flat=True))
    if not known:
        return definition
    sections = tuple(
        replace(section, rows=tuple(_settled_row(row, known) for row in section.rows))
        for section in definition.sections
    )
    return replace(definition, sections=sections)


def _settled_row(row, known):
    questions = tuple(
        replace(each, unverified=False) if each.code in known else each for each in row.questions
    )
    return replace(
        row, questions=questions, unverified=row.unverified and row.code not in known
    )
