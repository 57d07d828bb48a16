"""A lesson in a further language: drafted by one, reviewed by another, old when the lesson changes."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests import world
from training import content
from training.models import LessonTranslation, State
from training.speaking import spoken

pytestmark = pytest.mark.django_db
LESSON = "dp_why"
ADDRESS = f"/training/translate/{LESSON}/sq/"


@pytest.fixture
def translator():
    return world.member(world.organisation(), Role.NATIONAL_COORDINATOR)


def sent(**changes):
    given = {
        "title": "Titulli",
        "aim": "Qëllimi",
        "text": "## Koka\n- një\n- dy",
        "todo": "Sot",
        "version": 0,
    }
    for number, question in enumerate(content.lesson(LESSON).questions, 1):
        options = [f"përgjigja {n}" for n in range(len(question.said["en"].options))]
        given |= {f"q{number}_ask": "Pyetja?", f"q{number}_options": "\n".join(options), f"q{number}_why": "Sepse."}  # fmt: skip
    return {**given, **changes}


def reviews(client, row):
    return client.post(f"{ADDRESS}reviewed/", {"version": row.version})


def test_drafted_by_one_and_reviewed_by_another(client, translator):
    world.sign_in(client, translator)
    assert client.post(ADDRESS, sent()).status_code == 302
    row = LessonTranslation.objects.get()
    lesson = content.lesson(LESSON)

    reviews(client, row)
    assert spoken(lesson, "sq").language == "en"

    world.sign_in(client, world.member(translator.organisation, Role.FOCAL_POINT))
    reviews(client, row)
    said = spoken(lesson, "sq")
    assert (said.language, said.text.title, said.questions[0][1].ask) == (
        "sq",
        "Titulli",
        "Pyetja?",
    )


def test_the_pages_lead_from_the_course_to_the_reviewed_lesson(client, translator):
    """By the addresses that stand on them: the frame of the page once put its own language in their place."""
    world.sign_in(client, translator)
    course = client.get(reverse("course_detail", args=["data-protection"])).text
    choose = reverse("course_translation", args=["data-protection"])
    assert f'href="{choose}"' in course
    assert "Choose a further language" in client.get(choose).text

    page = client.get(choose, {"to": "sq"}).text
    assert '<option value="sq" selected>' in page
    assert f'href="{ADDRESS}"' in page
    assert client.get(ADDRESS).status_code == 200
    client.post(ADDRESS, sent())
    world.sign_in(client, world.member(translator.organisation, Role.FOCAL_POINT))
    asked = client.get(ADDRESS).text
    [action] = re.findall(r'action="([^"]+/reviewed/)"', asked)
    client.post(action, {"version": LessonTranslation.objects.get().version})

    assert spoken(content.lesson(LESSON), "sq").language == "sq"


def test_a_change_asks_for_a_review_again(client, translator):
    world.sign_in(client, translator)
    client.post(ADDRESS, sent())
    LessonTranslation.objects.update(state=State.REVIEWED, reviewed_by=world.member(translator.organisation).user)  # fmt: skip

    client.post(ADDRESS, sent(title="Tjetër", version=1))

    row = LessonTranslation.objects.get()
    assert (row.state, row.title, row.reviewed_by) == (State.DRAFT, "Tjetër", None)


def test_two_translators_do_not_overwrite_each_other(client, translator):
    world.sign_in(client, translator)
    client.post(ADDRESS, sent())

    answer = client.post(ADDRESS, sent(title="Tjetër", version=0))

    assert "A colleague changed this meanwhile." in answer.content.decode()
    assert LessonTranslation.objects.get().title == "Titulli"


def test_an_answer_too_few_is_asked_for_and_the_text_stays(client, translator):
    world.sign_in(client, translator)

    answer = client.post(ADDRESS, sent(q1_options="vetëm një"))

    assert answer.status_code == 422
    assert "Write 3 different answers, one a line." in answer.content.decode()
    assert "Titulli" in answer.content.decode()


def test_what_was_made_from_a_former_version_says_so(client, translator):
    world.sign_in(client, translator)
    client.post(ADDRESS, sent())
    LessonTranslation.objects.update(state=State.REVIEWED, reviewed_by=world.member(translator.organisation).user)  # fmt: skip
    newer = replace(content.lesson(LESSON), version=2)

    assert spoken(newer, "sq").is_old
    assert not spoken(content.lesson(LESSON), "sq").is_old


def test_the_list_shows_each_state(client, translator):
    world.sign_in(client, translator)
    client.post(ADDRESS, sent())

    page = client.get(
        reverse("course_translation", args=["data-protection"]) + "?to=sq"
    ).content.decode()

    assert "draft, to be reviewed" in page
    assert "not there yet" in page
    assert "0 of 10 lessons can be read in Albanian." in page


@pytest.mark.parametrize("path", ["dp_why/en/", "dp_why/xx/", "nothing/sq/"])
def test_what_ships_or_is_no_language_is_not_translated(client, translator, path):
    world.sign_in(client, translator)

    assert client.get(f"/training/translate/{path}").status_code == 404
