"""Which ways the decisions of a scoring function can go, and which of them were gone: read from the byte code while it runs."""

import dis
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType

PACKAGE = str(Path(__file__).parent) + "/"
SHARED = {
    "branches.py",
    "truth.py",
    "definition.py",
    "expression.py",
    "functions.py",
    "reading.py",
    "result.py",
}
"""What every tool uses has tests of its own."""
Way = tuple[CodeType, int, int]
"""A function, the place of a decision in it, and where it led."""


class Trace:
    """Collects the steps of every scoring function that runs inside `watching`."""

    def __init__(self):
        self.codes: set[CodeType] = set()
        self.steps: set[Way] = set()

    @contextmanager
    def watching(self):
        before = sys.gettrace()
        sys.settrace(self.enter)
        try:
            yield self
        finally:
            sys.settrace(before)

    def enter(self, frame, _event, _argument):
        code = frame.f_code
        if not is_scoring(code.co_filename):
            return None
        self.codes.add(code)
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        last, places = -1, behind_prefixes(code)

        def step(frame, event, _argument):
            nonlocal last
            if event == "opcode":
                here = places.get(frame.f_lasti, frame.f_lasti)
                self.steps.add((code, last, here))
                last = here
            return step

        return step

    def missing(self) -> list[tuple[str, str, int]]:
        """(file, function, line) of every decision that went one way only."""
        return sorted(
            {
                (Path(code.co_filename).name, code.co_qualname, line)
                for code in self.codes
                for place, line, ways in decisions(code)
                if any((code, place, way) not in self.steps for way in ways)
            }
        )


@cache
def is_scoring(file: str) -> bool:
    return file.startswith(PACKAGE) and Path(file).name not in SHARED


@cache
def behind_prefixes(code: CodeType) -> dict[int, int]:
    """A long jump has a prefix of its own; what counts is the instruction behind it."""
    found, waiting = {}, []
    for each in dis.get_instructions(code):
        waiting.append(each.offset)
        if each.opname != "EXTENDED_ARG":
            found |= dict.fromkeys(waiting[:-1], each.offset)
            waiting = []
    return found


@cache
def decisions(code: CodeType) -> tuple[tuple[int, int, tuple[int, int]], ...]:
    """(place, line, where it can lead). A loop that ends is no decision, nor is an error of another kind."""
    return tuple(_decisions(code))


def _decisions(code: CodeType) -> Iterator[tuple[int, int, tuple[int, int]]]:
    steps = [each for each in dis.get_instructions(code) if each.opname != "EXTENDED_ARG"]
    places = behind_prefixes(code)
    for before, step, following in zip(steps, steps[1:], steps[2:], strict=False):
        is_choice = "JUMP" in step.opname and "IF" in step.opname
        if is_choice and before.opname != "CHECK_EXC_MATCH":
            line = step.positions.lineno or code.co_firstlineno
            yield step.offset, line, (following.offset, places.get(step.argval, step.argval))
