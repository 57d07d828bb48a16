"""Someone is in front of me: three answers, then the right numbers, rights and warnings."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.contacts import Age
from directory.countries import countries
from directory.models import ContactKind
from directory.numbers import dialled
from directory.someone import Situation, answer_for
from directory.topics import Treaty
from tests import world
from tests.accessibility import sideways, violations
from tests.directory.rows import contact, fact, source

pytestmark = pytest.mark.django_db

# Places without a row of the seed, so that every row in these tests is one of theirs.
HERE, ORIGIN = "AQ", "BV"
MAYBE_CHILD = [Age.CHILD, Age.NOT_SURE]


def ask(client, here=HERE, origin=ORIGIN, age="child", **more):
    sent = {"here": "other", "here_other": here, "origin": "other", "origin_other": origin}
    return client.post(reverse("someone"), {**sent, "age": age, **more})


def answer(age=Age.CHILD, here=HERE, origin=ORIGIN):
    return answer_for(Situation(here, origin, age))


def line(key, **situation):
    return next(each for each in answer(**situation).lines if each.key == key)


def phones(numbers):
    return [shown for number in numbers for shown, _tel in number.phones]


def words(each):
    return " ".join([*each.lead, *each.says, *each.missing, each.last])


@pytest.fixture
def lines():
    """One line of each kind, none verified."""
    contact(HERE, ContactKind.EMERGENCY, name="", serves="fire", phone_local="903")
    contact(HERE, ContactKind.EMERGENCY, name="", serves="ambulance", phone_local="903")
    contact(HERE, ContactKind.EMERGENCY, name="", serves="police", phone_local="902")
    contact(HERE, ContactKind.EMERGENCY, name="", serves="any", phone_local="901")
    contact(HERE, ContactKind.TRAFFICKING, phone_local="555 01")
    contact(HERE, ContactKind.CHILD, phone_local="555 02", is_all_day=True)
    contact(HERE, ContactKind.VICTIM_SUPPORT, phone_local="555 03")


# Numbers


def test_five_lines_in_order(lines):
    assert [each.key for each in answer().lines] == [
        "danger",
        "ring",
        "takes_over",
        "rights",
        "agreement",
    ]


def test_in_danger_the_number_for_everything_comes_first(lines):
    danger = line("danger")

    assert phones(danger.numbers) == ["901", "902"]
    assert phones(danger.more_numbers) == ["903"]
    assert danger.more_numbers[0].label == "Ambulance, Fire brigade"


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([("112", "ambulance"), ("17", "police"), ("18", "fire")], ["112", "17"]),
        ([("112", ""), ("911", "any")], ["911", "112"]),
        ([("101", ""), ("102", ""), ("112", "")], ["112"]),
        ([("199", "")], ["199"]),
    ],
)
def test_which_emergency_numbers_stand_open(rows, first):
    for number, serves in rows:
        contact(HERE, ContactKind.EMERGENCY, name="", serves=serves, phone_local=number)

    danger = line("danger").numbers
    assert phones(danger) == first
    assert "Ambulance" not in [number.label for number in danger]


@pytest.mark.parametrize(
    ("age", "first_two"),
    [
        (Age.ADULT, ["555 01", "555 03"]),
        (Age.CHILD, ["555 02", "555 01"]),
        (Age.NOT_SURE, ["555 02", "555 01"]),
    ],
)
def test_the_line_for_the_age_comes_first(lines, age, first_two):
    assert phones(line("ring", age=age).numbers) == first_two


def test_two_lines_of_one_kind_do_not_hide_the_other_kind(lines):
    contact(HERE, ContactKind.CHILD, phone_local="555 04", is_all_day=True)

    ring = line("ring")

    assert phones(ring.numbers) == ["555 02", "555 01"]
    assert phones(ring.more_numbers) == ["555 04", "555 03"]


def test_a_child_who_is_here_is_not_missing():
    contact(HERE, ContactKind.CHILD, phone_local="116 000", is_all_day=True)
    contact(HERE, ContactKind.CHILD, phone_local="116 111")

    assert phones(line("ring").numbers) == ["116 111", "116 000"]


def test_how_far_a_number_can_be_trusted_stands_beside_it(client):
    today = timezone.localdate()
    contact(HERE, ContactKind.CHILD, phone_local="555 11", verified_on=today)
    contact(HERE, ContactKind.TRAFFICKING, phone_local="555 12", verified_on=today - timedelta(200))
    contact(HERE, ContactKind.VICTIM_SUPPORT, phone_local="555 13")

    ring = line("ring")
    marks = {phones([each])[0]: each.mark for each in ring.numbers + ring.more_numbers}

    assert marks["555 11"].startswith("Verified ")
    assert marks["555 12"] == marks["555 13"] == "Ring before you give this number to anyone"


def test_a_verified_line_goes_before_one_that_is_not(lines):
    contact(
        HERE,
        ContactKind.CHILD,
        phone_local="555 05",
        verified_on=timezone.localdate(),
        hours="9-17",
    )

    assert phones(line("ring").numbers)[0] == "555 05"


def test_what_was_found_wrong_or_is_for_partners_is_nowhere(client, lines):
    contact(HERE, ContactKind.CHILD, phone_local="555 21", is_wrong=True)
    contact(HERE, ContactKind.CHILD, phone_local="555 22", for_partners_only=True)
    contact(HERE, ContactKind.EMERGENCY, serves="any", phone_local="555 23", is_wrong=True)
    contact(HERE, ContactKind.CHILD_PROTECTION, phone_local="555 24", is_wrong=True)
    contact(HERE, ContactKind.COORDINATOR, phone_local="555 25", for_partners_only=True)
    contact(HERE, ContactKind.CHILD, phone_local="555 26", state="draft")

    page = ask(client).text

    assert "555 02" in page
    assert [number for number in range(21, 27) if f"555 {number}" in page] == []


def test_numbers_ring_and_run_left_to_right(client, lines):
    page = ask(client).text

    assert '<a class="tel-nr num" href="tel:55502"><bdi dir="ltr">555 02</bdi></a>' in page


def test_several_numbers_in_one_field_ring_each():
    assert dialled("527; 0 800 505 501") == (
        ("527", "tel:527"),
        ("0 800 505 501", "tel:0800505501"),
    )
    assert dialled("+38 044 284 19 15") == (("+38 044 284 19 15", "tel:+380442841915"),)


def test_an_adult_is_not_given_a_line_for_children():
    contact(HERE, ContactKind.TRAFFICKING, phone_local="555 01")
    contact(HERE, ContactKind.CHILD, phone_local="555 02")

    ring = line("ring", age=Age.ADULT)

    assert phones(ring.numbers + ring.more_numbers) == ["555 01"]


def test_where_no_line_for_children_is_known_it_says_so():
    contact(HERE, ContactKind.TRAFFICKING, phone_local="555 01")

    assert "No line for children was found" in words(line("ring"))
    assert "No line for children" not in words(line("ring", age=Age.ADULT))


# Who takes over


@pytest.mark.parametrize("age", MAYBE_CHILD)
def test_child_protection_takes_over_whoever_may_be_a_child(age):
    contact(HERE, ContactKind.COORDINATOR, phone_local="555 31")
    contact(HERE, ContactKind.GUARDIANSHIP, phone_local="555 32")
    contact(HERE, ContactKind.CHILD_PROTECTION, phone_local="555 33")

    takes_over = line("takes_over", age=age)

    assert phones(takes_over.numbers) == ["555 33", "555 32", "555 31"]
    assert "Child protection is told today" in words(takes_over)


def test_for_an_adult_it_says_who_may_identify(client):
    fact(HERE, "identifies", text="Trained police units", source=source(title="Law of examples"))
    contact(HERE, ContactKind.CHILD_PROTECTION, phone_local="555 33")

    page = ask(client, age="adult").text

    assert "Trained police units" in page
    assert "Law of examples" in page
    assert "555 33" not in page


def test_a_deputy_for_one_other_country_is_not_offered():
    contact(HERE, ContactKind.COORDINATOR, phone_local="555 41", partner="FR")

    assert line("takes_over").numbers == []


# Rights


def reflection(**fields):
    return fact(HERE, "reflection_days", **fields)


def test_the_national_period_shows_with_its_source():
    reflection(number=45, unit="days", text="45 days")

    rights = line("rights")

    assert rights.facts[0].value == "45 days"
    assert "national period not found" not in words(rights)


def test_the_treaty_minimum_reads_as_the_rule_says():
    fact(HERE, "treaty", subject=Treaty.CETS197, yes=True)

    assert "at least 30 days; national period not found, ask the coordinator" in words(
        line("rights")
    )


def test_none_in_law_says_so_and_shows_the_permit():
    reflection(yes=False, text="none in law")
    fact(HERE, "residence_permit", text="One year")

    rights = line("rights")

    assert "none in the law of" in words(rights)
    assert [said.value for said in rights.facts] == ["None in law", "One year"]


def test_not_a_party_gives_no_clock():
    fact(HERE, "treaty", subject=Treaty.CETS197, yes=False)

    assert "not a party" in words(line("rights"))


def test_at_home_a_permit_is_no_question():
    fact(HERE, "residence_permit", text="One year")
    fact(HERE, "work_right", yes=True)

    rights = line("rights", origin=HERE)

    assert rights.facts + rights.more_facts == []
    assert "permits to stay are left out" in words(rights)
    assert all("asylum" not in notice.title for notice in answer(origin=HERE).warnings)


# Nothing known, nothing told


def test_where_nothing_is_known_every_line_says_where_to_ask():
    told = answer(here="BV", origin="", age=Age.NOT_SURE)

    assert "was not found. Ask somebody who lives there" in words(told.lines[0])
    assert "Ring the emergency number" in words(told.lines[1])
    assert "not found. Ask the line in point 2" in words(told.lines[2])
    assert "not found. Ask the coordinator" in words(told.lines[3])
    assert "ask the line in point 2 who can take over" in words(told.lines[4])
    assert "country not known" in told.summary


@pytest.mark.parametrize("age", MAYBE_CHILD)
def test_child_and_asylum_are_warned_of(age):
    told = answer(age=age)

    assert [notice.title for notice in told.warnings] == [
        "This is a child, or may be one",
        "Afraid of the own country, or speaks of asylum",
    ]
    assert len(answer(age=Age.ADULT).warnings) == 1


def test_nothing_of_the_own_country_is_shown(client, lines):
    contact(ORIGIN, ContactKind.TRAFFICKING, phone_local="555 51", phone_international="+999 51")
    contact(ORIGIN, ContactKind.EMERGENCY, serves="any", phone_local="555 52")
    contact(
        HERE, ContactKind.MISSION, represents=ORIGIN, name="Consulate General", phone_local="555 53"
    )
    contact(
        ORIGIN, ContactKind.MISSION, represents=HERE, name="Embassy elsewhere", phone_local="555 54"
    )

    page = ask(client).text

    assert "555 02" in page
    for never in ("555 51", "+999 51", "555 52", "555 53", "555 54", "Consulate Gen", "Embassy"):
        assert never not in page


def test_organisations_are_counted_not_named(client):
    world.organisation("Casa Segreta", country=HERE)
    world.organisation("Casa Lontana", country=ORIGIN)

    page = ask(client).text

    assert "1 organisation here takes referrals" in page
    assert "Casa " not in page


# The form


def test_nothing_of_the_answers_stands_in_an_address(client):
    page = client.get(
        reverse("someone"), {"here": "ES", "origin": "MA", "age": "child", "here_other": "AQ"}
    )

    assert page.status_code == 200
    assert page.context["answer"] is None
    assert " checked" not in page.text
    assert 'value="AQ" selected' not in page.text
    assert 'method="post"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_answer_is_kept_nowhere(client):
    page = ask(client)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME}
    assert "Morocco" not in re.search("<title>(.*)</title>", page.text)[1]


def test_it_asks_for_the_token_of_the_form():
    assert Client(enforce_csrf_checks=True).post(reverse("someone"), {}).status_code == 403


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose the country where you are"),
        ({"here": "ES", "origin": "MA"}, "Press “An adult”"),
        ({"here": "ES", "age": "child"}, "Choose the country of the person"),
        ({"here": "other", "origin": "MA", "age": "child"}, "Choose the country where you are"),
        ({"here": "ES", "origin": "other", "age": "child"}, "Choose the country of the person"),
        ({"here": "XX", "origin": "MA", "age": "child"}, "XX"),
        ({"here": "ES", "origin": "MA", "age": "7"}, "7"),
        ({"here": "ES", "origin": "other", "origin_other": "<b>", "age": "child"}, "&lt;b&gt;"),
    ],
)
def test_what_is_missing_is_asked_and_the_rest_stays(client, sent, message):
    page = client.post(reverse("someone"), sent)

    assert page.status_code == 422
    assert message in page.text
    if sent.get("here") == "ES":
        assert re.search(r'name="here" value="ES"[^>]* checked', page.text)


def test_a_list_without_the_mark_above_it_is_enough(client):
    page = client.post(
        reverse("someone"), {"here_other": HERE, "origin": "unknown", "age": "adult"}
    )

    assert page.status_code == 200
    assert "country not known" in page.text


def test_the_chosen_answers_stay_to_be_changed(client):
    page = client.post(reverse("someone"), {"here": "ES", "origin": "MA", "age": "child"}).text

    assert "You are in: Spain. A child from: Morocco." in page
    assert re.search(r'name="here" value="ES"[^>]* checked', page)
    assert re.search(r'name="origin" value="MA"[^>]* checked', page)


@pytest.mark.parametrize(
    ("country", "chosen"),
    [("IT", r'name="here" value="IT"[^>]* checked'), ("SE", r'<option value="SE" selected')],
)
def test_the_country_of_the_own_organisation_is_chosen_already(client, country, chosen):
    world.sign_in(client, world.member(world.organisation(country=country)))

    page = client.get(reverse("someone")).text

    assert re.search(chosen, page)
    assert "Sign in to refer" not in ask(client, here="IT").text


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_it_reads_in_the_language_of_the_reader(client, lines, language, direction):
    client.cookies["django_language"] = language

    page = ask(client, here="ES", origin="MA").text

    assert f'<html lang="{language}" dir="{direction}">' in page
    assert {"fr": "Espagne", "ar": "إسبانيا"}[language] in page


def test_every_country_answers_with_five_lines_and_their_sources():
    for country in countries():
        told = answer(here=country.iso2, origin="MA", age=Age.NOT_SURE)
        assert len(told.lines) == 5
        for each in told.lines:
            assert each.title
            for number in each.numbers + each.more_numbers:
                assert number.contact.source.title
                assert number.contact.country == country.iso2
                assert number.contact.kind != ContactKind.MISSION
            for said in each.facts + each.more_facts:
                assert said.source
                assert said.dated


# In the browser

NUMBER = ".line-ring .tel-nr >> nth=0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_finds_the_number_for_a_child_from_morocco_in_spain_in_three_taps(
    browser, script
):
    page = browser(script=script, width=390, height=844, has_touch=True)
    page.goto(reverse("someone"))
    taps = [
        page.get_by_role("group", name="Where are you?").get_by_role("radio", name="Spain"),
        page.get_by_role("group", name="is the person from?").get_by_role("radio", name="Morocco"),
        page.get_by_role("button", name="A child", exact=True),
    ]

    for target in taps:
        target.tap()

    page.wait_for_selector(NUMBER)
    assert page.locator(NUMBER).inner_text() == "116 111"
    assert page.locator(NUMBER).get_attribute("href") == "tel:116111"
    assert page.locator(".line-danger .tel-nr >> nth=0").inner_text() == "112"
    assert page.url.endswith(reverse("someone"))
    assert sideways(page) <= 0
    if script:
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 568})
        assert sideways(page) <= 0


@pytest.mark.django_db(transaction=True)
def test_the_keyboard_makes_nobody_an_adult(browser):
    page = browser()
    page.goto(reverse("someone"))
    page.get_by_role("group", name="Where are you?").get_by_label("Spain").focus()
    page.keyboard.press("Space")
    page.get_by_role("group", name="Which country is the person from?").get_by_label(
        "Morocco"
    ).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.get_by_text("Perhaps a child").wait_for()


@pytest.mark.django_db(transaction=True)
def test_the_answer_prints_on_one_side(browser):
    page = browser()
    page.goto(reverse("someone"))
    page.get_by_role("group", name="Where are you?").get_by_label("Spain").check(force=True)
    page.get_by_role("group", name="Which country").get_by_label("Morocco").check(force=True)
    page.get_by_role("button", name="A child", exact=True).click()
    page.wait_for_selector(NUMBER)

    printed = page.pdf(format="A4", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
