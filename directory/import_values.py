"""One cell becomes the value of a column, or a sentence that says why not. And what a whole row needs."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.addresses import plain_email, plain_link
from directory.countries import country
from directory.forms.contact import REACHED
from directory.forms.fact import CLOCK_UNITS, HOW, NEEDED, UNITS
from directory.forms.fields import figure
from directory.languages import language_codes
from directory.models import Confidence, Contact, ContactKind, Fact
from directory.phones import international_number, local_number
from directory.topics import BETWEEN_TWO, CODE_LISTS, TOPICS, Kind, Treaty, topic_label
from directory.values import BREAKDOWN, TIERS

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
YES_NO = {"": None, "yes": True, "no": False}
SERVES = ("", "any", "police", "ambulance", "fire")
# The columns that hold the answers which the form of a fact asks for.
COLUMN_OF = {"is_there": None, "treaty": "subject", "party": "yes", "tier": "subject", "yes": None}
KINDS = {
    Fact: lambda values: topic_label(values["topic"]),
    Contact: lambda values: ContactKind(values["kind"]).label,
}
NOT_FILLED = (None, "", [], {})


def refuse(text, **params):
    raise ValidationError(text % params if params else text)


def parsed(column: str, text: str, row: dict):
    """`row` has the other cells of the line: what a code may be depends on the topic."""
    return PARSERS[column](text, row) if column in PARSERS else text


def one_of(choices):
    def parse(text, row):
        if text not in choices:
            refuse(_("“%(word)s” is not one of: %(all)s"), word=text[:40], all=", ".join(choices))
        return text

    return parse


def iso2(text, row):
    if not text:
        return ""
    if country(text) is None:
        refuse(_("There is no country with this code."))
    return text.upper()


def language(text, row):
    if text and text not in language_codes():
        refuse(_("There is no language with this code."))
    return text or "en"


def languages(text, row):
    return [language(code, row) for code in text.split()]


def partial(text, row):
    if text and not is_date(text):
        refuse(_("Write a date as 2026, 2026-03 or 2026-03-21."))
    return text


def is_date(text):
    """Also a month and a day that exist."""
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def year(text, row):
    if text and not re.fullmatch(r"(19|20)\d\d", text):
        refuse(_("Write a year as 2026."))
    return int(text) if text else None


def number(text, row):
    if text and not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", text):
        refuse(_("Write a number in digits, without spaces."))
    return Decimal(text) if text else None


def yes_no(text, row):
    if text not in YES_NO:
        refuse(_("Write yes, no, or nothing."))
    return YES_NO[text]


def tick(text, row):
    return bool(yes_no(text, row))


def codes(text, row):
    topic, found = TOPICS.get(row.get("topic", "")), text.split()
    if topic is None:
        return found
    if topic.codes in CODE_LISTS:
        known = CODE_LISTS[topic.codes].values
    elif topic.codes == "countries":
        known = [code for code in found if country(code) is not None and code.isupper()]
    else:
        known = list(HOW) if topic.kind == Kind.TREATY else []
    odd = [code[:40] for code in found if code not in known]
    if odd:
        refuse(_("Unknown codes: %(codes)s"), codes=", ".join(odd))
    return found


def figures(text, row):
    found = {}
    for part in text.split():
        name, _colon, value = part.partition(":")
        known = name in BREAKDOWN if row.get("topic") == "detected" else country(name) is not None
        if not known or name in found or figure(value) is None:
            refuse(_("Write each figure as the code, a colon and a whole number or <5: AL:12"))
        found[name] = figure(value)
    return found or None


def here(text, row):
    return local_number(text, row["country"]) if text else ""


def from_abroad(text, row):
    return international_number(text) if text else ""


PARSERS = {
    "topic": one_of(tuple(TOPICS)),
    "kind": one_of(tuple(ContactKind.values)),
    "confidence": lambda text, row: one_of(tuple(Confidence.values))(text or "medium", row),
    "serves": one_of(SERVES),
    "unit": one_of(("", *UNITS)),
    "partner": iso2,
    "represents": iso2,
    "language": language,
    "note_language": language,
    "languages": languages,
    "as_of": partial,
    "on": partial,
    "year": year,
    "number": number,
    "yes": yes_no,
    "codes": codes,
    "figures": figures,
    "phone_local": here,
    "phone_international": from_abroad,
    "email": lambda text, row: plain_email(text),
    "website": lambda text, row: plain_link(text),
    **dict.fromkeys(("is_all_day", "is_deputy", "for_partners_only", "asked_monthly"), tick),
}


def rules(model, values, source, changed=None) -> list[tuple[str, str]]:
    """
    (column, why) for what the row lacks or has too much of. `changed`: only these columns are new; what
    stands beside them is published already.
    """
    found = all_rules(model, values, source)
    return found if changed is None else [pair for pair in found if pair[0] in changed]


def all_rules(model, values, source):
    entry = model(**values)
    left = ["source", "country", "figures", "supersedes", "checked_on", "checked_by"]
    found = []
    try:
        entry.clean_fields(exclude=left)
    except ValidationError as problem:
        found = [(name, " ".join(texts)) for name, texts in problem.message_dict.items()]
    if not source[0]:
        found.append(("source_title", _("Every row names its source.")))
    try:
        plain_link(source[2])
    except ValidationError as problem:
        found.append(("source_address", " ".join(problem.messages)))
    found += too_long(source)
    if entry.partner and entry.partner == entry.country:
        found.append(("partner", _("It is the same country.")))
    return found + (fact_rules(entry) if model is Fact else contact_rules(entry))


def too_long(source):
    most = {"title": 300, "publisher": 200, "address": 500, "dated": 60}
    return [
        (f"source_{name}", _("The text is too long."))
        for (name, length), text in zip(most.items(), source, strict=True)
        if len(text) > length
    ]


def fact_rules(fact):
    topic = TOPICS[fact.topic]
    columns = [COLUMN_OF.get(name, name) for name in NEEDED[topic.kind]]
    if topic.kind == Kind.FIGURES:
        columns.append("figures")
    found = [
        (column, _("This topic needs it."))
        for column in filter(None, columns)
        if getattr(fact, column) in NOT_FILLED
    ]
    if topic.code in BETWEEN_TWO and topic.code != "bilateral" and not fact.partner:
        found.append(("partner", _("This topic needs it.")))
    known = {Kind.TREATY: Treaty.values, Kind.TIER: list(TIERS)}.get(topic.kind)
    if known and fact.subject and fact.subject not in known:
        found.append(("subject", _("“%(word)s” is not known here.") % {"word": fact.subject[:24]}))
    counts = topic.kind == Kind.CLOCK and fact.yes is not False and fact.number is not None
    if counts and fact.unit not in CLOCK_UNITS:
        found.append(("unit", _("A clock counts days, weeks or months.")))
    return found


def contact_rules(contact):
    is_mission = contact.kind == ContactKind.MISSION
    found = []
    if is_mission != bool(contact.represents):
        found.append(("represents", _("A mission represents a country, and nothing else does.")))
    if not is_mission and contact.kind != ContactKind.EMERGENCY and not contact.name:
        found.append(("name", _("Enter the name of the line or body.")))
    if not any(getattr(contact, name) for name in REACHED):
        found.append(
            ("phone_local", _("Enter at least one way to reach it: a number, an address."))
        )
    if contact.asked_monthly and not contact.email:
        found.append(("email", _("Enter the address that is asked.")))
    return found
