"""Good practice: anyone proposes, a second person publishes, in every language with its state."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from library.actions.keep import draft, publish
from library.actions.translate import OwnTranslation, read_translation, translate
from library.content import content_of
from library.models import Practice, PracticeTranslation, State
from library.practices import LINES, TEXTS
from library.procedure import procedure
from library.taxonomy import BODIES, THEMES
from tests import world
from tests.library.records import a_practice

pytestmark = pytest.mark.django_db
SHIPPED = "one-risk-matrix-two-countries"


@pytest.fixture
def worker():
    return world.member(world.organisation(country="IT"))


@pytest.fixture
def coordinator():
    return world.member(world.organisation(kind="coordination"), Role.NATIONAL_COORDINATOR)


def answers(**more):
    row = a_practice()
    names = ("title", "language", "tried", "place", "countries", "bodies", "by_whom", "result", "watch", "known_from", "themes", "measures")  # fmt: skip
    given = {name: getattr(row, name) for name in names}
    return {**given, "idempotency_key": str(uuid4()), **more}


def test_what_ships_names_what_exists_in_two_languages():
    for each in Practice.objects.published():
        assert set(each.themes) <= set(THEMES)
        assert set(each.bodies) <= set(BODIES)
        french = each.translations.get(language="fr")
        assert all(getattr(french, name) for name in (*TEXTS, *LINES))
        for key in each.measures:
            stage, _dot, code = key.partition(".")
            assert procedure(stage).measure(code), key


def test_a_worker_proposes_and_a_coordinator_publishes(client, worker, coordinator):
    world.sign_in(client, worker)
    at = client.post(reverse("practice_new"), answers()).url
    found = Practice.objects.get(state=State.DRAFT)
    seen = {"decision": "publish", "version": found.version}
    assert client.post(at, seen).status_code == 403
    stranger = world.member(world.organisation())
    world.sign_in(client, stranger)
    assert client.get(at).status_code == 404

    world.sign_in(client, coordinator)
    assert client.post(at, seen).url == "/practices/a-quiet-room-beside-the-counter/"

    page = client.get(reverse("practice_list"), {"theme": "interviewing", "country": "IT"})
    assert [each.title for each in page.context["rows"]] == ["A quiet room beside the counter"]
    measure = client.get(reverse("measure_detail", args=["identification", "setting"]))
    assert "A quiet room beside the counter" in measure.text


@pytest.mark.parametrize("field", ["title", "tried", "place", "by_whom", "result", "watch", "known_from", "countries"])  # fmt: skip
def test_what_is_missing_is_asked_for_and_the_rest_kept(client, worker, field):
    world.sign_in(client, worker)
    page = client.post(reverse("practice_new"), answers(**{field: ""}))

    assert page.status_code == 422
    assert "Nobody counted." in page.text or field == "result"


def test_it_is_read_in_the_language_of_the_reader_or_says_that_it_is_not(client, worker):
    world.sign_in(client, worker)
    english = client.get(reverse("practice_detail", args=[SHIPPED]))
    french = client.get(reverse("practice_detail", args=[SHIPPED]), {"in": "fr"})
    spanish = client.get(reverse("practice_detail", args=[SHIPPED]), {"in": "es"})

    assert "One risk matrix" in english.text
    assert "Une seule grille" in french.text
    assert "Not translated yet" in spanish.text
    assert "Not translated yet" not in french.text


def test_a_translation_is_marked_until_another_person_has_read_it(client, worker, coordinator):
    found = Practice.objects.published().get(slug=SHIPPED)
    world.sign_in(client, worker)
    at = reverse("practice_translate", args=[SHIPPED, "es"])
    texts = {"title": "Una matriz", "tried": "a", "result": "b", "watch": "c"}
    there = client.post(at, {**texts, "version": 0, "idempotency_key": str(uuid4())}).url
    assert "Translation not reviewed" in client.get(there).text
    assert "it is right in this language" not in client.get(there).text
    with world.acting(worker), pytest.raises(OwnTranslation):
        read_translation(found, "es")

    world.sign_in(client, coordinator)
    read = reverse("practice_translation_read", args=[SHIPPED, "es"])
    client.post(read, {"idempotency_key": str(uuid4())})
    assert "Translation not reviewed" not in client.get(there).text

    with world.acting(worker):
        translate(found, "es", **{**texts, "title": "Otra"})
    assert "Translation not reviewed" in client.get(there).text


def test_who_reads_french_reads_place_and_origin_in_french(client, worker):
    page = world.sign_in(client, worker).get(
        reverse("practice_detail", args=[SHIPPED]), {"in": "fr"}
    )

    assert '<bdi lang="fr">France, Grèce, Pologne' in page.text
    assert "Report on the CARE and TACT" not in page.text


def test_a_translation_outlives_a_change_and_says_so(client, worker, coordinator):
    base = Practice.objects.published().get(slug=SHIPPED)
    changed = Practice(**{**content_of(base), "result": "Nobody measured it."}, reason="Found out")
    with world.acting(worker):
        draft(changed, key=uuid4(), base=base)
    world.sign_in(client, worker)
    at = reverse("practice_detail", args=[SHIPPED])
    assert "Translated from a former version" not in client.get(at, {"in": "fr"}).text
    with world.acting(coordinator):
        publish(changed.pk, Practice, seen=Practice.objects.get(pk=changed.pk).version)

    french = client.get(at, {"in": "fr"}).text
    assert "Une seule grille" in french
    assert "Translated from a former version" in french
    assert "of a former version" in french
    texts = {"title": "Une grille", "tried": "a", "result": "b", "watch": "c"}
    with world.acting(worker):
        translate(Practice.objects.published().get(slug=SHIPPED), "fr", **texts)
    assert "Translated from a former version" not in client.get(at, {"in": "fr"}).text


def test_who_translates_into_arabic_writes_from_the_right(client, worker):
    page = world.sign_in(client, worker).get(reverse("practice_translate", args=[SHIPPED, "ar"]))

    assert re.search(r'<textarea name="tried"[^>]* lang="ar" dir="rtl"', page.text)


def test_of_two_translators_the_second_sees_it(client, worker):
    world.sign_in(client, worker)
    at = reverse("practice_translate", args=[SHIPPED, "es"])
    texts = {"title": "Una", "tried": "a", "result": "b", "watch": "c"}
    client.post(at, {**texts, "version": 0})
    again = client.post(at, {**texts, "title": "Otra", "version": 0})

    assert "Somebody translated it meanwhile" in again.text
    assert PracticeTranslation.objects.get(language="es").title == "Una"
