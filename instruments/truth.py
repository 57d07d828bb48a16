"""
Truth tables of the scoring functions: `tests/instruments/truth/<function>.toml`, one row a case.

A row says which answers were given and what has to come out. Answers that many rows share have a name under `[given]`,
and a code may stand for several: `"d1_*" = "no"` answers every question of that beginning which takes this answer. The
empty answer takes one back; `without` leaves out questions, as for a role that may not ask them. The tables together are
whole when their rows go every way of every decision. `helper` rows are of functions that pages of a case use as well: what
is given to them, by name, and what comes out.
"""

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

from django.conf import settings
from django.utils import translation

from instruments import budget, labour, visit
from instruments.branches import Trace
from instruments.definition import Definition, Kind, Question
from instruments.reading import Reader
from instruments.result import Result
from instruments.scoring import SCORERS, score
from instruments.shelf import load

FOLDER = Path(settings.BASE_DIR) / "tests" / "instruments" / "truth"


def items_in(given: dict) -> list[budget.Item]:
    return [
        budget.Item(
            each["family"],
            Decimal(each["planned"]),
            each.get("cash", False),
            Decimal(each.get("paid", 0)),
        )
        for each in given["items"]
    ]


def limits_in(given: dict) -> budget.Limits:
    raw = dict(given.get("limits", {}))
    amounts = {name: Decimal(raw[name]) for name in ("total", "second_from") if name in raw}
    families = {name: Decimal(amount) for name, amount in raw.get("families", {}).items()}
    return budget.Limits(**amounts, families=families, cash_percent=raw.get("cash_percent"))


def over_in(given: dict) -> list[budget.Over]:
    return budget.passed_ceilings(items_in(given), limits_in(given))


def second_in(given: dict) -> bool:
    planned = budget.whole(items_in(given)).planned
    return budget.needs_second(planned, limits_in(given), over_in(given))


MONEY = ("due", "received", "extra")
HELPERS = {
    "passed_ceilings": lambda given: [[one.code, one.family, one.by] for one in over_in(given)],
    "Over.text": lambda given: [one.text for one in over_in(given)],
    "percent": lambda given: budget.percent(Decimal(given["part"]), Decimal(given["whole"])),
    "needs_second": second_in,
    "band": lambda given: visit.band(given["value"])[0],
    "owed": lambda given: labour.Claim(0, 0, None, *map(given.get, MONEY)).owed,
    "variance_percent": lambda given: budget.whole(items_in(given)).variance_percent,
}
ROW = {"tool", "version", "without", "given", "answers", "code", "alerts", "figures"}
TOLD = {"reasons", "answered", "open", "total"}
"""What a row may say besides: the reasons in their words, and how many are answered, not known, and asked in all."""


@dataclass(frozen=True, slots=True)
class Row:
    tool: Definition
    answers: dict
    expected: dict

    def fault(self, result: Result) -> str:
        """What came out instead; empty where it is as the row says."""
        came = {"code": result.code, "alerts": sorted(result.alert_codes)}
        came["figures"] = {
            name: plain(result.figures.get(name)) for name in self.expected["figures"]
        }
        told = {
            "reasons": list(result.reasons),
            "answered": result.coverage.answered,
            "open": result.coverage.open,
            "total": result.coverage.total,
        }
        came |= {name: told[name] for name in TOLD & set(self.expected)}
        return "" if came == self.expected else f"{came} came out, not {self.expected}"


@dataclass(frozen=True, slots=True)
class HelperRow:
    of: str
    given: dict
    out: object

    def fault(self) -> str:
        came = plain(HELPERS[self.of](self.given))
        return "" if came == self.out else f"{self.of} gave {came}, not {self.out}"


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    rows: list[Row]
    helpers: list[HelperRow]


