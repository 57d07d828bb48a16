"""A consular alert: when it goes, to whom it goes and never goes, and that its sender learns nothing more."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEntry
from directory.countries import countries
from referral.actions.alerts import receiver_in, take_up
from referral.alerts import Outcome, outcome
from referral.due import run_due
from referral.models import (
    AlertReceipt,
    ConsularAlert,
    MoveNotAllowed,
    Notice,
    RefusedContact,
)
from tests import testing_database, world
from tests.referral import alerts
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)

TOKENS = re.compile(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"')


def stored(table):
    """How many there are, whoever may see them."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM referral_{table}")
        return cursor.fetchone()[0]


@pytest.fixture
def consul():
    return alerts.consul()


@pytest.fixture
def casa():
    return alerts.reader()


# What becomes of the answers


@pytest.mark.parametrize(
    ("minor", "danger", "unfree", "agreed", "becomes"),
    [
        ("no", "no", "no", "yes", Outcome.SEND),
        ("no", "no", "yes", "yes", Outcome.SEND),
        # an adult without danger decides
        ("no", "no", "no", "no", Outcome.COUNT),
        ("no", "no", "yes", "no", Outcome.COUNT),
        ("no", "no", "no", "not_asked", Outcome.COME_BACK),
        # somebody who cannot answer could not be asked
        ("no", "no", "yes", "not_asked", Outcome.SEND),
        ("no", "no", "unsure", "not_asked", Outcome.SEND),
        # the duty to protect comes before the wish
        ("yes", "no", "no", "no", Outcome.SEND),
        ("unsure", "no", "no", "no", Outcome.SEND),
        ("no", "yes", "no", "no", Outcome.SEND),
        ("no", "unsure", "no", "no", Outcome.SEND),
        ("yes", "no", "no", "not_asked", Outcome.SEND),
        ("unsure", "no", "no", "not_asked", Outcome.SEND),
        ("no", "yes", "no", "not_asked", Outcome.SEND),
        ("no", "unsure", "no", "not_asked", Outcome.SEND),
    ],
)
def test_what_becomes_of_the_answers(minor, danger, unfree, agreed, becomes):
    assert outcome(minor=minor, danger=danger, unfree=unfree, agreed=agreed) == becomes


def send(client, consul, **changed):
    return world.sign_in(client, consul).post(reverse("alert_new"), alerts.posted(**changed))


def test_an_adults_no_leaves_a_dated_count_and_nothing_else(client, consul, casa):
    answer = send(client, consul, agreed="no")

    assert answer.url == reverse("alert_not_sent")
    assert stored("consularalert") == stored("alertreceipt") == stored("notice") == 0
    with world.acting(consul):
        assert RefusedContact.objects.get().on == timezone.localdate()


def test_whom_one_could_not_ask_is_asked_later(client, consul, casa):
    answer = send(client, consul, agreed="not_asked", unfree="no")

    assert "Find a moment alone" in answer.text
    assert stored("consularalert") == stored("refusedcontact") == stored("usedkey") == 0


@pytest.mark.parametrize("minor", ["yes", "unsure"])
def test_a_no_from_who_may_be_a_child_stops_nothing(client, consul, minor):
    guardian = alerts.reader("Office", "guardianship", Role.GUARDIAN)

    send(client, consul, agreed="no", minor=minor)

    [alert] = alerts.seen_by(guardian)
    assert alert.agreed == "no"


def test_the_same_form_sent_twice_is_one_alert(client, consul, casa):
    key = "7a0d5b5e-6f0e-4d3e-9d5e-1c9f3f6f0001"
    first = send(client, consul, idempotency_key=key)
    second = send(client, consul, idempotency_key=key)

    assert first.status_code == second.status_code == 302
    assert stored("consularalert") == stored("alertreceipt") == 1


def test_answers_that_are_missing_are_asked_for(client, consul, casa):
    answer = world.sign_in(client, consul).post(reverse("alert_new"), {})
    later = send(client, consul, noticed_on="2999-01-01")
    no_day = send(client, consul, reach="comes_back")

    assert answer.status_code == later.status_code == no_day.status_code == 422
    assert stored("consularalert") == 0


# To whom


ROUTES = [
    # for an adult
    ("no", ["coordination", "ngo", "shelter"], "coordination"),
    ("no", ["ngo", "shelter", "guardianship"], "ngo"),
    ("no", ["shelter", "authority"], "shelter"),
    ("no", ["authority", "guardianship", "police", "health"], None),
    # for who may be a child: child protection first, and no ordinary organisation at all
    ("yes", ["guardianship", "coordination", "ngo", "authority"], "guardianship"),
    ("unsure", ["social_service", "ngo", "authority"], "social_service"),
    ("unsure", ["authority", "coordination", "ngo"], "authority"),
    ("yes", ["coordination", "ngo"], "coordination"),
    ("yes", ["ngo", "shelter", "police"], None),
]


