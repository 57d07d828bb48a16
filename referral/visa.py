"""
What may show in a visa interview that somebody is being recruited, and what to do about it. Nothing of it is kept.

Own words, after the recruitment-phase guidance for visa sections. A leaf: it imports no model of ours.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisaIndicator(models.TextChoices):
    NO_EMPLOYER = "no_employer", _("Does not know the employer, the address, the pay or the tasks")
    CONTRACT = "contract", _("The contract is vague, or promises more than is usual")
    FEE = "fee", _("Somebody else paid the fee, or the person owes it to an agency")
    PATTERN = "pattern", _("The same agency, telephone, address or sponsor is on many files")
    IDENTICAL = "identical", _("The supporting papers look the same as those of others")
    REHEARSED = "rehearsed", _("The answers seem learned by heart")
    ACCOMPANIED = (
        "accompanied",
        _("Somebody comes along, speaks for the person or keeps the papers"),
    )
    NO_WAY_BACK = "no_way_back", _("Has no means of coming back")
    ONLINE = "online", _("Knows the contact at the destination only from the internet")
    CHILD = "child", _("Is under 18 and travels with somebody who is not a parent")
    LETTER = "letter", _("The parents’ letter of agreement seems doubtful")
    SPONSOR = "sponsor", _("The sponsor has been seen before, with others")
    SKILLS = "skills", _("The job does not fit the skills, or is work in a household or in shows")
    DIPLOMAT = "diplomat", _("Will work in the household of a diplomat")
    FEAR = "fear", _("Becomes afraid, or quite different, when left alone")


V = VisaIndicator
ALWAYS = [
    _("Speak with the person alone. Say that this is usual for everybody."),
    _(
        "Ask neutral questions: who pays, who arranged it, where is your passport, whom do you owe, whom would you ring there?"
    ),
    _("Give the slip to everybody in the same way, so that it singles out nobody."),
    _("Decide about the visa by the rules for visas. A tick is a reason to talk, never a verdict."),
]
# The ticks that call for it, and the advice. In the order of urgency.
ADVICE = [
    (
        {V.CHILD, V.LETTER},
        _(
            "Speak with both parents, separately, before anything is decided. In doubt, child protection of the country where the child stands now is told."
        ),
    ),
    (
        {V.ACCOMPANIED, V.FEAR},
        _(
            "Ask the companion to wait outside. Give the papers into the person’s own hand, not to the companion."
        ),
    ),
    (
        {V.NO_EMPLOYER, V.CONTRACT, V.SKILLS},
        _(
            "Read the contract with the person: employer, address, tasks, hours, pay, costs. Give a copy into the person’s own hand."
        ),
    ),
    (
        {V.FEE, V.NO_WAY_BACK},
        _("Say that nobody may be held to work for a debt, and that papers stay with their owner."),
    ),
    (
        {V.ONLINE},
        _("Ask what is known of the contact apart from the internet. Speak of a plan for leaving."),
    ),
    (
        {V.PATTERN, V.IDENTICAL, V.SPONSOR, V.REHEARSED},
        _(
            "The pattern speaks of the agency or the sponsor, not of the person. Pass it on as a pattern, without names of applicants."
        ),
    ),
    (
        {V.DIPLOMAT},
        _(
            "See the person alone again each year. Bank account, contract and identity card are in the person’s own hand."
        ),
    ),
]


def advice_for(ticked) -> list:
    """For these ticks, the most urgent first; what always holds comes after."""
    fitting = [text for codes, text in ADVICE if codes & set(ticked)]
    return [*fitting, *ALWAYS]
