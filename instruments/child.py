"""
The forms behind the steps for a child: best-interests assessment, family assessment, determination.

Each proposes; a person decides, and for a determination the panel. What nobody knows closes no way and opens none:
it asks. “Paid for the journey” and “knew or profited” are two facts for the panel. Neither decides.
"""

from django.utils.translation import gettext as _

from instruments.definition import NO, OPEN, YES, Answers, Definition
from instruments.result import Alert, Coverage, Result, coverage

HEARD = {"yes", "not_wished", "too_young"}
NOT_ENOUGH = "not_enough_known"


def is_heard(answers: Answers) -> bool:
    return answers.get("heard", "") in HEARD


def _hear():
    return Alert("hear", _("Hear the child first. Without it nothing is decided."))


def _missing(definition: Definition, codes, answers: Answers) -> list[str]:
    """Of the questions that may be asked here at all."""
    questions = [definition.questions[code] for code in codes if code in definition.questions]
    return [
        _("Not answered: %(question)s") % {"question": one.text}
        for one in questions
        if answers.get(one.code, "") in OPEN
    ]


# Best-interests assessment

NEEDED_NOW = ("safe", "exploiters_near", "carer", "suicidality")


def bia(definition: Definition, answers: Answers) -> Result:
    """Protection and care come first: only then contact with the family and a return are looked at."""
    troubles = [
        definition.questions[code]
        for code, bad in (
            ("safe", NO),
            ("exploiters_near", YES),
            ("carer", NO),
            ("suicidality", YES),
        )
        if answers.get(code) == bad
    ]
    not_wanted = answers.get("wants_contact") == "no"
    unknown = _missing(definition, (*NEEDED_NOW, "guardian"), answers)
    if troubles:
        code, label, tone = "not_now", _("Not now: protection and care come first"), "late"
    elif not_wanted:
        code, label, tone = "not_now", _("Not now: the child wants no contact"), "due"
    elif unknown or not is_heard(answers):
        code, label, tone = NOT_ENOUGH, _("Not enough known to say"), "info"
    else:
        code, label, tone = "go_on", _("Contact and a return may be looked at"), "ok"
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=(*(str(one.text) for one in troubles), *unknown),
        alerts=tuple(_bia_alerts(answers, troubles)),
    )


def _bia_alerts(answers: Answers, troubles):
    if not is_heard(answers):
        yield _hear()
    for one in troubles:
        if one.help:
            yield Alert(one.code, str(one.help))
    if answers.get("afraid_of_family") == YES:
        text = _("The child is afraid of somebody in the family: say so in the check of contact.")
        yield Alert("afraid_of_family", text)
    if answers.get("guardian") == NO:
        yield Alert("guardian", _("Ask for a guardian now. Protection and health do not wait."))


# Family assessment

ASKED_OF_A_FAMILY = (
    "violence",
    "recruiter_contact",
    "capacity_protective",
    "family_wish",
    "child_wish",
)
BURDENS = {
    "substances": YES,
    "carer_health": YES,
    "family_debt": YES,
    "recruiter_debt": YES,
    "stigma": YES,
    "rooms": NO,
    "water": NO,
    "near": NO,
    "income": NO,
    "siblings_school": NO,
}
CAPACITIES = ("capacity_material", "capacity_emotional", "capacity_protective")


def family(definition: Definition, answers: Answers) -> Result:
    """Violence, or contact with those who recruited: not proposed. Poverty is a reason to help, not to refuse."""
    against = [
        definition.questions[c] for c in ("violence", "recruiter_contact") if answers.get(c) == YES
    ]
    if answers.get("capacity_protective", "") == 0:
        against.append(definition.questions["capacity_protective"])
    burdens = [definition.questions[c] for c, bad in BURDENS.items() if answers.get(c) == bad]
    weak = [definition.questions[c] for c in CAPACITIES if answers.get(c, "") in (0, 1)]
    unknown = _missing(definition, ASKED_OF_A_FAMILY, answers)
    code, label, tone = _family_label(answers, against, [*burdens, *weak], unknown)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=(*(str(one.text) for one in (*against, *burdens, *weak)), *unknown),
        alerts=tuple(_family_alerts(answers)),
    )


def _family_label(answers: Answers, against, burdens, unknown) -> tuple[str, str, str]:
    if against:
        return "unsuitable", _("Not suitable"), "late"
    if answers.get("family_wish") == "no":
        return "unsuitable", _("Not suitable: the family does not want it"), "late"
    doubts = answers.get("family_wish") == "pressured" or answers.get("child_wish") in (
        "no",
        "unsure",
    )
    if unknown or doubts or not is_heard(answers):
        return "more", _("More must be known first"), "info"
    helped = "with_support" in (answers.get("family_wish"), answers.get("child_wish"))
    if burdens or helped:
        return "conditions", _("Suitable with conditions"), "due"
    return "suitable", _("Suitable"), "ok"


