"""The link checker notes what answers and hides nothing. No test asks the network."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from library.links import NotPublic, bare, check, check_links, refuse_private
from library.models import Document, LinkState
from tests import world

HERE = "https://example.org/guide/"


def answering(status, final=HERE):
    return lambda _address: (status, final)


def silent(_address):
    raise TimeoutError


@pytest.mark.parametrize(
    ("fetch", "state"),
    [
        (answering(200), LinkState.WORKS),
        (answering(200, "http://www.example.org/guide"), LinkState.WORKS),
        (answering(200, "https://example.org/"), LinkState.MOVED),
        (answering(404), LinkState.GONE),
        (answering(410), LinkState.GONE),
        (answering(403), LinkState.SILENT),
        (answering(503), LinkState.SILENT),
        (silent, LinkState.SILENT),
    ],
)
def test_an_answer_is_judged(fetch, state):
    assert check(HERE, fetch)[0] == state


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://[::1]/", "http://10.1.2.3:8000/", "http://169.254.169.254/x", "file:///etc/passwd", "ftp://1.1.1.1/"],
)  # fmt: skip
@pytest.mark.asvs("1.3.6")
def test_an_address_inside_a_house_is_not_asked(address):
    with pytest.raises(NotPublic):
        refuse_private(address)


def test_two_ways_of_writing_an_address_are_one():
    assert bare("http://www.x.org/a/") == bare("https://x.org/a")
    assert bare("https://x.org/a?b=1") != bare("https://x.org/a?b=2")


@pytest.mark.django_db
def test_what_is_due_is_tried_once_and_stays_on_the_shelf(client):
    before = Document.objects.published().count()
    addresses = set(
        Document.objects.published().exclude(address="").values_list("address", flat=True)
    )
    asked = []

    def gone(address):
        asked.append(address)
        return 404, address

    found = check_links(most=1000, fetch=gone)
    assert set(asked) == addresses  # two documents may stand on one page
    assert sum(found.values()) == len(asked)
    assert check_links(most=1000, fetch=gone) == {}
    assert check_links(timezone.now() + timedelta(days=31), most=3, fetch=gone) == {
        LinkState.GONE: 3
    }
    assert Document.objects.published().count() == before
    assert "The page is gone" in client.get("/documents/gdpr/").text

    world.sign_in(
        client, world.member(world.organisation(kind="coordination"), Role.NATIONAL_COORDINATOR)
    )
    page = client.get("/documents/links/")
    assert len(page.context["rows"]) == sum(found.values())
    assert "Links are not tried here" in page.text
