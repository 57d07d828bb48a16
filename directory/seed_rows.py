"""One line of a seed table becomes the values of a fact or a contact, or a reason why it cannot."""

import re
from datetime import date
from decimal import Decimal

from directory.countries import country
from directory.models import Confidence, Contact, ContactKind, Fact, Source
from directory.tables.raw import has_hidden
from directory.topics import CODE_LISTS, TOPICS, Kind, Treaty

DATE = re.compile(r"\d{4}(-\d\d)?(-\d\d)?")
YES = {"": None, "yes": True, "no": False}
ENTRY = ("seed_key", "country", "source_id", "as_of", "checked_on", "confidence")
FACT = (
    *ENTRY,
    "partner",
    "topic",
    "subject",
    "year",
    "text",
    "detail",
    "language",
    "number",
    "unit",
    "yes",
    "on",
    "codes",
    "figures",
)
CONTACT = (
    *ENTRY,
    "partner",
    "kind",
    "name",
    "serves",
    "represents",
    "mission_type",
    "city",
    "phone_local",
    "phone_international",
    "email",
    "website",
    "hours",
    "is_all_day",
    "languages",
    "note",
)
SOURCE = ("title", "publisher", "address", "dated", "licence")
FIELDS = {Fact: FACT, Contact: CONTACT, Source: SOURCE}
LENGTHS = {
    model: [
        (field.name, field.max_length)
        for field in model._meta.get_fields()
        if getattr(field, "max_length", None) and field.name in FIELDS[model]
    ]
    for model in FIELDS
}


class Refused(ValueError):
    """Why a row cannot become an entry."""


def source_values(row):
    if any(has_hidden(cell) for cell in row.values()):
        raise Refused("hidden characters")
    if not row["id"] or not row["title"]:
        raise Refused("no id or no title")
    return checked(Source, {name: row[name] for name in SOURCE})


def entry_values(row, sources):
    if any(has_hidden(cell) for cell in row.values()):
        raise Refused("hidden characters")
    if not row["key"]:
        raise Refused("no key")
    if row["source"] not in sources:
        raise Refused(f"no such source: {row['source'] or 'none named'}")
    if row["confidence"] not in Confidence.values:
        raise Refused(f"confidence is high, medium or low, not {row['confidence']!r}")
    partner = row.get("partner", "")
    return {
        "seed_key": row["key"],
        "country": known_country(row["country"]),
        "partner": known_country(partner) if partner else "",
        "source_id": sources[row["source"]],
        "as_of": partial_date(row["as_of"]),
        "checked_on": whole_date(row["checked_on"]),
        "confidence": row["confidence"],
    }


def fact_values(row, sources):
    if row["topic"] not in TOPICS:
        raise Refused(f"no such topic: {row['topic']}")
    topic, codes = TOPICS[row["topic"]], row.get("codes", "").split()
    check_codes(topic, codes, row)
    values = {
        **entry_values(row, sources),
        **{name: row.get(name, "") for name in ("topic", "subject", "text", "detail", "unit")},
        "language": row.get("language") or "en",
        "year": whole(row.get("year", ""), "year"),
        "number": decimal(row.get("number", "")),
        "yes": yes_or_no(row.get("yes", "")),
        "on": partial_date(row.get("on", "")),
        "codes": codes,
        "figures": figures(row.get("figures", "")),
    }
    return checked(Fact, values)


def contact_values(row, sources):
    if row["kind"] not in ContactKind.values:
        raise Refused(f"no such kind: {row['kind']}")
    texts = set(CONTACT) - set(ENTRY) - {"partner", "represents", "is_all_day", "languages"}
    represents = row.get("represents", "")
    if (row["kind"] == ContactKind.MISSION) != bool(represents):
        raise Refused("a mission represents a country, and nothing else does")
    website = row.get("website", "")
    if website and not website.startswith(("https://", "http://")):
        raise Refused("the website begins with https:// or http://")
    values = {
        **entry_values(row, sources),
        **{name: row.get(name, "") for name in texts},
        "represents": known_country(represents) if represents else "",
        "is_all_day": bool(yes_or_no(row.get("is_all_day", ""))),
        "languages": row.get("languages", "").split(),
    }
    return checked(Contact, values)


def checked(model, values):
    for name, most in LENGTHS[model]:
        if isinstance(values[name], str) and len(values[name]) > most:
            raise Refused(f"{name} has {len(values[name])} characters, {most} fit")
    return values


def check_codes(topic, codes, row):
    if topic.codes in CODE_LISTS:
        odd = [code for code in codes if code not in CODE_LISTS[topic.codes].values]
    else:
        odd = [code for code in codes if topic.codes == "countries" and country(code) is None]
    if odd:
        raise Refused(f"no such code of {topic.codes}: {', '.join(odd)}")
    if topic.kind == Kind.TREATY and row.get("subject") not in Treaty.values:
        raise Refused(f"no such treaty: {row.get('subject')}")


def known_country(code):
    if country(code) is None or code != code.upper():
        raise Refused(f"no such country: {code}")
    return code


def partial_date(text):
    if text and not DATE.fullmatch(text):
        raise Refused(f"not a date: {text}")
    if text:
        whole_date(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    return text


def whole_date(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"not a date: {text or 'none'}") from None


def whole(text, name):
    if text and not re.fullmatch(r"(19|20)\d\d", text):
        raise Refused(f"not a {name}: {text}")
    return int(text) if text else None


def decimal(text):
    if text and not re.fullmatch(r"\d{1,12}(\.\d\d?)?", text):
        raise Refused(f"not a number: {text}")
    return Decimal(text) if text else None


def yes_or_no(text):
    if text not in YES:
        raise Refused(f"yes, no or nothing, not {text}")
    return YES[text]


def figures(text):
    found = {}
    for part in text.split():
        name, _, value = part.partition(":")
        if not name or not re.fullmatch(r"\d+|<5", value) or name in found:
            raise Refused(f"not a figure: {part}")
        found[name] = value if value == "<5" else int(value)
    return found or None
