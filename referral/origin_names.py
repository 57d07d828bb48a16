"""Whether a typed name speaks of the person's own state: an embassy is often written down by its name only."""

import re
from functools import cache

from babel import Locale

from directory.countries import SEARCH_LANGUAGES, country_choices
from directory.names import plain
from referral.actions.disclosures import goes_to_origin

# What a body that acts for a state is called, in the languages in which it is written down most. Whole words: a "consultorio" is none.
ACTS_FOR_A_STATE = re.compile(
    r"\b(?:embass\w*|ambassade\w*|ambasciat\w*|embajada\w*|embaixada\w*|botschaft\w*|ambasad\w*|elciligi|buyukelciligi"
    r"|consul(?:s|es|at|ate|ates|ats|ado|ados|ar|ares|aire|aires|ul)?|consolat[oi]|consolare|konsul(?:at\w*)?|konsullat\w*"
    r"|konsoloslugu|liaison officer|officier de liaison|ufficiale di collegamento|verbindungsbeamt\w*"
    r"|посольств\w*|консульств\w*|πρεσβει\w*|προξενει\w*|سفار\w*|قنصل\w*)\b",
    re.IGNORECASE,
)
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


def leaves_its_state_open(text: str, said: set[str]) -> bool:
    """A mission without its state, or a body of a state that is not among those `said`: nobody can tell whose it is."""
    written = f" {plain(text)} "
    if ACTS_FOR_A_STATE.search(written) or ACTS_FOR_A_STATE.search(text):
        return True
    return any(f" {name} " in written for state in _all_states() - said for name in _names(state))


@cache
def _all_states() -> frozenset[str]:
    return frozenset(code for code, _name in country_choices())
