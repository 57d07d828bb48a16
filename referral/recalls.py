"""What was asked back of a referral, class by class, and what the receiver said became of it. Pure: from the messages."""

from dataclasses import dataclass
from datetime import datetime

from referral.access import CROSSING, DataClass
from referral.models import Message
from referral.stages import MessageKind


@dataclass(frozen=True, slots=True)
class Recall:
    data_class: str
    asked_at: datetime
    answer: Message | None = None

    @property
    def label(self):
        return DataClass(self.data_class).label


def recalls_of(messages) -> dict[str, Recall]:
    """By class, in the order of showing. An answer counts for what was asked before it."""
    found = {}
    for message in sorted(messages, key=lambda m: (m.at, m.kind != MessageKind.RECALL)):
        if not message.data_class:
            continue
        if message.kind == MessageKind.RECALL:
            found[message.data_class] = Recall(message.data_class, message.at)
        elif message.kind == MessageKind.RECEIPT and message.data_class in found:
            asked = found[message.data_class]
            found[message.data_class] = Recall(asked.data_class, asked.asked_at, message)
    return {one: found[one] for one in CROSSING if one in found}


def unanswered(messages) -> list[str]:
    return [one for one, recall in recalls_of(messages).items() if recall.answer is None]
