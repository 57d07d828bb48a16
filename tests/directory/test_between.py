import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from directory.between import between, between_summary
from directory.countries import countries, country
from directory.models import Fact
from tests import world
from tests.accessibility import sideways, violations
from tests.directory.rows import contact, fact, source

pytestmark = pytest.mark.django_db
URL = "/countries/al/with/it/"


def page_of(client, url=URL):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def texts(shown):
    return [each.value for each in shown]


def of_two(one="BV", other="AQ"):
    return between(country(one), country(other))


def test_an_agreement_of_either_country_shows_in_either_order():
    fact("BV", "agreement", partner="AQ", text="Protocol of 2019")
    fact("AQ", "bilateral", codes=["BV", "HM"], text="Agreements with two countries")
    fact("AQ", "bilateral", codes=["HM"], text="Agreement with another")
    fact("AQ", "agreement", partner="HM", text="Protocol with another")

    for one, other in (("BV", "AQ"), ("AQ", "BV")):
        assert sorted(texts(of_two(one, other).pair["agreement"])) == [
            "Agreements with two countries",
            "Protocol of 2019",
        ]


def test_a_draft_and_a_withdrawn_row_do_not_show():
    fact("BV", "agreement", partner="AQ", text="Draft", state="draft")
    fact("BV", "agreement", partner="AQ", text="Withdrawn", state="withdrawn")

    assert of_two().pair["agreement"] == []


def test_what_holds_for_the_pair_stands_before_what_holds_for_everybody():
    fact("BV", "transfer_basis", text="Law on data", confidence="high")
    fact("BV", "transfer_basis", partner="AQ", text="Protocol on data", confidence="low")
    fact("BV", "transfer_basis", partner="HM", text="Protocol with another")

    assert texts(of_two().pair["transfer_basis"]) == ["Protocol on data", "Law on data"]


def test_focal_points_of_the_pair_then_deputies_and_none_of_another_pair():
    contact("BV", "focal_point", name="Deputy", partner="AQ", is_deputy=True)
    contact("BV", "focal_point", name="General")
    contact("BV", "focal_point", name="Of the pair", partner="AQ")
    contact("BV", "focal_point", name="Of another pair", partner="HM")
    contact("BV", "coordinator", name="Coordinator")

    side = of_two().one

    assert [number.contact.name for number in side.people] == ["Of the pair", "General", "Deputy"]
    assert side.people_are_focal_points


def test_without_a_focal_point_the_coordinator_stands_in():
    contact("BV", "coordinator", name="Coordinator")

    side = of_two().one

    assert [number.contact.name for number in side.people] == ["Coordinator"]
    assert not side.people_are_focal_points


def test_both_reflection_periods(reader):
    fact("BV", "reflection_days", number=45, unit="days")
    fact("AQ", "treaty", subject="CETS197", yes=True)

    one, other = of_two().sides

    assert one.reflection_words == "45 days"
    assert other.reflection_words.startswith("At least 30 days; the national period was not found")


@pytest.mark.parametrize(
    ("here", "there", "mark"),
    [
        (True, True, "both"),
        (True, False, "differ"),
        (False, False, "neither"),
        (True, None, "unknown"),
    ],
)
def test_a_treaty_of_both(here, there, mark):
    fact("BV", "treaty", subject="PALERMO", yes=here)
    fact("AQ", "treaty", subject="PALERMO", yes=there)

    assert of_two().treaties[0].mark == mark
    assert of_two().treaties[1].mark == "unknown"


def test_memberships_of_both_and_the_european_union_of_one():
    fact("BV", "membership", codes=["eu", "osce", "nato"])
    fact("AQ", "membership", codes=["osce", "au"])

    shared = [(row.labels, len(row.members)) for row in of_two().shared]

    assert shared == [(("OSCE",), 2), (("European Union",), 1)]


def test_a_count_that_both_countries_hold_shows_once():
    fact("BV", "detected_citizenship", year=2022, figures={"AQ": 7, "HM": 3})
    fact("AQ", "detected_abroad", year=2022, figures={"BV": 7})
    fact("AQ", "corridor_to", figures={"BV": 60})

    found = [(figure.label, figure.value) for figure in of_two().figures]

    assert len(found) == 2
    assert found[0][1] == "7"
    assert "several years together" in found[1][0]


def test_missions_in_both_directions():
    contact("BV", "mission", name="Embassy", represents="AQ")
    contact("AQ", "mission", name="Consulate", represents="BV")
    contact("BV", "mission", name="Of another", represents="HM")

    one, other = of_two().sides

    assert [number.contact.name for number in one.missions] == ["Embassy"]
    assert [number.contact.name for number in other.missions] == ["Consulate"]


