"""
Someone is in front of me: the sentence to say, what not to do, and when to stop.

Practice, not facts about a country: `docs/directory.md` says what it rests on.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.countries import country_name


@dataclass(frozen=True)
class Notice:
    title: str
    points: list[str]
    tone: str
    icon: str


def sentence(may_be_child: bool) -> str:
    if may_be_child:
        return _(
            "You have done nothing wrong. I would like to sit with you for a while; you may ask me "
            "anything, and you need not answer me."
        )
    return _(
        "I speak with everybody alone for a few minutes. You decide what you tell me, and you can stop "
        "at any time."
    )


def must_not(situation) -> list[str]:
    if situation.at_home:
        contact = _("Do not ring the family or the authorities without the person’s agreement.")
    elif situation.origin:
        contact = _(
            "Do not ring the family, or the authorities or the consulate of %(country)s, without the "
            "person’s agreement."
        ) % {"country": country_name(situation.origin)}
    else:
        contact = _(
            "Do not ring the family, or the authorities or the consulate of the person’s country, "
            "without the person’s agreement."
        )
    child = _("Do not leave the child with the companion, not even for a moment.")
    return [
        *([child] if situation.may_be_child else []),
        _("Do not confront the companion, the employer or the family."),
        contact,
        _("Do not let the companion interpret."),
        _("Do not promise safety, papers, money or silence."),
        _("Do not ask what happened, more than safety needs now."),
        _("Do not take or keep documents, and do not search the telephone."),
        _("Do not take a photo, and put no name into a chat."),
        _("Do not give anything on paper unless the person says that it is safe to carry."),
    ]


def warnings(situation) -> list[Notice]:
    child = Notice(
        title=_("This is a child, or may be one"),
        points=[
            _("Until the age is known, act as for a child."),
            _(
                "Never give a child back to the companion. A relative’s word is a contact, no guardian."
            ),
            _(
                "Tell child protection today. The law may oblige you to; ask the line if you are not sure."
            ),
            _("Wait with the interview: it needs trained people and somebody at the child’s side."),
        ],
        tone="late",
        icon="shield",
    )
    asylum = Notice(
        title=_("Afraid of the own country, or speaks of asylum"),
        points=[
            _(
                "Stop every step towards that country: no contact with its authorities or its consulate."
            ),
            _("Legal advice comes first, alone and with an interpreter."),
        ],
        tone="due",
        icon="warn",
    )
    found = [child] if situation.may_be_child else []
    return found if situation.at_home else [*found, asylum]
