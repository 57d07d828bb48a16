"""A consulate answers a request under its own number. It learns of no journey."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.actions.asylum import keep_from_origin
from referral.models import Case, Journey, JourneyEvent, Message, Notice, PackagePart, Referral
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def consul():
    office = world.organisation("Consulate", "IT", "consulate", represents="AL")
    return world.member(office, Role.CONSULAR)


@pytest.fixture
def case(worker):
    return sharing.filled(worker)


@pytest.fixture
def asked(worker, consul, case):
    sharing.return_office()
    sharing.agree(worker, case, consul.organisation, ["identity"])
    return sharing.sent(worker, case, consul.organisation, ["identity"], "travel_document")


def pages(client, consul, asked):
    world.sign_in(client, consul)
    addresses = [reverse("request_list"), reverse("request_detail", args=[asked.pk])]
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.rule(13)
def test_only_a_number_is_seen_and_never_the_journey(client, consul, case, asked):
    for page in pages(client, consul, asked):
        assert asked.number in page
        assert sharing.CANARY not in page
        assert "TRM" not in page
        assert case.journey.reference not in page
    with world.acting(consul):
        assert Journey.objects.count() == Case.objects.count() == PackagePart.objects.count() == 0


def test_the_document_is_answered_and_the_sender_is_told(client, worker, consul, case, asked):
    world.sign_in(client, consul)
    assert client.post(reverse("request_detail", args=[asked.pk])).status_code == 302
    page = client.get(reverse("request_detail", args=[asked.pk])).content.decode()
    assert sharing.CANARY in page
    assert "canary goal" not in page
    assert "TRM" not in page

    where = reverse("request_answer", args=[asked.pk])
    assert client.get(where).status_code == 200
    more = client.post(where, {"reply": "not_known", "on": "2026-11-20"})
    done = client.post(where, {"reply": "yes", "on": "2026-11-21"})

    assert more.status_code == done.status_code == 302
    assert client.post(where, {"reply": "no", "on": "2026-11-21"}).status_code == 409
    with world.acting(worker):
        assert Referral.objects.get().status == "completed"
        assert Message.objects.filter(kind="answer", reply="yes").count() == 1
        assert JourneyEvent.objects.filter(kind="document").count() == 2
        assert Notice.objects.filter(kind="document").count() == 2
    assert len(pages(client, consul, asked)) == 2


@pytest.mark.rule(11)
@pytest.mark.rule(13)
def test_no_case_is_opened(client, consul, asked):
    world.sign_in(client, consul).post(reverse("request_detail", args=[asked.pk]))

    with world.acting(consul):
        assert Case.objects.count() == Journey.objects.count() == 0


def test_others_find_nothing(client, worker, asked):
    other = world.member(world.organisation("Another", "IT", "consulate"), Role.CONSULAR)

    for page in ["request_detail", "request_answer"]:
        address = reverse(page, args=[asked.pk])
        assert world.sign_in(client, other).get(address).status_code == 404
        assert world.sign_in(client, worker).get(address).status_code == 403


@pytest.mark.rule(11)
def test_information_for_the_police(client, worker, case):
    officer = world.member(world.organisation("Police", "IT", "police"), Role.POLICE)
    sharing.agree(worker, case, officer.organisation, ["summary", "identity", "account"])
    asked = sharing.sent(worker, case, officer.organisation, ["summary", "identity"], "information")
    world.sign_in(client, officer)
    where = reverse("referral_detail", args=[asked.pk])

    before = client.get(where).content.decode()
    answer = client.post(reverse("referral_accept", args=[asked.pk]), {"contact_name": "Officer"})
    after = client.get(where).content.decode()

    assert answer.status_code == 302
    assert sharing.CANARY not in before
    assert sharing.CANARY in after
    assert case.journey.reference not in before + after
    with world.acting(officer):
        assert Case.objects.count() == 0


@pytest.mark.rule(9)
def test_from_an_asylum_claim_on_the_consulate_has_nothing(client, worker, consul, case, asked):
    with world.acting(worker):
        keep_from_origin(case)

    for page in pages(client, consul, asked):
        assert sharing.CANARY not in page
        assert "asylum" not in page.lower()
    assert client.post(reverse("request_detail", args=[asked.pk])).status_code == 409
    with world.acting(worker):
        assert Referral.objects.get().status == "withdrawn"
