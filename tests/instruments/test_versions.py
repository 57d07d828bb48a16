"""A country's own tools: brought by one person, put in use by another, and then never changed."""

from copy import deepcopy
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from instruments.actions import versions as actions
from instruments.actions.ship import changed_without_a_new_version, contents, ship
from instruments.classes import unclassed, with_classes
from instruments.models import InstrumentVersion, VersionState
from instruments.shelf import load, offered, tools
from tests import world
from tests.instruments.own_tool import OWN_TOOL

pytestmark = pytest.mark.django_db
CLASSES = {"stays": "services", "nights": "services", "Room": "whereabouts", "cost": "services"}


def coordinator(country="IT", role=Role.NATIONAL_COORDINATOR):
    return world.member(world.organisation("Coordination", country, "coordination"), role)


@pytest.fixture
def author():
    return coordinator()


@pytest.fixture
def second():
    return coordinator(role=Role.FOCAL_POINT)


def classed():
    return with_classes(deepcopy(OWN_TOOL), CLASSES, {})


def drafted(author, content=None):
    with world.acting(author):
        return actions.draft(content=content or classed(), report=[])


def published(author, second, content=None):
    made = drafted(author, content)
    with world.acting(second):
        return actions.publish(made, edition=made.edition)


def post(client, name, made, /, **data):
    at = reverse(name, args=[made.pk])
    return client.post(at, {"idempotency_key": str(uuid4()), **data}, follow=True)


def test_every_tool_that_ships_is_a_version_in_use():
    rows = InstrumentVersion.objects.filter(origin="shipped")
    ship()

    assert {(row.code, row.version) for row in rows} >= set(contents())
    assert {row.state for row in rows} == {VersionState.PUBLISHED}
    assert ship() == []


def test_a_version_stays_readable_when_its_file_is_gone():
    sound = {
        **deepcopy(OWN_TOOL),
        "code": "gone",
        "version": 3,
        "title": "Gone",
        "result": "collected",
    }
    for name in ("groups", "language"):
        sound.pop(name)
    sound["sections"] = [
        {
            "code": "a",
            "title": "A",
            "questions": [{"code": "q", "text": "Still?", "kind": "yes_no"}],
        }
    ]
    InstrumentVersion.objects.create(
        code="gone", version=3, origin="shipped", state="published", content=sound,
        published_at=timezone.now(),
    )  # fmt: skip

    assert str(load("gone", 3).questions["q"].text) == "Still?"
    assert load("gone").version == 3


def test_a_file_that_changed_without_a_new_version_is_named(tmp_path):
    ship()
    path = tmp_path / "visit.toml"
    path.write_text(
        'code = "visit"\nversion = 1\ntitle = "Other"\nminutes = 1\nmoment = "meet"\npurpose = "."\nwho = "."\n'
        'source = "."\ndata_class = "risk"\nresult = "visit"\nsections = []\n'
    )

    assert changed_without_a_new_version(tmp_path) == ["visit 1"]


def test_a_draft_is_offered_to_nobody(author):
    drafted(author)

    with pytest.raises(LookupError):
        load("it_shelter")
    assert offered("IT") == tools()


def test_a_second_person_puts_it_in_use_for_the_country(author, second):
    published(author, second)

    tool = load("it_shelter")
    assert tool in offered("IT")
    assert tool not in offered("FR")
    assert tool.questions["Room"].data_class == "whereabouts"
    assert tool.questions["Room"].is_relevant({"stays": "yes"})
    assert not tool.questions["Room"].is_relevant({"stays": "no"})


def test_the_author_never_publishes(author):
    made = drafted(author)

    with world.acting(author), pytest.raises(actions.NotPossible, match="Somebody else"):
        actions.publish(made, edition=1)
    made.refresh_from_db()
    assert made.is_draft


def test_the_database_refuses_the_author_as_well(author):
    made = drafted(author)

    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        InstrumentVersion.objects.filter(pk=made.pk).update(
            state="published", published_at=timezone.now(), published_by_id=made.author_id
        )


def test_who_changed_a_draft_does_not_publish_it(author, second):
    made = drafted(author)
    other = coordinator()
    with world.acting(other):
        actions.change(made, {**classed(), "minutes": 20}, edition=1)

    with world.acting(other), pytest.raises(actions.NotPossible, match="Somebody else"):
        actions.publish(made, edition=2)
    with world.acting(second):
        assert actions.publish(made, edition=2).content["minutes"] == 20


def test_a_draft_that_changed_meanwhile_is_not_published(author, second):
    made = drafted(author)
    with world.acting(author):
        actions.change(made, {**classed(), "minutes": 20}, edition=1)

    with world.acting(second), pytest.raises(actions.NotPossible, match="another window"):
        actions.publish(made, edition=1)


def test_without_a_class_for_every_question_nothing_is_published(author, second):
    made = drafted(author, with_classes(deepcopy(OWN_TOOL), {"stays": "services"}, {}))

    with world.acting(second), pytest.raises(actions.NotPossible, match=": 3"):
        actions.publish(made, edition=1)


@pytest.mark.parametrize(
    "change",
    [{"content": {}}, {"version": 7}, {"country": "FR"}, {"state": "draft"}, {"report": [1]}],
)
def test_the_database_keeps_what_is_in_use(author, second, change):
    made = published(author, second)

    with pytest.raises(DatabaseError, match="stays as it was published"), transaction.atomic():
        InstrumentVersion.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays as it was published"), transaction.atomic():
        InstrumentVersion.objects.filter(pk=made.pk).delete()


