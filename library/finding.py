"""
Finding documents: words in title, summary and publisher, in any language, and facets with counts.

All published documents stand in the memory of the process as sets of bits, one set for each value of a facet and for
each word: to count a facet is to count the bits of two sets that meet. It is made anew when the shelf's token changes
(docs/adr: searching in memory). Nothing here is secret: records for members only are a set of bits like the others.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from threading import Lock

from library.models import Collection, Document, Shelf

FACETS = ("kind", "theme", "audience", "form", "country", "language", "years", "collection")
WORD = re.compile(r"[^\W_]+")
LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
LIGATURE = re.compile("|".join(LIGATURES))
# What stands over and under letters: Latin, Greek, Cyrillic, Hebrew, Arabic.
MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u064b-\u065f\u0670]"
)
FREQUENT = 500  # from so many documents on, the bits of a word are kept made
FIELDS = (
    *(
        "id",
        "slug",
        "title",
        "title_en",
        "title_fr",
        "publisher",
        "authors",
        "summary_en",
        "summary_fr",
    ),
    *("year", "kind", "themes", "audiences", "forms", "countries", "languages"),
    "is_public",
)
REMEMBERED = 400  # words that were asked for


@dataclass(frozen=True)
class Asked:
    """`chosen`: at most one value of each facet."""

    text: str = ""
    chosen: dict = field(default_factory=dict)
    public_only: bool = False


@dataclass(frozen=True)
class Found:
    total: int
    ids: list
    facets: dict  # facet → [(value, count)], the most first
    collections: dict = field(default_factory=dict)  # slug → Collection


def folded(text: str) -> str:
    """Without accents and case: `Rétablissement` is found by `retablissement`."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    return MARKS.sub("", unicodedata.normalize("NFKD", LIGATURE.sub(spelled, plain)))


def spelled(found) -> str:
    return LIGATURES[found.group()]


def words_of(text: str) -> list[str]:
    return WORD.findall(folded(text))


def stem(word: str) -> str:
    """The beginning that singular and plural share, in the languages that put an s."""
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) else word


def years(year: int | None) -> str:
    """Five years at a time: `2020` is 2020 to 2024."""
    return str(year - year % 5) if year else ""


class Words:
    """Word → documents. A query's word is the beginning of a word."""

    def __init__(self, size: int):
        self.size, self.places, self.made, self.asked = size, defaultdict(list), {}, {}

    def add(self, words, place):
        for word in words:
            self.places[word].append(place)

    def close(self):
        self.sorted = sorted(self.places)
        for word, places in self.places.items():
            if len(places) >= FREQUENT:
                self.made[word] = bits(places, self.size)
                self.places[word] = ()

    def beginning_with(self, start: str) -> int:
        if start not in self.asked:
            if len(self.asked) > REMEMBERED:
                self.asked.clear()
            self.asked[start] = self.look_up(start)
        return self.asked[start]

    def look_up(self, start: str) -> int:
        found, rare = 0, []
        at = bisect_left(self.sorted, start)
        while at < len(self.sorted) and self.sorted[at].startswith(start):
            word = self.sorted[at]
            found |= self.made.get(word, 0)
            rare += self.places[word]
            at += 1
        return found | bits(rare, self.size)


