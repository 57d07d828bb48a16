"""What an import says about a form: row by row, what is wrong, what is left out, what works differently here."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_KEPT = 500
LONGEST_ABOUT = 200


class Level(StrEnum):
    BROKEN = "broken"
    LEFT_OUT = "left_out"
    DIFFERENT = "different"


LABELS = {
    Level.BROKEN: (gettext_lazy("To mend"), "late"),
    Level.LEFT_OUT: (gettext_lazy("Left out"), "due"),
    Level.DIFFERENT: (gettext_lazy("Different here"), "info"),
}
WHY = {
    # The sheets
    "no_survey": gettext_lazy("There is no sheet called survey with the columns type and name."),
    "rows": gettext_lazy("The sheet has more rows than a form can have here."),
    "formula": gettext_lazy("The cell holds a formula. Put its value in its place."),
    "hidden": gettext_lazy("The cell holds characters that cannot be seen."),
    "long": gettext_lazy("The text is longer than a form can have here."),
    "double_column": gettext_lazy("Two columns have the same heading."),
    "sheet": gettext_lazy("This sheet is not read."),
    "column": gettext_lazy("This column is not read."),
    # Rows
    "no_name": gettext_lazy("The row has no name."),
    "name": gettext_lazy("A name begins with a letter and has letters, digits, dots and dashes only."),
    "name_taken": gettext_lazy("The page itself uses this name. Choose another."),
    "name_long": gettext_lazy("The name is too long."),
    "name_twice": gettext_lazy("The same name stands twice in the form."),
    "type": gettext_lazy("No such type of question is known."),
    "no_label": gettext_lazy("The question has no label."),
    "end_alone": gettext_lazy("This ends what never began."),
    "no_end": gettext_lazy("The group or repeat that begins here never ends."),
    "end_crossed": gettext_lazy("Another kind of group is open here than the one that ends."),
    "too_deep": gettext_lazy("Groups lie too deep in each other."),
    "no_list": gettext_lazy("The list of choices does not exist."),
    "choice_name": gettext_lazy("A choice needs a name without spaces and commas."),
    "choice_twice": gettext_lazy("The same choice stands twice in its list."),
    "no_calculation": gettext_lazy("The calculation is missing."),
    "no_questions": gettext_lazy("The form has no question that can be answered here."),
    # Expressions
    "syntax": gettext_lazy("The expression cannot be read here."),
    "unfinished": gettext_lazy("The expression is not finished."),
    "deep": gettext_lazy("The expression has too many brackets in each other."),
    "unknown_name": gettext_lazy("The expression speaks of a question that is not in the form."),
    "unknown_function": gettext_lazy("No such function is known."),
    "arguments": gettext_lazy("The function takes another number of values."),
    "cycle": gettext_lazy("These depend on each other in a circle."),
    "pattern": gettext_lazy("The pattern of regex() cannot be read."),
    "pattern_slow": gettext_lazy("The pattern of regex() could take for ever. Make it simpler."),
    "pattern_not_fixed": gettext_lazy("The pattern of regex() has to be written out."),
    # Left out
    "place": gettext_lazy("Places are not recorded by a device here."),
    "file": gettext_lazy("Pictures, sounds and files do not belong to answers; evidence has a place of its own."),
    "meta": gettext_lazy("Not asked: the case itself keeps who answered, and when."),
    "other_type": gettext_lazy("This type of question is not available here."),
    "external": gettext_lazy("Choices from another file are not available here."),
    "function": gettext_lazy("This function is not available here, so the rule is not applied."),
    "of_left_out": gettext_lazy("It speaks of a question that is left out, so the rule is not applied."),
    # Different
    "repeat": gettext_lazy("Here the repeat has a fixed number of entries; those not needed stay empty."),
    "repeat_in_repeat": gettext_lazy("A repeat inside a repeat is asked once in each entry."),
    "choice_filter": gettext_lazy("All choices are shown: they are not filtered."),
    "required_rule": gettext_lazy("Whether an answer is required cannot depend on others here: it may be left out."),
    "default": gettext_lazy("Nothing is answered beforehand."),
    "not_used": gettext_lazy("Kept for the export, not used here."),
    "range": gettext_lazy("The range is a plain number here."),
    "checker": gettext_lazy("The checker of the format says, in English:"),
    "checker_failed": gettext_lazy("The checker of the format could not read the form."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """`row` is 0 where the whole sheet is meant. `about`: the word of the form that it is about."""

    level: Level
    sheet: str
    row: int
    column: str
    code: str
    about: str = ""

    def stored(self) -> list:
        return [self.level, self.sheet, self.row, self.column, self.code, self.about]


@dataclass
class Report:
    findings: list[Finding] = field(default_factory=list)
    more: int = 0
    is_broken: bool = False

    def add(self, level: Level, row, code: str, column: str = "", about: str = "") -> None:
        self.is_broken = self.is_broken or level == Level.BROKEN
        if len(self.findings) >= MOST_KEPT:
            self.more += 1
            return
        sheet, number = (row, 0) if isinstance(row, str) else (row.sheet, row.number)
        about = str(about)[:LONGEST_ABOUT]
        self.findings.append(Finding(level, sheet, number, column, code, about))

    def broken(self, row, code: str, column: str = "", about: str = "") -> None:
        self.add(Level.BROKEN, row, code, column, about)

    def left_out(self, row, code: str, column: str = "", about: str = "") -> None:
        self.add(Level.LEFT_OUT, row, code, column, about)

    def different(self, row, code: str, column: str = "", about: str = "") -> None:
        self.add(Level.DIFFERENT, row, code, column, about)

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.findings]

    def stored(self) -> list:
        order = list(Level)
        found = sorted(self.findings, key=lambda each: order.index(each.level))
        return [each.stored() for each in found]


def shown(stored: list) -> list[dict]:
    """The findings in the language of the reader."""
    found = []
    for level, sheet, row, column, code, about in stored:
        label, tone = LABELS[level]
        where = _("%(sheet)s, row %(row)s") % {"sheet": sheet, "row": row} if row else sheet
        where = f"{where}, {column}" if column else where
        found.append(
            {"where": where, "label": label, "tone": tone, "text": WHY[code], "about": about}
        )
    return found
