"""A row of the directory line by line, and two of them side by side."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from directory.countries import country_name
from directory.drafts import CONTENT
from directory.forms.entry import in_one_line
from directory.languages import language_name
from directory.models import Contact, Entry, Fact
from directory.topics import CODE_LISTS, TOPICS, Kind, Treaty, topic_label
from directory.values import BREAKDOWN, CONFIDENCE, count, shown, tier_name
from shell.formats import partial_date

LABELS = {
    "topic": gettext_lazy("Topic"),
    "subject": gettext_lazy("About"),
    "text": gettext_lazy("What the source says"),
    "codes": gettext_lazy("Named"),
    "figures": gettext_lazy("Figures"),
    "number": gettext_lazy("Number"),
    "unit": gettext_lazy("Unit"),
    "yes": gettext_lazy("Yes or no"),
    "as_of": gettext_lazy("When it was so"),
    "source": gettext_lazy("Source"),
    "confidence": gettext_lazy("How sure"),
    "mission_type": gettext_lazy("Rank"),
    "note_language": gettext_lazy("Language of the note"),
}
COUNTRIES = ("partner", "represents")
LANGUAGES = ("language", "note_language")


@dataclass(frozen=True, slots=True)
class Line:
    """One answer before and after. `language` is that of the words, where they are the source's."""

    label: str
    before: str
    after: str
    is_changed: bool
    language: str = ""


def compare(before: Entry | None, after: Entry | None, without=frozenset()) -> list[Line]:
    """Only lines that say something on one side. `after` is None where the row is taken away."""
    one = before or after
    lines = []
    for name in CONTENT[type(one)]:
        if name in without or name in LANGUAGES and not says_words(before, after, name):
            continue
        old, new = said(before, name), said(after, name)
        if old or new:
            lines.append(line(one, name, old, new, before is not None and old != new))
    return lines


def line(one, name, old, new, is_changed):
    field = one._meta.get_field(name)
    language = "und" if name == "source" else ""  # a title: nobody noted in which language
    if name in ("text", "detail", "note"):
        language = getattr(one, "note_language" if name == "note" else "language")
    return Line(
        label=capfirst(LABELS.get(name, field.verbose_name)),
        before=old,
        after=new,
        is_changed=is_changed,
        language=language,
    )


def says_words(before, after, name):
    """The language of a text matters where there is a text."""
    texts = ("note",) if name == "note_language" else ("text", "detail")
    return any(getattr(one, text, "") for one in (before, after) if one for text in texts)


def said(entry: Entry | None, name: str) -> str:
    if entry is None:
        return ""
    value = getattr(entry, name)
    if isinstance(value, bool):
        return gettext("Yes") if value else (gettext("No") if name == "yes" else "")
    if value in (None, "", [], {}):
        return ""
    return str(IN_WORDS.get(name, lambda _entry, plain: plain)(entry, value))


def in_codes(fact: Fact, codes: list) -> str:
    listed = TOPICS[fact.topic].codes if fact.topic in TOPICS else ""
    if listed == "countries":
        return ", ".join(map(country_name, codes))
    labels = dict(CODE_LISTS[listed].choices) if listed in CODE_LISTS else {}
    return ", ".join(str(labels.get(code, code)) for code in codes)


def in_subject(fact: Fact, subject: str) -> str:
    kind = TOPICS[fact.topic].kind if fact.topic in TOPICS else Kind.TEXT
    if kind == Kind.TREATY:
        return str(dict(Treaty.choices).get(subject, subject))
    return tier_name(subject) if kind == Kind.TIER else subject


def in_figures(fact: Fact, figures: dict) -> str:
    names = (
        BREAKDOWN if fact.topic == "detected" else {code: country_name(code) for code in figures}
    )
    return ", ".join(f"{names.get(key, key)} {count(value)}" for key, value in figures.items())


IN_WORDS = {
    "topic": lambda entry, value: topic_label(value),
    "kind": lambda entry, value: entry.get_kind_display(),
    "confidence": lambda entry, value: str(CONFIDENCE[value]),
    "subject": in_subject,
    "codes": in_codes,
    "figures": in_figures,
    "number": lambda entry, value: count(int(value) if value == int(value) else value),
    "on": lambda entry, value: partial_date(value),
    "as_of": lambda entry, value: partial_date(value),
    "source": lambda entry, value: in_one_line(value),
    "languages": lambda entry, value: ", ".join(map(language_name, value)),
    **dict.fromkeys(COUNTRIES, lambda entry, value: country_name(value)),
    **dict.fromkeys(LANGUAGES, lambda entry, value: language_name(value)),
}


def in_short(entry: Entry) -> str:
    """What it says, for a list."""
    if isinstance(entry, Contact):
        return entry.phone or entry.email or entry.website
    return shown(entry).value


def title_of(entry: Entry) -> str:
    """What a list calls it: the topic, or the kind and name of a contact."""
    if isinstance(entry, Contact):
        kind = entry.get_kind_display()
        return f"{kind}: {entry.name}" if entry.name else str(kind)
    return str(topic_label(entry.topic))
