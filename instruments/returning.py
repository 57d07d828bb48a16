"""The tools around a journey home: counselling on all options, what has to be there before it, and the first three days."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from instruments.definition import NO, OPEN, YES, Answers, Definition, Question
from instruments.result import Alert, Result, coverage, with_answer

# Beside what was explained: without these a decision is not called informed. The first version did not ask them.
FREE_AND_CLEAR = ("alone", "interpreted", "lawyer_offered", "says_back", "expects")


def options_counselling(definition: Definition, answers: Answers) -> Result:
    """Whether a decision can be called free and informed. Staying, returning and “not yet” weigh the same."""
    pressure = with_answer(definition, answers, "pressure", YES)
    untold = [
        str(question.text)
        for question in definition.section("options").questions
        if answers.get(question.code) != YES
    ]
    unasked = [
        q for q in definition.section("pressure").questions if answers.get(q.code, "") in OPEN
    ]
    unclear = [
        str(question.text)
        for code in FREE_AND_CLEAR
        if (question := definition.questions.get(code)) and answers.get(code) != YES
    ]
    if pressure:
        code, label, tone = "pressure", _("Pressure named: a supervisor looks at it"), "due"
    elif untold or unasked or unclear:
        code, label, tone = "not_complete", _("Not complete: talk on"), "info"
    else:
        code, label, tone = "informed", _("Informed, no pressure named"), "ok"
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=(
            *(str(question.text) for question in pressure),
            *(_("Not yet explained: %(point)s") % {"point": point} for point in untold),
            *(_("Not yet so: %(point)s") % {"point": point} for point in unclear),
        ),
        alerts=tuple(_counselling_alerts(answers, bool(pressure), bool(untold))),
        figures={"decision": answers.get("decision", "")},
    )


def _counselling_alerts(answers: Answers, pressed: bool, untold: bool):
    if pressed:
        text = _("Ask a supervisor to review before anything is arranged.")
        yield Alert("supervisor_review", text)
    if answers.get("alone") == NO:
        yield Alert(
            "alone", _("Talk again alone: what was said with others there decides nothing.")
        )
    if answers.get("decision") == "return" and untold:
        yield Alert("explain_first", _("Explain the other ways first, then ask again."))


def checks(definition: Definition, answers: Answers) -> list[Question]:
    """The questions that are ticked off: done, not yet, blocked or not needed."""
    return [
        question
        for question in definition.questions.values()
        if "blocked" in {option.code for option in question.options}
        and question.is_relevant(answers)
    ]


def travel_checklist(definition: Definition, answers: Answers) -> Result:
    """What is open and what blocks. The person may stop it until the last moment, and after."""
    asked = checks(definition, answers)
    blocked = [question for question in asked if answers.get(question.code) == "blocked"]
    todo = [q for q in asked if answers.get(q.code, "pending") == "pending"]
    essential = [question for question in todo if question.traits.get("essential")]
    if answers.get("still_wants") == NO:
        code, label, tone = "stopped", _("The person does not want to travel: stop here"), "late"
    elif blocked:
        code, label, tone = "blocked", _("Blocked"), "late"
    elif todo or answers.get("still_wants") != YES:
        code, label, tone = "open", _("Not ready yet"), "due"
    else:
        code, label, tone = "ready", _("Ready to travel"), "ok"
    waiting = [question for question in todo if question not in essential]
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=tuple(str(question.text) for question in (*blocked, *essential, *waiting)),
        alerts=tuple(_travel_alerts(answers, len(essential))),
        figures={"open": len(todo), "blocked": len(blocked)},
    )


def _travel_alerts(answers: Answers, essential: int):
    if essential:
        text = ngettext(
            "%(count)s check is needed before the journey starts.",
            "%(count)s checks are needed before the journey starts.",
            essential,
        )
        yield Alert("essential", text % {"count": essential})
    if answers.get("paper_safe", "") != YES:
        yield Alert("no_paper", _("Give no paper. Agree the numbers to remember."))
    if answers.get("child_travels") == YES and answers.get("escort") == "not_needed":
        yield Alert("escort", _("A child does not travel without an escort."))
    if "not_needed" in (answers.get("greeter"), answers.get("first_night")):
        text = _("Somebody waits, and there is a place for the night: leave neither out.")
        yield Alert("nobody", text)


# What happened on the way that asks for somebody today, whatever else is well.
INCIDENTS = {"intercepted", "medical", "left", "changed_mind"}


def arrival(definition: Definition, answers: Answers) -> Result:
    """The journey and the first three days: what is missing now, and what cannot wait."""
    needs = with_answer(definition, answers, "basics", NO)
    dangers = with_answer(definition, answers, "dangers", YES)
    lost = answers.get("nobody_came") == YES or answers.get("recognised") == YES
    incident = answers.get("incident") in INCIDENTS
    known = coverage(definition, answers)
    if dangers or lost:
        code, label, tone = "urgent", _("Act today"), "late"
    elif needs or incident:
        code, label, tone = "needs", _("Something is missing"), "due"
    elif not known.is_complete:
        code, label, tone = "not_enough_known", _("Not enough known to say"), "info"
    else:
        code, label, tone = "settled", _("The basics are there"), "ok"
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=known,
        reasons=tuple(str(question.text) for question in (*dangers, *needs)),
        alerts=(
            *(Alert(question.code, str(question.help)) for question in dangers),
            *_arrival_alerts(answers, incident),
        ),
    )


def _arrival_alerts(answers: Answers, incident: bool):
    if answers.get("nobody_came") == YES:
        text = _("Nobody was there: tell the other side today, and say to the person why.")
        yield Alert("nobody_came", text)
    if answers.get("recognised") == YES:
        yield Alert("recognised", _("Look at the risk again today, with the place to stay first."))
    if incident:
        yield Alert("incident", _("Write down what happened on the way, and tell the other side."))
