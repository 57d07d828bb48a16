"""
What can show in a case that a country's own measure was done: a tool that was finished, a gate that was passed.

Tools and gates belong to parts above this one, which say at their start what there is (`known`).
"""

from collections.abc import Callable

Pairs = list[tuple[str, str]]
TOOL, GATE = "tool:", "gate:"
_known: dict[str, Callable[..., Pairs]] = {}


def known(*, tools: Callable[[str], Pairs], gates: Callable[[], Pairs]) -> None:
    """Code and title: the tools that a country is offered, and the gates."""
    _known.update(tools=tools, gates=gates)


def tools(country: str) -> Pairs:
    return _known["tools"](country) if _known else []


def gates() -> Pairs:
    return _known["gates"]() if _known else []


def key(tool: str, gate: str) -> str:
    """As `Measure.done`. A gate says more than the tool that it is signed from."""
    if gate:
        return GATE + gate
    return TOOL + tool if tool else ""
