"""
Plain numbers among the profile facts on hotlines become lines; anything less plain stays a fact.

Plain: the cell holds numbers, hours and a name in brackets, and the words beside it say for whom it is.
"""

import re

from directory.tables.hotlines import is_same, without_email
from directory.tables.rows import ContactRow, digits

NUMBER = r"(?:from abroad )?\+?\(?\d[\d ()-]{1,20}\d"
HOURS = (
    r"24/7|24 hours(?:, every day| a day)?|Monday-Friday [\d.]+-[\d.]+|16 hours a day, 7 days|free"
)
PART = re.compile(
    rf"(?P<number>{NUMBER})(?: \((?P<name>[^)\d]+)\))?(?:, (?P<also>{HOURS}))?|(?P<hours>{HOURS})(?: \((?P<by>[^)\d]+)\))?"
)
ABROAD = re.compile(r"from abroad ")
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
    hours = next(filter(None, (part["hours"] or part["also"] for part in parts)), "")
    numbers = [(part["number"], part) for part in parts if part["number"]]
    if len(numbers) == 2 and ABROAD.match(numbers[1][0]):
        (inside, part), (outside, _other) = numbers
        return [line(fact, part, kind, hours, inside, ABROAD.sub("", outside))]
    return [
        line(fact, part, kind, hours, *(("", number) if number.startswith("+") else (number, "")))
        for number, part in numbers
    ]


def kind_of(words):
    return next((kind for kind, known in KINDS if re.search(known, words, re.IGNORECASE)), None)


def line(fact, part, kind, hours, local, international):
    words = re.split(r"[;:]|, [\w.-]+@", fact.detail)[0].removesuffix(".")
    called = part["name"] or part["by"] or ""
    name = called if " " in called else f"{words} ({called})" if called else words
    all_day = re.match(r"24", hours) or re.search(r"\b24 hours\b|24/7|365 days a year", fact.detail)
    email, note = without_email(fact.detail.replace("; verify before publication", ""))
    return ContactRow(
        key=f"line:{fact.country}:{kind}:{digits(local or international)}",
        country=fact.country,
        kind=kind,
        name=name[:200],
        phone_local=local,
        phone_international=international,
        email=email,
        hours="" if hours == "free" else hours or ("24/7" if all_day else ""),
        is_all_day=bool(all_day),
        note="" if note == name else note[:300],
        source=fact.source,
        as_of=fact.as_of,
        confidence="medium" if fact.confidence == "high" and not fact.as_of else fact.confidence,
    )
