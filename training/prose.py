"""
The plain text of lessons and case studies as parts of a page. Knows four things and no markup of its own:

a blank line ends a paragraph, `## ` begins a heading, `- ` a point of a list, `> ` a sentence that could be said.
"""

from dataclasses import dataclass

HEADING, POINTS, SAID, PARAGRAPH = "heading", "points", "said", "paragraph"


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    text: str = ""
    points: tuple[str, ...] = ()


def parts(text: str) -> list[Part]:
    return [part_of(block) for block in blocks(text)]


def blocks(text: str) -> list[list[str]]:
    """Lines that belong together; a heading stands alone, a list ends where a line is no point."""
    found, last = [], None
    for line in text.strip().splitlines():
        line = line.strip()
        kind = kind_of(line)
        if line and (kind != last or kind == HEADING):
            found.append([])
        if line:
            found[-1].append(line)
        last = kind if line else None
    return found


def kind_of(line: str) -> str:
    for start, kind in (("## ", HEADING), ("- ", POINTS), ("> ", SAID)):
        if line.startswith(start):
            return kind
    return PARAGRAPH


def part_of(lines: list[str]) -> Part:
    kind = kind_of(lines[0])
    if kind == POINTS:
        return Part(kind, points=tuple(line[2:].strip() for line in lines))
    text = " ".join(line.lstrip("#>").strip() if kind != PARAGRAPH else line for line in lines)
    return Part(kind, text)


def words(text: str) -> int:
    return len(text.split())