@pytest.mark.parametrize(("minor", "kinds", "expected"), ROUTES)
def test_the_first_fitting_kind_of_body_gets_it(consul, minor, kinds, expected):
    for kind in kinds:
        alerts.reader(kind, kind, Role.SUPERVISOR, takes=["children"])

    found = receiver_in("IT", minor=minor, mission=consul.organisation)

    assert (found and found[1].kind) == expected


def test_a_social_service_that_does_not_take_children_is_no_child_protection(consul):
    alerts.reader("Seniors", "social_service", Role.SUPERVISOR, takes=["women"])

    assert receiver_in("IT", minor="yes", mission=consul.organisation) is None


def test_the_nearest_of_one_kind_gets_it(consul):
    for name, city in [("Alpha", "Roma"), ("Zeta", "Milano"), ("Beta", "")]:
        alerts.reader(name, city=city)

    assert receiver_in("IT", minor="no", mission=consul.organisation)[1].name == "Zeta"


@pytest.mark.parametrize(
    "fields", [{"accepts_referrals": False}, {"is_active": False}, {"has_account": False}]
)
def test_who_takes_no_referrals_gets_no_alert(consul, fields):
    alerts.reader("Closed", **fields)

    assert receiver_in("IT", minor="no", mission=consul.organisation) is None


def test_a_body_where_nobody_would_read_it_gets_none(consul):
    alerts.reader("Offices", role=Role.ORGANISATION_ADMIN)

    assert receiver_in("IT", minor="no", mission=consul.organisation) is None


def test_it_never_goes_to_the_own_capital(client, consul):
    alerts.reader("Qendra", "ngo", country="AL")
    alerts.reader("Coordination", "coordination", Role.FOCAL_POINT, country="AL")

    answer = send(client, consul, country="AL")

    assert "never goes to the country that your mission represents" in answer.text
    assert stored("consularalert") == stored("alertreceipt") == 0


def test_in_no_country_is_a_mission_or_the_own_state_ever_chosen(consul):
    for country in ("IT", "AL", "FR"):
        for kind in ("consulate", "police", "return", "health", "legal"):
            alerts.reader(kind, kind, Role.SUPERVISOR, country=country)
        alerts.reader("House", country=country)

    for country in countries():
        found = receiver_in(country.iso2, minor="no", mission=consul.organisation)
        assert (found is not None) == (country.iso2 in {"IT", "FR"})
        assert found is None or found[1].kind == "ngo"


def test_where_nobody_is_the_page_says_ring_and_nothing_is_kept(client, consul):
    answer = send(client, consul, country="FR", minor="unsure")

    assert answer.status_code == 200
    assert "Nobody in this installation receives alerts in France" in answer.text
    assert "This may be a child" in answer.text
    assert stored("consularalert") == stored("alertreceipt") == stored("usedkey") == 0


# Fear or asylum


def test_with_fear_no_nationality_and_no_mission_goes_along(client, consul, casa):
    send(client, consul, fear="on")

    [alert] = alerts.seen_by(casa)
    assert (alert.fear, alert.nationality, alert.mission_id) == (True, "", None)
    page = world.sign_in(Client(), casa).get(reverse("alert_detail", args=[alert.pk])).text
    assert consul.organisation.name not in page
    assert "Nationality" not in page
    assert "Legal advice first" in page


# What the officer keeps


def test_the_officer_gets_a_receipt_of_number_time_and_kind_of_body(client, consul, casa):
    answer = send(client, consul)
    page = client.get(answer.url).text

    with world.acting(consul):
        receipt = AlertReceipt.objects.get()
    [alert] = alerts.seen_by(casa)
    assert receipt.number in page
    assert "Organisation for first contact" in page
    assert casa.organisation.name not in page
    assert str(alert.pk) not in page
    assert receipt.pk != alert.pk


def shown(client, consul):
    """Every page of the consul on which an alert could leave a trace."""
    world.sign_in(client, consul)
    with world.acting(consul):
        receipts = [reverse("alert_receipt", args=[r.pk]) for r in AlertReceipt.objects.all()]
    names = ["consular_desk", "alert_new", "alert_not_sent", "request_list", "search", "more"]
    addresses = [*map(reverse, names), *receipts]
    return [TOKENS.sub("", client.get(address).text) for address in addresses]


