"""The time zone of each country. Where a country has several, the one in which a day begins last."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

NOT_IN_BABEL = {"XK": "Europe/Belgrade"}


@cache
def zones() -> dict[str, str]:
    """Country code → name of the zone. A right that begins on a day begins there no earlier than anywhere in the country."""
    found: dict[str, tuple[timedelta, str]] = {}
    for zone, country in sorted(get_global("zone_territories").items()):
        offset = _latest(zone)
        if offset is not None and (country not in found or offset < found[country][0]):
            found[country] = (offset, zone)
    return {country: zone for country, (_offset, zone) in found.items()} | NOT_IN_BABEL


def _latest(zone: str) -> timedelta | None:
    """How far it is behind at most: in winter or in summer."""
    try:
        here = ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError):
        return None
    return min(
        datetime(2026, month, 1, tzinfo=UTC).astimezone(here).utcoffset() for month in (1, 7)
    )
