"""French is complete: every message of the sources, with its placeholders, in the words of the house."""

import re

import pytest
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po

from scripts import messages

LANGUAGES = ["fr"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
TAG = re.compile(r"</?[a-z]+")
PAIRS = re.compile(
    r"\b(he or she|she or he|(her|his|him) or (her|his|him)|her- or himself|her, him)\b", re.I
)
ONE_PRONOUN = re.compile(r"\b(he|she|his|him|hers?|himself|herself)\b", re.I)
NARROW = "\u202f"


@pytest.fixture(scope="module")
def wanted():
    return messages.template_catalogue()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    with messages.catalogue_path(request.param).open("rb") as file:
        return read_po(file, locale=request.param)


def keys(catalogue):
    return {(message.id, message.context) for message in catalogue if message.id}


def entries(catalogue):
    """Each form of each message: (English, in the other language)."""
    for message in catalogue:
        if not message.id:
            continue
        if message.pluralizable:
            yield message.id[0], message.string[0]
            yield from ((message.id[1], form) for form in message.string[1:])
        else:
            yield message.id, message.string


def french():
    with messages.catalogue_path("fr").open("rb") as file:
        return list(entries(read_po(file, locale="fr")))


def test_what_other_languages_say_is_a_message_of_the_sources(wanted):
    """Arabic has the sheets that are asked at the table, and no page: it is not offered in the switch."""
    with messages.catalogue_path("ar").open("rb") as file:
        said = list(read_po(file, locale="ar"))

    known = keys(wanted)
    assert [each.id for each in said if each.id and (each.id, each.context) not in known] == []
    assert [each.id for each in said if each.id and not each.string] == []
    assert [
        each.id
        for each in said
        if each.id and PLACEHOLDER.findall(each.id) != PLACEHOLDER.findall(each.string)
    ] == []


def test_reading_the_sources_finds_python_templates_plurals_and_contexts(wanted):
    assert wanted.get("Leave quickly")
    assert wanted.get("Skip to main content")
    assert wanted.get(("%(days)d day late", "%(days)d days late"))
    assert wanted.get("Low", context="risk")


def test_every_message_of_the_sources_is_there_and_no_other(wanted, catalogue):
    assert sorted(map(str, keys(wanted) - keys(catalogue))) == [], "run make messages, translate"
    assert sorted(map(str, keys(catalogue) - keys(wanted))) == [], "run make messages"


def test_nothing_is_empty_or_unsure(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert [source for source, text in entries(catalogue) if not text.strip()] == []


def test_placeholders_and_tags_agree(catalogue):
    for source, text in entries(catalogue):
        # "One answer" may leave its number out, the other forms may not.
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(source)), source
        assert sorted(TAG.findall(text)) == sorted(TAG.findall(source)), source


def test_formats_are_sound(catalogue):
    for message in catalogue:
        for check in checkers if message.id else []:
            check(catalogue, message)


@pytest.mark.rule(7)
def test_no_message_decides_on_a_pronoun(wanted):
    """Of somebody in general both are said, or none."""
    ids = [
        one for message in wanted for one in (message.id if message.pluralizable else [message.id])
    ]
    found = [text for text in ids if text and ONE_PRONOUN.search(PAIRS.sub("", text))]

    assert found == []


@pytest.mark.rule(7)
def test_the_word_with_two_meanings_is_only_explained():
    """ "Renvoi" is a referral in other French texts, and sending somebody away in all."""
    said = [text for source, text in french() if "renvoi" in text.lower()]
    explained = [text for source, text in french() if "renvoi" in source.lower()]

    assert set(said) <= set(explained)


def test_french_is_set_as_french():
    for _source, text in french():
        shown = re.sub(r"<[^>]*>", "", text)
        assert "'" not in shown, text
        assert not re.search(rf"(?<![{NARROW}\d])[;!?»]", shown), text
        assert not re.search(rf"(?<![{NARROW}\d]):(?!//)", shown), text
        assert not re.search(rf"«(?!{NARROW})", shown), text
