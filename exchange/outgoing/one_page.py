"""
One page on a case, to copy as text, in the order of a form that somebody else asks for (rules of practice 28).

An order is data: a file in `orders/`, named after what it is of (a country by its two letters). Its fields are `class.column`, or one of
`needs`, `goals`, `events`, `status`. What tells who the person is stands in it only when asked for.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.utils import translation
from django.utils.text import Truncator

from exchange.outgoing.case_file import AROUND
from referral.access import DataClass
from referral.views.parts import FORMS, facts

FOLDER = Path(__file__).parent / "orders"
# Never without being asked for: by these a person is found.
TELLS_WHO = {"name_said", "name_on_documents", "born", "birth_place", "identity_number"}
LONGEST = 400  # of one answer: it is one page


@cache
def orders() -> dict[str, dict]:
    found = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))
    }
    for order in found.values():
        if "like" in order:  # no form is known: the page says so
            order["sections"] = found[order["like"]]["sections"]
    return found


def in_language(words: dict) -> str:
    return words.get(translation.get_language() or "en") or words["en"]


def titles() -> list[tuple[str, str]]:
    """The desk's own first."""
    found = [(code, in_language(order["title"])) for code, order in orders().items()]
    return sorted(found, key=lambda one: (one[0] != "desk", one[1]))


def one_page(case, rights, order: dict, *, with_name: bool) -> list[tuple[str, list]]:
    """(title, [{label, text}]) in the order of the form, of what is open to the reader."""
    opened, found = {}, []
    for section in order["sections"]:
        rows = [
            row
            for name in section["fields"]
            for row in answers(case, rights, name, opened)
            if with_name or name.partition(".")[2] not in TELLS_WHO
        ]
        if rows:
            found.append((in_language(section["title"]), rows))
    return found


def answers(case, rights, name, opened) -> list[dict]:
    data_class, _dot, column = name.partition(".")
    if not column:
        around = AROUND[name]
        return short(around.rows(case)) if rights.may_read(around.data_class) else []
    if not rights.may_read(data_class):
        return []
    form = FORMS[DataClass(data_class)]
    if data_class not in opened:
        opened[data_class] = form.model.objects.filter(case=case).first()
    row = opened[data_class]
    return short(facts(form, row, [column])) if row else []


def short(rows) -> list[dict]:
    return [row | {"text": Truncator(row["text"]).chars(LONGEST)} for row in rows if row["text"]]


def as_text(sections) -> str:
    blocks = [
        "\n".join([title.upper(), *(f"{row['label']}: {row['text']}" for row in rows)])
        for title, rows in sections
    ]
    return "\n\n".join(blocks)