def _family_alerts(answers: Answers):
    if not is_heard(answers):
        yield _hear()
    if answers.get("child_wish") == "no":
        yield Alert("child_no", _("The child says no. The panel hears why before anything else."))
    if answers.get("paid") == YES:
        text = _("For the panel: the family paid for the journey. It proves nothing else.")
        yield Alert("paid", text)
    if answers.get("knew") == YES:
        text = _(
            "For the panel: somebody knew or profited. The panel weighs it; it does not decide alone."
        )
        yield Alert("knew", text)
    if answers.get("two_workers") == NO:
        yield Alert("two_workers", _("Two workers make the visit: make it again together."))


# Determination

WAYS = ("stay", "family", "care", "third")
FEWEST = 3


def sums(definition: Definition, answers: Answers) -> dict[str, int]:
    """The balance of each way that is open, over the factors that were weighed for it."""
    found = {}
    for way in open_ways(answers):
        weighed = [
            int(value)
            for row in definition.section("balance").rows
            if (value := answers.get(f"{row.code}_{way}", "")) != ""
        ]
        if weighed:
            found[way] = sum(weighed)
    return found


def open_ways(answers: Answers) -> list[str]:
    return [way for way in WAYS if answers.get(f"open_{way}") == YES]


def bid(definition: Definition, answers: Answers) -> Result:
    """Which way the sheet speaks for; the panel decides. A way against safety is never proposed."""
    found = sums(definition, answers)
    unsafe = [way for way in found if answers.get(f"safety_{way}", "") == -2]
    left = {way: value for way, value in found.items() if way not in unsafe}
    gaps = _gaps(definition, answers)
    code, label, tone = _bid_label(definition, answers, found, left, gaps)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=_weighed(definition, answers, gaps),
        reasons=(
            *(_balance(definition, way, value) for way, value in found.items()),
            *(_("Against safety: %(way)s") % {"way": _way(definition, way)} for way in unsafe),
        ),
        alerts=tuple(_bid_alerts(answers, gaps)),
        figures={"sums": found},
    )


def _weighed(definition: Definition, answers: Answers, gaps: list[str]) -> Coverage:
    """Whether the child was heard, which ways are open, and each factor of each open way."""
    asked = [answers.get(f"open_{way}", "") for way in WAYS]
    cells = len(open_ways(answers)) * len(definition.section("balance").rows)
    answered = is_heard(answers) + len([value for value in asked if value not in OPEN])
    return Coverage(answered + cells - len(gaps), asked.count("unknown"), 1 + len(WAYS) + cells)


def _gaps(definition: Definition, answers: Answers) -> list[str]:
    return [
        f"{row.code}_{way}"
        for row in definition.section("balance").rows
        for way in open_ways(answers)
        if answers.get(f"{row.code}_{way}", "") == ""
    ]


def _bid_label(definition, answers, found, left, gaps) -> tuple[str, str, str]:
    if not is_heard(answers):
        return "not_heard", _("Not ready: the child was not heard"), "due"
    if len(found) < FEWEST:
        return "too_few", _("Not ready: compare at least three ways"), "due"
    if gaps:
        return NOT_ENOUGH, _("Not enough known to say"), "info"
    if not left:
        return "none_safe", _("No way is safe now: look for another"), "late"
    best = max(left.values())
    ways = [way for way, value in left.items() if value == best]
    if len(ways) > 1:
        return "balanced", _("Evenly balanced: the panel weighs"), "info"
    text = _("The sheet speaks for: %(way)s. The panel decides.")
    return ways[0], text % {"way": _way(definition, ways[0])}, "ok"


def _way(definition: Definition, way: str) -> str:
    return str(definition.questions[f"open_{way}"].text)


def _balance(definition: Definition, way: str, value: int) -> str:
    return _("%(way)s: %(value)s") % {"way": _way(definition, way), "value": f"{value:+d}"}


def _bid_alerts(answers: Answers, gaps):
    if not is_heard(answers):
        yield _hear()
    if answers.get("told_child") == NO:
        yield Alert("told_child", _("Tell the child the decision, in words a child understands."))
    decided = answers.get("decision", "")
    if decided in WAYS and answers.get(f"open_{decided}") != YES:
        yield Alert("not_open", _("The panel chose a way that is not open: say who opens it."))
    if decided in WAYS and answers.get(f"safety_{decided}", "") == -2:
        yield Alert(
            "unsafe", _("The panel chose a way that speaks against safety: write down why.")
        )
