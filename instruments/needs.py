"""
The needs assessment: what cannot wait a day, then the areas in order. Ranked, never added up to one number.

A need is what the person wants help with. An urgent one that is not wanted is told to whoever counsels, and nothing is
arranged against the wish.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments.definition import NO, OPEN, YES, Answers, Definition, Question, Row
from instruments.result import Alert, Result, coverage

LEVELS = {"urgent": 3, "medium": 2, "low": 1, "none": 0}
NOW, AREAS = "now", "areas"
DANGER = {"safe_now", "suicide"}


@dataclass(frozen=True, slots=True)
class Need:
    """An area with a level above none. `wanted`: yes, no, or what settles nothing."""

    area: str
    title: str
    level: str
    wanted: str
    wish: str

    @property
    def rank(self) -> tuple[int, bool]:
        return -LEVELS[self.level], self.wanted == NO


def ranked(definition: Definition, answers: Answers) -> list[Need]:
    """The areas where help is needed: the most urgent first, in one level what is wanted first."""
    rows = definition.section(AREAS).rows
    found = [need for row in rows if (need := _need(row, answers))]
    return sorted(found, key=lambda one: one.rank)


def _need(row: Row, answers: Answers) -> Need | None:
    level = str(answers.get(f"{row.code}_level", ""))
    if not LEVELS.get(level):
        return None
    wanted, wish = answers.get(f"{row.code}_wants", ""), answers.get(f"{row.code}_wish", "")
    return Need(row.code, str(row.title), level, str(wanted), str(wish))


def needed_now(definition: Definition, answers: Answers) -> list[Question]:
    """What of the first three days is missing or asks for somebody today."""
    questions = definition.section(NOW).questions
    return [one for one in questions if answers.get(one.code, "") == one.traits["need_when"]]


def needs(definition: Definition, answers: Answers) -> Result:
    now, areas = needed_now(definition, answers), ranked(definition, answers)
    unasked = [
        str(one.text)
        for one in definition.section(NOW).questions
        if answers.get(one.code, "") in OPEN
    ]
    known = coverage(definition, answers)
    urgent = [one for one in areas if one.level == "urgent"]
    code, label, tone = _label(now, areas, urgent, unasked, known.is_complete)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=known,
        reasons=(
            *(str(one.text) if one.traits["need_when"] == YES else _no(one) for one in now),
            *(_in_words(definition, one) for one in areas),
            *(_("Not answered: %(question)s") % {"question": text} for text in unasked),
        ),
        alerts=tuple(_alerts(now, areas)),
        figures={"areas": tuple(areas), "now": tuple(one.code for one in now)},
    )


def _label(now, areas, urgent, unasked, complete) -> tuple[str, str, str]:
    if {one.code for one in now} & DANGER:
        return "danger", _("Act now"), "late"
    if now or urgent:
        return "urgent", _("Needed within 24 hours"), "late"
    if areas:
        return "plan", _("Needs in order: make the plan"), "due"
    if unasked or not complete:
        return "not_enough_known", _("Not enough known to say"), "info"
    return "none", _("No need named now"), "plain"


def _no(question: Question) -> str:
    return _("No: %(question)s") % {"question": question.text}


def _in_words(definition: Definition, need: Need) -> str:
    level = definition.questions[f"{need.area}_level"]
    words = next(str(one.text) for one in level.options if one.code == need.level)
    return _("%(area)s: %(level)s") % {"area": need.title, "level": words}


def _alerts(now: list[Question], areas: list[Need]):
    for one in now:
        if one.help:
            yield Alert(one.code, str(one.help))
    for one in areas:
        if one.wanted == NO and one.level == "urgent":
            text = _("%(area)s: urgent, and no help is wanted. Say what there is; arrange nothing.")
            yield Alert(f"{one.area}_not_wanted", text % {"area": one.title})
