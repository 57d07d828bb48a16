"""
A conversation about consent as the person reads it: their own language, no code, nothing that names a desk or a reason.

The words are a text for persons like the others (`library/person_texts/agreed.toml`): read by an interpreter until somebody in a
named role has reviewed this version in this language, and the page says so.
"""

from dataclasses import dataclass

from django.utils import timezone, translation

from accounts.models import OrganisationKind
from instruments import shelf
from library.person_text import LANGUAGES, PersonText, Said, person_text
from referral.access import CROSSING
from referral.models import Consent, Purpose
from shell.formats import country_name, language_name

TEXT = "agreed"
INTERPRETERS = ["not_needed", "present", "remote", "none"]
HEADINGS = [
    *("when", "decides", "child", "how", "language", "interpreter", "explained", "said_back"),
    *("conditions", "witness", "recorded_by", "holds", "until", "again"),
    *("answers", "purpose", "receiver", "part", "answer"),
]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was asked, and what was said to it."""

    asked: str
    answer: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """What was asked for one receiver and purpose; without a receiver, each purpose is a line."""

    receiver: str
    kind: str
    purpose: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Record:
    said: Said
    facts: list[tuple[str, list[str]]]
    talks: list[Talk]

    @property
    def heading(self) -> dict[str, str]:
        return self.said.words["heading"]


def agreed_text() -> PersonText:
    return person_text(TEXT)


def codes_of_a_record() -> dict[str, set[str]]:
    """Every code that a record can hold, by group: each has a word in each language (`manage.py instruments check`)."""
    return {
        "heading": set(HEADINGS),
        "answer": {"yes", "no", "withdrawn"},
        "purpose": set(Purpose.values),
        "part": {str(each) for each in CROSSING},
        "kind": set(OrganisationKind.values),
        "given_by": set(Consent.GivenBy.values),
        "how": set(Consent.How.values),
        "assent": set(Consent.Assent.values),
        "interpreter": set(INTERPRETERS),
        "explained": points_explained(),
    }


def points_explained() -> set[str]:
    section = shelf.load("consent").section("explained")
    return {question.code for row in section.rows for question in row.questions}


def words_missing() -> list[str]:
    return [
        f"{TEXT}.toml: {said.language} has no word for {group}.{code}"
        for said in agreed_text().said.values()
        for group, codes in codes_of_a_record().items()
        for code in sorted(codes)
        if not said.words.get(group, {}).get(code)
    ]


def spoken(*wanted: str) -> Said:
    """In the first of these languages that the text knows, else in English."""
    return agreed_text().said[next((code for code in wanted if code in LANGUAGES), "en")]


def record_of(consent: Consent, items, said: Said) -> Record:
    with translation.override(said.language):  # names of countries and languages
        return Record(said, facts(consent, said.words), talks(items, said.words))


def facts(consent: Consent, words) -> list[tuple[str, list[str]]]:
    """What was recorded, by heading. What was not recorded is left out."""
    heading, until = words["heading"], [words["heading"]["until"]]
    if consent.review_on:
        until.append(f"{heading['again']} {day(consent.review_on)}")
    child = words["assent"].get(consent.assent, "") if consent.assent != "not_needed" else ""
    found = {
        "when": [day(consent.given_at)],
        "decides": [words["given_by"].get(consent.given_by, "")],
        "child": [child],
        "how": [words["how"].get(consent.how, "")],
        "language": [language_name(consent.language)],
        "interpreter": [words["interpreter"].get(consent.interpreter, "")],
        "explained": [words["explained"].get(code, "") for code in consent.explained],
        "said_back": [words["answer"]["yes" if consent.understood else "no"]],
        "conditions": consent.conditions.splitlines(),
        "witness": [consent.witness],
        "recorded_by": [consent.by.short_name],
        "holds": until,
    }
    told = ((heading[code], [each for each in said if each]) for code, said in found.items())
    return [(name, said) for name, said in told if said]


def talks(items, words) -> list[Talk]:
    """`items` in the order in which they are read."""
    found = {}
    for item in items:
        place = (item.receiver_id, item.purpose if item.receiver_id else "")
        found.setdefault(place, []).append(item)
    return [talk(group, words) for group in found.values()]


def talk(items, words) -> Talk:
    receiver = items[0].receiver
    lines = [line(each, words) for each in items]
    if receiver is None:
        return Talk("", "", "", lines)
    kind = f"{words['kind'][receiver.kind]} – {country_name(receiver.country)}"
    return Talk(receiver.name, kind, words["purpose"][items[0].purpose], lines)


def line(item, words) -> Line:
    asked = words["part"][item.data_class] if item.data_class else words["purpose"][item.purpose]
    answer = words["answer"]["yes" if item.agreed else "no"]
    if item.withdrawn_at:
        answer = f"{words['answer']['withdrawn']} {day(item.withdrawn_at)}"
    return Line(asked, answer, item.agreed and not item.withdrawn_at)


def day(value) -> str:
    """In figures, which are read alike in all these languages."""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    return value.strftime("%d.%m.%Y")
