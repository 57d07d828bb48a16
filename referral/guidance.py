"""What helps at each stage: three to five sentences and one that can be said. Own words, after SOP 1 to 4."""

from django.utils.translation import gettext_lazy as _

from referral.stages import Stage

VERSION = "1.0"

_GUIDANCE = {
    Stage.IDENTIFICATION: (
        _("SOP 1 First contact"),
        [
            _("Find a private, quiet place. Offer water, a break, another person to talk to."),
            _("Ask only what you need to keep the person safe today."),
            _("Use an interpreter who is not from the person’s own circle."),
            _("If it may be a child, treat the person as a child until it is settled."),
            _("Do not promise an outcome."),
        ],
        _("You do not have to answer. Stop me whenever you like."),
    ),
    Stage.REFERRAL: (
        _("SOP 2 First help and protection"),
        [
            _("Look at the risks together, first of all for the next 24 hours."),
            _("Ask each time before you share anything, and say with whom."),
            _("Ask the organisation first. Details follow when it has accepted."),
            _("Go along, or know who meets the person."),
        ],
        _("Who may know where you are? Who must not?"),
    ),
    Stage.ASSISTANCE: (
        _("SOP 3 Assistance and recovery"),
        [
            _("Start from what the person wants, then from what is missing."),
            _("Look at the risks again after a hearing, a move or a threat."),
            _("Write the plan together and give a copy only where paper is safe."),
            _("Speak of stay and return with the same weight. There is no hurry."),
        ],
        _("What would make next week a little easier?"),
    ),
    Stage.RETURN: (
        _("SOP 4 Before and during a return"),
        [
            _("The person decides if and when, and may stop at any point."),
            _("Look at three places: where the journey begins, the way, where it ends."),
            _("High risk asks for measures and a second signature."),
            _("Let the person speak with those who will meet them before leaving."),
        ],
        _("You decide if and when you go. What worries you most about the first week?"),
    ),
    Stage.REINTEGRATION: (
        _("SOP 4 After arrival"),
        [
            _("In the first three days: a safe place, urgent needs, somebody to ring."),
            _("Ask again about the risks. Much is different from how it was planned."),
            _("Follow the plan the person agreed to, and change it together."),
            _("A visit is offered. It may be refused."),
        ],
        _("What turned out other than you expected?"),
    ),
}


def guidance_for(stage: int) -> dict:
    """The input of `ui/sop_panel.html`; nothing for a closed case."""
    if stage not in _GUIDANCE:
        return {}
    section, points, say = _GUIDANCE[stage]
    return {"id": "sop", "section": section, "points": points, "say": say, "version": VERSION}
