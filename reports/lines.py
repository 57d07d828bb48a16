"""Lines over months as SVG: numbers in, places out. Made for the width of a phone; a wide page shows two charts beside each other."""

import textwrap
from dataclasses import dataclass

WIDTH, HEIGHT = 340, 218  # in its own units
LEFT, RIGHT, TOP, BASE = 10, 196, 14, 186  # of the plot
DIGIT = 7  # the width of one, of the scale
KEY, WORDS = 207, 216  # where the mark of a label stands, and where its words begin
LETTERS, ROWS, ROW = 18, 3, 14  # in a row of a label; its rows; their height
APART = 5  # what lies between two labels
# Each begins in its own middle. Colour never says alone which line it is.
MARKS = (
    "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    "m-2.8-2.8h5.6v5.6h-5.6z",
    "m-3.6 2.4h7.2l-3.6-6.2z",
    "m-4 0l4-4 4 4-4 4z",
)
MOST = len(MARKS)


@dataclass(frozen=True, slots=True)
class Line:
    way: str  # from mark to mark, never over a gap
    filled: str  # numbers said anew
    hollow: str  # numbers of an older month
    guide: str  # to the label
    key: str
    rows: list  # of the label: (y, number or "", words)


@dataclass(frozen=True, slots=True)
class Chart:
    scale: list  # (y, number)
    grid: str
    edge: str  # where numbers of the scale end
    months: list  # (x, words, anchor) of the first and the last one
    words: str  # where labels begin
    lines: list


@dataclass(frozen=True, slots=True)
class Plot:
    months: int
    most: int
    rtl: bool

    @property
    def start(self):
        return LEFT + DIGIT * len(str(self.most))

    def across(self, x):
        """From right to left time runs the other way."""
        return f"{WIDTH - x if self.rtl else x:.1f}"

    def x(self, place):
        return self.across(self.start + place * (RIGHT - self.start) / (self.months - 1))

    def y(self, number):
        return BASE - number * (BASE - TOP) / self.most

    def at(self, place, number):
        return f"{self.x(place)} {self.y(number):.1f}"


def chart(series, months, rtl=False) -> Chart:
    """`series`: (words, cells); a cell of each month has a number or none, and `is_older`. `months`: their words, two at least."""
    scale = steps(max(cell.number or 0 for _words, cells in series for cell in cells))
    plot = Plot(len(months), scale[-1], rtl)
    ends = [end_of(cells) for _words, cells in series]
    texts = [
        label(number, words, "" if place == len(months) - 1 else months[place])
        for (place, number), (words, _cells) in zip(ends, series, strict=True)
    ]
    middles = [plot.y(number) for _place, number in ends]
    tops = apart(list(zip(middles, (ROW * len(text) for text in texts), strict=True)))
    across = f"M{plot.across(plot.start)} {{:.1f}}H{plot.across(RIGHT)}".format
    return Chart(
        [(f"{plot.y(number) + 4:.1f}", number) for number in scale],
        "".join(across(plot.y(number)) for number in scale),
        plot.across(plot.start - 5),
        [(plot.x(0), months[0], "start"), (plot.x(len(months) - 1), months[-1], "end")],
        plot.across(WORDS),
        [
            line(plot, cells, mark, top, text)
            for (_words, cells), mark, top, text in zip(
                series, MARKS[: len(series)], tops, texts, strict=True
            )
        ],
    )


def steps(most) -> list:
    """From 0 up to the largest number or a little over it, in four even steps at most."""
    most = max(most, 1)
    step = next(n * 10**power for power in range(12) for n in (1, 2, 5) if 4 * n * 10**power >= most)  # fmt: skip
    return list(range(0, most + step, step))


def end_of(cells):
    """(place, number) of what was said last."""
    place = max(place for place, cell in enumerate(cells) if cell.number is not None)
    return place, cells[place].number


def label(number, words, month) -> list:
    """Rows of (number or "", words). `month`: where the last one does not say it."""
    text = f"{number} ({month}) {words}" if month else f"{number} {words}"
    first, *more = textwrap.wrap(text, LETTERS, max_lines=ROWS, placeholder="…")
    return [(number, first.removeprefix(str(number)).strip()), *(("", row) for row in more)]


def apart(wanted) -> list:
    """
    Tops of labels of (middle, height), each as near to its middle as the others let it. As many as there are marks, each with all of
    its rows, find room.
    """
    tops, free = {}, 0
    order = sorted(range(len(wanted)), key=lambda place: wanted[place][0])
    for place in order:
        middle, high = wanted[place]
        tops[place] = max(free, middle - high / 2)
        free = tops[place] + high + APART
    ends = HEIGHT - APART
    for place in reversed(order):
        tops[place] = min(tops[place], ends - wanted[place][1])
        ends = tops[place] - APART
    return [tops[place] for place in range(len(wanted))]


def line(plot, cells, mark, top, text) -> Line:
    said = [(place, cell) for place, cell in enumerate(cells) if cell.number is not None]
    points = {place: plot.at(place, cell.number) for place, cell in said}
    key = f"{plot.across(KEY)} {top + ROW / 2:.1f}"
    last, _number = end_of(cells)
    return Line(
        "".join(f"{'L' if place - 1 in points else 'M'}{at}" for place, at in points.items()),
        "".join(f"M{points[place]}{mark}" for place, cell in said if not cell.is_older),
        "".join(f"M{points[place]}{mark}" for place, cell in said if cell.is_older),
        f"M{points[last]}L{key}" if last == len(cells) - 1 else "",
        f"M{key}{mark}",
        [(f"{top + ROW * (place + 0.8):.1f}", *row) for place, row in enumerate(text)],
    )
