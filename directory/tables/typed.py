"""
What code can compute with, taken out of a short text; where the text is not plain, nothing.

The text itself always stays: a value that is not typed is still read by people.
"""

import re

FORMS = (
    ("sexual", r"\bsex|prostitution"),
    ("labour", r"\blabour|economic exploitation"),
    ("domestic", r"domestic (servitude|service|work|labour)"),
    ("begging", r"begging"),
    ("criminality", r"\bcriminal|forced crime|forced theft|illegal acts"),
    ("marriage", r"(forced|servile|child)( (or|and) \w+)? marriage"),
    ("slavery", r"slave"),
    ("organs", r"\borgans?\b"),
    ("child_soldiers", r"child soldiers|recruitment of children"),
    ("surrogacy", r"surrogacy"),
    ("adoption", r"illegal adoption"),
    ("other", r"(sham|illicit|temporary|brokered) marriage|sale of newborn|baby factories"),
)
ROLES = (
    ("origin", r"\b(origin|source)\b"),
    ("transit", r"\btransit\b"),
    ("destination", r"\bdestination\b"),
    ("internal", r"\binternal\b|domestic recruitment"),
)
LENGTHS = {"day": ("days", 1), "week": ("weeks", 1), "month": ("months", 1), "year": ("months", 12)}
ONE_LENGTH = re.compile(r"(\d+) (day|week|month|year)s?(?:$|[,;] )")
# A period in a table of periods that is, by its own words, none.
NOT_A_PERIOD = re.compile(r"not called a reflection period|not in force|not in effect")


def forms(text: str) -> list[str]:
    return [code for code, words in FORMS if re.search(words, text, re.IGNORECASE)]


def roles(text: str) -> list[str]:
    """Without what the source itself calls only possible."""
    sure = re.sub(r"\b(possible|possibly) \w+", "", text.lower())
    return [code for code, words in ROLES if re.search(words, sure)]


def yes_or_no(text: str) -> bool | None:
    """`no` alone: "no national one" and "no for some" say more than no."""
    if re.match(r"yes\b(?! \(child)", text, re.IGNORECASE):
        return True
    if re.fullmatch(r"(no|none)([;,:(].*)?", text, re.IGNORECASE):
        return False
    return None


def none_in_law(text: str) -> bool:
    return text.lower().startswith("none in law")


def whole_number(text: str) -> str:
    return text if re.fullmatch(r"\d+", text) else ""


def one_length(text: str) -> tuple[str, str]:
    """A text that begins with a length of time and names no other number: `6 months, renewable`."""
    found = ONE_LENGTH.match(text)
    if not found or re.search(r"\d", re.sub(r"§ ?\d+", "", text[found.end() :])):
        return "", ""
    unit, factor = LENGTHS[found.group(2)]
    return str(int(found.group(1)) * factor), unit


def first_year(text: str) -> int | None:
    """Of a text that begins with one year, not with a span of years."""
    found = re.match(r"((?:19|20)\d\d)\b(?!\s*(?:-|–|/|to\b|and\b))", text)
    return int(found.group(1)) if found else None


def partial_date(words: str) -> str:
    """
    The date of a source, as far as it states one: of a span the beginning, of "before 2013" nothing
    (the words stay with the source), so that nothing looks newer than it is.
    """
    exact = re.fullmatch(r"(\d{4})(-\d\d)?(-\d\d)?", words)
    if exact:
        return words
    if "before" in words:
        return ""
    found = re.search(r"\b((?:19|20)\d\d)\b", words)
    return found.group(1) if found else ""
