"""Why each gate exists and what passes it, in words for the page. Rules of practice 1 to 3 and 15 to 18."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referral.stages import GateKind


@dataclass(frozen=True, slots=True)
class GateText:
    why: str | Promise
    passes: tuple[str | Promise, ...]


TEXTS = {
    GateKind.G1: GateText(
        _("The person decides, knowing the other ways: stay, asylum, a third country, or not yet."),
        (
            _("The options were explained, without anybody from an authority in the room."),
            _("After the risk result, the person was asked again."),
            _("The wish can be taken back at any moment, also on the day."),
        ),
    ),
    GateKind.G2: GateText(
        _("Nobody decides well in the first weeks. The time to recover belongs to the person."),
        (
            _("The period was respected, or the person gave it up freely."),
            _("Where the national period is not known, ask the coordinator."),
            _("No clock opens this gate by itself."),
        ),
    ),
    GateKind.G3: GateText(
        _(
            "What is safe here may be dangerous there. Both sides look, and the higher level counts."
        ),
        (
            _("Each side gives its level after measures, for staying and for returning."),
            _("High needs measures and the second signature of a supervisor."),
            _("Extreme is never overridden. We do not organise that return."),
        ),
    ),
    GateKind.G4: GateText(
        _("Data that has gone abroad does not come back. The person says whether it goes at all."),
        (
            _("Consent is recorded, or an informed refusal."),
            _("An adult who refuses may still return: consent is not the price of going home."),
        ),
    ),
    GateKind.G5: GateText(
        _("Somebody there has said yes to this person, not only to a request."),
        (
            _(
                "An organisation there accepted, or the person refuses one, knowing what that means."
            ),
            _("The acceptance is younger than 60 days on the day of travel."),
        ),
    ),
    GateKind.G6: GateText(
        _("Without a document nobody boards. With one, no consulate needs to know."),
        (
            _("A valid document was seen, or a new one was issued."),
            _("By default the person applies alone, with a neutral letter."),
        ),
    ),
    GateKind.G7: GateText(
        _("Claims, permits and proceedings can be lost by leaving. The person knows this before."),
        (
            _(
                "Legal advice was given. An open claim or trial is noted, and does not stand in the way."
            ),
            _("Only the order of a court does."),
        ),
    ),
    GateKind.G8: GateText(
        _("The journey must not harm. Nobody is examined in order to travel."),
        (
            _("The person’s own statement is enough."),
            _("A certificate only with pregnancy, illness, medicine, or a rule of the carrier."),
            _("It runs beside the risk assessment, never after it."),
        ),
    ),
    GateKind.G9: GateText(
        _("What comes after the arrival is agreed before the departure, with its money."),
        (
            _(
                "The plan and its budget are agreed with the person, or refused, knowing what that means."
            ),
        ),
    ),
    GateKind.G10: GateText(
        _("For a child, the panel compares all ways and looks at this child only."),
        (
            _("The panel or the guardian records the determination, with its date."),
            _("The child was heard, and knows the decision in words that a child understands."),
        ),
    ),
    GateKind.G11: GateText(
        _("The hours of travel are the most dangerous ones. Somebody known waits at the end."),
        (
            _("Route, greeter, code word and first night are settled."),
            _("Nothing on paper unless paper is safe. A child always has an escort."),
        ),
    ),
}
