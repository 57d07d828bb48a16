"""What the templates draw as SVG: numbers in, places out. Small numbers were hidden before they come here."""

from dataclasses import dataclass

from reports.suppress import Shown, parts

# Of the flow, in its own units. A line of a label fits into a gap.
HEIGHT, GAP, LEAST = 260, 18, 2.5
LEFT, RIGHT = 150, 400
MOST = 5  # countries on each side; the others stand together
SHOWN_DAYS = 30  # the scale of the spread


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    shown: Shown
    width: float
    url: str = ""


def bars(rows: list[tuple[str, int, str]]) -> list[Bar]:
    """Of (label, number, address): lengths on one baseline."""
    found = parts([number for _label, number, _url in rows])
    most = max((one.number or 0 for one in found), default=0) or 1
    return [
        Bar(label, one, round(100 * (one.number or 0) / most, 1), url if one.number else "")
        for (label, _number, url), one in zip(rows, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the middle eight in ten, in percent of the width."""

    label: str
    url: str
    low: float
    high: float
    middle: float
    days: int
    late: int
    answers: int

    @property
    def wide(self):
        return round(max(self.high - self.low, 1.5), 1)


def place(days: int) -> float:
    return round(100 * min(days, SHOWN_DAYS) / SHOWN_DAYS, 1)


@dataclass(slots=True)
class Node:
    code: str
    top: float
    height: float
    text: str  # its sum, where all of its parts are shown

    @property
    def label_at(self):
        return round(self.top + self.height / 2 + 5, 1)


@dataclass(frozen=True, slots=True)
class Ribbon:
    found_in: str
    goes_to: str
    shown: Shown
    colour: int
    path: str


@dataclass(frozen=True, slots=True)
class Flow:
    left: list[Node]
    right: list[Node]
    ribbons: list[Ribbon]
    pairs: list  # ((found in, goes to), Shown), the largest first


def flow(numbers: dict[tuple[str, str], int], rtl: bool = False) -> Flow:
    """Two columns of countries and what goes between them."""
    pairs = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    hidden = dict(zip(dict(pairs), parts([n for _pair, n in pairs]), strict=True))
    drawn = joined({pair: hidden[pair].number or 0 for pair, _number in pairs})
    scale = (HEIGHT - GAP * MOST) / (sum(drawn.values()) or 1)
    left = nodes(drawn, 0, scale, hidden)
    right = nodes(drawn, 1, scale, hidden)
    return Flow(
        left, right, list(ribbons(drawn, left, right, scale, hidden, rtl)), list(hidden.items())
    )


def joined(drawn):
    """Countries beyond the first ones of each side stand together as “*”."""
    kept = [leading(drawn, side) for side in (0, 1)]
    found = {}
    for (one, other), number in drawn.items():
        pair = (one if one in kept[0] else "*", other if other in kept[1] else "*")
        found[pair] = found.get(pair, 0) + number
    return found


def leading(drawn, side):
    sums = {}
    for pair, number in drawn.items():
        sums[pair[side]] = sums.get(pair[side], 0) + number
    ordered = sorted(sums, key=lambda code: (-sums[code], code))
    return set(ordered if len(ordered) <= MOST else ordered[: MOST - 1])


def nodes(drawn, side, scale, hidden):
    found, top = [], 0.0
    codes = {pair[side] for pair in drawn}
    sums = {code: sum(n for pair, n in drawn.items() if pair[side] == code) for code in codes}
    for code in sorted(codes, key=lambda one: (one == "*", -sums[one], one)):
        thin = [pair for pair, n in drawn.items() if pair[side] == code]
        height = sum(max(drawn[pair] * scale, LEAST) for pair in thin)
        shown = [one for pair, one in hidden.items() if pair[side] == code]
        whole = code != "*" and all(one.is_open for one in shown)
        found.append(Node(code, round(top, 1), round(height, 1), str(sums[code]) if whole else ""))
        top += height + GAP
    return found


def ribbons(drawn, left, right, scale, hidden, rtl):
    tops = [{node.code: node.top for node in side} for side in (left, right)]
    colours = {node.code: number % 5 + 1 for number, node in enumerate(left)}
    start, end = (RIGHT, LEFT) if rtl else (LEFT, RIGHT)
    half = (start + end) / 2
    order = {node.code: place for place, node in enumerate(right)}
    for pair in sorted(drawn, key=lambda one: (tops[0][one[0]], order[one[1]])):
        thick = max(drawn[pair] * scale, LEAST)
        a, b = tops[0][pair[0]], tops[1][pair[1]]
        tops[0][pair[0]] += thick
        tops[1][pair[1]] += thick
        path = (
            f"M{start} {a:.1f}C{half} {a:.1f} {half} {b:.1f} {end} {b:.1f}V{b + thick:.1f}"
            f"C{half} {b + thick:.1f} {half} {a + thick:.1f} {start} {a + thick:.1f}Z"
        )
        shown = hidden.get(pair, Shown(None, ""))
        yield Ribbon(*pair, shown, colours[pair[0]], path)
