"""Reads a definition, from a file or from a stored version, and says plainly what is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, gettext_noop

from instruments.definition import (
    TRUE_OR_NOT,
    Condition,
    DataClass,
    Definition,
    DefinitionError,
    Kind,
    Moment,
    Option,
    Question,
    Row,
    Rule,
    Section,
)
from instruments.expression import ExpressionError, read_expression

CODE = re.compile(r"[a-z][a-z0-9_]*")
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
OF_THE_PAGE = frozenset({"version", "idempotency_key", "live", "save_draft", "csrfmiddlewaretoken"})
"""Names of other fields of the page, which a question may not have."""
LONGEST_CODE = 60  # as `referral.Answer` stores it
TOP = {"code", "version", "title", "minutes", "moment", "purpose", "who", "source", "data_class"}
TOP |= {"result", "lists", "sections"}
OWN_TOP = {"groups", "language", "languages", "settings"}
SECTION = {"code", "title", "intro", "items", "questions", "repeat", "item"}
QUESTION = {"code", "text", "kind", "options", "relevant", "required", "help", "low", "high"}
QUESTION |= {"low_text", "high_text", "long", "unverified", "data_class", "traits"}
OWN_QUESTION = {"constraint", "constraint_text", "calculation", "path", "row"}
ITEM = {"code", "title", "unverified", "traits"}
TEXTS = ("title", "purpose", "who", "intro", "text", "help", "low_text", "high_text")
ANSWERS = {
    "yes": gettext_noop("Yes"),
    "no": gettext_noop("No"),
    "unknown": gettext_noop("Not known"),
    "declined": gettext_noop("Prefers not to say"),
    "not_asked": gettext_noop("Not asked"),
}


def read(path: Path) -> Definition:
    """Raises `DefinitionError`, which names the file and the question."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Reader(raw).definition()
    except (tomllib.TOMLDecodeError, DefinitionError) as problem:
        raise DefinitionError(f"{path.name}: {problem}") from problem


def said(text: str) -> str:
    """Translated when shown. The empty text stays empty: gettext would answer with its header."""
    return gettext_lazy(text) if text else ""


def in_language(texts: dict[str, str], first: str) -> str:
    """The text in the reader's language, else in the first one of the form."""
    return texts.get(get_language() or first) or texts.get(first) or next(iter(texts.values()), "")


chosen = lazy(in_language, str)


