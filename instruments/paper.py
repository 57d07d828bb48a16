"""A tool on paper: every question with room to answer it by hand, or with what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from instruments.answered import answer_text
from instruments.definition import Definition, Kind, Question, Value
from instruments.forms import number_text, steps
from instruments.head import CHOICES, LABELS, head_lines, source_text

LANGUAGES = {"en": "English", "fr": "Français", "ar": "العربية"}
BOXED = (Kind.YES_NO, Kind.CHOICE, Kind.CHOICES)
MOST_BOXES = 40
LINES, LONG_LINES = 1, 4


@dataclass(frozen=True, slots=True)
class Asked:
    """`boxes`: (is ticked, text). `answer`: in words, where there are no boxes. `lines`: empty ones to write on."""

    text: str
    help: str
    boxes: tuple[tuple[bool, str], ...] = ()
    answer: str = ""
    lines: int = 0
    is_statement: bool = False
    unverified: bool = False
    source: str = ""


def is_unread(tool: Definition, language: str) -> bool:
    """Nobody responsible has read the words of this language."""
    return tool.is_ours and language not in settings.COMPLETE_LANGUAGES


def blank(definition: Definition) -> dict:
    return {
        "tool": definition,
        "sections": _sections(definition, None),
        "is_blank": True,
        "head": [_of_the_head(name, label) for name, label in LABELS.items()],
    }


def filled(
    definition: Definition,
    answers: Mapping[str, Value],
    head: Mapping | None = None,
    sources: Mapping[str, str] | None = None,
) -> dict:
    """Only what applies to these answers; what was left out stays visible as left out. `sources`: of answers that others gave."""
    sections = _sections(definition, answers, sources or {})
    lines = [Asked(line.label, "", answer=line.text) for line in head_lines(head or {})]
    return {"tool": definition, "sections": sections, "is_blank": False, "head": lines}


def _of_the_head(name: str, label) -> Asked:
    options = (
        tuple((False, str(text)) for _code, text in CHOICES[name].choices if text)
        if name in CHOICES
        else ()
    )
    return Asked(str(label), "", boxes=options, lines=0 if options else LINES)


def _sections(definition: Definition, answers, sources=None) -> list[dict]:
    found = []
    for section in definition.sections:
        rows = [
            (row.name if row.code else "", _questions(row, answers, sources or {}))
            for row in section.rows
        ]
        rows = [(name, asked) for name, asked in rows if asked]
        if rows:
            found.append({"title": section.title, "intro": section.intro, "rows": rows})
    return found


def _questions(row, answers, sources) -> list[Asked]:
    """Of a repeated item on a filled page, only where something was answered."""
    if answers is None:
        return [_blank(each) for each in row.questions if each.kind != Kind.CALCULATED]
    if row.code and not any(each.code in answers for each in row.questions):
        return []
    return [
        _filled(each, answers, source_text(sources.get(each.code, "")))
        for each in row.questions
        if (each.has_answer and each.is_relevant(answers)) or each.code in answers
    ]


def _blank(question: Question) -> Asked:
    said = {"text": question.text, "help": question.help, "unverified": question.unverified}
    if question.kind == Kind.STATEMENT:
        return Asked(**said, is_statement=True)
    boxes = _choices(question)
    if boxes and len(boxes) <= MOST_BOXES:
        return Asked(**said, boxes=tuple((False, text) for _code, text in boxes))
    return Asked(**said, lines=LONG_LINES if question.long else LINES)


def _filled(question: Question, answers, source: str) -> Asked:
    value = answers.get(question.code, "")
    given = value if isinstance(value, list) else [str(value)]
    boxes = _choices(question)
    if value != "" and boxes and len(boxes) <= MOST_BOXES:
        ticked = tuple((code in given, text) for code, text in boxes)
        return Asked(question.text, "", boxes=ticked, source=source)
    words = "" if value in ("", []) else answer_text(question, value)
    return Asked(question.text, "", answer=words, source=source)


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.kind in BOXED:
        return [(option.code, str(option.text)) for option in question.options]
    if question.kind == Kind.SCALE:
        return [(str(each), number_text(question, each)) for each in steps(question)]
    return []
