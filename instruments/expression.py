"""
The conditions and calculations of a spreadsheet form: a small part of XPath, read once, then worked out on answers.

Nothing of Python is evaluated. A pattern that could take for ever is refused when it is read, not when it is used.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from instruments.functions import FUNCTIONS, Several, is_true, number, same, text

LONGEST = 2_000  # characters
DEEPEST = 40  # brackets in brackets
TOKEN = re.compile(
    r"\s*(?:(?P<reference>\$\{[^}]*\})|(?P<string>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<name>[A-Za-z_][\w:-]*)|(?P<sign><=|>=|!=|[=<>()+*,\-]|\.))"
)
NAME = re.compile(r"[A-Za-z_][\w.-]*")
COMPARED = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b}
COMPARED |= {">=": lambda a, b: a >= b}
RECKONED = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}


class ExpressionError(Exception):
    """What is wrong with an expression: a code of `WHY` in `instruments.xlsform.report`, and the word it is about."""

    def __init__(self, code: str, about: str = ""):
        self.code, self.about = code, about
        super().__init__(f"{code}: {about}" if about else code)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is worked out on. `here` is the answer that a constraint speaks of."""

    answers: Mapping
    here: object = ""


Part = Callable[[Setting], object]


@dataclass(frozen=True, slots=True)
class Expression:
    source: str
    names: tuple[str, ...]
    part: Part

    def value(self, answers: Mapping, here: object = ""):
        return self.part(Setting(answers, here))

    def holds(self, answers: Mapping, here: object = "") -> bool:
        return is_true(self.value(answers, here))

    def words(self, answers: Mapping) -> str:
        return text(self.value(answers))


def read_expression(source: str, codes: Mapping[str, tuple[str, ...]] | None = None) -> Expression:
    """
    `codes`: for each name the question codes it stands for; several where it is asked again for each entry.

    Raises `ExpressionError`.
    """
    if len(source) > LONGEST:
        raise ExpressionError("long")
    reader = _Reader(source, codes)
    return Expression(source, tuple(dict.fromkeys(reader.names)), reader.whole())


def names_in(source: str) -> list[str]:
    return [found.strip() for found in re.findall(r"\$\{([^}]*)\}", source)]


