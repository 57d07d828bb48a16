"""The functions that an expression may call, and what XPath means by true, a number and a text."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from re import _constants as signs
from re import _parser as patterns

from django.utils import timezone

MANY = 99
LONGEST_TEXT = 5_000
MOST_REPEATS = 3  # of open length in one pattern
LONGEST_MATCHED = 300
EPOCH = date(1970, 1, 1)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Several(tuple):
    """The answers of one question that is asked again for each entry. Alone it is the first of them."""

    __slots__ = ()


def one(value):
    return (value[0] if value else "") if isinstance(value, Several) else value


def is_true(value) -> bool:
    value = one(value)
    if isinstance(value, float):
        return value == value and value != 0
    return bool(value)


def number(value) -> float:
    """Not a number where nothing was answered: then no comparison holds."""
    value = one(value)
    if isinstance(value, str):
        return _number_of_text(value.strip())
    return float(value)


def _number_of_text(value: str) -> float:
    if DAY.match(value):
        return days(value)
    try:
        return float(value) if re.fullmatch(r"-?\d*\.?\d+", value) else math.nan
    except ValueError:
        return math.nan


def days(value: str) -> float:
    """Since 1970, as the format counts dates; of a moment, with the part of the day."""
    try:
        if len(value) == 10:
            return float((date.fromisoformat(value) - EPOCH).days)
        moment = datetime.fromisoformat(value)
    except ValueError:
        return math.nan
    passed = moment.replace(tzinfo=None) - datetime(EPOCH.year, 1, 1)  # noqa: DTZ001 - both are local
    return passed.total_seconds() / 86_400


def text(value) -> str:
    value = one(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)[:LONGEST_TEXT]


def same(a, b) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return is_true(a) == is_true(b)
    if isinstance(a, int | float) or isinstance(b, int | float):
        return number(a) == number(b)
    return text(a) == text(b)


@dataclass(frozen=True, slots=True)
class Function:
    """`check` looks at the arguments that are fixed; `lazily`: the work decides which are worked out."""

    work: Callable
    least: int = 1
    most: int = 1
    lazily: bool = False
    check: Callable | None = None


def _all(values) -> list:
    return [each for value in values for each in (value if isinstance(value, Several) else [value])]


def _numbers(values) -> list[float]:
    return [found for found in map(number, _all(values)) if found == found]


def _selected(value, option) -> bool:
    return text(option) in text(value).split()


def _selected_at(value, place) -> str:
    chosen, at = text(value).split(), number(place)
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _round(value, digits=0.0) -> float:
    found, places = number(value), number(digits)
    if not (math.isfinite(found) and math.isfinite(places)):
        return math.nan
    scale = 10.0 ** max(-15, min(15, int(places)))
    return math.floor(found * scale + 0.5) / scale


def _whole(value) -> float:
    found = number(value)
    return float(math.trunc(found)) if math.isfinite(found) else math.nan


def _floored(way) -> Callable:
    def work(value):
        found = number(value)
        return float(way(found)) if math.isfinite(found) else math.nan

    return work


def _power(base, exponent) -> float:
    try:
        found = number(base) ** number(exponent)
    except (OverflowError, ZeroDivisionError):
        return math.nan
    return found if isinstance(found, float) else math.nan


def _part(value, start, end=None) -> str:
    whole, first = text(value), number(start)
    last = len(whole) if end is None else number(end)
    if first != first or last != last:
        return ""
    return whole[int(max(0, first)) : int(max(0, min(last, len(whole))))]


def _if(condition, then, otherwise):
    return then() if is_true(condition()) else otherwise()


def _coalesce(*values):
    return next((value for value in values if text(value)), "")


def _join(between, *values) -> str:
    return text(between).join(text(each) for each in _all(values))[:LONGEST_TEXT]


def _matches(value, pattern) -> bool:
    """As the whole. A longer text than anybody writes into one line does not match."""
    found = text(value)
    return len(found) <= LONGEST_MATCHED and re.fullmatch(text(pattern), found) is not None


def _pattern_problem(fixed: list) -> str:
    """A pattern has to be written out, so that it can be looked at before anybody's answer meets it."""
    if not isinstance(fixed[1], str):
        return "pattern_not_fixed"
    try:
        tree = patterns.parse(fixed[1])
    except (re.error, OverflowError, RecursionError):
        return "pattern"
    open_ones, widths = _repeats(tree, False)
    return "" if open_ones <= MOST_REPEATS and widths <= 10_000 else "pattern_slow"


