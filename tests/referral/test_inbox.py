"""What waits for an answer, and the answers: ask, decline, feedback, recall."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from referral.models import JourneyEvent, JourneyParty, Message, Referral, Task
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


def ask(worker, partner, **more):
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation)
    return case, sharing.sent(worker, case, partner.organisation, services=["housing"], **more)


def test_the_list_names_nobody_and_opens_nothing(client, two):
    worker, partner = two
    case, referral = ask(worker, partner)

    page = world.sign_in(client, partner).get(reverse("inbox")).content.decode()

    assert str(referral.pk) in page
    assert "Casa Verde" in page
    assert sharing.CANARY not in page
    assert case.journey.reference not in page
    assert (
        str(referral.pk) not in world.sign_in(client, worker).get(reverse("inbox")).content.decode()
    )


def test_its_queries_do_not_grow(client, two):
    worker, partner = two
    ask(worker, partner)
    world.sign_in(client, partner)
    client.get(reverse("inbox"))
    one = queries(client, reverse("inbox"))
    for _more in range(2):
        ask(worker, partner)

    assert queries(client, reverse("inbox")) == one


def queries(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def test_roles_without_referrals_have_no_inbox(client, two):
    worker, _partner = two
    for role in [Role.ORGANISATION_ADMIN, Role.CONSULAR, Role.NATIONAL_COORDINATOR]:
        member = world.member(worker.organisation, role)
        assert world.sign_in(client, member).get(reverse("inbox")).status_code == 403


def test_questions_and_answers_come_from_lists(client, two):
    worker, partner = two
    case, referral = ask(worker, partner)

    world.sign_in(client, partner)
    where = reverse("referral_ask", args=[referral.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"questions": ["children", "access"]}).status_code == 302

    world.sign_in(client, worker)
    where = reverse("referral_answer", args=[referral.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"children": "no"}).status_code == 422
    answer = client.post(where, {"children": "no", "access": "not_known"})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200

    with world.acting(worker):
        assert Referral.objects.get().status == "sent"
        kinds = list(
            JourneyEvent.objects.filter(referral=referral.pk).values_list("kind", flat=True)
        )
        assert sorted(kinds) == ["answered", "question", "referred"]
    page = world.sign_in(client, partner).get(reverse("referral_detail", args=[referral.pk]))
    assert "Is step-free access needed?" in page.content.decode()


def test_declining_takes_the_summary_away_and_the_sender_goes_on(client, two):
    worker, partner = two
    case, referral = ask(worker, partner)
    better = world.organisation("Better", "AL")
    coordinator = world.member(world.organisation("Office", "AL"), Role.NATIONAL_COORDINATOR)
    world.sign_in(client, partner)

    where = reverse("referral_decline", args=[referral.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": ""}).status_code == 422
    assert (
        client.post(where, {"reason": "no_capacity", "better": str(better.pk)}).status_code == 302
    )

    page = client.get(reverse("referral_detail", args=[referral.pk])).content.decode()
    assert case.journey.reference not in page
    with world.acting(worker):
        task = Task.objects.get()
        assert (task.kind, task.case_id) == ("alternative", case.pk)
    with world.acting(coordinator):
        assert JourneyParty.objects.count() == 0
    page = world.sign_in(client, worker).get(
        reverse("case_referrals", args=[case.journey.reference])
    )
    assert "They suggest Better" in page.content.decode()


def test_a_late_answer_still_counts(client, two):
    worker, partner = two
    _case, referral = ask(worker, partner)
    with world.acting(worker):
        referral.status = "expired"
        referral.save(update_fields=["status"])
    world.sign_in(client, partner)

    form = {"contact_name": "Arta", "lead": str(partner.user.pk)}
    answer = client.post(reverse("referral_accept", args=[referral.pk]), form)

    assert answer.status_code == 302


def accepted(client, partner, referral):
    form = {"contact_name": "Arta", "lead": str(partner.user.pk)}
    world.sign_in(client, partner).post(reverse("referral_accept", args=[referral.pk]), form)


def test_feedback_reaches_the_sender(client, two):
    worker, partner = two
    case, referral = ask(worker, partner)
    where = reverse("referral_feedback", args=[referral.pk])
    assert world.sign_in(client, partner).get(where).status_code == 404
    accepted(client, partner, referral)

    assert client.get(where).status_code == 200
    assert client.post(where, {"feedback": "arrived", "on": "2026-11-20"}).status_code == 302
    assert client.post(where, {"feedback": "ended", "on": "2026-11-21"}).status_code == 302

    with world.acting(worker):
        assert Referral.objects.get().status == "completed"
    page = world.sign_in(client, worker).get(
        reverse("case_referrals", args=[case.journey.reference])
    )
    assert "The person arrived" in page.content.decode()


def test_the_end_of_a_consent_recalls_what_was_sent(client, two):
    worker, partner = two
    case, referral = ask(worker, partner)
    accepted(client, partner, referral)
    with world.acting(worker):
        consent = str(referral.packages.get().consent_id)

    world.sign_in(client, worker)
    where = reverse("consent_withdraw", args=[case.journey.reference, consent])
    client.post(where, {"what": f"B3|{partner.organisation_id}|identity"})

    page = world.sign_in(client, partner).get(reverse("referral_detail", args=[referral.pk]))
    assert sharing.CANARY not in page.content.decode()
    assert "Say what became of it" in page.content.decode()
    where = reverse("recall_answer", args=[referral.pk])
    assert client.post(where, {"identity": "care"}).status_code == 302
    assert client.post(where, {"identity": "care"}).status_code == 409
    with world.acting(worker):
        assert Message.objects.filter(kind="recall", data_class="identity").count() == 1
        assert Message.objects.filter(kind="receipt").count() == 1
        assert Referral.objects.get().status == "accepted"
    page = world.sign_in(client, worker).get(
        reverse("case_referrals", args=[case.journey.reference])
    )
    assert "Kept: care is in work" in page.content.decode()


def test_the_end_of_a_consent_closes_what_was_not_answered(client, two):
    worker, partner = two
    case, referral = ask(worker, partner)
    with world.acting(worker):
        consent = str(referral.packages.get().consent_id)

    world.sign_in(client, worker)
    where = reverse("consent_withdraw", args=[case.journey.reference, consent])
    client.post(where, {"what": "all"})

    with world.acting(worker):
        assert Referral.objects.get().status == "withdrawn"
    page = world.sign_in(client, partner).get(reverse("referral_detail", args=[referral.pk]))
    assert "Closed by sender" in page.content.decode()


def test_the_page_of_a_case_asks_as_often_for_one_as_for_three(client, two):
    worker, partner = two
    case, _referral = ask(worker, partner)
    world.sign_in(client, worker)
    page = reverse("case_referrals", args=[case.journey.reference])
    client.get(page)
    one = queries(client, page)
    for name in ["Second", "Third"]:
        more = world.organisation(name, "AL")
        sharing.agree(worker, case, more)
        sharing.sent(worker, case, more, services=["housing"])

    assert queries(client, page) == one