def test_what_the_officer_sees_stays_the_same_whatever_happens_afterwards(client, consul, casa):
    alerts.raised(consul)
    before = shown(client, consul)
    [alert] = alerts.seen_by(casa)
    with world.acting(casa):
        take_up(alert)
    world.sign_in(Client(), casa).get(reverse("alert_detail", args=[alert.pk]))
    world.contact(casa)

    assert shown(client, consul) == before
    with as_worker():
        run_due(timezone.now() + timedelta(days=3))
    assert shown(client, consul) == before
    with world.acting(consul):
        assert Notice.objects.count() == 0


def test_a_receipt_is_its_officers_own(client, consul, casa):
    receipt = alerts.raised(consul)
    colleague = world.member(consul.organisation, Role.CONSULAR)

    address = reverse("alert_receipt", args=[receipt.pk])
    assert world.sign_in(client, colleague).get(address).status_code == 404
    assert receipt.number not in client.get(reverse("consular_desk")).text


def test_the_log_of_the_mission_names_the_receipt_and_not_the_alert(consul, casa):
    receipt = alerts.raised(consul)
    [alert] = alerts.seen_by(casa)

    with world.acting(consul):
        written = list(AuditEntry.objects.filter(action__startswith="alert."))
    assert [(one.action, one.target) for one in written] == [("alert.sent", str(receipt.pk))]
    assert str(alert.pk) not in str([one.detail for one in written])


# The body that got it


def test_the_body_sees_the_codes_in_words_and_takes_it_up_once(client, consul, casa):
    colleague = world.member(casa.organisation, Role.SUPERVISOR)
    alerts.raised(consul)
    [alert] = alerts.seen_by(casa)
    address = reverse("alert_detail", args=[alert.pk])

    page = world.sign_in(client, casa).get(address).text
    for words in (
        "Somebody else holds the papers",
        "Owes money",
        "<dd>Albania</dd>",
        "At the counter of the mission now",
    ):
        assert words in page
    assert client.post(reverse("alert_take", args=[alert.pk])).url == address
    assert casa.user.short_name in client.get(address).text

    world.sign_in(client, colleague)
    assert client.post(reverse("alert_take", args=[alert.pk])).status_code == 409
    with world.acting(colleague), pytest.raises(MoveNotAllowed):
        take_up(alert)
    [alert] = alerts.seen_by(casa)
    assert alert.taken_up_by_id == casa.user_id


def test_it_waits_on_home_in_the_inbox_and_in_the_count(client, consul, casa):
    alerts.raised(consul)
    world.sign_in(client, casa)

    assert "Take up an alert from a mission" in client.get(reverse("home")).text
    assert "A consulate met somebody here" in client.get(reverse("inbox")).text
    [alert] = alerts.seen_by(casa)
    client.post(reverse("alert_take", args=[alert.pk]))
    assert "Take up an alert from a mission" not in client.get(reverse("home")).text


def test_a_stranger_gets_what_does_not_exist(client, consul, casa):
    alerts.raised(consul)
    [alert] = alerts.seen_by(casa)
    stranger = alerts.reader("Other house", "shelter")

    world.sign_in(client, stranger)
    assert client.get(reverse("alert_detail", args=[alert.pk])).status_code == 404
    assert client.post(reverse("alert_take", args=[alert.pk])).status_code == 404
    assert "An adult" not in client.get(reverse("alert_list")).text


def test_the_body_is_told_at_once_and_once_more_after_a_day(consul, casa):
    alerts.raised(consul)
    with as_worker():
        run_due(timezone.now() + timedelta(hours=23))
        assert notices(casa) == ["alert"]
        run_due(timezone.now() + timedelta(hours=25))
        run_due(timezone.now() + timedelta(hours=49))

    assert notices(casa) == ["alert", "alert_24h"]


def test_an_alert_that_was_taken_up_rings_no_more(consul, casa):
    alerts.raised(consul)
    [alert] = alerts.seen_by(casa)
    with world.acting(casa):
        take_up(alert)
    with as_worker():
        run_due(timezone.now() + timedelta(days=2))

    assert notices(casa) == ["alert"]


def notices(membership):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM referral_notice WHERE organisation_id = %s ORDER BY kind",
            [str(membership.organisation_id)],
        )
        return [kind for (kind,) in cursor.fetchall()]


def test_the_model_has_no_place_for_a_name_or_a_text():
    texts = {
        field.name
        for field in ConsularAlert._meta.fields
        if field.get_internal_type() in {"CharField", "TextField", "BinaryField", "JSONField"}
        and not field.choices
    }

    assert texts == {"country", "city", "nationality", "language"}
