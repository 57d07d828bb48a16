import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from directory.profile_page import page_of

pytestmark = pytest.mark.django_db

URL = "/countries/al/"


def add(name, **more):
    return Organisation.objects.create(
        **{"name": name, "slug": name.lower(), "kind": "shelter", "country": "AL", **more}
    )


def test_what_organisations_say_of_themselves(reader):
    add(
        "Qendra",
        accepts_referrals=True,
        services=["housing", "legal"],
        languages=["sq", "it"],
        verified_on=datetime.date(2026, 11, 3),
    )

    page = reader.get(URL).content.decode()

    for text in (
        "Albania",
        "ALB",
        "Qendra",
        "Housing or shelter, Legal advice",
        "Albanian, Italian",
    ):
        assert text in page


def test_only_those_that_take_referrals(reader):
    add("Closed")
    add("Gone", accepts_referrals=True, is_active=False)
    add("Elsewhere", accepts_referrals=True, country="GR")

    page = reader.get(URL).content.decode()

    assert "No organisation of this country takes referrals here." in page
    assert not any(name in page for name in ("Closed", "Gone", "Elsewhere"))


@pytest.mark.parametrize("code", ["zz", "albania", "alb", "qo", "zz-zz"])
def test_no_such_country(reader, code):
    assert reader.get(f"/countries/{code}/").status_code == 404


def test_a_code_in_capitals_leads_to_the_page(reader):
    response = reader.get("/countries/AL/")

    assert (response.status_code, response["Location"]) == (302, URL)


def test_before_a_membership_is_chosen(client):
    person = User.objects.create_user("ann@example.org", "a long enough one", name="Ann Brown")
    client.force_login(person)

    for url in (URL, f"{URL}missions/"):
        assert client.get(url).status_code == 200


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).status_code == 302


def test_queries_do_not_grow(reader):
    def count():
        page_of.cache_clear()
        with CaptureQueriesContext(connection) as queries:
            reader.get(URL)
        return len(queries)

    add("First", accepts_referrals=True)
    count()  # the first page of a session writes it
    few = count()
    for number in range(5):
        add(f"N{number}", accepts_referrals=True)

    assert count() == few
