"""Drafting: what is asked follows from the topic, what is typed is kept, nothing changes before a second person."""

from uuid import uuid4

import pytest

from accounts.roles import Role
from directory.models import Contact, Fact, Source, State
from directory.topics import TOPICS
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return world.organisation("Coordination", "AL", "coordination")


@pytest.fixture
def coordinator(office):
    return world.member(office, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def browser_of(client):
    return lambda membership: world.sign_in(client, membership)


SOURCE = {"source_title": "Law 12", "source_publisher": "Official Journal", "source_dated": "2024"}
REST = {**SOURCE, "confidence": "high", "as_of_2": "2024"}


def send(browser, address, **answers):
    return browser.post(address, {**REST, "idempotency_key": str(uuid4()), **answers})


TYPED = [
    ("shelter", {"text": "Two shelters"}, {"text": "Two shelters"}),
    ("victims_year", {"number": 12, "unit": "people", "year": 2024}, {"number": 12, "year": 2024}),
    (
        "reflection_days",
        {"is_there": "yes", "number": 90, "unit": "days"},
        {"number": 90, "unit": "days", "yes": None},
    ),
    (
        "reflection_days",
        {"is_there": "no", "number": 90, "unit": "days"},
        {"number": None, "unit": "", "yes": False},
    ),
    ("nrm", {"yes": "no"}, {"yes": False}),
    ("role", {"codes": ["origin", "transit"]}, {"codes": ["origin", "transit"]}),
    ("routes", {"codes": "Italy, gr; Greece"}, {"codes": ["IT", "GR"]}),
    (
        "treaty",
        {"treaty": "CETS197", "party": "yes", "on_0": "6", "on_1": "2", "on_2": "2007", "how": ""},
        {"subject": "CETS197", "yes": True, "on": "2007-02-06", "codes": []},
    ),
    ("tier", {"year": 2025, "tier": "2WL"}, {"subject": "2WL", "year": 2025}),
    (
        "detected",
        {"year": 2024, "figure_total": "1 204", "figure_girls": "<5"},
        {"figures": {"total": 1204, "girls": "<5"}},
    ),
    (
        "detected_citizenship",
        {"year": 2024, "figures": "Morocco 12\nIT <5"},
        {"figures": {"MA": 12, "IT": "<5"}},
    ),
    ("agreement", {"partner": "IT", "text": "An agreement of 1998"}, {"partner": "IT"}),
]


@pytest.mark.parametrize(("topic", "answers", "kept"), TYPED)
def test_each_kind_keeps_its_typed_value(browser_of, coordinator, topic, answers, kept):
    browser = browser_of(coordinator)

    answer = send(browser, f"/countries/al/facts/new/?topic={topic}", language="en", **answers)

    assert answer.status_code == 302, answer.context["form"].errors
    fact = Fact.objects.get(drafted_by=coordinator.user)
    assert {name: getattr(fact, name) for name in kept} == kept
    assert (fact.state, fact.country, fact.topic) == (State.DRAFT, "AL", topic)
    assert (fact.as_of, fact.source.title) == ("2024", "Law 12")


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_form(browser_of, coordinator, topic):
    page = browser_of(coordinator).get(f"/countries/al/facts/new/?topic={topic}")

    assert page.status_code == 200
    assert 'name="confidence"' in page.text


@pytest.mark.parametrize(
    ("topic", "answers"),
    [
        ("shelter", {"text": ""}),
        ("shelter", {"text": "Kept words", "source_title": ""}),
        ("shelter", {"text": "Kept words", "as_of_2": "2999"}),
        ("shelter", {"text": "Kept words", "source_address": "https://xn--80ak6aa92e.com/"}),
        ("shelter", {"text": "Kept words", "source_address": "javascript:alert(1)"}),
        ("reflection_days", {"is_there": "yes", "text": "Kept words"}),
        ("routes", {"codes": "Atlantis", "text": "Kept words"}),
        ("detected_citizenship", {"figures": "Morocco many", "year": 2024, "text": "Kept words"}),
        ("agreement", {"partner": "AL", "text": "Kept words"}),
    ],
)
def test_what_cannot_be_taken_is_kept_on_the_page(browser_of, coordinator, topic, answers):
    page = send(
        browser_of(coordinator), f"/countries/al/facts/new/?topic={topic}", language="en", **answers
    )

    assert page.status_code == 422
    assert answers["text"] in page.text if "text" in answers else True
    assert not Fact.objects.filter(drafted_by=coordinator.user).exists()


def test_a_draft_changes_nothing_yet(browser_of, coordinator):
    base = rows.fact("AL", "shelter", text="Two shelters")

    send(
        browser_of(coordinator),
        f"/countries/facts/{base.pk}/change/",
        text="Three shelters",
        language="en",
        reason="One more opened",
    )

    base.refresh_from_db()
    draft = Fact.objects.get(supersedes=base)
    assert (base.state, base.text) == (State.PUBLISHED, "Two shelters")
    assert (draft.seed_key, draft.country, draft.checked_by) == (
        base.seed_key,
        "AL",
        coordinator.user,
    )


def test_a_double_click_is_one_draft(browser_of, coordinator):
    browser, key = browser_of(coordinator), str(uuid4())
    address = "/countries/al/facts/new/?topic=shelter"
    clicks = [
        send(browser, address, text="Two", language="en", idempotency_key=key) for _n in range(2)
    ]

    draft = Fact.objects.get(drafted_by=coordinator.user)
    assert {answer.url for answer in clicks} == {f"/reviews/{draft.pk}/"}


def test_the_second_drafter_sees_that_one_is_open(client, office, coordinator):
    other = world.member(office, Role.NATIONAL_COORDINATOR)
    base = rows.fact("AL", "shelter", text="Two shelters")
    address = f"/countries/facts/{base.pk}/change/"
    send(world.sign_in(client, coordinator), address, text="3", language="en", reason="One opened")

    page = world.sign_in(client, other).get(address)

    assert coordinator.user.name in page.text
    assert f"/reviews/{Fact.objects.get(supersedes=base).pk}/" in page.text


def test_a_source_used_here_can_be_chosen_again(browser_of, coordinator):
    base = rows.fact("AL", "shelter", text="Two shelters")
    number = Source.objects.count()

    send(
        browser_of(coordinator),
        "/countries/al/facts/new/?topic=health",
        text="Free of charge",
        language="en",
        source=str(base.source_id),
        source_title="",
    )

    assert Fact.objects.get(topic="health", drafted_by=coordinator.user).source == base.source
    assert Source.objects.count() == number


def test_its_drafter_writes_it_anew_and_takes_it_back(client, office, coordinator):
    browser = world.sign_in(client, coordinator)
    send(browser, "/countries/al/facts/new/?topic=shelter", text="Two", language="en")
    draft = Fact.objects.get(drafted_by=coordinator.user)
    address = f"/reviews/{draft.pk}/change/"
    version = browser.get(address).context["form"].current_version

    answer = send(browser, address, text="Three", language="en", version=version)
    draft.refresh_from_db()
    assert (answer.status_code, draft.text) == (302, "Three")

    stale = send(browser, address, text="Four", language="en", version=version)
    assert (stale.status_code, "Four" in stale.text) == (409, True)

    other = world.member(office, Role.NATIONAL_COORDINATOR)
    assert world.sign_in(client, other).get(address).status_code == 404
    assert client.post(f"/reviews/{draft.pk}/take-back/").status_code == 404

    world.sign_in(client, coordinator).post(f"/reviews/{draft.pk}/take-back/")
    draft.refresh_from_db()
    assert draft.state == State.REFUSED


CONTACT = {"kind": "trafficking", "name": "National line", "note_language": "en"}


def test_a_contact_is_drafted(browser_of, coordinator):
    answer = send(
        browser_of(coordinator),
        "/countries/al/contacts/new/",
        **CONTACT,
        phone_local="0800-12 12",
        phone_international="00355 4 2268888",
        languages="Albanian, it",
        email="line@example.org",
        asked_monthly="on",
    )

    assert answer.status_code == 302, answer.context["form"].errors
    contact = Contact.objects.get(drafted_by=coordinator.user)
    assert contact.phone_local == "0800 12 12"
    assert contact.phone_international.replace(" ", "") == "+35542268888"
    assert (contact.languages, contact.asked_monthly) == (["sq", "it"], True)


@pytest.mark.parametrize(
    ("country", "answers", "sentence"),
    [
        ("it", {"phone_local": "892 123"}, "costs extra"),
        ("de", {"phone_international": "+49 900 1 123456"}, "costs extra"),
        ("de", {"phone_international": "+979 1 2345 6789"}, "costs extra"),
        ("al", {"phone_international": "04 226 8888"}, "with + and the code"),
        ("al", {"phone_international": "+999 12"}, "does not exist"),
        ("al", {"phone_local": "ring Anna"}, "Enter digits"),
        ("al", {"website": "https://xn--80ak6aa92e.com/"}, "plain address"),
        ("al", {"website": "https://bank.example@example.org/"}, "plain address"),
        ("al", {"website": "https://10.0.0.1/"}, "plain address"),
        ("al", {"email": "line@xn--80ak6aa92e.com"}, "plain Latin letters"),
        ("al", {"phone_local": "129", "city": "Tirana"}, "Only for an embassy"),
        ("al", {}, "at least one way"),
        ("al", {"phone_local": "129", "asked_monthly": "on"}, "address that is asked"),
        ("al", {"phone_local": "129", "kind": "mission"}, "country that it represents"),
    ],
)
def test_odd_numbers_and_links_are_refused(browser_of, coordinator, country, answers, sentence):
    page = send(browser_of(coordinator), f"/countries/{country}/contacts/new/", **CONTACT | answers)

    assert page.status_code == 422
    assert sentence in page.text
    assert not Contact.objects.filter(drafted_by=coordinator.user).exists()


def test_no_field_takes_an_address_of_a_shelter(browser_of, coordinator):
    form = browser_of(coordinator).get("/countries/al/contacts/new/").context["form"]

    assert [name for name in form.fields if "address" in name] == ["source_address"]


def test_what_stands_there_is_not_refused_beside_another_change(browser_of, coordinator):
    base = rows.contact("AL", "trafficking", phone_local="ask 129 for it")

    answer = send(
        browser_of(coordinator),
        f"/countries/contacts/{base.pk}/change/",
        **CONTACT,
        phone_local="ask 129 for it",
        hours="9 to 5",
        reason="New hours",
    )

    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CASE_MANAGER, Role.OPERATOR])
def test_others_do_not_draft(client, role):
    browser = world.sign_in(client, world.member(world.organisation(), role))

    assert send(browser, "/countries/al/facts/new/?topic=shelter", text="x").status_code == 403
