"""One sentence for people beside the state of each gate."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from referral.stages import PERSONS_OWN, GateKind, Outcome


def still_open(kind: GateKind, child: bool, parent: str = "") -> str:
    if child and parent and kind in (GateKind.G1, GateKind.G4):
        return _("The parent decides, after the child was heard. The case manager notes it.")
    if parent == "route" and kind == GateKind.G10:
        return _("The assessment and the document of the other parent or the court are enough.")
    if parent and kind == GateKind.G2:
        return _("The parent and the authority may end it early.")
    if kind in PERSONS_OWN and not child:
        return _("It takes the time that the person needs.")
    return {
        GateKind.G1: _("The guardian signs, after the child was heard."),
        GateKind.G2: _("The guardian and the authority may end it early."),
        GateKind.G3: _("Both sides give their level, for staying and for returning."),
        GateKind.G4: _("The guardian signs, after the child was heard."),
        GateKind.G5: _("No organisation there has accepted yet."),
        GateKind.G6: _("First question: is there a valid document already?"),
        GateKind.G7: _("A lawyer or the case manager notes the advice."),
        GateKind.G8: _("The person’s own statement is enough."),
        GateKind.G9: _("The plan and its budget are agreed with the person."),
        GateKind.G10: _("The panel or the guardian decides."),
        GateKind.G11: _("Who travels along, who meets the person, where the first night is."),
    }[kind]


def passed(outcome: str) -> str:
    if outcome == Outcome.INFORMED_REFUSAL:
        return _("Informed refusal recorded: it does not stand in the way.")
    if outcome == Outcome.WAIVED:
        return _("Freely waived.")
    return ""


def blocked(kind: GateKind) -> str:
    if kind in PERSONS_OWN:
        return _("The person does not wish this. It can be asked again when the person wants.")
    if kind == GateKind.G7:
        return _("A court ordered that the person stays.")
    return _("This stands in the way now.")


def no_words(outcome: str) -> str:
    if outcome == Outcome.WAIVED:
        return _("Write down why the period is given up, and who said so in which words.")
    return _("Write down what was explained, and what the person said to it.")


def no_refusal() -> str:
    return _("A refusal does not pass for a child: guardian and panel look for another way.")


def too_late(last_day) -> str:
    text = _(
        "Travel not after %(day)s: the carrier’s rule. Choose an earlier day, or ask the carrier."
    )
    return text % {"day": date_format(last_day)}


def document_ends(day) -> str:
    text = _("The document ends on %(day)s, before the day of travel. A new one is needed.")
    return text % {"day": date_format(day)}


def certificate() -> str:
    return _("For this day of travel the carrier asks for a certificate.")


def expired() -> str:
    return _("It will be too old on the day of travel. Is it still true?")


def changed() -> str:
    return _("What stood behind it has changed. Look again, then sign anew.")


def look_again() -> str:
    return _("Something happened since. Each side looks again and signs anew.")


def talk() -> str:
    return _("The sides are two levels apart or more. They talk, and each says what came of it.")


def explain() -> str:
    return _("The risk result is newer. Explain it, then ask: is it still true?")


def extreme() -> str:
    return _("The risk is extreme. We do not organise this return; the person stays protected.")
