"""Two sides that were far apart about the risk talk to each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from referral.gates.signatures import Signature, unchanged_since

# Values of `TalkOutcome`.
LOOKS_AGAIN, STILL_APART = "anew", "apart"


class Word(Protocol):
    """What is read of a `TalkWord`."""

    organisation_id: UUID
    said: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """Two sides were far apart at this moment. `words`: what each said after it, oldest first."""

    one_id: UUID
    other_id: UUID
    opened_at: datetime
    words: tuple[Word, ...] = ()

    @property
    def settled_at(self) -> datetime | None:
        """When both had spoken; None while one has not, or looks again."""
        newest = {word.organisation_id: word for word in self.words}
        both = [newest.get(self.one_id), newest.get(self.other_id)]
        if any(word is None or word.said == LOOKS_AGAIN for word in both):
            return None
        return max(word.said_at for word in both)

    @property
    def apart(self) -> bool:
        """Somebody still sees it differently: then the higher level counts, with the signature of a third."""
        newest = {word.organisation_id: word.said for word in self.words}
        return STILL_APART in newest.values()


def talks_that_stand(
    talks: Iterable[Talk], levels: Iterable[Signature], signatures: Iterable[Signature]
) -> list[Talk]:
    """The talks about the levels that count now. A level that is signed from other evidence is compared anew."""
    signatures = list(signatures)
    since = {one.organisation_id: unchanged_since(one, signatures) for one in levels}
    return [
        talk
        for talk in talks
        if {talk.one_id, talk.other_id} <= set(since)
        and talk.opened_at >= max(since[talk.one_id], since[talk.other_id])
    ]
