"""When help ends: whether the person can come back, and whether it ends for the person's reasons or for ours."""

from django.utils.translation import gettext as _

from instruments.definition import NO, OPEN, YES, Answers, Definition
from instruments.result import Alert, Result, coverage

OURS = {"money", "other"}  # reasons of bodies, not of the person
GONE = {"contact"}  # nobody can be asked any more
TOLD = ("knows_back", "knows_danger", "ask_again")


def exit_form(definition: Definition, answers: Answers) -> Result:
    untold = [
        str(definition.questions[code].text)
        for code in TOLD
        if answers.get(code, "") in OPEN or (code != "ask_again" and answers.get(code) == NO)
    ]
    code, label, tone = _label(answers, untold)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=tuple(_("Not yet so: %(point)s") % {"point": text} for text in untold),
        alerts=tuple(_alerts(answers)),
        figures={"aims": answers.get("aims"), "rating": answers.get("rating")},
    )


def _label(answers: Answers, untold: list[str]) -> tuple[str, str, str]:
    reason = answers.get("reason", "")
    if not reason:
        return "not_enough_known", _("Not enough known to say"), "info"
    if reason in OURS and answers.get("needs_left") != NO and answers.get("goes_on") != YES:
        return "ours", _("It ends for our reasons: name who goes on first"), "late"
    if reason in GONE:
        return "gone", _("Contact is lost: the door stays open"), "plain"
    if untold:
        return "not_ready", _("Not ready: talk on before it ends"), "due"
    return "ready", _("Can end, and the door stays open"), "ok"


def _alerts(answers: Answers):
    if answers.get("complaint_known") == NO:
        yield Alert("complaint", _("Say now where the person can complain, to somebody outside."))
    if answers.get("consents_over") == NO:
        yield Alert("consents", _("Go through the consents: end what is no longer needed."))
    if answers.get("reason") == "wish" and answers.get("knows_danger") != YES:
        yield Alert(
            "danger", _("A wish to end is respected. Say once more whom to call in danger.")
        )
