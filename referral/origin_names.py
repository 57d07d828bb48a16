"""Whether a typed name speaks of the person's own state: an embassy is often written down by its name only."""

from functools import cache

from babel import Locale

from directory.countries import SEARCH_LANGUAGES
from directory.names import plain
from referral.actions.disclosures import goes_to_origin

SHORTEST = 4  # letters; a shorter name of a country stands in too many other words


@cache
def _names(state: str) -> frozenset[str]:
    found = {Locale.parse(language).territories.get(state, "") for language in SEARCH_LANGUAGES}
    return frozenset(plain(name) for name in found if len(name) >= SHORTEST)


def names_a_state(text: str, case) -> bool:
    written = plain(text)
    return any(
        name in written
        for state in case.summary.citizenships
        if goes_to_origin(case, country=state)
        for name in _names(state)
    )
