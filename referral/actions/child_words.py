"""What the database says about the way of a child: of age or not, what a parent's and a guardian's word counts for. Of many journeys at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from referral.gates.signers import Parent


@dataclass(frozen=True, slots=True)
class ChildWords:
    """
    `parent`: a value of `Parent`. `guardian_from`: what a guardian signed before does not count (rules of practice 20);
    `checked`: the newest check of the risk of contact, before which no determination counts (22).
    """

    decides_alone: bool
    parent: str = Parent.NONE
    guardian_from: datetime | None = None
    checked: datetime | None = None


GROWN = ChildWords(decides_alone=True)
ASKED = """
SELECT j.id, j.id = ANY (came_of_age(%s::uuid[])), parents_word(j.id), guardian_word_from(j.id), (SELECT checked FROM child_order(j.id))
  FROM unnest(%s::uuid[]) AS j (id)
"""


def words_of(journey) -> ChildWords:
    """An adult decides alone, and nobody is asked for it."""
    if not journey.child:
        return GROWN
    return getattr(journey, "child_words", None) or _asked([journey])[journey.pk]


def parent_of(journey) -> str:
    """A value of `Parent`. An adult decides alone, and nobody is asked for it."""
    return words_of(journey).parent


def know_children(journeys) -> None:
    """Before the gates of many journeys are looked at: one question, for any number of them."""
    known = _asked([one for one in journeys if one.child])
    for one in journeys:
        one.child_words = known.get(one.pk)


def _asked(journeys):
    pks = [one.pk for one in journeys]
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [pks, pks])
        return {
            pk: ChildWords(True, Parent.NONE, start, checked)
            if grown
            else ChildWords(False, parent, start, checked)
            for pk, grown, parent, start, checked in cursor.fetchall()
        }


def parents_word(journey_id) -> str:
    """What a parent's word counts for on this journey: a value of `Parent`. For the organisations on the way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parents_word(%s)", [journey_id])
        return cursor.fetchone()[0]


def guardian_stands(journey_id) -> bool:
    """Whether a confirmed appointment stands on this journey, in whichever organisation's case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guardian_stands(%s)", [journey_id])
        return cursor.fetchone()[0]
