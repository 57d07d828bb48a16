"""
Slows guessing down and locks nobody out: the waiting doubles, has a limit, and hits first the pair of account and network.

The right password from another network works while somebody guesses. A try is counted before it is judged, so that
many at once gain nothing. Kept in the database: it survives a restart.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Throttle


@dataclass(frozen=True)
class Limit:
    free: int  # tries without waiting
    first_wait: int  # seconds, then twice as long each time
    longest_wait: int
    forgotten_after: timedelta = timedelta(days=1)

    def wait_after(self, tries: int) -> timedelta:
        if tries < self.free:
            return timedelta(0)
        doubled = self.first_wait * 2 ** min(tries - self.free, 20)
        return timedelta(seconds=min(doubled, self.longest_wait))


DAY = 24 * 60 * 60
PAIR = Limit(free=5, first_wait=15, longest_wait=15 * 60)
NETWORK = Limit(free=40, first_wait=1, longest_wait=5 * 60, forgotten_after=timedelta(hours=1))
ACCOUNT = Limit(free=50, first_wait=1, longest_wait=30)
DOORS = {
    "sign_in": {"pair": PAIR, "network": NETWORK, "account": ACCOUNT},
    "tried": {"account": Limit(free=5, first_wait=DAY, longest_wait=DAY)},  # wrong passwords, from anywhere
    "told": {"account": Limit(free=1, first_wait=DAY, longest_wait=DAY)},
    "reset": {"pair": Limit(free=3, first_wait=60, longest_wait=3600), "network": NETWORK},
    "link": {"pair": PAIR, "network": NETWORK, "account": ACCOUNT},
    "certificate": {"pair": PAIR, "network": Limit(free=20, first_wait=5, longest_wait=15 * 60)},
    "attend": {"pair": PAIR, "network": NETWORK},
}
OLD = timedelta(days=2)


def network_of(address: str) -> str:
    """The part of an address that one household or office shares."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 56}", strict=False))


def keys_of(door: str, account: str, address: str) -> dict[str, Limit]:
    network, account = network_of(address), account.strip().casefold()
    parts = {"pair": f"{account} {network}", "network": network, "account": account}
    return {digest(f"{door} {kind} {parts[kind]}"): limit for kind, limit in DOORS[door].items()}


def digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def wait_before(door: str, account: str, address: str) -> timedelta:
    """Zero, and the try is counted; or how long this door stays closed, and nothing is counted."""
    now, limits = timezone.now(), keys_of(door, account, address)
    Throttle.objects.bulk_create(
        [Throttle(key=key, last_at=now) for key in sorted(limits)], ignore_conflicts=True
    )
    rows = list(Throttle.objects.select_for_update().filter(key__in=limits).order_by("key"))
    wait = max((row.closed_until - now for row in rows if row.closed_until), default=timedelta(0))
    if wait > timedelta(0):
        return wait
    for row in rows:
        limit = limits[row.key]
        row.tries = 1 if row.last_at < now - limit.forgotten_after else row.tries + 1
        closed_for = limit.wait_after(row.tries)
        # Not "closed until now": who came at the same moment, with a clock read before, would be sent away.
        row.last_at, row.closed_until = now, now + closed_for if closed_for else None
    Throttle.objects.bulk_update(rows, ["tries", "last_at", "closed_until"])
    return timedelta(0)


def came_in(door: str, account: str, address: str) -> None:
    """The try was right: forget the pair, and take this one try back from the others."""
    limits = keys_of(door, account, address)
    pair = next(iter(limits))
    Throttle.objects.filter(key=pair).delete()
    Throttle.objects.filter(key__in=limits, tries__gt=0).update(tries=F("tries") - 1)
    Throttle.objects.filter(last_at__lt=timezone.now() - OLD).delete()
