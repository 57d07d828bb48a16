"""
Keyed hashes of names and birth dates, alike for one person however the name was written. Imports no model.

A token gives six kinds of key: the token itself (`w`), the token with one letter left out (`d`, typos), its consonants and
classes of vowels as they sound (`v`), its consonants alone (`c` finer, `s` rougher, for scripts that write no vowels), and those
with one left out (`t`). `blocks` join two such keys, or one and a birth year, and are rare enough to find candidates by; `tokens` and `born` then
give the score. Without the organisation's key none can be guessed.

Evidence is counted in bits, so that it adds up: a key that one person in 1,000 has is worth log2(1000), almost 10, less what its
kind says less surely. The database knows how frequent a key is; what stands here was fitted with `manage.py measure_known`.
"""

import hmac
import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

MOST_TOKENS = 5
MOST_SOUNDS = 4
APPROXIMATE_YEARS = 2
KINDS = {
    "w": (15, 0),
    "d": (14, 1),
    "v": (11.5, 0.4),
    "c": (13, 0.4),
    "s": (12, 2.5),
    "t": (7, 3.4),
}  # bits: at most, less
DAY, DAY_SWAPPED, MONTH, YEAR, NEAR_YEAR, AGE_BAND = 14, 10, 7.5, 5.5, 4, 0  # bits
PARTICLES = frozenset(
    "al el ul de da di del della dos la le las los van von der den bin ben ibn bint bat abu abou um umm oum y e i".split()  # noqa: SIM905
)
JOINED = {"abd", "abdu", "abdul", "abdel", "abdal", "abdoul", "abdur", "abder"}


def _letters(these: str, as_latin: str) -> dict[str, str]:
    return dict(zip(these, as_latin.split(), strict=True))


_ARABIC = _letters(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةآأإؤئءپچژگڤڨکی",
    "a b t t gj h kh d d r z s sh s d t z a gh f q k l m n h w y a a a a a w y a p ch j g v g k y",
)
_CYRILLIC = _letters(
    "абвгґдђеёжзиійјклљмнњоөпрстћуүўфхцчџшщъыьэюяєї",
    "a b v gh g d dj e io zh z i i i i k l l m n n o o p r s t ch u u u f kh ts tsh dj sh sh ' i ' e iu ia e i",
)
_GREEK = _letters(
    "αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t i f kh ps o"
)
_GREEK_PAIRS = [
    ("ευ", "εβ"),
    ("αυ", "αβ"),
    ("ου", "ο"),
    ("μπ", "b"),
    ("ντ", "ndh"),
    ("γγ", "ng"),
    ("γκ", "g"),
    ("τζ", "dj"),
    ("τσ", "ts"),
]
_LETTERS = str.maketrans(
    _ARABIC | _CYRILLIC | _GREEK | {"ـ": "", "ł": "l", "đ": "dj", "ı": "i", "ß": "ss"}
)
_APOSTROPHES = re.compile("['’‘ʼʹ`´ʿʾ]")

