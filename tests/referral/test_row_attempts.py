"""As the application role and the others, in SQL: what a row is, and what stands in for what."""

import pytest
from django.db import connection

from accounts.roles import Role
from referral.actions.answers import accept
from referral.models import GateSignature, Journey, Leg, Referral
from tests import world
from tests.referral import sharing
from tests.referral.test_row_security import refused, rows
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def case(two):
    return sharing.filled(two[0])


def test_rights_are_not_read_from_a_table_that_stands_in(two, case):
    worker, _partner = two
    outsider = world.member(worker.organisation, Role.ORGANISATION_ADMIN)
    with world.acting(outsider), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE referral_accessrule ON COMMIT DROP AS"
            " SELECT 'organisation_admin' AS role, data_class, side, stage,"
            " true AS can_read, true AS can_write, true AS can_add FROM public.referral_accessrule"
        )
        assert Journey.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        "referral_case SET side = 'origin'",
        "referral_case SET opened_from = gen_random_uuid()",
        "referral_case SET journey_id = gen_random_uuid()",
        "referral_journey SET child = true",
        "referral_journey SET reference = 'TRM-222-222-2'",
        "referral_journey SET opened_by_id = gen_random_uuid()",
    ],
)
def test_what_a_case_and_a_journey_are_is_never_changed(two, case, change):
    with world.acting(two[0]):
        assert "permission denied" in refused(f"UPDATE {change}")


def leg(membership, case, **fields):
    of = membership.organisation
    values = {"country": of.country, "side": case.side} | fields
    Leg(journey_id=case.journey_id, organisation=of, **values).save(force_insert=True)


def test_a_service_does_not_make_itself_the_holder(two, case):
    worker, _partner = two
    shelter = world.member(world.organisation("Shelter", "IT"))
    sharing.agree(worker, case, shelter.organisation)
    asked = sharing.sent(worker, case, shelter.organisation, kind="service")
    with world.acting(shelter):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
    for country in ("IT", "FR"):
        with world.acting(shelter), pytest.raises(Exception, match="row-level security"):
            leg(shelter, case, country=country)


def test_a_leg_is_ended_by_a_role_that_works_on_journeys(two, case):
    admin = world.member(two[0].organisation, Role.ORGANISATION_ADMIN)
    with world.acting(admin), connection.cursor() as cursor:
        cursor.execute("UPDATE referral_leg SET held_to = now()")
        assert cursor.rowcount == 0


def test_nobody_signs_for_the_other_side(two, case):
    worker, _partner = two
    with world.acting(worker), pytest.raises(Exception, match="row-level security"):
        GateSignature(
            journey_id=case.journey_id,
            kind="G6",
            organisation=worker.organisation,
            side="origin",
            role=worker.role,
            by=worker.user,
            outcome="passed",
        ).save(force_insert=True)


@pytest.mark.parametrize("role", ["trm_worker", "trm_stats", "trm_backup"])
def test_no_other_role_may_even_knock_at_a_door(role):
    doors = rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND has_function_privilege(%s, oid, 'execute')",
        role,
    )
    # The scheduled work counts who read how much, from the log alone, makes the tasks of who turns 18 without a day,
    # and takes waiting files to the scanner.
    worker = [
        ("count_names",),
        ("desk_acting",),
        ("note_coming_of_age",),
        ("note_unusual_reading",),
    ]
    worker += [("blobs_in_use",), ("file_scanned",), ("files_to_scan",), ("refresh_desk",)]
    worker += [("notice_mail_tried",), ("queue_notice_mail",), ("take_notice_mail",)]
    worker += [("yearly_figure",), ("note_consent_reviews",), ("propose_erasures",)]
    worker += [("remind_of_agreements",)]
    wanted = worker if role == "trm_worker" else []
    assert sorted(doors) == sorted(wanted)


def test_the_worker_reads_no_password():
    with as_worker():
        assert "permission denied" in refused("SELECT password FROM accounts_user")
