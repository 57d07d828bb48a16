import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation

pytestmark = pytest.mark.django_db

URL = "/countries/"


@pytest.fixture
def shelter():
    return Organisation.objects.create(
        name="Qendra", slug="qendra", kind="shelter", country="AL", accepts_referrals=True
    )


def listed(response):
    return [each.iso2 for each in response.context["page"]]


def test_all_countries_with_the_organisations_that_take_referrals(reader, shelter):
    Organisation.objects.create(name="Closed", slug="closed", kind="ngo", country="AL")
    Organisation.objects.create(
        name="Gone", slug="gone", kind="ngo", country="AL", accepts_referrals=True, is_active=False
    )

    answer = reader.get(URL)

    assert answer.context["page"].paginator.count == 250
    row = next(row for row in answer.context["rows"] if ">Albania<" in row)
    assert "1 partner here" in row


def test_search_in_another_language(reader):
    assert listed(reader.get(URL, {"q": "Shqip"})) == ["AL"]


def test_enter_opens_the_first(reader):
    response = reader.get(URL, {"q": "alb", "go": "1"})

    assert response["Location"] == reverse("country_detail", args=["al"])


def test_a_typing_mistake(reader):
    page = reader.get(URL, {"q": "Albnia", "go": "1"}).content.decode()

    assert "No country matches “Albnia”." in page
    assert '<a href="/countries/al/">Albania</a>' in page


def test_what_was_typed_is_escaped(reader):
    page = reader.get(URL, {"q": "<script>x"}).content.decode()

    assert "<script>x" not in page


def test_the_list_alone_while_typing(reader):
    page = reader.get(URL, {"q": "al"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert 'id="countries"' in page


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).status_code == 302


def test_queries_do_not_grow(reader, shelter):
    count(reader)  # the first page of a session writes it
    few = count(reader)
    for number in range(5):
        Organisation.objects.create(
            name=f"N{number}", slug=f"n{number}", kind="ngo", country="GR", accepts_referrals=True
        )

    assert count(reader) == few


def count(reader):
    with CaptureQueriesContext(connection) as queries:
        reader.get(URL)
    return len(queries)