def _repeats(tree, inside: bool) -> tuple[float, float]:
    """How many repeats of open length, and the product of the others; both endless where repeats nest."""
    open_ones, widths = 0.0, 1.0
    for sign, argument in tree:
        if sign in (signs.MAX_REPEAT, signs.MIN_REPEAT):
            least, most, inner = argument
            varies = most != least
            if inside and varies:
                return math.inf, math.inf
            if varies and most > 50:
                open_ones += 1
            elif varies:
                widths *= most - least + 1
            deeper = _repeats(inner, inside or most > 1)
        elif sign == signs.SUBPATTERN:
            deeper = _repeats(argument[3], inside)
        elif sign == signs.BRANCH:
            each = [_repeats(branch, inside) for branch in argument[1]]
            deeper = (math.inf, math.inf) if inside else (sum(e[0] for e in each), max(e[1] for e in each))
        elif sign in (signs.LITERAL, signs.NOT_LITERAL, signs.ANY, signs.IN, signs.AT):
            continue
        else:  # looking around, referring back
            return math.inf, math.inf
        open_ones, widths = open_ones + deeper[0], widths * deeper[1]
    return open_ones, widths


def _date(value) -> str:
    found = number(value)
    if not math.isfinite(found) or not -700_000 < found < 2_900_000:
        return ""
    return date.fromordinal(EPOCH.toordinal() + math.floor(found)).isoformat()


def _today() -> str:
    return timezone.localdate().isoformat()


def _now() -> str:
    return timezone.localtime().replace(microsecond=0, tzinfo=None).isoformat()


def _format_date(value, form) -> str:
    day = _date(value)
    if not day:
        return ""
    when = date.fromisoformat(day)
    parts = {"%Y": f"{when.year:04}", "%m": f"{when.month:02}", "%d": f"{when.day:02}"}
    parts |= {"%y": f"{when.year % 100:02}", "%n": str(when.month), "%e": str(when.day)}
    return re.sub(r"%[a-zA-Z]", lambda found: parts.get(found[0], ""), text(form))


def _filled(*values) -> float:
    return float(sum(1 for each in _all(values) if text(each)))


FUNCTIONS = {
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(lambda value: float(len(text(value).split()))),
    "if": Function(_if, 3, 3, lazily=True),
    "coalesce": Function(_coalesce, 2, MANY),
    "once": Function(lambda value: value),
    "not": Function(lambda value: not is_true(value)),
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "boolean": Function(is_true),
    "string": Function(text),
    "number": Function(number),
    "int": Function(_whole),
    "round": Function(_round, 1, 2),
    "floor": Function(_floored(math.floor)),
    "ceiling": Function(_floored(math.ceil)),
    "abs": Function(lambda value: abs(number(value))),
    "pow": Function(_power, 2, 2),
    "sum": Function(lambda *values: float(sum(_numbers(values))), 1, MANY),
    "min": Function(lambda *values: min(_numbers(values), default=math.nan), 1, MANY),
    "max": Function(lambda *values: max(_numbers(values), default=math.nan), 1, MANY),
    "count": Function(_filled),
    "count-non-empty": Function(_filled),
    "concat": Function(lambda *values: "".join(map(text, _all(values)))[:LONGEST_TEXT], 1, MANY),
    "join": Function(_join, 2, MANY),
    "string-length": Function(lambda value: float(len(text(value)))),
    "normalize-space": Function(lambda value: " ".join(text(value).split())),
    "contains": Function(lambda value, part: text(part) in text(value), 2, 2),
    "starts-with": Function(lambda value, part: text(value).startswith(text(part)), 2, 2),
    "ends-with": Function(lambda value, part: text(value).endswith(text(part)), 2, 2),
    "substr": Function(_part, 2, 3),
    "substring-before": Function(
        lambda value, part: text(value).partition(text(part))[0] if text(part) in text(value) else "",
        2,
        2,
    ),
    "substring-after": Function(lambda value, part: text(value).partition(text(part))[2], 2, 2),
    "regex": Function(_matches, 2, 2, check=_pattern_problem),
    "today": Function(_today, 0, 0),
    "now": Function(_now, 0, 0),
    "date": Function(_date),
    "date-time": Function(text),
    "decimal-date-time": Function(number),
    "format-date": Function(_format_date, 2, 2),
}
