"""Tools in a case: which questions may be asked here, how answers are stored, what earlier ones carry on."""

from dataclasses import dataclass, replace
from datetime import datetime

from directory.codes import Indicator
from instruments.definition import YES, Definition, Kind, Question, Value
from instruments.shelf import load
from referral.models import Answer, Assessment

# These have pages of their own, which ask the same and do more with the answers.
OWN_PAGES = {
    "consent": "case_consent",
    "plan": "case_plan",
    "visit": "case_visits",
    "budget": "case_budget",
}
# What they measure holds for one day only, and a child is heard anew each time: nothing is carried on into them.
OF_ONE_DAY = {"visit", "arrival", "bia", "family", "bid"}
NUMBERS = {Kind.SCALE, Kind.NUMBER}
WORDS = {Kind.TEXT, Kind.CALCULATED}
MOST_PLAIN = 200  # characters, as `Answer` keeps them


def only(definition: Definition, classes) -> Definition:
    """The definition without the questions of other data classes, and what depends on them."""
    kept = {
        code for code, question in definition.questions.items() if question.data_class in classes
    }
    while lost := {code for code in kept if not _askable(definition.questions[code], kept)}:
        kept -= lost
    sections = []
    for section in definition.sections:
        rows = [replace(row, questions=_left(row.questions, kept)) for row in section.rows]
        rows = tuple(
            row for row in rows if any(question.takes_answer for question in row.questions)
        )
        if rows:
            sections.append(replace(section, rows=rows))
    return replace(definition, sections=tuple(sections))


def _askable(question: Question, kept: set[str]) -> bool:
    return question.needs <= kept


def _left(questions, kept: set[str]) -> tuple[Question, ...]:
    return tuple(
        replace(
            each,
            relevant=tuple(c for c in each.relevant if c.reads <= kept),
            constraint=each.constraint
            if each.constraint and each.constraint.reads <= kept
            else None,
        )
        for each in questions
        if not each.has_answer or each.code in kept
    )


def left_out(definition: Definition, asked: Definition) -> int:
    return len(definition.questions) - len(asked.questions)


def encode(question: Question, value: Value) -> dict:
    """The columns of an answer: words are sealed, codes are plain inside their class unless they are too many."""
    plain = ",".join(value) if isinstance(value, list) else str(value)
    if question.kind in WORDS or len(plain) > MOST_PLAIN:
        return {"value": "", "text": plain}
    return {"value": plain, "text": ""}


def decode(question: Question, answer: Answer) -> Value:
    if question.kind in WORDS:
        return answer.text
    plain = answer.value or (answer.text if question.kind == Kind.CHOICES else "")
    if not plain:
        return ""
    if question.kind == Kind.CHOICES:
        return plain.split(",")
    return int(answer.value) if question.kind in NUMBERS else answer.value


def answers_of(assessment: Assessment, definition: Definition, classes) -> dict[str, Value]:
    """The stored answers of these classes. Words among them are opened, and so logged as read."""
    return _decoded(definition, assessment.answers.filter(data_class__in=classes))


def _decoded(definition: Definition, rows) -> dict[str, Value]:
    found = {}
    for answer in rows:
        question = definition.questions.get(answer.question)
        value = decode(question, answer) if question else ""
        if value not in ("", []):
            found[answer.question] = value
    return found


def sources_of(assessment: Assessment) -> dict[str, str]:
    """Of the answers that did not come from the person, where they come from."""
    rows = assessment.answers.exclude(source="")
    return dict(rows.values_list("question", "source"))


def definition_of(assessment: Assessment) -> Definition:
    """The definition in the version that was answered. Raises `LookupError` if it is gone."""
    return load(assessment.instrument, assessment.instrument_version)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer that another tool has, when it was given, and in which tool."""

    value: Value
    at: datetime
    tool: str


def earlier(case, definition: Definition, classes) -> dict[str, Earlier]:
    """What earlier tools of this case already know, the newest answer of each question."""
    if definition.code in OF_ONE_DAY:
        return {}
    rows = Answer.objects.filter(
        case=case, question__in=list(definition.questions), data_class__in=classes
    )
    found = {}
    for answer in rows.select_related("assessment").order_by("assessment__began_at"):
        question = definition.questions[answer.question]
        former = former_tool(answer.assessment)
        if former and question.takes_answer and same_question(question, former):
            value = decode(question, answer)
            if value not in ("", []):
                found[answer.question] = Earlier(value, answer.assessment.began_at, former.title)
    return found


def former_tool(assessment: Assessment) -> Definition | None:
    try:
        return definition_of(assessment)
    except LookupError:
        return None


def same_question(question: Question, tool: Definition) -> bool:
    """The same code is used by tools for different things: the kind and the options decide."""
    former = tool.questions.get(question.code)
    return former is not None and _what_is_asked(former) == _what_is_asked(question)


def _what_is_asked(question: Question) -> tuple:
    return str(question.text), question.kind, question.options, question.low, question.high


def noticed_answers(codes) -> dict[str, str]:
    """Signs of the first contact as answers of the quick card."""
    return {code: YES for code in codes if code in Indicator.values}


def noticed_codes(answers) -> list[str]:
    return [code for code in Indicator.values if answers.get(code) == YES]
