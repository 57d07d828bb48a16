"""A country's own measures: written by one, published by another of the same country, and what held on which day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from accounts.second_person import NotOpen, OwnDraft
from library.actions.keep import draft, publish
from library.models import CountryMeasure, State
from library.national import National
from library.procedure import procedure
from tests import world
from tests.library.records import a_measure

pytestmark = pytest.mark.django_db
PAGE = ("first_help", "ask_consent")
OURS = str(procedure("first_help").measure("ask_consent").title)


@pytest.fixture
def house():
    return world.organisation("Coordination", "IT", "coordination")


@pytest.fixture
def editor(house):
    return world.member(house, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def second(house):
    return world.member(house, Role.FOCAL_POINT)


def drafted(by, **more):
    with world.acting(by):
        return draft(a_measure(**more), key=uuid4())


def published(by, found):
    with world.acting(by):
        return publish(found.pk, CountryMeasure, seen=found.version)


def answers(**more):
    return {
        "language": "en",
        "title": "Ask with the mediator of the region",
        "people": ["adult", "child"],
        "who": ["case_manager"],
        "when": "Every time",
        "how": "With the mediator.\n- For this one service.\n\nA copy if it is safe.",
        "say": "May I tell the house in your town?",
        "minutes": "12",
        "source": "Regional protocol",
        "reason": "The region has mediators",
        "idempotency_key": str(uuid4()),
        **more,
    }


def shown(client, page="measure_detail", at=PAGE):
    return client.get(reverse(page, args=at[: 1 if page == "procedure_detail" else 2])).text


def test_a_measure_is_replaced_by_two_people_on_the_pages(client, editor, second):
    world.sign_in(client, editor)
    assert OURS in client.get(reverse("measure_change", args=PAGE)).text
    sent = client.post(reverse("measure_change", args=PAGE), answers())
    found = CountryMeasure.objects.get()
    assert (found.how, found.country) == (
        ["With the mediator.", "For this one service.", "A copy if it is safe."],
        "IT",
    )
    assert "With the mediator." not in shown(client)
    seen = {"decision": "publish", "version": found.version}
    assert client.post(sent.url, seen).status_code == 403

    world.sign_in(client, second)
    review = client.get(sent.url).text
    assert OURS in review
    assert "With the mediator." in review
    assert client.post(sent.url, seen).url == reverse("measure_detail", args=PAGE)
    assert "With the mediator." in shown(client)
    assert "With the mediator." in shown(client, "procedure_detail")
    assert "Italy, version 1" in shown(client)
    hits = client.get(reverse("search"), {"q": "mediator of the region"}).text
    assert reverse("measure_detail", args=PAGE) in hits


def test_another_country_reads_what_ships_and_does_not_publish(client, editor):
    found = drafted(editor)
    abroad = world.member(world.organisation(country="AL"), Role.FOCAL_POINT)
    with world.acting(abroad), pytest.raises(NotOpen):
        publish(found.pk, CountryMeasure, seen=found.version)
    world.sign_in(client, abroad)
    assert client.get(reverse("library_review_detail", args=[found.pk])).status_code == 404
    assert client.get(reverse("library_review_list")).context["waiting"] == []
    assert OURS in shown(client)


def test_the_author_never_publishes(editor):
    found = drafted(editor)
    with pytest.raises(OwnDraft):
        published(editor, found)


def test_the_database_refuses_another_country_and_a_change_of_what_holds(editor, second):
    found = drafted(editor)
    published(second, found)
    for change in ({"title": "Another"}, {"country": "AL"}):
        with world.acting(editor), pytest.raises(DatabaseError), transaction.atomic():
            CountryMeasure.objects.filter(pk=found.pk).update(**change)
    with (
        world.acting(editor),
        pytest.raises(DatabaseError, match="its own measures"),
        transaction.atomic(),
    ):
        a_measure(country="AL", slug="al-first_help-x", drafted_by=editor.user).save(
            force_insert=True
        )


def test_a_measure_of_its_own_stands_where_the_country_wants_it(client, editor, second):
    world.sign_in(client, editor)
    client.post(
        reverse("measure_new", args=["first_help"]),
        answers(title="Call the region", after="provider"),
    )
    found = CountryMeasure.objects.get()
    review = client.get(reverse("library_review_detail", args=[found.pk])).text
    assert str(procedure("first_help").measure("provider").title) in review
    published(second, found)
    order = [(each.number, each.code) for each in National("IT").procedure("first_help").measures]

    place = order.index(("2.3", "provider"))
    assert order[place + 1 : place + 3] == [("2.3a", "call-the-region"), ("2.4", "ask_consent")]
    assert "Call the region" in shown(client, at=("first_help", "call-the-region"))


def test_taken_away_what_ships_holds_again(client, editor, second):
    published(second, drafted(editor))
    world.sign_in(client, editor)
    client.post(
        reverse("measure_remove", args=PAGE),
        {"reason": "It ended", "idempotency_key": str(uuid4())},
    )
    tomb = CountryMeasure.objects.get(state=State.DRAFT)
    assert "With the mediator." in shown(client)
    published(second, tomb)

    assert OURS in shown(client)
    assert "Taken away" in shown(client)
    assert client.get(reverse("measure_remove", args=PAGE)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("how", "One.\nTwo."),
        ("how", "\n".join("abcdef")),
        ("who", []),
        ("how", "x" * 301 + "\nb\nc"),
        ("title", ""),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(client, editor, field, value):
    world.sign_in(client, editor)
    page = client.post(reverse("measure_change", args=PAGE), answers(**{field: value}))

    assert page.status_code in (200, 422)
    assert page.context["form"].errors.keys() == {field}
    assert "May I tell the house in your town?" in page.text


def standing(days, number, **more):
    """As it was published so many days of the calendar ago, also where the clocks changed in between."""
    at = timezone.localtime() - timedelta(days=days)
    people = [world.member(world.organisation(f"House {number}{n}", "IT")).user for n in range(2)]
    return CountryMeasure.objects.create(
        **{
            "state": State.SUPERSEDED,
            "drafted_by": people[0],
            "published_by": people[1],
            "published_at": at,
            **{name: getattr(a_measure(), name) for name in ("slug", "country", "procedure", "code", "people", "who", "when", "how", "say", "source")},
            "title": f"Edition {number}",
            **more,
        }
    )  # fmt: skip


def test_each_day_has_the_measure_that_held_on_it():
    standing(40, 1)
    standing(20, 2)
    standing(10, 3, state=State.WITHDRAWN, removes=True)
    standing(5, 4, state=State.PUBLISHED)
    italy, today = National("IT"), timezone.localdate()

    def on(days):
        return str(italy.held(*PAGE, today - timedelta(days=days))[0].title)

    assert [on(days) for days in (41, 40, 21, 20, 10, 6, 5, 0)] == [
        OURS, "Edition 1", "Edition 1", "Edition 2", OURS, OURS, "Edition 4", "Edition 4",
    ]  # fmt: skip
    assert italy.edition(*PAGE).number == 4
    assert National("AL").edition(*PAGE) is None


def test_a_replaced_measure_keeps_its_tools_gates_and_what_shows_it_done():
    standing(1, 1, state=State.PUBLISHED, procedure="return", code="wish", slug="it-return-wish")
    ours, here = (
        procedure("return").measure("wish"),
        National("IT").procedure("return").measure("wish"),
    )

    assert str(here.title) == "Edition 1"
    assert (here.number, here.tools, here.gates, here.done) == (
        ours.number,
        ours.tools,
        ours.gates,
        ours.done,
    )


# Its tool and its gate


def of_its_own(client, **more):
    at = reverse("measure_new", args=["first_help"])
    return client.post(at, answers(title="Call the region", after="provider", **more))


def test_an_own_measure_names_a_tool_and_a_gate_that_exist(client, editor, second):
    world.sign_in(client, editor)
    refused = of_its_own(client, tool="telepathy", gate="G99").context["form"]
    of_its_own(client, tool="needs", gate="G7")
    found = CountryMeasure.objects.get()
    review = client.get(reverse("library_review_detail", args=[found.pk])).text
    published(second, found)
    measure = National("IT").procedure("first_help").measure("call-the-region")
    page = shown(client, at=("first_help", "call-the-region"))

    assert set(refused.errors) == {"tool", "gate"}
    assert "Legal advice given" in review
    assert (measure.tools, measure.gates, measure.done) == (("needs",), ("G7",), "gate:G7")
    assert reverse("tool_detail", args=["needs"]) in page
    assert "Gate G7" in page


def test_what_a_measure_that_ships_asks_for_is_not_changed(client, editor):
    world.sign_in(client, editor)
    form = client.get(reverse("measure_change", args=PAGE)).context["form"]

    assert not {"tool", "gate"} & set(form.fields)


# In more than one language

ENGLISH = {
    "also_in": "en",
    "also_title": "Call the region",
    "also_when": "Every time",
    "also_how": "With the mediator.\nFor this one service.\nA copy if it is safe.",
    "also_say": "May I tell the house in your town?",
}
ITALIAN = {
    "language": "it",
    "title": "Chiamare la regione",
    "when": "Ogni volta",
    "how": "Con il mediatore.\nPer questo servizio.\nUna copia se sicuro.",
    "say": "Posso dirlo alla casa?",
}


def test_a_measure_is_read_in_the_language_of_the_reader(client, editor, second):
    world.sign_in(client, editor)
    at = reverse("measure_change", args=PAGE)
    sent = client.post(at, answers(**ITALIAN) | ENGLISH)
    found = CountryMeasure.objects.get()
    assert "With the mediator." in client.get(sent.url).text
    published(second, found)

    page = shown(client)
    assert "Call the region" in page
    assert "Not translated" not in page
    again = client.get(at).context["form"]
    assert again["also_how"].value() == ENGLISH["also_how"]
    with translation.override("it"):
        assert National("IT").procedure(PAGE[0]).measure(PAGE[1]).title == "Chiamare la regione"
    with translation.override("fr"):  # nobody wrote it in French: English, and it says so
        measure = National("IT").procedure(PAGE[0]).measure(PAGE[1])
        assert (measure.title, measure.is_in_another_language) == ("Call the region", True)


def test_what_is_not_translated_says_so(client, editor, second):
    published(second, drafted(editor, language="it"))
    world.sign_in(client, editor)

    assert "Not translated: in Italian" in shown(client)
    assert "Not translated: in Italian" in shown(client, "procedure_detail")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"also_in": ""}, "also_in"),
        ({"also_in": "it"}, "also_in"),
        ({"also_how": "One.\nTwo."}, "also_how"),
        ({"also_say": ""}, "also_say"),
        ({"also_child": "More than the first language says."}, "also_child"),
    ],
)
def test_half_a_translation_is_asked_about(client, editor, more, field):
    world.sign_in(client, editor)
    page = client.post(reverse("measure_change", args=PAGE), answers(**ITALIAN) | ENGLISH | more)

    assert page.context["form"].errors.keys() == {field}
    assert page.context["form"]["also_title"].value() == "Call the region"
