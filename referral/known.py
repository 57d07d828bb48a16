"""
Who may already be known to the acting organisation. Imports no model.

Nothing here reads a name that is stored: the database compares keyed hashes (`row_security/65_known.sql`) and answers with the
cases whose names the acting person may read, and with a bare yes for all others.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.acting import current_actor, held_keys
from referral.keys import NoKey, Sealed, unwrap, wrap
from referral.name_keys import Keys, keys_of

AT_ONCE = 200


@dataclass(frozen=True)
class Mark:
    """`cases`: those with a similar person whose names the acting person may read. `others`: there is one that is closed to her or him."""

    cases: tuple[UUID, ...] = ()
    others: bool = False

    def __bool__(self):
        return bool(self.cases) or self.others


def possibly_known(people: Iterable[tuple[str, str]], beside: UUID | None = None) -> list[Mark]:
    """
    For each (names, born) a mark, false where nobody alike is known here. One query for 200 people.

    `names`: one line a name in full, in any script and order; further lines are the same name written otherwise. `born`: `1999-05-03`, `1999-05`, `1999`, with `~` if
    approximate, an age band as `30-38`, or empty. `beside`: the case that these names are of; it and what was decided about it
    stay out. Only for roles that write names; others get no mark. Raises `NoKey` where nobody acts who may.
    """
    asked = [_keys(names, born) for names, born in people]
    starts = range(0, len(asked), AT_ONCE)
    return [mark for at in starts for mark in _marks(asked[at : at + AT_ONCE], beside)]


def _marks(asked: Sequence[Keys], beside):
    marks = [Mark()] * len(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, cases, others FROM possibly_known(%s::jsonb, %s)",
            [json.dumps([_asked(keys) for keys in asked]), beside],
        )
        for place, cases, others in cursor.fetchall():
            marks[place] = Mark(tuple(cases), others)
    return marks


def _asked(keys: Keys) -> dict:
    tokens = [
        (key, place, *bits) for place, kinds in enumerate(keys.tokens) for key, *bits in kinds
    ]
    return {"b": keys.blocks, "t": tokens, "n": len(keys.tokens), "d": keys.born}


def _keys(names, born):
    return keys_of(names, born, hash_key(), timezone.localdate().year)


def hash_key() -> bytes:
    """The acting organisation's own key of the hashes. Raises `NoKey`."""
    actor, held = current_actor(), held_keys()
    place = (actor.organisation if actor else "", "known")
    if place not in held:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT wrapped, master_version FROM known_key(%s, %s)",
                [wrap(os.urandom(32)), settings.MASTER_KEY_VERSION],
            )
            row = cursor.fetchone()
        if row is None:
            raise NoKey("known")
        held[place] = unwrap(bytes(row[0]), row[1])
    return held[place]


NAMED = ("name_said", "name_on_documents", "born")


def names_changed(identity) -> bool:
    """Whether there is anything to hash anew: what nobody opened, nobody changed."""
    return not all(isinstance(identity.__dict__.get(name), Sealed) for name in NAMED)


def names_of(identity) -> tuple[str, str]:
    return f"{identity.name_said}\n{identity.name_on_documents}".strip(), identity.born


def keep_keys(identity) -> None:
    """Write the hashes of this identity part, in place of those before."""
    kept = _keys(*names_of(identity)).kept()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT keep_person_keys(%s, %s::bigint[], %s::bigint[], %s::smallint[], %s::bigint[], %s)",
            [identity.case_id, *kept],
        )


def count_names() -> int:
    """How frequent names are in each organisation that grew by a fifth: what a name that agrees is worth. For the worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_names()")
        return cursor.fetchone()[0]
