"""How well the search does what it promises: the right country after one, two or three keys, and how fast."""

import statistics
from dataclasses import dataclass
from time import perf_counter

from django.utils.translation import override

from directory.countries import countries
from directory.country_search import find_countries
from directory.names import plain

SHOWN = 8  # rows that a person sees without looking further


@dataclass(frozen=True)
class Figures:
    """Shares in per cent of the members and observers of the United Nations, times in milliseconds."""

    language: str
    iso2_first: float
    iso3_first: float
    two_letters: float
    three_letters: float
    median: float
    slowest: float


def measure(language: str) -> Figures:
    with override(language):
        states = [each for each in countries() if each.is_state]
        times = []

        def places(*queries):
            """Where in the answer the country stands, for each pair of a text and its country."""
            for text, wanted in queries:
                begun = perf_counter()
                found = find_countries(text)
                times.append((perf_counter() - begun) * 1000)
                yield found.index(wanted) if wanted in found else len(countries())

        def share(below, make):
            hits = [place < below for place in places(*((make(each), each) for each in states))]
            return 100 * sum(hits) / len(hits)

        return Figures(
            language,
            share(1, lambda each: each.iso2),
            share(1, lambda each: each.iso3),
            share(SHOWN, lambda each: plain(each.name)[:2]),
            share(SHOWN, lambda each: plain(each.name)[:3]),
            statistics.median(times),
            max(times),
        )
