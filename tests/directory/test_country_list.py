import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from directory.countries import country
from directory.models import Contact, ContactKind, Fact, State
from directory.topics import Treaty
from tests import world
from tests.directory.rows import contact, fact, source

pytestmark = pytest.mark.django_db

URL = "/countries/"
# Territories about which the seed says nothing: what a test puts there is all there is.
EMPTY, ALSO_EMPTY = "BV", "HM"


@pytest.fixture
def shelter():
    return Organisation.objects.create(
        name="Qendra", slug="qendra", kind="shelter", country="AL", accepts_referrals=True
    )


def listed(response):
    return [each.iso2 for each in response.context["page"]]


def row_of(reader, iso2):
    """What the list says of one country."""
    return reader.get(URL, {"q": iso2}).context["rows"][0]


def all_listed(reader, **filters):
    """The codes of all pages."""
    pages = reader.get(URL, filters).context["page"].paginator
    return {each.iso2 for each in pages.object_list}


def test_all_countries_with_the_organisations_that_take_referrals(reader, shelter):
    Organisation.objects.create(name="Closed", slug="closed", kind="ngo", country="AL")
    Organisation.objects.create(
        name="Gone", slug="gone", kind="ngo", country="AL", accepts_referrals=True, is_active=False
    )

    assert len(all_listed(reader)) == 250
    assert "1 partner here" in row_of(reader, "AL")
    assert "partner" not in row_of(reader, EMPTY)


def test_what_is_not_known_is_said(reader):
    row = row_of(reader, EMPTY)

    assert row.count("Not found") == 2  # mechanism, treaties
    assert "None found" in row


def test_what_is_known(reader):
    fact(EMPTY, "nrm", yes=True, as_of="2019")
    for treaty in (Treaty.PALERMO, Treaty.UNTOC):
        fact(EMPTY, "treaty", subject=treaty, yes=True, as_of="2025-03-01")
    fact(EMPTY, "treaty", subject=Treaty.P029, yes=False)
    contact(EMPTY, ContactKind.TRAFFICKING, phone_local="0800 1")

    row = row_of(reader, EMPTY)

    for text in ("In place", "2 of 7", "0800 1", "2019–2025", "Ring before you give this number"):
        assert text in row


def test_the_pages_hold_every_country_once(reader):
    pages = [listed(reader.get(URL, {"page": page})) for page in range(1, 6)]

    assert [len(page) for page in pages] == [50] * 5
    assert len(set().union(*pages)) == 250


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([True], "In place"),
        ([False], ">None<"),
        ([True, False], "Sources differ"),
        ([None], "Described"),
        ([None, True], "In place"),
    ],
)
def test_the_mechanism_as_the_sources_say(reader, said, shown):
    for yes in said:
        fact(EMPTY, "nrm", yes=yes, text="words of the source")

    assert shown in row_of(reader, EMPTY).replace("</svg>None<", ">None<")


def test_a_number_is_marked_by_how_far_it_can_be_trusted(reader):
    today = timezone.localdate()
    contact(EMPTY, ContactKind.TRAFFICKING, phone_local="1", verified_on=today)
    old = today - datetime.timedelta(days=200)
    contact(ALSO_EMPTY, ContactKind.TRAFFICKING, phone_local="2", verified_on=old)

    assert "Verified" in row_of(reader, EMPTY)
    assert "Ring before" in row_of(reader, ALSO_EMPTY)


def test_numbers_that_are_not_for_everybody_are_not_listed(reader):
    contact(EMPTY, ContactKind.TRAFFICKING, phone_local="111", for_partners_only=True)
    contact(EMPTY, ContactKind.TRAFFICKING, phone_local="222", is_wrong=True)
    contact(EMPTY, ContactKind.CHILD, phone_local="333", state=State.DRAFT)
    contact(EMPTY, ContactKind.COORDINATOR, phone_local="444")

    assert "None found" in row_of(reader, EMPTY)


def test_drafts_do_not_count(reader):
    fact(EMPTY, "nrm", yes=True, state=State.DRAFT)

    assert "In place" not in row_of(reader, EMPTY)


def test_a_row_follows_a_change(reader):
    line = contact(EMPTY, ContactKind.TRAFFICKING, phone_local="0800 1")
    assert "Ring before" in row_of(reader, EMPTY)

    Contact.objects.filter(pk=line.pk).update(verified_on=timezone.localdate())

    assert "Ring before" not in row_of(reader, EMPTY)


def filtered_world():
    checker = world.member(world.organisation(country="FR")).user
    today = timezone.localdate()
    fact(EMPTY, "nrm", yes=True, checked_by=checker, checked_on=today)
    fact(EMPTY, "treaty", subject=Treaty.CETS197, yes=True)
    fact(EMPTY, "tier", subject="2", year=2024)
    fact(EMPTY, "tier", subject="3", year=2025)
    contact(EMPTY, ContactKind.CHILD, phone_local="1", verified_on=today, is_all_day=True)
    Organisation.objects.create(
        name="Station", slug="station", kind="ngo", country=EMPTY, accepts_referrals=True
    )
    fact(ALSO_EMPTY, "nrm", yes=False)
    fact(ALSO_EMPTY, "treaty", subject=Treaty.CETS197, yes=False)
    fact(ALSO_EMPTY, "tier", subject="2", year=2025)
    contact(ALSO_EMPTY, ContactKind.CHILD, phone_local="1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mechanism", "yes"),
        ("treaty", "CETS197"),
        ("tier", "3"),
        ("hotline", "verified"),
        ("hotline", "all_day"),
        ("checked", "year"),
        ("partner", "yes"),
    ],
)
def test_a_filter_leaves_what_fits(reader, name, value):
    filtered_world()

    found = all_listed(reader, **{name: value})

    assert EMPTY in found
    assert ALSO_EMPTY not in found


