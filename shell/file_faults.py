"""What is wrong with a file that somebody brought: where, what, why. One line of the report each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    line: int | None
    what: str
    why: str


class Broken(Exception):
    """The file, or rows of it, cannot be taken. `faults` has all of them."""

    def __init__(self, *faults):
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


def broken(what, why, line=None) -> Broken:
    return Broken(Fault(line, what, why))