def bits(places, size: int) -> int:
    row = bytearray(size // 8 + 1)
    for place in places:
        row[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(row, "little")


class Index:
    """Documents in the order in which they are listed: newest first."""

    def __init__(self, rows: list[dict], collections: dict | None = None):
        self.collections = collections or {}
        rows.sort(key=lambda row: (-(row["year"] or 0), folded(row["title"])))
        size = len(rows)
        self.ids = [row["id"] for row in rows]
        self.all = (1 << size) - 1
        self.titles, self.texts = Words(size), Words(size)
        values = {facet: defaultdict(list) for facet in FACETS}
        for place, row in enumerate(rows):
            self.read(place, row, values)
        self.public = bits([at for at, row in enumerate(rows) if row["is_public"]], size)
        self.titles.close()
        self.texts.close()
        self.values = {
            facet: {value: bits(places, size) for value, places in found.items()}
            for facet, found in values.items()
        }

    def read(self, place, row, values):
        title = set(words_of(f"{row['title']} {row['title_en']} {row['title_fr']}"))
        rest = (row[name] for name in ("publisher", "authors", "summary_en", "summary_fr"))
        self.titles.add(title, place)
        self.texts.add(title.union(words_of(" ".join(rest))), place)
        for facet, found in facet_values(row).items():
            for value in found:
                values[facet][value].append(place)

    def narrowed(self, asked: Asked) -> tuple[int, int, int, dict]:
        """Sets: what the words find, what they find in titles, what is left by the facets, and each facet's own part."""
        terms = [stem(word) for word in words_of(asked.text)][:12]
        hits = self.public if asked.public_only else self.all
        named = hits
        for term in terms:
            hits &= self.texts.beginning_with(term)
            named &= self.titles.beginning_with(term)
        parts = {
            facet: self.values[facet].get(value, 0)
            for facet, value in asked.chosen.items()
            if facet in FACETS
        }
        shown = hits
        for part in parts.values():
            shown &= part
        return hits, named if terms else 0, shown, parts

    def find(self, asked: Asked, *, start: int = 0, most: int = 25) -> Found:
        hits, named, shown, parts = self.narrowed(asked)
        first = shown & named
        ids = [self.ids[at] for at in ordered(first, shown & ~first, start, most)]
        return Found(shown.bit_count(), ids, self.count(hits, shown, parts), self.collections)

    def count(self, hits: int, shown: int, parts: dict) -> dict:
        """A facet that was chosen counts what each of its other values would give."""
        counted = {}
        for facet, values in self.values.items():
            among = shown
            if facet in parts:
                among = hits
                for other, part in parts.items():
                    among = among & part if other != facet else among
            found = [(value, (among & places).bit_count()) for value, places in values.items()]
            counted[facet] = sorted(
                ((value, number) for value, number in found if number),
                key=lambda each: (-each[1], each[0]),
            )
        return counted


def facet_values(row: dict) -> dict:
    return {
        "kind": [row["kind"]],
        "theme": row["themes"],
        "audience": row["audiences"],
        "form": row["forms"],
        "country": row["countries"],
        "language": row["languages"],
        "years": filter(None, [years(row["year"])]),
        "collection": row["collections"],
    }


def ordered(first: int, then: int, start: int, most: int) -> list[int]:
    """The places of a page: of the first set, then of the second."""
    found = []
    for part in (first, then):
        number = part.bit_count()
        if start < number and len(found) < most:
            found += places_of(part, start, most - len(found))
        start = max(0, start - number)
    return found


def places_of(part: int, start: int, most: int) -> list[int]:
    """Byte by byte: those before `start` are counted, not looked at."""
    row = part.to_bytes((part.bit_length() + 7) // 8, "little")
    found, passed = [], 0
    for at, byte in enumerate(row):
        if not byte:
            continue
        number = byte.bit_count()
        if passed + number <= start:
            passed += number
            continue
        for bit in range(8):
            if byte >> bit & 1:
                if passed >= start:
                    found.append(at * 8 + bit)
                    if len(found) == most:
                        return found
                passed += 1
    return found


_lock = Lock()
_kept: tuple = (None, None)


def index() -> Index:
    """The index of what is published now. While one request makes it anew, others are served from the former one."""
    global _kept
    token = Shelf.objects.values_list("token", flat=True).first()
    if token is not None and _kept[0] == token:
        return _kept[1]
    if _lock.acquire(blocking=_kept[1] is None):
        try:
            if token is None or _kept[0] != token:
                _kept = (token, made_anew())
        finally:
            _lock.release()
    return _kept[1]


def made_anew() -> Index:
    collections = {each.slug: each for each in Collection.objects.published().order_by("slug")}
    holds = defaultdict(list)
    for each in collections.values():
        for slug in each.documents:
            holds[slug].append(each.slug)
    rows = list(Document.objects.published().values(*FIELDS))
    for row in rows:
        row["collections"] = holds[row["slug"]]
    return Index(rows, collections)


def find(asked: Asked, *, start: int = 0, most: int = 25) -> tuple[Found, list[Document]]:
    found = index().find(asked, start=start, most=most)
    rows = Document.objects.in_bulk(found.ids)
    return found, [rows[pk] for pk in found.ids if pk in rows]