def plain(value):
    """As a table can write it."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if value is None:
        return ""
    return value if isinstance(value, str | bool | int | float) else str(value)


def read_table(path: Path) -> Table:
    """Raises `ValueError` for what cannot be read."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    own = Reader(raw["definition"], is_ours=False).definition() if "definition" in raw else None
    rows = [row_of(each, raw, own) for each in raw["row"]]
    return Table(path.stem, rows, [helper_of(each) for each in raw.get("helper", ())])


def helper_of(raw: dict) -> HelperRow:
    given = {name: value for name, value in raw.items() if name not in ("of", "out")}
    if raw["of"] not in HELPERS:
        raise ValueError(f"nobody knows the helper {raw['of']}")
    return HelperRow(raw["of"], given, raw["out"])


def row_of(raw: dict, table: dict, own: Definition | None) -> Row:
    if unknown := set(raw) - ROW - TOLD:
        raise ValueError(f"nobody reads {sorted(unknown)}")
    tool = own or load(raw.get("tool", table.get("tool", "")), raw.get("version"))
    answers: dict = {}
    for given in [*(table["given"][name] for name in raw.get("given", ())), raw.get("answers", {})]:
        answers |= spread(tool, given)
    expected = {
        "code": raw["code"],
        "alerts": sorted(raw.get("alerts", ())),
        "figures": raw.get("figures", {}),
        **{name: raw[name] for name in TOLD & set(raw)},
    }
    given = {code: value for code, value in answers.items() if value != ""}
    return Row(leaving_out(tool, set(raw.get("without", ()))), given, expected)


def spread(tool: Definition, given: dict) -> dict:
    found = {}
    for pattern, value in given.items():
        fitting = [
            q
            for code, q in tool.questions.items()
            if fnmatchcase(code, pattern) and takes(q, value)
        ]
        if not fitting:
            raise ValueError(f"no question {pattern} takes the answer {value}")
        found |= {question.code: value for question in fitting}
    return found


def takes(question: Question, value) -> bool:
    if value == "":
        return True
    if question.options:
        given = value if isinstance(value, list) else [value]
        return {str(each) for each in given} <= {option.code for option in question.options}
    if question.kind in (Kind.SCALE, Kind.NUMBER):
        return isinstance(value, int) and question.low <= value <= question.high
    return isinstance(value, str)


def leaving_out(tool: Definition, codes: set[str]) -> Definition:
    if not codes:
        return tool
    sections = []
    for section in tool.sections:
        rows = [
            replace(row, questions=tuple(q for q in row.questions if q.code not in codes))
            for row in section.rows
        ]
        sections.append(replace(section, rows=tuple(rows)))
    return replace(tool, sections=tuple(sections))


def tables() -> tuple[list[Table], list[str]]:
    """One for each scoring function, and what is wrong with the files."""
    found, wrong = [], []
    for name in SCORERS:
        path = FOLDER / f"{name}.toml"
        try:
            found.append(read_table(path))
        except OSError:
            wrong.append(f"{path.name}: there is no such table")
        except (ValueError, LookupError) as problem:
            wrong.append(f"{path.name}: {problem}")
    return found, wrong


def faults() -> list[str]:
    """What is wrong with the tables, in words for who wrote a scoring function."""
    found, wrong = tables()
    trace = Trace()
    with translation.override("en"):
        for table in found:
            with trace.watching():
                results = [score(row.tool, row.answers) for row in table.rows]
                came = [row.fault() for row in table.helpers]
            wrong += row_faults(table, results)
            wrong += [f"{table.name}.toml, {fault}" for fault in came if fault]
    wrong += [
        f"{file}: no row goes both ways at {helper}, line {line}"
        for file, helper, line in trace.missing()
    ]
    return wrong


def row_faults(table: Table, results: list[Result]) -> list[str]:
    found = []
    for number, (row, result) in enumerate(zip(table.rows, results, strict=True), 1):
        fault = (
            row.fault(result)
            if row.tool.result == table.name
            else f"{row.tool.code} is not scored by it"
        )
        found += [f"{table.name}.toml, row {number}: {fault}"] if fault else []
    return found
