"""
What a tool is: sections of questions, read from `instruments/definitions/*.toml` or from an `InstrumentVersion`, never changed
after loading.

Texts of a file are English and translated when shown; those of a country's own tool come with their translations. No answers
are kept here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import cached_property

from instruments.expression import Expression


class DefinitionError(Exception):
    """A definition that cannot be used. Names the file, and the question where there is one."""


class Kind(StrEnum):
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    MOMENT = "moment"
    TEXT = "text"
    STATEMENT = "statement"
    CALCULATED = "calculated"


class DataClass(StrEnum):
    """The class of case data that an answer belongs to; who may read it follows from that."""

    IDENTITY = "identity"
    WHEREABOUTS = "whereabouts"
    ACCOUNT = "account"
    RISK = "risk"
    HEALTH = "health"
    LEGAL = "legal"
    SERVICES = "services"
    TRAVEL = "travel"
    CONSENT = "consent"


class Moment(StrEnum):
    MEET = "meet"
    PLAN = "plan"
    RETURN = "return"


NOT_ASKED = "not_asked"
YES, NO, UNKNOWN, DECLINED = "yes", "no", "unknown", "declined"
TRUE_OR_NOT = (YES, NO, UNKNOWN, DECLINED, NOT_ASKED)
OPEN = frozenset({"", UNKNOWN, DECLINED, NOT_ASKED})
"""Answers to a yes-or-no question that settle nothing: not known is not no."""

FOLDED_FROM = 30  # questions
Value = str | int | list[str]
Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """
    Holds when `question` has one of the answers `among`; `negated`, when it has none of them,
    which includes no answer at all.
    """

    question: str
    among: frozenset[str]
    negated: bool = False

    def holds(self, answers: Answers) -> bool:
        value = answers.get(self.question, "")
        given = value if isinstance(value, list) else [value]
        return any(str(one) in self.among for one in given) != self.negated

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({self.question})

    @property
    def needs(self) -> frozenset[str]:
        """Where these cannot be asked, what depends on it is not asked either."""
        return frozenset() if self.negated else self.reads


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition or a calculation written as an expression. `codes`: the questions that it reads."""

    expression: Expression
    codes: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        return self.expression.holds(answers)

    @property
    def question(self) -> str:
        return self.codes[0] if self.codes else ""

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self.codes)

    @property
    def needs(self) -> frozenset[str]:
        return self.reads


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    text: str
    kind: Kind
    data_class: DataClass
    options: tuple[Option, ...] = ()
    relevant: tuple[Condition | Rule, ...] = ()
    required: bool = False
    help: str = ""
    low: int = 0
    high: int = 4
    low_text: str = ""
    high_text: str = ""
    long: bool = False
    unverified: bool = False
    traits: Mapping[str, object] = field(default_factory=dict, hash=False)
    constraint: Rule | None = None
    constraint_text: str = ""
    calculation: Rule | None = None
    path: tuple[str, ...] = ()
    name: str = ""

    def is_relevant(self, answers: Answers) -> bool:
        return all(condition.holds(answers) for condition in self.relevant)

    @property
    def takes_answer(self) -> bool:
        return self.kind not in (Kind.STATEMENT, Kind.CALCULATED)

    @property
    def has_answer(self) -> bool:
        """Also what is worked out has an answer, though nobody is asked for it."""
        return self.kind != Kind.STATEMENT

    @property
    def needs(self) -> frozenset[str]:
        """The questions without which this one cannot be asked or worked out."""
        rules = [*self.relevant, *([self.calculation] if self.calculation else [])]
        return frozenset(code for rule in rules for code in rule.needs)


@dataclass(frozen=True, slots=True)
class Row:
    """A group of questions that belongs to one item, or the whole of a section without items."""

    code: str
    title: str
    number: int
    questions: tuple[Question, ...]
    unverified: bool = False
    traits: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        """With its number where the section repeats the same item."""
        is_repeated = self.code.rpartition("_")[2].isdecimal()
        return f"{self.title} {self.number}" if is_repeated else str(self.title)


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    intro: str
    rows: tuple[Row, ...]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for row in self.rows for question in row.questions)


@dataclass(frozen=True)
class Definition:
    code: str
    version: int
    title: str
    purpose: str
    who: str
    source: str
    minutes: int
    moment: Moment
    data_class: DataClass
    result: str
    sections: tuple[Section, ...]
    is_ours: bool = True
    """Ships with the product. Others are a country's own, and their texts come with their translations."""
    groups: Mapping[str, Mapping] = field(default_factory=dict, hash=False)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """By code, in the order of the page. Statements are left out: they have no answer."""
        return {
            question.code: question
            for section in self.sections
            for question in section.questions
            if question.has_answer
        }

    @cached_property
    def calculations(self) -> tuple[Question, ...]:
        """Each after those that it reads."""
        left = {c: q for c, q in self.questions.items() if q.kind == Kind.CALCULATED}
        ready = []
        while left:
            free = [code for code, each in left.items() if not each.needs & (left.keys() - {code})]
            ready += [left.pop(code) for code in free or list(left)]
        return tuple(ready)

    @property
    def is_long(self) -> bool:
        """Too long to scroll through: its sections are folded. Items fold by themselves."""
        has_items = any(row.code for section in self.sections for row in section.rows)
        return len(self.questions) > FOLDED_FROM and not has_items

    def section(self, code: str) -> Section:
        """An empty one where a role may ask none of its questions."""
        found = (section for section in self.sections if section.code == code)
        return next(found, Section(code, "", "", ()))

    @property
    def has_unverified(self) -> bool:
        rows = [row for section in self.sections for row in section.rows]
        return any(row.unverified or any(q.unverified for q in row.questions) for row in rows)
