"""
Plain numbers among the profile facts on hotlines become lines; anything less plain stays a fact.

Plain: the cell holds numbers, hours and a name in brackets, and the words beside it say for whom it is.
"""

import re

from directory.tables.hotlines import is_same
from directory.tables.rows import ContactRow, digits

NUMBER = r"(?:from abroad )?\+?\(?\d[\d ()-]{1,20}\d"
HOURS = (
    r"24/7|24 hours(?:, every day| a day)?|Monday-Friday [\d.]+-[\d.]+|16 hours a day, 7 days|free"
)
PART = re.compile(
    rf"(?P<number>{NUMBER})(?: \((?P<name>[^)\d]+)\))?(?:, (?P<also>{HOURS}))?|(?P<hours>{HOURS})(?: \((?P<by>[^)\d]+)\))?"
)
DOUBT = re.compile(r"\bcheck\b|misprint|older number|old text|not a 24-hour line", re.IGNORECASE)
# By the words beside the number, the first that fits.
KINDS = (
    ("child", r"\bchild"),
    ("police", r"\bpolice|criminal intelligence|homeland security"),
    (
        "trafficking",
        r"traffick|modern slavery|A21|\bKOK\b|\bCMM\b|Missing Persons|shelter safe house|MARTA|ASTRA|La Strada|ROSA\b|specialised regional team",
    ),
    ("victim_support", r"all crimes|victim support|women"),
)


def split(facts, known):
    """Facts that stay, and the lines that some of them became."""
    kept, lines = [], []
    for fact in facts:
        new = [line for line in found_in(fact) if not any(is_known(line, one) for one in known)]
        if fact.topic == "hotline" and new:
            lines += [line for line in new if not any(is_same(line, one) for one in lines)]
        else:
            kept.append(fact)
    return kept, lines


def is_known(line, other):
    return is_same(line, other) or is_same(line, _as(other, line.kind))


def _as(contact, kind):
    """The same number under another kind is the same number."""
    return ContactRow(
        key="",
        country=contact.country,
        kind=kind,
        source=contact.source,
        phone_local=contact.phone_local,
        phone_international=contact.phone_international,
    )


def found_in(fact):
    if fact.topic != "hotline" or DOUBT.search(f"{fact.text} {fact.detail}"):
        return []
    parts = [PART.fullmatch(part.strip()) for part in fact.text.split(";")]
    kind = kind_of(f"{fact.text} {fact.detail}")
    if not all(parts) or not parts[0]["number"] or kind is None:
        return []
    hours = next(
        (
            part[group]
            for part in parts
            for group in ("hours", "also")
            if part[group] not in (None, "free")
        ),
        "",
    )
    return [line(fact, part, kind, hours) for part in parts if part["number"]]


def kind_of(words):
    return next((kind for kind, known in KINDS if re.search(known, words, re.IGNORECASE)), None)


def line(fact, part, kind, hours):
    number = part["number"].removeprefix("from abroad ").strip()
    is_international = number.startswith("+")
    words = re.split(r"[;:]|, [a-z.-]+@", fact.detail)[0].removesuffix(".")
    name = part["name"] or part["by"] or words
    all_day = bool(re.match(r"24", hours)) or bool(
        re.search(r"\b24 hours\b|24/7|365 days a year", fact.detail)
    )
    return ContactRow(
        key=f"line:{fact.country}:{kind}:{digits(number)}",
        country=fact.country,
        kind=kind,
        name=name[:200],
        phone_local="" if is_international else number,
        phone_international=number if is_international else "",
        hours=hours or ("24/7" if all_day else ""),
        is_all_day=all_day,
        note=fact.detail[:300],
        source=fact.source,
        as_of=fact.as_of,
        confidence=fact.confidence,
    )
