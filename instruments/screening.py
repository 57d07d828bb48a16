"""
Screening: whether there are reasonable grounds to believe that somebody was trafficked.

An adult: six dimensions of the operational indicators of ILO and the European Commission (2009). A dimension is positive
with two strong signs, with one strong and another, with three medium, or with two medium and a weak one. The signs of
the forms (sexual exploitation, begging…) count as exploitation; that, and what the labels are called, is ours.
A child: the means do not matter, and one strong sign is enough.

No answer ever excludes: without signs and with gaps the result is that not enough is known.
"""

from collections import Counter

from django.utils.translation import gettext as _

from instruments.definition import NO, YES, Answers, Definition, Question
from instruments.result import Alert, Coverage, Result, coverage, with_answer

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"
RECRUITMENT, CONTROL = ("d1", "d2", "d3"), ("d5", "d6")
EXPLOITATION = "d4"
FORM = "form_"  # sections of one form of exploitation
DANGER_NOW = {"d5_violence", "d5_isolation", "d5_threat", "m_compound"}


def positive(strong: int, medium: int, weak: int) -> bool:
    """Whether a dimension is positive, from the number of its signs by strength."""
    return (
        strong >= 2
        or (strong == 1 and medium + weak >= 1)
        or medium >= 3
        or (medium == 2 and weak >= 1)
    )


def is_positive(signs: list[Question]) -> bool:
    found = Counter(str(sign.traits["strength"]) for sign in signs)
    return positive(found[STRONG], found[MEDIUM], found[WEAK])


def screening_adult(definition: Definition, answers: Answers) -> Result:
    signs = dimensions(definition, answers)
    found = [name for name, noticed in signs.items() if is_positive(noticed)]
    known = coverage(definition, answers)
    code, label, tone = _adult_label(found, answers.get("intended", ""), known)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=known,
        reasons=tuple(_in_words(definition, name, signs[name]) for name in found),
        alerts=tuple(_adult_alerts(answers)),
        figures={"positive": tuple(found)},
    )


def dimensions(definition: Definition, answers: Answers) -> dict[str, list[Question]]:
    """The signs noticed in each of the six. Those of a form of exploitation stand with exploitation."""
    found: dict[str, list[Question]] = {}
    for section in definition.sections:
        name = EXPLOITATION if section.code.startswith(FORM) else section.code
        signs = with_answer(definition, answers, section.code, YES)
        signs = [sign for sign in signs if "strength" in sign.traits]
        found.setdefault(name, []).extend(signs)
    return {name: signs for name, signs in found.items() if signs}


def _adult_label(found: list[str], intended: str, known: Coverage) -> tuple[str, str, str]:
    recruited = any(name in found for name in RECRUITMENT)
    controlled = any(name in found for name in CONTROL)
    if EXPLOITATION in found and recruited and controlled:
        return "strong_presumption", _("Strong presumption of trafficking"), "late"
    if EXPLOITATION in found and (recruited or controlled):
        return "presumption", _("Presumption of trafficking"), "due"
    if EXPLOITATION not in found and recruited and intended == YES:
        return "before_exploitation", _("Trafficking begun, exploitation not yet"), "due"
    if known.is_complete:
        return "insufficient", _("Not enough signs now: help, observe, screen again"), "info"
    return "not_enough_known", _("Not enough known to say"), "info"


def _adult_alerts(answers: Answers):
    yield from _setting_alerts(answers)
    if answers.get("may_be_child", NO) != NO:
        yield Alert("child", _("May be a child: use the screening of a child from here."))
        yield Alert("child_protection", _("Tell child protection. Do not wait for the screening."))
    if any(answers.get(code) == YES for code in DANGER_NOW):
        yield Alert("danger", _("Ask first if the person is in danger now."))


def _setting_alerts(answers: Answers):
    if NO in (answers.get("safe_place"), answers.get("alone"), answers.get("needs_met")):
        yield Alert("setting", _("Stop here. Help first, and talk another day in a safe place."))


def _in_words(definition: Definition, name: str, signs: list[Question]) -> str:
    return _("%(section)s: %(signs)s") % {
        "section": definition.section(name).title,
        "signs": "; ".join(str(sign.text) for sign in signs),
    }


def screening_child(definition: Definition, answers: Answers) -> Result:
    signs = {
        name: with_answer(definition, answers, name, YES)
        for name in ("strong", "moved", "used", "signs")
    }
    known = coverage(definition, answers)
    code, label, tone = _child_label(signs, known)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=known,
        reasons=tuple(_in_words(definition, name, found) for name, found in signs.items() if found),
        alerts=tuple(_child_alerts(answers, any(signs.values()))),
    )


def _child_label(signs: dict[str, list[Question]], known: Coverage) -> tuple[str, str, str]:
    if signs["strong"]:
        return "act", _("Act as for a child who was trafficked"), "late"
    if signs["moved"] and is_positive(signs["used"]):
        return "presumption", _("Presumption of trafficking"), "late"
    if any(signs.values()):
        return "signs", _("Signs: look closer, together with child protection"), "due"
    if known.is_complete:
        return "no_sign", _("No sign noticed"), "plain"
    return "not_enough_known", _("Not enough known to say"), "info"


def _child_alerts(answers: Answers, any_sign: bool):
    yield from _setting_alerts(answers)
    if any_sign:
        yield Alert("child_protection", _("Tell child protection. Do not wait for the screening."))