def test_every_fact_has_its_source_and_date(reader):
    origin = source(publisher="Ministry of Examples", title="Gazette", address="")
    fact("AL", "agreement", partner="IT", text="Protocol", source=origin, as_of="2019-03")

    page = page_of(reader)

    assert "Ministry of Examples" in page
    assert "March 2019" in page
    assert "Read on 1 November 2026" in page


def test_text_in_another_language_says_so(reader):
    fact("AL", "agreement", partner="IT", text="Accordo di prova", language="it")

    assert '<span lang="it" dir="auto">Accordo di prova</span>' in page_of(reader)


def test_a_pair_of_which_nothing_is_known_says_not_found(reader):
    page = page_of(reader, "/countries/bv/with/hm/")

    assert page.count("Not found.") >= 8
    assert "Missions we know, 2022, incomplete" in page


@pytest.mark.parametrize("url", ["/countries/al/with/al/", "/countries/al/with/zz/"])
def test_no_such_pair(reader, url):
    assert reader.get(url).status_code == 404


def test_choosing_another_country(reader):
    assert reader.get("/countries/al/with/?other=FR").url == "/countries/al/with/fr/"
    for wrong in ("", "?other=AL", "?other=//example.org", "?other=ZZ"):
        assert reader.get(f"/countries/al/with/{wrong}").status_code == 200


def test_who_may_draft_is_led_to_the_form_with_the_partner(client):
    world.sign_in(client, world.member(world.organisation(), Role.NATIONAL_COORDINATOR))
    page = page_of(client, "/countries/bv/with/hm/")

    for address in (
        "/countries/bv/facts/new/?topic=agreement&amp;partner=HM",
        "/countries/bv/contacts/new/?kind=focal_point&amp;partner=HM",
        "/countries/hm/contacts/new/?kind=focal_point&amp;partner=BV",
    ):
        assert address in page
        form = client.get(address.replace("&amp;", "&")).context["form"]
        assert form["partner"].value() == address[-2:]


def test_others_are_led_to_a_report(reader):
    page = page_of(reader, "/countries/bv/with/hm/")

    assert "/countries/bv/report/" in page
    assert "facts/new" not in page


def test_queries_do_not_grow(reader):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page_of(reader)
        return len(queries)

    fact("AL", "agreement", partner="IT", text="First")
    count()
    few = count()
    for number in range(4):
        fact("AL", "agreement", partner="IT", text=f"N{number}")
        contact("AL", "focal_point", name=f"N{number}")
        contact("AL", "mission", name=f"N{number}", represents="IT")
    assert count() == few


def test_the_summary_asks_twice(django_assert_num_queries):
    fact("BV", "agreement", partner="AQ", text="Protocol")
    contact("BV", "focal_point", name="Office")

    with django_assert_num_queries(2):
        found = between_summary("BV", "AQ")
        [said.source for said in found["agreements"]]

    assert texts(found["agreements"]) == ["Protocol"]
    assert not found["is_empty"]
    assert between_summary("BV", "HM")["agreements"] == []


def test_a_new_corridor_is_data(reader):
    """Any two of all countries have the page."""
    codes = [each.iso2.lower() for each in countries()]
    for one, other in zip(codes[::50], codes[25::50], strict=False):
        page_of(reader, f"/countries/{one}/with/{other}/")
    assert Fact.objects.filter(partner="BV").count() == 0


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 390)])
@pytest.mark.django_db(transaction=True)
def test_on_a_phone(browser, sign_in, language, width):
    fact("AL", "agreement", partner="IT", text="Protocol on the return of people")
    contact("AL", "focal_point", name="Office", phone_international="+355 4 000", partner="IT")
    contact("AL", "mission", name="Embassy", represents="IT", city="Tirana")
    person = world.member(world.organisation()).user
    person.language = language
    person.save()
    page = browser(script=False, width=width, locale=language)
    sign_in(page, person)
    page.goto(URL)

    assert sideways(page) <= 0
    page.select_option("#id_other", "FR")
    page.click("aside form button")
    assert page.url.endswith("/countries/al/with/fr/")


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(browser, sign_in):
    fact("AL", "agreement", partner="IT", text="Protocol", confidence="low")
    fact("AL", "agreement", partner="IT", text="Accordo", language="it")
    contact("AL", "focal_point", name="Office", is_deputy=True, for_partners_only=True)
    page = browser()
    sign_in(page, world.member(world.organisation()).user)
    for url in (URL, "/countries/al/with/"):
        page.goto(url)
        assert violations(page) == []


def test_a_visitor_signs_in_first():
    assert Client().get(URL).status_code == 302