class Reader:
    """`is_ours`: texts are translated by our catalogues. Else they bring their translations: `{"fr": …}`."""

    def __init__(self, raw: dict[str, Any], *, is_ours: bool = True):
        self.raw, self.is_ours = raw, is_ours
        self.lists = raw.get("lists", {})
        self.groups = raw.get("groups", {})
        self.seen: dict[str, Question] = {}
        self.top = TOP if is_ours else TOP | OWN_TOP
        self.keys = QUESTION if is_ours else QUESTION | OWN_QUESTION
        self.codes: dict[str, tuple[str, ...]] = {}

    def said(self, text) -> str:
        if isinstance(text, dict):
            return chosen(text, self.raw.get("language", ""))
        return said(text) if self.is_ours else text

    def definition(self) -> Definition:
        raw = self.raw
        expect_keys(raw, self.top, "the file", needed=TOP - {"lists"})
        expect_code(raw["code"], "the file")
        if not self.is_ours:
            self.codes = codes_of(raw)
        sections = tuple(self.section(each) for each in raw["sections"])
        return Definition(
            code=raw["code"],
            version=raw["version"],
            title=self.said(raw["title"]),
            purpose=self.said(raw["purpose"]),
            who=self.said(raw["who"]),
            source=raw["source"],
            minutes=raw["minutes"],
            moment=member(Moment, raw["moment"], "the file"),
            data_class=member(DataClass, raw["data_class"], "the file"),
            result=raw["result"],
            sections=sections,
            is_ours=self.is_ours,
            groups=self.groups,
        )

    def section(self, raw: dict[str, Any]) -> Section:
        where = f"section {raw.get('code')}"
        expect_keys(raw, SECTION, where, needed={"code", "title", "questions"})
        rows = tuple(self.row(raw, item, number) for number, item in enumerate(items_of(raw), 1))
        return Section(raw["code"], self.said(raw["title"]), self.said(raw.get("intro", "")), rows)

    def row(self, section: dict[str, Any], item: dict[str, Any], number: int) -> Row:
        expect_keys(item, ITEM, f"item {item.get('code')}")
        code = item.get("code", "")
        own = {raw["code"] for raw in section["questions"]} if code else set()
        questions = tuple(
            self.question(raw, f"{code}_" if code else "", own) for raw in section["questions"]
        )
        return Row(
            code,
            self.said(item.get("title", "")),
            number,
            questions,
            item.get("unverified", False),
            item.get("traits", {}),
        )

    def question(self, raw: dict[str, Any], prefix: str, siblings: set[str]) -> Question:
        code = prefix + str(raw.get("code", ""))
        where = f"question {code}"
        expect_keys(raw, self.keys, where, needed={"code", "text", "kind"})
        expect_code(code, where) if self.is_ours else expect_name(code, where)
        if code in self.seen:
            raise DefinitionError(f"{where}: the code is used twice")
        kind = member(Kind, raw["kind"], where)
        known = self.around(prefix, siblings)
        question = Question(
            code=code,
            text=self.said(raw["text"]),
            kind=kind,
            data_class=member(DataClass, raw.get("data_class", self.raw["data_class"]), where),
            options=self.options(raw, kind, where),
            relevant=(
                *self.of_groups(raw.get("path", []), known, where),
                *self.relevant(raw.get("relevant", []), prefix, siblings, where, known),
            ),
            required=raw.get("required", False),
            help=self.said(raw.get("help", "")),
            low=raw.get("low", 0),
            high=raw.get("high", 4),
            low_text=self.said(raw.get("low_text", "")),
            high_text=self.said(raw.get("high_text", "")),
            long=raw.get("long", False),
            unverified=raw.get("unverified", False),
            traits=raw.get("traits", {}),
            constraint=self.rule(raw.get("constraint", ""), known, where),
            constraint_text=self.said(raw.get("constraint_text", "")),
            calculation=self.rule(raw.get("calculation", ""), known, where),
            path=tuple(raw.get("path", [])),
            name=str(raw["code"]),
        )
        if question.low >= question.high:
            raise DefinitionError(f"{where}: the lowest value is not below the highest")
        self.seen[code] = question
        return question

    def options(self, raw: dict[str, Any], kind: Kind, where: str) -> tuple[Option, ...]:
        given = raw.get("options", [])
        if kind == Kind.YES_NO:
            unknown = set(given) - set(TRUE_OR_NOT)
            if unknown:
                raise DefinitionError(f"{where}: {sorted(unknown)} are no answers to yes or no")
            return tuple(Option(code, said(ANSWERS[code])) for code in given or TRUE_OR_NOT)
        if kind not in (Kind.CHOICE, Kind.CHOICES):
            if given:
                raise DefinitionError(f"{where}: a {kind} has no options")
            return ()
        if isinstance(given, str):
            if given not in self.lists:
                raise DefinitionError(f"{where}: there is no list called {given}")
            given = self.lists[given]
        if len(given) < (2 if self.is_ours else 1):
            raise DefinitionError(f"{where}: a choice needs two options")
        codes = [option["code"] for option in given]
        if len(set(codes)) < len(codes):
            raise DefinitionError(f"{where}: an option is there twice")
        return tuple(Option(option["code"], self.said(option["text"])) for option in given)

    def around(self, prefix: str, siblings: set[str]) -> dict[str, tuple[str, ...]]:
        """The codes that a name stands for, seen from one entry: its own first."""
        return self.codes | {name: (prefix + name,) for name in siblings}

    def of_groups(self, path, known, where: str) -> list[Rule]:
        texts = [self.groups.get(name, {}).get("relevant", "") for name in path]
        return [self.rule(each, known, where) for each in texts if each]

    def rule(self, source: str, known, where: str) -> Rule | None:
        if not source:
            return None
        try:
            expression = read_expression(source, known)
        except ExpressionError as problem:
            raise DefinitionError(f"{where}: {problem}") from problem
        return Rule(expression, tuple(code for name in expression.names for code in known[name]))

    def relevant(self, raw: Any, prefix: str, siblings: set[str], where: str, known):
        if isinstance(raw, str):
            return (self.rule(raw, known, where),) if raw else ()
        conditions = [raw] if isinstance(raw, dict) else raw
        return tuple(self.condition(each, prefix, siblings, where) for each in conditions)

    def condition(self, raw: dict[str, Any], prefix: str, siblings: set[str], where: str):
        expect_keys(raw, {"question", "in", "not_in"}, where, needed={"question"})
        if ("in" in raw) == ("not_in" in raw):
            raise DefinitionError(f"{where}: it depends with either in or not_in")
        name = raw["question"]
        code = prefix + name if name in siblings else name
        if code not in self.seen:
            raise DefinitionError(f"{where}: it depends on {code}, which does not come before it")
        given = raw.get("in") or raw.get("not_in")
        allowed = {option.code for option in self.seen[code].options}
        if allowed and set(given) - allowed:
            raise DefinitionError(f"{where}: {code} has no answer {sorted(set(given) - allowed)}")
        return Condition(code, frozenset(given), negated="not_in" in raw)


def codes_of(raw: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """For each name of a country's own tool the codes of its questions. A repeat stands for the first question of each entry."""
    found: dict[str, tuple[str, ...]] = {}
    for section in raw["sections"]:
        prefixes = [f"{item['code']}_" if item.get("code") else "" for item in items_of(section)]
        asked = [each["code"] for each in section["questions"] if each["kind"] != Kind.STATEMENT]
        found |= {name: tuple(prefix + name for prefix in prefixes) for name in asked}
        if "repeat" in section and asked:
            found[section["item"]["code"]] = found[asked[0]]
    return found


def items_of(section: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a section; `repeat = 3, item = {…}` stands for three of the same."""
    if "repeat" in section:
        item = section["item"]
        return [{**item, "code": f"{item['code']}_{n}"} for n in range(1, section["repeat"] + 1)]
    return section.get("items", [{}])


def expect_keys(raw: dict[str, Any], known: set[str], where: str, needed: set[str] = frozenset()):
    if unknown := set(raw) - known:
        raise DefinitionError(f"{where}: nobody reads {sorted(unknown)}")
    if missing := needed - set(raw):
        raise DefinitionError(f"{where}: {sorted(missing)} is missing")


def expect_code(code: str, where: str) -> None:
    if not CODE.fullmatch(code):
        raise DefinitionError(f"{where}: a code has lower-case letters, digits and underscores")


def expect_name(code: str, where: str) -> None:
    if not NAME.fullmatch(code) or code in OF_THE_PAGE or len(code) > LONGEST_CODE:
        raise DefinitionError(f"{where}: a question cannot be called so")


def member(choices, value: str, where: str):
    try:
        return choices(value)
    except ValueError:
        raise DefinitionError(f"{where}: {value!r} is none of {[*choices]}") from None
