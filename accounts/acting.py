"""Who is acting. Set it with `acting_as`; the database learns it, signed, at the start of each transaction."""

import hashlib
import hmac
import json
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection

LIFETIME = 300  # seconds between the signing and the start of the transaction


@dataclass(frozen=True)
class Actor:
    """A membership at work: one person, in one role, for one organisation."""

    membership: str
    user: str
    organisation: str
    role: str
    country: str
    teams: tuple[int, ...] = ()

    def payload(self, backend_pid: int, expires: int) -> str:
        return json.dumps(
            {
                "membership": self.membership,
                "user": self.user,
                "organisation": self.organisation,
                "role": self.role,
                "country": self.country,
                "teams": list(self.teams),
                "pid": backend_pid,
                "exp": expires,
            },
            separators=(",", ":"),
        )


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
# Data keys handed out while this actor acts. They end with it: the next request asks, and is logged, again.
_held: ContextVar[dict | None] = ContextVar("held", default=None)


def current_actor() -> Actor | None:
    return _actor.get()


def held_keys() -> dict:
    """What was unlocked for the current actor; empty, and forgotten at once, when nobody acts."""
    held = _held.get()
    return {} if held is None else held


def sign(payload: str) -> str:
    signature = hmac.new(settings.ROW_SECURITY_KEY, payload.encode(), hashlib.sha256).hexdigest()
    return f"{payload}.{signature}"


def signed_context(backend_pid: int) -> str:
    """`payload.signature` for the current actor, bound to one backend process; empty when nobody acts."""
    actor = _actor.get()
    if actor is None:
        return ""
    return sign(actor.payload(backend_pid, int(time.time()) + LIFETIME))


@contextmanager
def acting_as(actor: Actor | None):
    """Everything inside happens as `actor`, also inside a transaction that is already open."""
    token, held = _actor.set(actor), _held.set({})
    try:
        if connection.in_atomic_block:
            connection.set_acting()
        yield
    finally:
        _actor.reset(token)
        _held.reset(held)
        if connection.in_atomic_block and not connection.needs_rollback:
            # In a transaction that failed already this fails, too; the first error is the one to see.
            with suppress(DatabaseError):
                connection.set_acting()
