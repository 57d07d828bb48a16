"""Small numbers of people are not shown, and not left to be worked out from the sum (security C-70). Imports nothing of ours."""

from dataclasses import dataclass

from django.utils.translation import get_language_bidi

MARK = "\u200e"
INSIDE = 5  # numbers of people from 1 to 4 stay hidden inside the mechanism
OUTSIDE = 11  # and from 1 to 10 on pages that everybody reads


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it may be seen: itself, or `<5`, or kept back because another one could be worked out from it."""

    number: int | None
    text: str

    @property
    def is_open(self):
        return self.number is not None


def left_to_right(text):
    """Among letters from right to left a sign would stand on the other side, and say “more than”."""
    return f"{MARK}{text}{MARK}" if get_language_bidi() else text


def shown(number: int, least: int = INSIDE) -> Shown:
    return (
        Shown(None, left_to_right(f"<{least}"))
        if 0 < number < least
        else Shown(number, str(number))
    )


def parts(numbers: list[int], least: int = INSIDE) -> list[Shown]:
    """
    Numbers that make up a sum which stands beside them.

    Where exactly one is hidden, the smallest other one is kept back too: else the hidden one is the sum less the rest.
    """
    found = [shown(number, least) for number in numbers]
    hidden = [place for place, one in enumerate(found) if not one.is_open]
    if len(hidden) == 1:
        others = [(one.number, place) for place, one in enumerate(found) if one.number]
        if others:
            _number, place = min(others)
            found[place] = Shown(None, left_to_right(f"{least}+"))
    return found
