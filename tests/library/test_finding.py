"""The index gives what reading every record would give: the same hits, the same counts."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from library.finding import Asked, Index, facet_values, stem, words_of

WORDS = ["child", "children", "Étude", "guardian", "retour", "Защита", "police"]
row = st.fixed_dictionaries(
    {
        "title": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
        "summary_en": st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
        "year": st.none() | st.integers(1999, 2006),
        "kind": st.sampled_from(["law", "report"]),
        "themes": st.lists(st.sampled_from(["return", "data"]), unique=True),
        "is_public": st.booleans(),
    }
)
REST = dict.fromkeys(["title_en", "title_fr", "publisher", "authors", "summary_fr"], "") | {
    name: [] for name in ["audiences", "forms", "countries", "languages", "collections"]
}


def plainly(rows, asked):
    """Reads every record."""
    terms = [stem(word) for word in words_of(asked.text)]
    for each in rows:
        words = words_of(f"{each['title']} {each['summary_en']}")
        named = all(any(word.startswith(term) for word in words) for term in terms)
        values = {name: list(found) for name, found in facet_values(each).items()}
        fits = all(value in values[facet] for facet, value in asked.chosen.items())
        if named and fits and (each["is_public"] or not asked.public_only):
            yield each["id"], values


@settings(max_examples=25, deadline=None)
@given(
    st.lists(row, max_size=12),
    st.sampled_from(["", "child", "etude", "защит", "police retour", "nowhere"]),
    st.sampled_from([{}, {"kind": "law"}, {"kind": "law", "theme": "data"}]),
    st.booleans(),
)
def test_hits_and_counts_are_those_of_reading_everything(rows, text, chosen, public_only):
    rows = [{**REST, **each, "id": UUID(int=at)} for at, each in enumerate(rows)]
    asked = Asked(text, chosen, public_only)

    found = Index(list(rows)).find(asked, most=100)
    wanted = list(plainly(rows, asked))

    assert (found.total, set(found.ids)) == (len(wanted), {pk for pk, _values in wanted})
    for facet in ("kind", "theme", "years"):
        others = {name: value for name, value in chosen.items() if name != facet}
        beside = plainly(rows, Asked(text, others, public_only))
        met = [value for _pk, values in beside for value in values[facet]]
        assert dict(found.facets[facet]) == {value: met.count(value) for value in met}


def test_pages_follow_each_other_and_titles_come_first():
    rows = [
        {**REST, "id": UUID(int=at), "title": "guardian" if at % 3 else "other", "summary_en": "guardian",
         "year": 2000 + at, "kind": "law", "themes": [], "is_public": True}
        for at in range(40)
    ]  # fmt: skip
    made = Index(rows)

    whole = made.find(Asked("guardians"), most=100).ids
    parts = [made.find(Asked("guardians"), start=at, most=7).ids for at in range(0, 40, 7)]

    assert sum(parts, []) == whole
    assert [pk.int % 3 == 0 for pk in whole] == [False] * 26 + [True] * 14