class _Reader:
    """One method for each step of precedence, from `or` down to a single word."""

    def __init__(self, source: str, codes):
        self.tokens, self.place, self.codes = tokens_of(source), 0, codes
        self.names: list[str] = []
        self.depth = 0

    def whole(self) -> Part:
        found = self.either()
        if self.place < len(self.tokens):
            raise ExpressionError("syntax", self.tokens[self.place][1])
        return found

    def next_is(self, *words: str) -> str:
        """The next token, taken, if it is one of these; else nothing."""
        if self.place < len(self.tokens):
            kind, word = self.tokens[self.place]
            if kind in ("sign", "name") and word in words:
                self.place += 1
                return word
        return ""

    def need(self, sign: str) -> None:
        if not self.next_is(sign):
            raise ExpressionError("syntax", sign)

    def either(self) -> Part:
        parts = [self.both()]
        while self.next_is("or"):
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        return lambda at: any(is_true(part(at)) for part in parts)

    def both(self) -> Part:
        parts = [self.equal()]
        while self.next_is("and"):
            parts.append(self.equal())
        if len(parts) == 1:
            return parts[0]
        return lambda at: all(is_true(part(at)) for part in parts)

    def equal(self) -> Part:
        left = self.ordered()
        while sign := self.next_is("=", "!="):
            left = _equality(left, self.ordered(), sign == "=")
        return left

    def ordered(self) -> Part:
        left = self.sum()
        while sign := self.next_is(*COMPARED):
            left = _order(left, self.sum(), COMPARED[sign])
        return left

    def sum(self) -> Part:
        left = self.product()
        while sign := self.next_is("+", "-"):
            left = _reckoning(left, self.product(), RECKONED[sign])
        return left

    def product(self) -> Part:
        left = self.signed()
        while sign := self.next_is("*", "div", "mod"):
            left = _reckoning(left, self.signed(), RECKONED.get(sign) or DIVISIONS[sign])
        return left

    def signed(self) -> Part:
        if self.next_is("-"):
            inner = self.deeper(self.signed)
            return lambda at: -number(inner(at))
        return self.single()

    def deeper(self, read: Callable[[], Part]) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("deep")
        found = read()
        self.depth -= 1
        return found

    def single(self) -> Part:
        if self.place >= len(self.tokens):
            raise ExpressionError("unfinished")
        kind, word = self.tokens[self.place]
        self.place += 1
        if kind == "string":
            return _fixed(word[1:-1])
        if kind == "number":
            return _fixed(float(word))
        if kind == "reference":
            return self.reference(word[2:-1].strip())
        if kind == "name":
            return self.call(word)
        if word == "(":
            inner = self.deeper(self.either)
            self.need(")")
            return inner
        if word == ".":
            return lambda at: at.here
        raise ExpressionError("syntax", word)

    def reference(self, name: str) -> Part:
        if not NAME.fullmatch(name):
            raise ExpressionError("syntax", name)
        self.names.append(name)
        if self.codes is None:
            return _fixed("")
        if name not in self.codes:
            raise ExpressionError("unknown_name", name)
        codes = self.codes[name]
        if len(codes) == 1:
            return lambda at: _answer(at, codes[0])
        return lambda at: Several(_answer(at, code) for code in codes)

    def call(self, name: str) -> Part:
        if not self.next_is("("):
            raise ExpressionError("syntax", name)
        given = []
        if not self.next_is(")"):
            given.append(self.deeper(self.either))
            while self.next_is(","):
                given.append(self.deeper(self.either))
            self.need(")")
        return _called(name, given)


def tokens_of(source: str) -> list[tuple[str, str]]:
    found, place, end = [], 0, len(source.rstrip())
    while place < end:
        match = TOKEN.match(source, place)
        if match is None:
            raise ExpressionError("syntax", source[place : place + 20].strip())
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    if not found:
        raise ExpressionError("unfinished")
    return found


def _fixed(value) -> Part:
    def part(_at):
        return value

    part.fixed = value
    return part


def _answer(at: Setting, code: str):
    value = at.answers.get(code, "")
    return " ".join(value) if isinstance(value, list) else value


def _each(value) -> list:
    return list(value) if isinstance(value, Several) else [value]


def _equality(left: Part, right: Part, wanted: bool) -> Part:
    return lambda at: any(
        same(a, b) == wanted for a in _each(left(at)) for b in _each(right(at))
    )


def _order(left: Part, right: Part, compare) -> Part:
    return lambda at: any(
        compare(number(a), number(b)) for a in _each(left(at)) for b in _each(right(at))
    )


def _reckoning(left: Part, right: Part, reckon) -> Part:
    return lambda at: reckon(number(left(at)), number(right(at)))


def _divided(a: float, b: float) -> float:
    return a / b if b else float("nan")


def _rest(a: float, b: float) -> float:
    return a - b * int(a / b) if b and a == a and abs(a) != float("inf") else float("nan")


DIVISIONS = {"div": _divided, "mod": _rest}


def _called(name: str, given: list[Part]) -> Part:
    known = FUNCTIONS.get(name)
    if known is None:
        raise ExpressionError("unknown_function", name)
    if not known.least <= len(given) <= known.most:
        raise ExpressionError("arguments", name)
    if known.check is not None:
        problem = known.check([getattr(each, "fixed", None) for each in given])
        if problem:
            raise ExpressionError(problem, name)
    if known.lazily:
        return lambda at: known.work(*(lambda each=each: each(at) for each in given))
    return lambda at: known.work(*(each(at) for each in given))
