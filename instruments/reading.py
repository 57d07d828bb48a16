"""Reads a definition file and says plainly what is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

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
    Section,
)

CODE = re.compile(r"[a-z][a-z0-9_]*")
TOP = {"code", "version", "title", "minutes", "moment", "purpose", "who", "source", "data_class"}
TOP |= {"result", "lists", "sections"}
SECTION = {"code", "title", "intro", "items", "questions", "repeat", "item"}
QUESTION = {"code", "text", "kind", "options", "relevant", "required", "help", "low", "high"}
QUESTION |= {"low_text", "high_text", "long", "unverified", "data_class", "traits"}
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


class Reader:
    def __init__(self, raw: dict[str, Any]):
        self.raw = raw
        self.lists = raw.get("lists", {})
        self.seen: dict[str, Question] = {}

    def definition(self) -> Definition:
        raw = self.raw
        expect_keys(raw, TOP, "the file", needed=TOP - {"lists"})
        expect_code(raw["code"], "the file")
        sections = tuple(self.section(each) for each in raw["sections"])
        return Definition(
            code=raw["code"],
            version=raw["version"],
            title=said(raw["title"]),
            purpose=said(raw["purpose"]),
            who=said(raw["who"]),
            source=raw["source"],
            minutes=raw["minutes"],
            moment=member(Moment, raw["moment"], "the file"),
            data_class=member(DataClass, raw["data_class"], "the file"),
            result=raw["result"],
            sections=sections,
        )

    def section(self, raw: dict[str, Any]) -> Section:
        where = f"section {raw.get('code')}"
        expect_keys(raw, SECTION, where, needed={"code", "title", "questions"})
        rows = tuple(self.row(raw, item, number) for number, item in enumerate(items_of(raw), 1))
        return Section(raw["code"], said(raw["title"]), said(raw.get("intro", "")), rows)

    def row(self, section: dict[str, Any], item: dict[str, Any], number: int) -> Row:
        expect_keys(item, ITEM, f"item {item.get('code')}")
        code = item.get("code", "")
        own = {raw["code"] for raw in section["questions"]} if code else set()
        questions = tuple(
            self.question(raw, f"{code}_" if code else "", own) for raw in section["questions"]
        )
        return Row(
            code,
            said(item.get("title", "")),
            number,
            questions,
            item.get("unverified", False),
            item.get("traits", {}),
        )

    def question(self, raw: dict[str, Any], prefix: str, siblings: set[str]) -> Question:
        code = prefix + str(raw.get("code", ""))
        where = f"question {code}"
        expect_keys(raw, QUESTION, where, needed={"code", "text", "kind"})
        expect_code(code, where)
        if code in self.seen:
            raise DefinitionError(f"{where}: the code is used twice")
        kind = member(Kind, raw["kind"], where)
        question = Question(
            code=code,
            text=said(raw["text"]),
            kind=kind,
            data_class=member(DataClass, raw.get("data_class", self.raw["data_class"]), where),
            options=self.options(raw, kind, where),
            relevant=self.relevant(raw.get("relevant", []), prefix, siblings, where),
            required=raw.get("required", False),
            help=said(raw.get("help", "")),
            low=raw.get("low", 0),
            high=raw.get("high", 4),
            low_text=said(raw.get("low_text", "")),
            high_text=said(raw.get("high_text", "")),
            long=raw.get("long", False),
            unverified=raw.get("unverified", False),
            traits=raw.get("traits", {}),
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
        if len(given) < 2:
            raise DefinitionError(f"{where}: a choice needs two options")
        codes = [option["code"] for option in given]
        if len(set(codes)) < len(codes):
            raise DefinitionError(f"{where}: an option is there twice")
        return tuple(Option(option["code"], said(option["text"])) for option in given)

    def relevant(self, raw: Any, prefix: str, siblings: set[str], where: str):
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


def member(choices, value: str, where: str):
    try:
        return choices(value)
    except ValueError:
        raise DefinitionError(f"{where}: {value!r} is none of {[*choices]}") from None
