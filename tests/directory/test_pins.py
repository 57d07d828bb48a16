import pytest
from django.urls import reverse

from directory.models import Pin
from tests import world

pytestmark = pytest.mark.django_db

LIST = "/countries/"


def address(iso2):
    return reverse("country_pin", args=[iso2])


def first_of(response):
    return [each.iso2 for each in response.context["page"]][:2]


def test_a_pinned_country_stands_first(reader):
    assert first_of(reader.get(LIST)) == ["AF", "AX"]

    answer = reader.post(address("ua"))

    assert answer["Location"] == "/countries/ua/"
    page = reader.get(LIST)
    assert first_of(page) == ["UA", "AF"]
    assert "Pinned" in page.context["rows"][0]


def test_what_is_at_hand_on_a_phone(reader):
    reader.post(address("ua"))
    for iso2 in ("al", "ua", "ng"):
        reader.get(f"/countries/{iso2}/")

    assert [each.iso2 for each in reader.get(LIST).context["at_hand"]] == ["UA", "NG", "AL"]
    assert "at-hand" not in reader.get(LIST, {"q": "al"}).content.decode()


def test_while_somebody_searches_the_order_is_that_of_the_search(reader):
    reader.post(address("ma"))

    assert first_of(reader.get(LIST, {"q": "al"}))[0] == "AL"
    assert first_of(reader.get(LIST, {"region": "002"}))[0] == "DZ"


def test_the_same_button_lets_it_go(reader):
    reader.post(address("ua"))
    reader.post(address("ua"))

    assert not Pin.objects.exists()


def test_pins_are_ones_own(reader, client):
    reader.post(address("ua"))

    client.force_login(world.member(world.organisation(country="FR")).user)

    assert first_of(client.get(LIST)) == ["AF", "AX"]


def test_the_way_back(reader):
    assert (
        reader.post(address("ua"), {"next": "/countries/?page=2"})["Location"]
        == "/countries/?page=2"
    )
    elsewhere = reader.post(address("ua"), {"next": "https://example.org/"})
    assert elsewhere["Location"] == "/countries/ua/"


def test_looking_changes_nothing(reader):
    assert reader.get(address("ua")).status_code == 405


def test_no_such_country(reader):
    assert reader.post(address("zz")).status_code == 404


def test_a_visitor_pins_nothing(client):
    assert client.post(address("ua")).status_code == 302
    assert not Pin.objects.exists()


def test_the_profile_has_the_button(reader):
    assert f'action="{address("al")}"' in reader.get("/countries/al/").content.decode()
