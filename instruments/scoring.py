"""
From answers to a result: one pure function per tool. A result proposes; people decide.

What is not known is never read as no: every result carries its coverage.
"""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from instruments.budget import budget
from instruments.child import bia, bid, family
from instruments.definition import NO, OPEN, UNKNOWN, YES, Answers, Definition
from instruments.exit import exit_form
from instruments.labour import labour
from instruments.needs import needs
from instruments.pregnancy import pregnancy
from instruments.reintegration import reintegration
from instruments.result import Alert, Coverage, Result, coverage, with_answer
from instruments.returning import arrival, options_counselling, travel_checklist
from instruments.risk import risk
from instruments.screening import screening_adult, screening_child
from instruments.visit import visit

DANGER = {"confined", "injury"}


def quick_card(definition: Definition, answers: Answers) -> Result:
    """
    One sign and a concern: screen in full. No sign and gaps: not enough known.

    Ten taps give a result: who says nothing of an own view is taken to be concerned by a sign, and by nothing else.
    """
    signs = with_answer(definition, answers, "signs", YES)
    known = coverage(replace(definition, sections=(definition.section("signs"),)), answers)
    code, label, tone = _quick_label(bool(signs), answers.get("concern", ""), known)
    noticed = {question.code for question in signs}
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=known,
        reasons=tuple(str(question.text) for question in signs),
        alerts=tuple(_quick_alerts(noticed)),
    )


def _quick_label(has_sign: bool, concern: str, known: Coverage) -> tuple[str, str, str]:
    if has_sign and concern != NO:
        return "screen", _("Screen in full"), "due"
    if has_sign:
        return "look_again", _("Talk with a colleague and look again"), "info"
    if not known.is_complete or concern in (YES, UNKNOWN):
        return "not_enough_known", _("Not enough known to say"), "info"
    return "no_sign", _("No sign noticed"), "plain"


def _quick_alerts(noticed: set[str]):
    if "child_alone" in noticed:
        yield Alert("child_protection", _("Tell child protection. Do not wait for the screening."))
    if noticed & DANGER:
        yield Alert("danger", _("Ask first if the person is in danger now."))


def consent(definition: Definition, answers: Answers) -> Result:
    """Everything explained, then a choice for each purpose. A no never blocks help."""
    unexplained = [
        str(question.text)
        for question in definition.section("explained").questions
        if answers.get(question.code) != YES
    ]
    agreed = with_answer(definition, answers, "purposes", "agreed")
    doubtful = answers.get("capacity", "") != YES
    child_unheard = answers.get("by") == "guardian" and answers.get("child_view", "") != YES
    if unexplained or doubtful or child_unheard:
        code, label, tone = "not_ready", _("Not ready: explain first, then ask"), "due"
    elif agreed:
        code, label, tone = "recorded", _("Choices recorded"), "ok"
    else:
        code, label, tone = "nothing_agreed", _("Nothing agreed: nothing is shared"), "plain"
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=tuple(
            _("Not yet explained: %(point)s") % {"point": point} for point in unexplained
        ),
        alerts=tuple(_consent_alerts(answers, doubtful, child_unheard)),
        figures={
            "agreed": tuple(question.code for question in agreed) if code == "recorded" else ()
        },
    )


def _consent_alerts(answers: Answers, doubtful: bool, child_unheard: bool):
    if doubtful:
        yield Alert(
            "capacity", _("It is not clear that the person can decide now. Wait, or ask help.")
        )
    if child_unheard:
        yield Alert("child_view", _("Ask the child too. A guardian alone is not enough."))
    if answers.get("b11") == "agreed":
        yield Alert("media", _("Photo, media or story: ask again on another day, alone."))


def plan(definition: Definition, answers: Answers) -> Result:
    """A plan that the person did not agree to stays a proposal."""
    goals = [row for row in definition.section("goals").rows if answers.get(f"{row.code}_goal")]
    open_points = [text for row in goals for text in _open_points(row.number, row.code, answers)]
    if not goals:
        code, label, tone = "empty", _("No goal yet"), "plain"
    elif answers.get("agreed") == YES and not open_points:
        code, label, tone = "agreed", _("Agreed and complete"), "ok"
    elif answers.get("agreed") == YES:
        code, label, tone = "agreed_with_gaps", _("Agreed, with gaps"), "info"
    else:
        code, label, tone = "proposed", _("A proposal: not yet agreed"), "due"
    settled = len([row for row in goals if not list(_open_points(row.number, row.code, answers))])
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=Coverage(settled, 0, len(goals)),
        reasons=tuple(open_points),
        figures={"goals": len(goals), "cost": _cost(definition, answers)},
    )


def _open_points(number: int, goal: str, answers: Answers):
    if not answers.get(f"{goal}_who"):
        yield _("Goal %(number)s: nobody is named") % {"number": number}
    if not answers.get(f"{goal}_by"):
        yield _("Goal %(number)s: no date") % {"number": number}
    if answers.get(f"{goal}_wanted", "") != YES:
        yield _("Goal %(number)s: ask if the person wants this") % {"number": number}


def _cost(definition: Definition, answers: Answers) -> int:
    codes = [f"{row.code}_cost" for row in definition.section("goals").rows]
    return sum(int(answers.get(code) or 0) for code in codes)


def collected(definition: Definition, answers: Answers) -> Result:
    """A country's own tool says what was answered and what comes out of it; it judges nothing."""
    asked = [
        answers.get(code, "")
        for code, question in definition.questions.items()
        if question.takes_answer and question.is_relevant(answers)
    ]
    open_ones = [value for value in asked if _is_open(value)]
    not_known = len([value for value in open_ones if value])
    known = Coverage(len(asked) - len(open_ones), not_known, len(asked))
    found = [each for each in definition.calculations if each.text and each.code in answers]
    done = known.is_complete
    return Result(
        code="complete" if done else "begun",
        label=_("Everything is answered") if done else _("Answers are open"),
        tone="ok" if done else "info",
        coverage=known,
        reasons=tuple(f"{each.text}: {answers[each.code]}" for each in found),
    )


def _is_open(value) -> bool:
    """Left out, or one of the answers that say nothing: not known, declined, not asked. Of several, all of them."""
    given = value if isinstance(value, list) else [value]
    return all(str(each) in OPEN for each in given)


SCORERS: dict[str, Callable[[Definition, Answers], Result]] = {
    "quick_card": quick_card,
    "consent": consent,
    "risk": risk,
    "plan": plan,
    "visit": visit,
    "arrival": arrival,
    "options_counselling": options_counselling,
    "travel_checklist": travel_checklist,
    "screening_adult": screening_adult,
    "screening_child": screening_child,
    "needs": needs,
    "reintegration": reintegration,
    "labour": labour,
    "bia": bia,
    "family": family,
    "bid": bid,
    "pregnancy": pregnancy,
    "exit": exit_form,
    "budget": budget,
    "collected": collected,
}


def score(definition: Definition, answers: Answers) -> Result:
    """What the tool says about these answers."""
    return SCORERS[definition.result](definition, answers)