def test_the_database_takes_nothing_that_was_never_a_draft(author, second):
    with pytest.raises(DatabaseError, match="stays as it was published"), transaction.atomic():
        InstrumentVersion.objects.create(
            code="it_x", version=1, origin="own", country="IT", state="published", content={},
            author_id=author.user_id, published_by_id=second.user_id, published_at=timezone.now(),
        )  # fmt: skip


def test_a_new_version_leaves_the_former_one_readable(author, second):
    first = published(author, second)
    with world.acting(author):
        again = actions.begin_again(first)
        content = {**again.content, "title": "Shelter intake, new"}
        actions.change(again, content, edition=1)
    with world.acting(second):
        actions.publish(again, edition=2)

    assert load("it_shelter").version == 2
    assert str(load("it_shelter", 1).title) == "Shelter intake"
    assert [tool.version for tool in offered("IT") if tool.code == "it_shelter"] == [2]


def test_withdrawn_is_offered_no_longer_and_still_read(author, second):
    made = published(author, second)
    with world.acting(author):
        actions.withdraw(made)

    with pytest.raises(LookupError):
        load("it_shelter")
    assert load("it_shelter", 1).questions
    assert offered("IT") == tools()


def test_one_draft_at_a_time(author):
    drafted(author)

    with world.acting(author), pytest.raises(actions.NotPossible, match="waits already"):
        actions.draft(content=classed(), report=[])


def test_texts_come_in_the_language_of_the_reader(author, second):
    tool = read_published(author, second)
    with translation.override("fr"):
        assert str(tool.title) == "Entrée en hébergement"
        assert str(tool.questions["stays"].text) == "Reste cette nuit ?"
    with translation.override("it"):
        assert str(tool.title) == "Shelter intake"


def read_published(author, second):
    published(author, second)
    return load("it_shelter")


def test_the_way_of_a_draft_through_its_pages(client, author, second):
    made = drafted(author, deepcopy(OWN_TOOL))
    world.sign_in(client, author)
    page = client.get(reverse("tool_version", args=[made.pk])).text
    assert "4 questions have no class of data yet" in page

    classes = {
        "title": "Shelter intake",
        "purpose": "Intake",
        "who": "Workers",
        "minutes": "8",
        "moment": "plan",
    }
    kept = post(
        client, "tool_version_classes", made, **classes,
        data_class="services", rest="services", class_2="whereabouts", version="1",
    )  # fmt: skip
    made.refresh_from_db()
    assert "You wrote this draft." in kept.text
    assert unclassed(made.content) == []
    assert "You wrote this draft." in post(client, "tool_version_publish", made, version="2").text

    world.sign_in(client, second)
    assert "In use from now on." in post(client, "tool_version_publish", made, version="2").text
    assert load("it_shelter").questions["Room"].data_class == "whereabouts"
    assert "Shelter intake" in client.get("/tools/").text
    assert "Stays tonight?" in client.get("/tools/it_shelter/").text


def test_classes_of_an_older_page_change_nothing(client, author):
    made = drafted(author)
    with world.acting(author):
        actions.change(made, {**classed(), "minutes": 20}, edition=1)
    world.sign_in(client, author)
    classes = {
        "title": "Shelter intake",
        "purpose": "Intake",
        "who": "Workers",
        "minutes": "8",
        "moment": "plan",
    }

    page = post(client, "tool_version_classes", made, **classes, data_class="risk", version="1")

    made.refresh_from_db()
    assert "another window" in page.text
    assert made.content["minutes"] == 20


def test_a_rehearsal_keeps_nothing_and_checks(client, author):
    made = drafted(author)
    world.sign_in(client, author)

    wrong = post(client, "tool_version_try", made, stays="yes", nights="91")
    right = post(client, "tool_version_try", made, stays="yes", nights="3", Room="4")

    assert "Between 1 and 90." in wrong.text
    assert "Cost: 37.5" in right.text
    assert "Everything is answered" in right.text


def test_a_draft_is_deleted_and_a_version_withdrawn_on_the_page(client, author, second):
    world.sign_in(client, author)
    made = drafted(author)
    post(client, "tool_version_drop", made)
    assert not InstrumentVersion.objects.filter(pk=made.pk).exists()

    made = published(author, second)
    assert "Former answers stay readable" in post(client, "tool_version_withdraw", made).text
    assert "Draft" in post(client, "tool_version_again", made).text


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.FOCAL_POINT])
def test_others_neither_class_nor_withdraw(client, author, second, role):
    made = published(author, second)
    world.sign_in(client, coordinator(role=role))

    assert post(client, "tool_version_withdraw", made).status_code == 403
    assert post(client, "tool_version_again", made).status_code == 403


def test_another_country_sees_no_draft_and_touches_no_version(client, author, second):
    world.sign_in(client, coordinator("FR"))
    draft = drafted(author, {**classed(), "code": "it_other"})
    assert client.get(reverse("tool_version", args=[draft.pk])).status_code == 404
    made = published(author, second)
    assert client.get(reverse("tool_version", args=[made.pk])).status_code == 200
    assert post(client, "tool_version_withdraw", made).status_code == 404


def test_the_list_asks_the_database_no_oftener_for_more(client, author, second):
    world.sign_in(client, author).get("/tools/")
    counted = []
    for number in range(4):
        published(author, second, {**classed(), "code": f"it_tool_{number}"})
        if number in (0, 3):
            for at in ("/tools/", "/tools/versions/"):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(at).status_code == 200
                counted.append(len(queries))

    assert counted[:2] == counted[2:]
