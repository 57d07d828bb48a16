"""Stored answers as text to read: one renderer for every tool."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments.definition import Answers, Definition, Kind, Question, Row, Value
from instruments.forms import APPROXIMATE, number_text
from instruments.head import source_text
from shell import formats


@dataclass(frozen=True, slots=True)
class Line:
    question: Question
    label: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    title: str
    lines: tuple[Line, ...]


def sections(
    definition: Definition,
    answers: Answers,
    classes: set[str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> list[AnsweredSection]:
    """What was answered, by section; with `classes`, only answers of these data classes. `sources`: of those that others gave."""
    said = {code: source_text(source) for code, source in (sources or {}).items()}
    found = []
    for section in definition.sections:
        lines = tuple(
            Line(
                question,
                label(row, question),
                answer_text(question, answers[question.code]),
                said.get(question.code, ""),
            )
            for row in section.rows
            for question in row.questions
            if question.has_answer
            and question.code in answers
            and (classes is None or question.data_class in classes)
        )
        if lines:
            found.append(AnsweredSection(str(section.title), lines))
    return found


def label(row: Row, question: Question) -> str:
    if not row.code:
        return str(question.text)
    return _("%(item)s: %(question)s") % {"item": row.name, "question": question.text}


def answer_text(question: Question, value: Value) -> str:
    """A stored value in words; what the definition does not know is shown as it is."""
    if question.kind in (Kind.YES_NO, Kind.CHOICE, Kind.CHOICES):
        words = {option.code: str(option.text) for option in question.options}
        codes = value if isinstance(value, list) else [str(value)]
        return ", ".join(words.get(code, code) for code in codes)
    if question.kind == Kind.SCALE:
        return number_text(question, int(value))
    if question.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        text = str(value)
        return formats.partial_date(text.removesuffix(APPROXIMATE), text.endswith(APPROXIMATE))
    return str(value)
