"""The demo data is made once for all of these tests: it is big, and none of them changes it."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from referral.actions.covers import covered_by
from referral.actions.drafts import visible_drafts
from referral.actions.gates.standing import gates_of
from referral.actions.unsent import my_unsent
from referral.demo.staff import PASSWORD
from referral.gates.departure import open_gates
from referral.models import (
    Case,
    Complaint,
    ConsularAlert,
    Draft,
    EmergencyAccess,
    Identity,
    Journey,
    Protection,
    ProtectionRecord,
    Referral,
    Task,
    UnusualReading,
)
from referral.stages import CaseStatus, Outlook, ReferralStatus, Stage
from referral.views.desk.asked import open_cases_of, places_of, referrals_of, seldom_of, tasks_of
from tests import testing_database, world

ACCOUNTS = [
    "caseworker@casa-verde.example",
    "supervisor@casa-verde.example",
    "admin@casa-verde.example",
    "caseworker@qendra-drita.example",
    "supervisor@qendra-drita.example",
    "caseworker@maison-claire.example",
    "caseworker@dar-amal.example",
    "caseworker@dim-nadii.example",
    "consul@consulate-milan.example",
    "coordinator-it@trm.example",
    "coordinator-al@trm.example",
    "operator@trm.example",
]
# Reached once in a lifetime, and not invented for a demonstration.
NOT_TOLD = {CaseStatus.CLOSED_DECEASED}


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("seed_demo", stdout=io.StringIO())
        yield
        testing_database.empty_as_server()


def as_owner(sql):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def membership(email):
    return Membership.objects.select_related("user", "organisation").get(user__email=email)


def counted():
    with testing_database.owner_cursor() as cursor:
        tables = testing_database.all_tables(cursor)
    return {table: as_owner(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}


def test_at_least_sixty_journeys_at_every_stage():
    stages = dict(as_owner("SELECT stage, count(*) FROM referral_journey GROUP BY 1"))

    assert sum(stages.values()) >= 60
    assert set(stages) == set(Stage.values)


def test_every_status_of_a_case_is_shown():
    shown = {status for (status,) in as_owner("SELECT DISTINCT status FROM referral_case")}

    assert set(CaseStatus) - NOT_TOLD == shown


def test_staying_returning_and_not_deciding_weigh_about_the_same():
    outlooks = dict(as_owner("SELECT outlook, count(*) FROM referral_journey GROUP BY 1"))

    assert set(outlooks) == set(Outlook)
    del outlooks[Outlook.THIRD]  # few; the other three
    assert min(outlooks.values()) * 2 >= max(outlooks.values())


def test_at_least_eight_are_children():
    assert as_owner("SELECT count(*) FROM referral_journey WHERE child")[0][0] >= 8


def test_everything_is_marked_as_invented():
    assert Organisation.objects.exists()
    assert not Organisation.objects.filter(is_demo=False).exists()


@pytest.mark.parametrize("email", ACCOUNTS)
def test_the_promised_accounts_are_there(email):
    assert User.objects.get(email=email).check_password(PASSWORD)


@pytest.mark.parametrize("role", Role)
def test_every_role_can_sign_in(role):
    member = Membership.objects.select_related("user").filter(role=role).first()
    client = Client(REMOTE_ADDR=f"203.0.113.{list(Role).index(role) + 1}")

    response = client.post(reverse("sign_in"), {"email": member.user.email, "password": PASSWORD})

    assert response.status_code == 302
    assert client.get(reverse("account")).status_code == 200


def test_the_case_manager_has_work_of_every_kind():
    with world.acting(membership("caseworker@casa-verde.example")) as actor:
        statuses = set(Case.objects.visible_to(actor).values_list("status", flat=True))
        names = [identity.name_said for identity in Identity.objects.all()]

    assert {"new", "formal_pending", "stay", "left_on_own", "in_transit"} <= statuses
    assert all(names)


def test_a_colleague_gave_a_task_and_is_away(client):
    world.sign_in(client, membership("caseworker@casa-verde.example"))
    page = client.get(reverse("work_list"))

    assert page.context["covered"] == ["Davide Ferrante"]
    assert "Davide Ferrante asked you" in page.text


def test_the_inbox_in_tirana_waits_for_answers():
    with world.acting(membership("caseworker@qendra-drita.example")) as actor:
        waiting = Referral.objects.received_by(actor).filter(status=ReferralStatus.SENT)
        assert waiting.count() >= 2


def test_the_country_of_origin_learns_only_of_what_was_sent_there():
    with world.acting(membership("coordinator-al@trm.example")) as actor:
        seen = set(Journey.objects.visible_to(actor).values_list("pk", flat=True))
    sent = as_owner(
        "SELECT DISTINCT r.journey_id FROM referral_referral r JOIN accounts_organisation o ON o.id = r.receiver_id"
        " WHERE o.country = 'AL' AND r.status IN ('sent', 'asked', 'expired', 'accepted', 'completed')"
    )

    assert seen == {journey for (journey,) in sent}


def test_who_is_to_travel_or_travels_has_all_gates_behind():
    with world.acting(membership("caseworker@casa-verde.example")):
        travelling = Case.objects.select_related("journey", "organisation").filter(
            status__in=[CaseStatus.RETURN_APPROVED, CaseStatus.IN_TRANSIT]
        )
        left = {str(c): open_gates(gates_of(c.journey, c)) for c in travelling}

    assert len(left) >= 3
    assert set(map(tuple, left.values())) == {()}


def test_somebody_could_not_be_asked_yet():
    with world.acting(membership("caseworker@casa-verde.example")):
        assert Draft.objects.filter(could_not_ask=True).count() == 1


def test_nothing_crossed_without_consent():
    uncovered = as_owner(
        "SELECT p.id FROM referral_packagepart p JOIN referral_package k ON k.id = p.package_id"
        " JOIN referral_referral r ON r.id = p.referral_id WHERE NOT EXISTS ("
        "  SELECT 1 FROM referral_consentitem i WHERE i.consent_id = k.consent_id AND i.purpose = k.purpose"
        "  AND i.data_class = p.data_class AND i.agreed AND i.receiver_id = r.receiver_id)"
    )

    assert as_owner("SELECT count(*) FROM referral_packagepart")[0][0] > 0
    assert uncovered == []


def test_nothing_lies_in_the_future_and_the_first_was_a_year_ago():
    first, last = as_owner("SELECT min(at), max(at) FROM referral_journeyevent")[0]

    assert as_owner(f"SELECT '{last}'::timestamptz <= now()") == [(True,)]
    assert as_owner(f"SELECT '{first}'::timestamptz < now() - interval '1 year'") == [(True,)]


def test_the_log_is_intact():
    with testing_database.acting_as_owner():
        call_command("verify_audit", stdout=io.StringIO())


def test_a_second_run_changes_nothing():
    before = counted()

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("seed_demo", stdout=io.StringIO())
    call_command("seed_demo", "--more", stdout=io.StringIO())

    assert counted() == before


def test_it_refuses_where_real_people_are(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="never stand beside real ones"):
        call_command("seed_demo", "--more", stdout=io.StringIO())


def memberships():
    return Membership.objects.active().select_related("user", "organisation").order_by("pk")


def test_a_desk_holds_the_tasks_and_places_that_the_querysets_find():
    found = 0
    for one in memberships():
        with world.acting(one) as actor:
            covered = covered_by(actor, timezone.localdate())
            expected = Task.objects.on_desk_of(actor, covered).values_list("pk", flat=True)
            tasks = tasks_of(actor, covered)
            rows = [*tasks, *referrals_of(actor)]
            places = places_of({row.journey for row in rows if row.journey})
            cases = Case.objects.visible_to(actor).filter(journey__in=[r.journey for r in rows])

            assert [row.pk for row in tasks] == list(expected.order_by("due_on", "made_at"))
            stages = {row.journey: row.stage for row in rows if row.stage is not None}
            assert {pk: (places[pk].reference, stage) for pk, stage in stages.items()} == {
                case.journey_id: (case.journey.reference, case.stage)
                for case in cases.select_related("journey")
            }
            found += len(tasks)
    assert found > 50


def test_a_desk_holds_the_referrals_that_the_querysets_find():
    found = 0
    for one in memberships():
        with world.acting(one) as actor:
            mine = Case.objects.visible_to(actor).values("journey")
            sent = Referral.objects.filter(sender=one.organisation, journey__in=mine)
            sent = sent.filter(status__in=["sent", "expired", "asked"])
            ours = Referral.objects.received_by(actor).filter(status__in=["sent", "expired"])
            rows = referrals_of(actor)

            assert {row.pk for row in rows if row.is_ours} == {one.pk for one in sent}
            assert {row.pk for row in rows if not row.is_ours} == {one.pk for one in ours}
            found += len(rows)
    assert found > 10


def seldom_there(actor, today):
    """By the querysets, what the one question finds."""
    return {
        "alerts": ConsularAlert.objects.visible_to(actor).filter(taken_up_at=None),
        "complaints": Complaint.objects.addressed_to(actor).filter(answered_at=None),
        "drafts": visible_drafts(actor),
        "unanswered": ProtectionRecord.objects.visible_to(actor).filter(answered_at=None),
        "unsent": my_unsent(),
    }


def test_what_is_seldom_on_a_desk_is_what_the_querysets_find():
    today, kinds = timezone.localdate(), set()
    for one in memberships():
        with world.acting(one) as actor:
            found = seldom_of(actor, today)
            for what, rows in seldom_there(actor, today).items():
                assert {row.pk for row in found.get(what, [])} == {row.pk for row in rows}, what
            covered = {str(row.pk): row.words for row in found.get("covers", [])}
            unusual = UnusualReading.objects.visible_to(actor).filter(seen_at=None)

            assert covered == covered_by(actor, today)
            assert bool(found.get("unusual")) == unusual.exists()
            for what, two in (("emergencies", EmergencyAccess), ("protections", Protection)):
                waits = two.objects.to_decide if two is Protection else two.objects.to_agree
                assert found.get(what) or not waits(actor).exists()
            kinds |= set(found)
    assert kinds >= {"alerts", "covers", "drafts", "unanswered"}


def test_open_cases_are_counted_as_the_querysets_count_them():
    numbers = []
    for one in memberships():
        with world.acting(one) as actor:
            cases = Case.objects.visible_to(actor).files().exclude(stage=Stage.CLOSED)
            numbers.append(open_cases_of(actor))
            assert numbers[-1] == cases.count()
    assert max(numbers) > 10
