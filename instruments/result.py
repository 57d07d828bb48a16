"""What a tool says about its answers: a label with reasons, never without how much is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from instruments.definition import OPEN, Answers, Definition, Kind, Question


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the questions that apply were answered. Not known is asked, but not answered."""

    answered: int
    open: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total

    @property
    def missing(self) -> int:
        return self.total - self.answered


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to do whatever the label says. `code` is stable, `text` is translated."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """`code` is stable, `label` and `reasons` are translated, `tone` colours the label."""

    code: str
    label: str
    tone: str
    coverage: Coverage
    reasons: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_final(self) -> bool:
        return self.coverage.is_complete

    @property
    def alert_codes(self) -> frozenset[str]:
        return frozenset(alert.code for alert in self.alerts)


def counts(question: Question) -> bool:
    """Whether a question is one that can be open; texts and dates are always free to leave out."""
    return question.kind in (Kind.YES_NO, Kind.CHOICE, Kind.SCALE)


def coverage(definition: Definition, answers: Answers) -> Coverage:
    asked = [
        answers.get(code, "")
        for code, question in definition.questions.items()
        if counts(question) and question.is_relevant(answers)
    ]
    open_ones = [value for value in asked if value in OPEN]
    return Coverage(len(asked) - len(open_ones), len([v for v in open_ones if v]), len(asked))


def with_answer(
    definition: Definition, answers: Answers, section: str, value: str
) -> list[Question]:
    """The questions of a section that were answered so."""
    return [
        question
        for question in definition.section(section).questions
        if answers.get(question.code) == value and question.is_relevant(answers)
    ]