# What one sound may be: the consonant classes of its spellings. Longest spelling first; vowels and h are silent.
_SOUNDS = {
    "tsh": ("S",), "tch": ("S",), "sch": ("S",), "dzh": ("S",), "szcz": ("S",), "shch": ("S",),
    "sh": ("S",), "zh": ("S",), "cz": ("S",), "sz": ("S",), "ts": ("S",), "tz": ("S",), "xh": ("S",), "zs": ("S",),
    "dj": ("S",), "dz": ("S",), "ch": ("S", "K"), "kh": ("K", ""), "gh": ("K", ""), "ck": ("K",), "gj": ("K", "S"), "ge": ("K", "S"), "gi": ("K", "S"),
    "ndh": ("D", "ND"), "ph": ("F",), "th": ("D",), "dh": ("D",), "ce": ("S",), "ci": ("S",), "cy": ("S",), "x": ("KS",), "c": ("K",),
    "q": ("K",), "k": ("K",), "g": ("K",), "j": ("S", ""), "s": ("S",), "z": ("S",), "b": ("B",), "p": ("B",),
    "f": ("F",), "v": ("F",), "w": ("", "F"), "t": ("D",), "d": ("D",), "l": ("L",), "m": ("M",), "n": ("N",), "r": ("R",),
}  # fmt: skip
_SPELLINGS = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
# What most scripts still tell apart of these.
_CLOSE = dict.fromkeys(["tsh", "tch", "sch", "shch", "szcz", "sh", "ch", "cz", "sz", "xh", "ts", "tz"], "X") | {
    "dj": "J", "dzh": "J", "dz": "J", "gj": "J", "j": "J", "zh": "J", "zs": "J", "ge": "J", "gi": "J", "z": "Z",
    "kh": "C", "g": "G", "gh": "G", "t": "T", "th": "T", "p": "P",
}  # fmt: skip
_VOWELS = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}
_LOUD = re.compile("|".join(sorted([*_SOUNDS, *_VOWELS], key=len, reverse=True)))
_BEGINNINGS = dict.fromkeys("aeiou", ("A",)) | dict.fromkeys("hyj", ("A", ""))
_DOUBLED = re.compile(r"(.)\1+")
_EVEN = [
    ("ou", "u"),
    ("ph", "f"),
    ("y", "i"),
    ("w", "v"),
    ("ck", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("c", "k"),
]


@dataclass(frozen=True)
class Keys:
    """`tokens`: one list of (key, bits at most, bits less) a token. `born`: (key, bits); empty where no birth date is known."""

    blocks: tuple[int, ...]
    tokens: tuple[tuple[tuple[int, float, float], ...], ...]
    born: tuple[tuple[int, float], ...]

    def kept(self) -> tuple[list[int], list[int], list[int], list[int], int]:
        """What is written down: blocks, token keys with the place of their token, birth date, number of tokens."""
        flat = [(key, place) for place, kinds in enumerate(self.tokens) for key, *_bits in kinds]
        born = [key for key, bits in self.born if bits != DAY_SWAPPED]
        return (
            list(self.blocks),
            [key for key, _place in flat],
            [place for _key, place in flat],
            born,
            len(self.tokens),
        )


def keys_of(names: str, born: str, key: bytes, today_year: int) -> Keys:
    """The keys of one person. `born`: `1999-05-03`, `1999-05`, `1999`, with `~` if approximate, or an age band as `30-38`."""
    mac = _mac(key)
    dates = dates_of(born, today_year)
    lines = [words for words in map(tokens_of, names.splitlines()) if words]
    blocks = {block for words in lines for block in blocks_of(words, dates)}
    return Keys(
        blocks=tuple({mac(block) for block in blocks}),
        tokens=tuple(
            tuple((mac(kind), *KINDS[kind[0]]) for kind in sorted(kinds))
            for kinds in parts_of(lines)
        ),
        born=tuple((mac(date), bits) for date, bits in dates.items()),
    )


def parts_of(lines) -> list[set[str]]:
    """The parts of a name with all kinds of key: a part that a further line writes otherwise is no further part."""
    parts = []
    for words in lines:
        free = list(range(len(parts)))
        for word in words:
            sounds = {f"s{sound}" for sound in sounds_of(word)}
            same = next((at for at in free if sounds & parts[at]), None)
            if same is None:
                parts.append(set(token_kinds(word)))
            else:
                free.remove(same)
                parts[same] |= token_kinds(word)
    return parts


def _mac(key):
    def mac(text):
        return int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big", signed=True)

    return mac


def tokens_of(names: str) -> list[str]:
    """The words of a name in Latin letters, without accents, apostrophes, articles and particles; none twice."""
    text = unicodedata.normalize("NFKC", names).casefold()
    text = _APOSTROPHES.sub("", text)
    words = re.split(r"[^\w]+", _without_marks(text))
    latin = [_latin(word) for word in words if word and not word.isdigit()]
    joined = list(_join(word for word in latin if word))
    kept = [word for word in joined if word not in PARTICLES]
    return list(dict.fromkeys(kept or joined))[:MOST_TOKENS]


def _without_marks(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _latin(word):
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    for pair, plain in _GREEK_PAIRS:
        word = word.replace(pair, plain)
    word = anyascii(word.translate(_LETTERS)).casefold()
    return re.sub("[^a-z]", "", word)


def _join(words):
    """Abd al-Rahman, Abdul Rahman and Abdurrahman are one word."""
    waiting = ""
    for word in words:
        if waiting:
            if word in PARTICLES:
                continue
            yield waiting + word
            waiting = ""
        elif word in JOINED:
            waiting = "abd"
        else:
            yield _open(word)
    if waiting:
        yield waiting


def _open(word):
    """Abderrahmane as abdrahmane, Benali as Ali: what stands there is an article, or "son of"."""
    if re.match("b[ei]n.{3}", word):
        return word[3:]
    found = re.match(r"abd(?:ou|[ueoa])(?:l|(?=([rsnztd])\1))(.{3,})", word)
    return f"abd{found[2]}" if found else word


@lru_cache(maxsize=50_000)
def token_kinds(word: str) -> frozenset[str]:
    """The keys of one token before hashing."""
    even = even_of(word)
    kinds = {f"w{even}"} | {f"d{each}" for each in (left_out(even) if len(even) >= 4 else {even})}
    for sound in sounds_of(word):
        kinds.add(f"s{sound}")
        if len(sound) >= 4:
            kinds |= {f"t{each}" for each in left_out(sound)}
    if loud := loud_of(word):
        kinds.add(f"v{loud}")
    if close := close_of(word):
        kinds.add(f"c{close}")
    return frozenset(kinds)


def close_of(word):
    """Consonants in finer classes, in the first way they may sound."""
    heard = (_CLOSE.get(spelling) or _SOUNDS[spelling][0] for spelling in _SPELLINGS.findall(word))
    return ("A" if word[0] in "aeiou" else "") + _DOUBLED.sub(r"\1", "".join(heard))


def loud_of(word):
    """Consonants in the first way they may sound, with three classes of vowels between."""
    heard = (
        (_SOUNDS[spelling][0] if spelling in _SOUNDS else "") + _VOWELS.get(spelling[-1], "")
        for spelling in _LOUD.findall(word)
    )
    return _DOUBLED.sub(r"\1", "".join(heard))


def even_of(word):
    for spelling, plain in _EVEN:
        word = word.replace(spelling, plain)
    return _DOUBLED.sub(r"\1", re.sub("(?<=.)h", "", word))


@lru_cache(maxsize=50_000)
def sounds_of(word: str) -> tuple[str, ...]:
    """How the consonants may sound, in classes that all scripts write alike; the word itself where it has none."""
    heard = [_SOUNDS[spelling] for spelling in _SPELLINGS.findall(word)]
    heard.insert(0, _BEGINNINGS.get(word[0], ("",)))
    ways = itertools.islice(itertools.product(*heard), 16)
    found = dict.fromkeys(_DOUBLED.sub(r"\1", "".join(way)) for way in ways)
    return tuple(
        itertools.islice((each for each in found if each != "A" and each), MOST_SOUNDS)
    ) or (word,)


def left_out(text: str) -> set[str]:
    return {text} | {text[:at] + text[at + 1 :] for at in range(len(text))}


def blocks_of(words, dates):
    """Two tokens, one of them perhaps with a typo; or one token and a birth year; or a whole birth date."""
    sounds = {word: sounds_of(word) for word in words}
    for one, two in itertools.permutations(words, 2):
        typed = [kind for kind in token_kinds(two) if kind[0] in "dst"]
        yield from (f"p{a}|{kind}" for a in sounds[one] for kind in typed)
    years = [date for date in dates if date[0] == "y"]
    if len(years) <= 2 * APPROXIMATE_YEARS + 1:
        yield from (f"b{a}|{year}" for word in words for a in sounds[word] for year in years)
    yield from (f"b{date}" for date in dates if date[0] == "f")
    if len(words) == 1:
        yield f"o{words[0]}"


def dates_of(born: str, today_year: int) -> dict[str, float]:
    """What the birth date says, with what agreement on it is worth in bits: whole date, swapped, month, year, one of several years."""
    text = born.strip()
    if re.fullmatch(r"\d{1,2}-\d{1,2}", text):
        low, high = (int(age) for age in text.split("-"))
        return {f"y{year}": AGE_BAND for year in range(today_year - high - 1, today_year - low + 1)}
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}~?", text):
        return {}
    year, *rest = text.removesuffix("~").split("-")
    if text.endswith("~"):
        near = range(int(year) - APPROXIMATE_YEARS, int(year) + APPROXIMATE_YEARS + 1)
        return {f"y{each}": NEAR_YEAR for each in near}
    found = {f"y{year}": YEAR}
    if rest:
        found[f"m{year}-{rest[0]}"] = MONTH
    if len(rest) == 2:
        found[f"f{year}-{rest[0]}-{rest[1]}"] = DAY
        if rest[1] <= "12" and rest[0] != rest[1]:
            found[f"f{year}-{rest[1]}-{rest[0]}"] = DAY_SWAPPED
    return found


class Twins:
    """Rows of one table that seem to be one person: the same sounds in any order, and birth dates that do not disagree."""

    def __init__(self):
        self.rows = {}

    def before(self, number: int, names: str, born: str) -> int | None:
        """The number of an earlier row that is alike; this row is remembered."""
        words = tokens_of(names)
        if len(words) < 2:
            return None
        key = tuple(sorted(sounds_of(word)[0] for word in words))
        here = (number, frozenset(map(even_of, words)), born.removesuffix("~"))
        earlier = self.rows.setdefault(key, [])
        twin = next((row for row, *other in earlier if _one_person(other, here[1:])), None)
        if len(earlier) < MOST_TWINS:
            earlier.append(here)
        return twin


MOST_TWINS = 50


def _one_person(one, other):
    """Spelled alike with dates that agree as far as they go; or one date in full, however the name is spelled."""
    (spelled, born), (spelled_too, born_too) = one, other
    agree = born.startswith(born_too) or born_too.startswith(born)
    return agree and (spelled == spelled_too or (len(born) == 10 and born == born_too))
