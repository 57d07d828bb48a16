"""How the joint risk matrix is drawn: its items by category, staying and returning side by side."""

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from instruments.definition import FOLDED_FROM, Definition, Row, Section
from instruments.risk import CATEGORIES, WAYS, items, lines

# What is asked once per item, under the two columns.
ONCE = ("who", "by", "source")
ROWS = (
    ("likelihood", _("How likely")),
    ("impact", _("How bad")),
    ("measure", _("What we do about it")),
    ("likelihood_after", _("How likely after that")),
    ("impact_after", _("How bad after that")),
)


def is_matrix(definition: Definition) -> bool:
    return definition.is_ours and definition.result == "risk"


def has_items(section: Section) -> bool:
    return any("category" in row.traits for row in section.rows)


class MatrixCards(LayoutObject):
    """
    All sections with items, as one card per category.

    Drawn by one template and not field by field: a matrix has some seven hundred fields.
    """

    def __init__(self, definition: Definition):
        self.definition = definition
        sections = [section for section in definition.sections if has_items(section)]
        self.intro = sections[0].intro
        self.rows = [row for section in sections for row in section.rows]
        self.fields = [question.code for row in self.rows for question in row.questions]

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        given = {code: form[code].value() or "" for code in self.definition.questions}
        known = {line.number: line for line in lines(items(self.definition, given), given)}
        folds = len(self.rows) > FOLDED_FROM
        groups = [
            self.group(form, number, known.get(number), folds=folds) for number in self.numbers()
        ]
        if folds and not any(group["open"] for group in groups):
            groups[0]["open"] = True
        shown = {"groups": groups, "intro": self.intro, "folds": folds}
        return render_to_string("instruments/matrix.html", shown)

    def numbers(self) -> list[int]:
        return list(dict.fromkeys(row.traits["category"] for row in self.rows))

    def group(self, form, number: int, line, *, folds: bool) -> dict:
        rows = [row for row in self.rows if row.traits["category"] == number]
        return {
            "number": number,
            "title": CATEGORIES[number],
            "line": line,
            "open": not folds or any(q.code in form.errors for row in rows for q in row.questions),
            "items": [self.item(form, row) for row in rows],
        }

    def item(self, form, row: Row) -> dict:
        asked = {question.code.removeprefix(f"{row.code}_"): question for question in row.questions}
        grid = [
            {
                "label": label,
                "cells": [drawn(form, asked[f"{way}_{what}"]) for way in WAYS],
            }
            for what, label in ROWS
        ]
        once = [drawn(form, asked[name]) for name in ONCE if name in asked]
        wrong = any(question.code in form.errors for question in row.questions[1:])
        return {
            "row": row,
            "present": drawn(form, asked["present"]),
            "grid": grid,
            "once": once,
            "shown": wrong,
        }


def drawn(form, question) -> dict:
    """One field as the template writes it."""
    bound = form[question.code]
    value = str(bound.value() or "")
    options = [
        (option.code, option.text, option.code == value, f"{bound.auto_id}_{place}")
        for place, option in enumerate(question.options)
    ]
    return {
        "name": bound.html_name,
        "id": bound.auto_id,
        "label": question.text,
        "kind": question.kind.value,
        "value": value,
        "options": options,
        "errors": form.errors.get(question.code, ()),
    }
