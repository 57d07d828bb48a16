"""Every page in French: no English is left standing on it."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from scripts import messages
from tests import world
from tests.pages.addresses import views
from tests.pages.expected import EXPECTED

ENGLISH = re.compile(
    r"\b(the|and|of|with|you|your|this|that|not|is|are|was|to|for|by|from|who|what|when|has|have)\b"
)
NAMES = re.compile(r"English$|\.?[A-Z]\w+/")  # of a language, in that language; of time zones
SHOWN = {"aria-label", "title", "placeholder", "alt", "content"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
SPECIMENS = {"styleguide"}  # shows how things look, not what they say
WALKED = [
    (name, row)
    for name, rows in EXPECTED.items()
    for row in rows
    if row.opens and not (row.apart or row.only_post) and name in views() and name not in SPECIMENS
]


class Shown(HTMLParser):
    """What a reader of French meets: texts and labels, without what is marked as another language."""

    def __init__(self):
        super().__init__()
        self.texts, self.aside = [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        other = attributes.get("lang", "fr") != "fr" or tag in {"script", "style", "svg", "kbd"}
        if tag not in VOID and (self.aside or other):
            self.aside.append(tag)
        if not (self.aside or other):
            self.texts += [value for name, value in attributes.items() if name in SHOWN and value]

    def handle_endtag(self, tag):
        if self.aside and tag not in VOID:
            self.aside.pop()

    def handle_data(self, data):
        if not self.aside and data.strip():
            self.texts.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def english():
    """Every message that reads otherwise in French."""
    catalogue = messages.read("fr")
    return {
        message.id
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.string != message.id
    } - {message.string for message in catalogue}


@pytest.fixture(scope="module")
def browsers(desk):
    found = {}
    for actor, membership in desk.who.items():
        found[actor] = Client(headers={"accept-language": "fr"})
        if membership:
            membership.user.language = "fr"
            membership.user.save(update_fields=["language"])
            world.sign_in(found[actor], membership)
    return found


@pytest.mark.parametrize(("name", "row"), WALKED, ids=[name for name, _row in WALKED])
def test_no_english_is_left(desk, browsers, english, name, row):
    answer = browsers[row.opens.split()[0]].get(reverse(name, args=row.at(desk)))
    assert english_in(answer.text, english) == []


def english_in(page, english):
    shown = Shown()
    shown.feed(page)
    return [
        text
        for text in shown.texts
        if not NAMES.match(text) and (text in english or ENGLISH.search(text[0].lower() + text[1:]))
    ]
