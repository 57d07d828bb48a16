"""Countries a person looked at: the last six, in the session and gone with it. Written only when it changes."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from directory.countries import Country, country

KEY, KEPT = "countries_looked_at", 6


@dataclass(frozen=True, slots=True)
class Look:
    country: Country
    on: date


def note_look(request, iso2: str):
    """To be called by the page of a country."""
    known = request.session.get(KEY, [])
    this = [iso2, timezone.localdate().isoformat()]
    if known and known[0] == this:
        return
    request.session[KEY] = [this, *(look for look in known if look[0] != iso2)][:KEPT]


def looks(request) -> list[Look]:
    """Newest first."""
    return [
        Look(country(iso2), date.fromisoformat(day)) for iso2, day in request.session.get(KEY, [])
    ]
