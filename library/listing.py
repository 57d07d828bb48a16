"""What the list of documents shows beside the hits: facets as links with counts, filters that are on."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from library.finding import FACETS, Asked, Found
from library.taxonomy import AUDIENCES, FORMS, KINDS, THEMES
from shell.formats import country_name, language_name

SHOWN = 8  # values of a facet before "more"
PAGE = 25
DEEPEST = 200  # pages


@dataclass(frozen=True)
class Query:
    """The address of a list, read: what it does not know it leaves out."""

    text: str
    chosen: dict
    page: int

    def address(self, **changes) -> str:
        values = {"q": self.text, **self.chosen, **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def asked(self, *, public_only: bool) -> Asked:
        return Asked(self.text, self.chosen, public_only)


def read(values) -> Query:
    text = " ".join(values.get("q", "").replace("\x00", "").split())[:200]
    chosen = {name: values.get(name, "")[:40] for name in FACETS if values.get(name)}
    page = values.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return Query(text, chosen, min(max(number, 1), DEEPEST))


def titles() -> dict:
    return {
        "kind": _("Type"),
        "theme": _("Theme"),
        "audience": _("For whom"),
        "form": _("Form of exploitation"),
        "country": _("Country"),
        "language": _("Language"),
        "years": _("Year"),
        "collection": _("Collection"),
    }


LABELS = {
    "kind": KINDS.get,
    "theme": THEMES.get,
    "audience": AUDIENCES.get,
    "form": FORMS.get,
    "country": country_name,
    "language": language_name,
    "years": lambda year: f"{year}–{int(year) + 4}" if year.isdigit() else year,
}


def label(facet: str, value: str, found: Found) -> str:
    if facet == "collection":
        named = found.collections.get(value)
        return named.shown_title if named else value
    return str(LABELS[facet](value) or value)


def facets(found: Found, query: Query) -> list[dict]:
    """A facet whose values tell nothing apart is left out."""
    rows = []
    for name, title in titles().items():
        values = [
            value_row(name, value, number, query, found) for value, number in found.facets[name]
        ]
        if name == "years":
            values.sort(key=lambda row: row["label"], reverse=True)
        if name in query.chosen or len(values) > 1:
            rows.append(
                {"name": name, "title": title, "first": values[:SHOWN], "more": values[SHOWN:]}
            )
    return rows


def value_row(name, value, number, query, found) -> dict:
    is_on = query.chosen.get(name) == value
    changes = {name: "" if is_on else value}
    return {
        "label": label(name, value, found),
        "count": number,
        "is_on": is_on,
        "url": query.address(**changes),
    }


def active(query: Query, found: Found) -> list[dict]:
    return [
        {
            "label": f"{titles()[name]}: {label(name, value, found)}",
            "url": query.address(**{name: ""}),
        }
        for name, value in query.chosen.items()
    ]
