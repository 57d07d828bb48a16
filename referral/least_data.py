"""
The pieces of a case from which a disclosure is chosen, one by one: a field, a line of a list, a sentence of a text.

The same allow-list as for packages (`packages.FIELDS`): the story in the person's own words and names of exploiters never go.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass

from django.conf import settings

from referral.access import DataClass
from referral.disclosures import LETTER
from referral.keys import EncryptedTextField
from referral.models import Case, Layer
from referral.package_texts import label_of, rows, text_of
from referral.packages import FIELDS, MODELS, content_of, values

# After the mark that ends a sentence, in the scripts of our languages, or at a new line.
SENTENCE = re.compile(r"(?<=[.!?…;؟۔。])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """`token` names the piece and what it said when it was shown: another text is another piece."""

    token: str
    data_class: str
    name: str
    value: object
    label: str
    text: str


def pieces(case: Case, data_class: str) -> list[Piece]:
    """What of this class can be chosen. Opening it is a read, and is logged as one."""
    found = []
    for name, value in contents(case, data_class).items():
        parts = split(data_class, name, value)
        for number, part in enumerate(parts):
            whole = [part] if isinstance(value, list) else part
            text = text_of(data_class, name, whole)
            if text:
                found.append(
                    Piece(
                        token(case, data_class, name, number, text),
                        data_class,
                        name,
                        part,
                        label_of(data_class, name),
                        text,
                    )
                )
    return found


def contents(case, data_class) -> dict:
    if data_class != DataClass.SUMMARY:
        return content_of(case, data_class, None, abroad=False)
    return values(case.summary, FIELDS[data_class].split())


def split(data_class, name, value) -> list:
    if isinstance(value, list):
        return value
    model = MODELS[data_class]
    sealed = name in FIELDS[data_class].split() and isinstance(
        model._meta.get_field(name), EncryptedTextField
    )
    if sealed and isinstance(value, str):
        return [one.strip() for one in SENTENCE.split(value) if one.strip()]
    return [value]


def token(case, data_class, name, number, text) -> str:
    said = f"{case.pk}|{data_class}|{name}|{number}|{text}".encode()
    digest = hmac.new(settings.ROW_SECURITY_KEY, said, hashlib.sha256).hexdigest()[:12]
    return f"{data_class}.{name}.{number}.{digest}"


def chosen(found: list[Piece], tokens) -> dict[str, dict]:
    """data class → content, of the chosen pieces only, in the order of the case."""
    contents = {}
    for piece in found:
        if piece.token not in tokens:
            continue
        content = contents.setdefault(piece.data_class, {})
        if piece.name in content and isinstance(content[piece.name], list):
            content[piece.name].append(piece.value)
        elif piece.name in content:
            content[piece.name] += f"\n{piece.value}"
        else:
            content[piece.name] = [piece.value] if piece.name in LISTED else piece.value
    return contents


# Lists of codes and of lines, which the texts of packages expect as lists.
LISTED = {
    *("citizenships", "languages", "safety_flags", "recruitment", "control", "exploitation"),
    *("sexual_exploitation", "exploitation_countries", "needs", "goals", "events"),
}


def letter(*, name: str, role: str, words: str) -> dict:
    return {key: value for key, value in (("to", name), ("role", role), ("words", words)) if value}


def sheet(contents: dict[str, dict]) -> list[dict]:
    """`{title, rows}` for each part: exactly what the receiver sees, before and after."""
    order = [one.value for one in DataClass]
    return [
        {
            "title": DataClass(data_class).label,
            "rows": rows(data_class, Layer.IDENTIFIED, contents[data_class]),
        }
        for data_class in sorted((c for c in contents if c != LETTER), key=order.index)
    ]


def read_content(part) -> dict:
    """The frozen content. Opening it writes the read entry; raises `NoKey` where the right is missing."""
    return json.loads(part.content or "{}")