def test_filters_by_what_is_missing(reader):
    filtered_world()

    assert ALSO_EMPTY in all_listed(reader, checked="older")
    assert ALSO_EMPTY in all_listed(reader, hotline="any")
    assert not {EMPTY, ALSO_EMPTY} & all_listed(reader, hotline="none")
    assert all_listed(reader, mechanism="no") >= {ALSO_EMPTY}


@pytest.mark.parametrize(("code", "inside", "outside"), [("150", "AL", "MA"), ("015", "MA", "NG")])
def test_regions_and_their_parts(reader, code, inside, outside):
    found = all_listed(reader, region=code)

    assert inside in found
    assert outside not in found
    assert {code} & {country(iso2).region for iso2 in found} or {
        country(iso2).subregion for iso2 in found
    } == {code}


def test_filters_and_search_together(reader):
    filtered_world()

    assert listed(reader.get(URL, {"q": "island", "mechanism": "yes"})) == [EMPTY]


def test_a_filter_that_nobody_knows_is_left_out(reader):
    assert len(all_listed(reader, treaty="NONSENSE", region="1", page="x")) == 250


def test_active_filters_can_be_taken_away(reader):
    page = reader.get(URL, {"mechanism": "yes", "tier": "1"}).content.decode()

    assert 'href="?tier=1"' in page  # takes the mechanism away
    assert 'href="?mechanism=yes"' in page
    assert "Tier, latest year: Tier 1" in page
    assert ">Clear</a>" in page


def test_no_country_matches_the_filters(reader):
    page = reader.get(URL, {"region": "061", "treaty": "CETS197"}).content.decode()

    assert "No country matches these filters." in page


def test_what_people_changed(reader):
    writer, publisher = (world.member(world.organisation(country="FR")).user for _ in range(2))
    by_two = {
        "drafted_by": writer,
        "published_by": publisher,
        "published_at": timezone.now(),
        "source": source(),
        "checked_on": timezone.localdate(),
        "state": State.PUBLISHED,
    }
    Fact.objects.create(country="AL", topic="nap", text="x", **by_two)
    long_ago = timezone.now() - datetime.timedelta(days=40)
    Fact.objects.create(country="GR", topic="nap", text="x", **{**by_two, "published_at": long_ago})
    later = timezone.now() + datetime.timedelta(minutes=1)
    Contact.objects.create(
        country="IT", kind=ContactKind.CHILD, **{**by_two, "published_at": later}
    )

    changes = reader.get(URL).context["changes"]

    assert [(change.country.iso2, change.what) for change in changes] == [
        ("IT", "Line for children"),
        ("AL", "National action plan"),
    ]


def test_countries_looked_at_stand_beside_the_list(reader):
    for iso2 in ("al", "ng", "ua", "al"):
        reader.get(f"/countries/{iso2}/")

    assert [look.country.iso2 for look in reader.get(URL).context["looks"]] == ["AL", "UA", "NG"]


def test_the_last_six_are_kept(reader):
    for iso2 in ("al", "ng", "ua", "it", "fr", "gr", "es", "pl"):
        reader.get(f"/countries/{iso2}/")

    assert [look.country.iso2 for look in reader.get(URL).context["looks"]] == [
        "PL",
        "ES",
        "GR",
        "FR",
        "IT",
        "UA",
    ]


def test_looking_again_does_not_write_the_session(reader):
    def writes():
        with CaptureQueriesContext(connection) as queries:
            reader.get("/countries/al/")
        return [q["sql"] for q in queries if q["sql"].startswith(("UPDATE", "INSERT"))]

    assert any("django_session" in sql for sql in writes())
    assert not any("django_session" in sql for sql in writes())


def test_search_in_another_language(reader):
    assert listed(reader.get(URL, {"q": "Shqip"})) == ["AL"]


def test_enter_opens_the_first(reader):
    response = reader.get(URL, {"q": "alb", "go": "1"})

    assert response["Location"] == reverse("country_detail", args=["al"])


def test_enter_opens_the_first_that_the_filter_leaves(reader):
    response = reader.get(URL, {"q": "ma", "region": "150", "go": "1"})

    assert response["Location"] == reverse("country_detail", args=["mt"])


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
    assert '<svg class="map"' not in page


def test_the_first_matches_while_typing_lead_to_all(reader):
    typed = reader.get(URL, {"q": "ma"}, headers={"HX-Request": "true"})
    whole = reader.get(URL, {"q": "ma"})

    first = typed.context["rows"]
    assert len(first) == 8
    assert whole.context["rows"][:8] == first
    assert len(whole.context["rows"]) == typed.context["page"].paginator.count > 8
    assert 'href="?q=ma"' in typed.content.decode()


def test_what_was_ticked_stays_while_somebody_types(reader):
    answer = reader.get(URL, {"q": "al", "c": ["gr", "al", "xx"]}, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert page.count(" checked>") == 2
    assert 'value="gr"' in page


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).status_code == 302


def test_queries_do_not_grow(reader, shelter):
    count(reader)  # the first page of a session writes it
    few = count(reader)
    for number in range(5):
        Organisation.objects.create(
            name=f"N{number}", slug=f"n{number}", kind="ngo", country="GR", accepts_referrals=True
        )
        fact(EMPTY, "nap", text=f"plan {number}")
        contact("GR", ContactKind.CHILD, phone_local=str(number))

    assert count(reader) == few
    assert count(reader, region="150", tier="1") == few + 1


def count(reader, **filters):
    with CaptureQueriesContext(connection) as queries:
        reader.get(URL, filters)
    return len(queries)
