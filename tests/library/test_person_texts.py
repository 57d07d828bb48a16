"""What the person reads: nine languages that say the same number of things, and who says that one is right."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from library import person_text as texts
from library.models import TextReview
from library.person_text import FOLDER, LANGUAGES, PersonTextError, person_texts, read
from tests import world

pytestmark = pytest.mark.django_db
LONGEST = 20  # words of a sentence, in a language that puts spaces between them


@pytest.fixture
def reader(client):
    return world.sign_in(client, world.member(world.organisation(country="FR")))


@pytest.fixture
def coordinator(client):
    office = world.organisation("Coordination", "IT", "coordination")
    return world.sign_in(client, world.member(office, Role.NATIONAL_COORDINATOR))


def page(client, code="talk", language="uk"):
    return client.get(reverse("person_text_detail", args=[code, language]))


def review(client, code="talk", language="uk"):
    at = reverse("person_text_review", args=[code, language])
    return client.post(at, {"idempotency_key": str(uuid4())})


@pytest.mark.parametrize("text", person_texts(), ids=lambda text: text.code)
def test_sentences_are_short_and_of_the_person(text):
    assert list(text.said) == list(LANGUAGES)
    for said in text.said.values():
        for line in said.lines:
            for sentence in re.split(r"[.?:]", line):
                assert len(sentence.split()) <= LONGEST, line
    first_person = re.compile(r"\b(I|me|my|mine)\b")
    assert sum(bool(first_person.search(line)) for line in text.said["en"].lines) >= 5
    assert not any("renvoi" in line for line in text.said["fr"].lines)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[uk]", "[xx]", "uk"),
        ('  "I decide if I talk.",\n', "", "has not the"),
        ('"Je décide si je parle."', '""', "fr has not the"),
        ("version = 1", "version = ", "talk.toml"),
    ],
)
def test_a_broken_text_is_named(tmp_path, old, new, said):
    path = tmp_path / "talk.toml"
    path.write_text((FOLDER / "talk.toml").read_text().replace(old, new, 1))
    with pytest.raises(PersonTextError, match=said):
        read(path)


def test_without_a_review_the_page_asks_for_an_interpreter(reader):
    shown = page(reader)

    assert "Not reviewed in this language" in shown.text
    assert 'lang="uk" dir="ltr"' in shown.text
    assert 'lang="ar" dir="rtl"' in page(reader, language="ar").text


def test_a_coordinator_says_that_it_is_right(coordinator):
    assert review(coordinator).status_code == 302
    shown = page(coordinator)

    assert "Not reviewed" not in shown.text
    assert "Reviewed by: National coordinator, Coordination" in shown.text
    assert "Not reviewed" in page(coordinator, language="pl").text


def test_said_twice_it_is_one_review(coordinator):
    review(coordinator)
    review(coordinator)

    assert TextReview.objects.count() == 1


def test_who_reviews_the_record_reads_its_words_too(coordinator):
    shown = page(coordinator, code="agreed", language="ar").text

    assert "Words of the printed record" in shown
    assert "<li>سفارة أو قنصلية</li>" in shown
    assert "Words of the printed record" not in page(coordinator).text


def test_nobody_else_says_so(reader):
    assert review(reader).status_code == 403
    assert not TextReview.objects.exists()


def test_a_new_version_is_not_reviewed(coordinator, monkeypatch, tmp_path):
    review(coordinator)
    newer = tmp_path / "talk.toml"
    newer.write_text((FOLDER / "talk.toml").read_text().replace("version = 1", "version = 2"))
    monkeypatch.setattr(texts, "person_texts", lambda: (read(newer),))

    assert "Not reviewed" in page(coordinator).text


@pytest.mark.parametrize("at", ["/texts/none/en/", "/texts/talk/xx/"])
def test_what_does_not_exist_is_not_found(reader, at):
    assert reader.get(at).status_code == 404
