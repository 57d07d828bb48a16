"""How a section of a tool is drawn by crispy."""

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.template.loader import render_to_string

from instruments import drawing
from instruments.definition import YES, Kind, Row, Section


def answered_in(form, section: Section) -> dict:
    codes = [question.code for question in section.questions if question.takes_answer]
    answered = [code for code in codes if code in form.fields and form[code].value()]
    return {"code": section.code, "answered": len(answered), "total": len(codes)}


class SectionCard(LayoutObject):
    """
    One section as a card. An item shows its first question; the others open below it.

    In a long tool a section is folded to one line that says how much of it is answered.
    """

    def __init__(self, section: Section, folds: bool = False):
        self.section, self.folds = section, folds
        self.fields = [question.code for question in section.questions if question.takes_answer]

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        def drawn(question):
            if question.kind == Kind.CALCULATED:
                return ""
            if question.kind == Kind.STATEMENT:
                return render_to_string("instruments/statement.html", {"question": question})
            if html := drawing.drawn(form[question.code]):
                return html
            depth = len(context.dicts)
            html = render_field(
                question.code,
                form,
                context,
                "instruments/question.html",
                template_pack=template_pack,
            )
            del context.dicts[
                depth:
            ]  # crispy leaves its own there: the 300th field would look through 300
            return html

        is_unverified = all(question.unverified for question in self.section.questions)
        for code in self.fields:
            form.fields[code].is_marked = form.fields[code].question.unverified != is_unverified
        rows = [self.row(row, form, [drawn(q) for q in row.questions]) for row in self.section.rows]
        shown = {
            "section": self.section,
            "rows": rows,
            "is_unverified": is_unverified,
            "folds": self.folds,
            "open": any(code in form.errors for code in self.fields),
            "count": answered_in(form, self.section),
        }
        return render_to_string("instruments/section.html", shown)

    def row(self, row: Row, form, inner: list[str]) -> dict:
        first, rest = inner[:1], inner[1:]
        if not row.code:
            first, rest = inner, []
        codes = [question.code for question in row.questions if question.takes_answer]
        filled = form[codes[0]].value() if codes else ""
        return {
            "row": row,
            "name": row.name,
            "first": first,
            "rest": rest,
            "open": any(code in form.errors for code in codes) or self.is_open(row, filled),
        }

    def is_open(self, row: Row, filled) -> bool:
        yes_or_no = row.questions[0].kind == Kind.YES_NO
        return filled == YES if yes_or_no else bool(filled)
