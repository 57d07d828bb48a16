"""As the application role, in SQL: what the database alone lets through, whatever the application believes."""

import time
import uuid

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.acting import LIFETIME, sign
from accounts.roles import Role
from referral import access
from referral.keys import NoKey
from referral.models import (
    AccessRule,
    Case,
    Evidence,
    GateSignature,
    Identity,
    Journey,
    Note,
    Summary,
    Whereabouts,
)
from referral.stages import Side, Stage
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "Canary Canarina"


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def refused(sql, *parameters):
    """The database’s own words when it refuses; fails when it does not."""
    with (
        pytest.raises(DatabaseError) as problem,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)
    return str(problem.value)


def with_identity(membership):
    case = world.contact(membership)
    with world.acting(membership):
        Identity(case=case, name_said=CANARY).save(force_insert=True)
    return case


@pytest.fixture
def worker():
    return world.member(world.organisation())


def test_the_one_who_opened_a_case_reads_it(worker):
    case = with_identity(worker)

    with world.acting(worker):
        assert Identity.objects.get(case=case.pk).name_said == CANARY


@pytest.mark.asvs("14.2.4")
def test_the_name_lies_encrypted_in_the_table(worker):
    case = with_identity(worker)

    with world.acting(worker):
        stored = rows("SELECT name_said FROM referral_identity WHERE case_id = %s", case.pk)[0][0]

    assert CANARY.encode() not in bytes(stored)
    assert len(bytes(stored)) > len(CANARY)


@pytest.mark.parametrize(
    "table",
    ["case", "identity", "journey", "summary", "caseusergrant", "journeyparty", "referral"],
)
@pytest.mark.asvs("8.3.1")
def test_without_a_context_there_are_no_rows(worker, table):
    with_identity(worker)

    assert rows(f"SELECT count(*) FROM referral_{table}") == [(0,)]


@pytest.mark.asvs("8.2.2")
def test_a_colleague_without_grant_sees_no_case(worker):
    case = with_identity(worker)
    colleague = world.member(worker.organisation)

    with world.acting(colleague):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Summary.objects.exists()
        assert not Identity.objects.exists()


def test_the_same_user_under_another_membership_sees_no_case(worker):
    case = with_identity(worker)
    elsewhere = world.member(world.organisation("Other house"), user=worker.user)

    with world.acting(elsewhere):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Journey.objects.exists()


@pytest.mark.asvs("8.4.1")
def test_a_stranger_sees_no_journey(worker):
    with_identity(worker)

    with world.acting(world.member(world.organisation("Qendra", "AL"))):
        assert not Journey.objects.exists()


@pytest.mark.parametrize(
    ("country", "sees"), [("IT", 1), ("AL", 0)], ids=["of the country", "of the origin"]
)
def test_a_coordinator_sees_the_journey_and_never_the_case(worker, country, sees):
    with_identity(worker)
    office = world.organisation("Coordination", country, kind="coordination")

    with world.acting(world.member(office, Role.NATIONAL_COORDINATOR)):
        assert Journey.objects.count() == sees
        assert Case.objects.count() == Summary.objects.count() == Identity.objects.count() == 0


@pytest.mark.parametrize(
    "role",
    [Role.ORGANISATION_ADMIN, Role.OPERATOR, Role.DATA_PROTECTION, Role.ANALYST, Role.VISA_SECTION],
)
def test_roles_without_casework_see_nothing_of_their_own_organisation(worker, role):
    with_identity(worker)

    with world.acting(world.member(worker.organisation, role)):
        assert Journey.objects.count() == Case.objects.count() == Summary.objects.count() == 0


# The context


def context_of(membership, pid=None, expires=None):
    return membership.actor().payload(
        pid or connection.connection.info.backend_pid, int(expires or time.time() + LIFETIME)
    )


def with_context(context):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('desk.context', %s, true)", [context])
        cursor.execute("SELECT count(*) FROM referral_case")
        return cursor.fetchone()[0]


def test_a_context_signed_by_us_works(worker):
    with_identity(worker)
    connection.ensure_connection()

    assert with_context(sign(context_of(worker))) == 1


@pytest.mark.asvs("9.1.1", "9.1.2")
def test_a_forged_context_is_an_error(worker):
    with_identity(worker)
    connection.ensure_connection()

    with pytest.raises(DatabaseError, match="not ours"):
        with_context(context_of(worker) + "." + "0" * 64)


@pytest.mark.asvs("9.1.1")
def test_a_context_that_was_changed_is_an_error(worker):
    with_identity(worker)
    connection.ensure_connection()
    signed = sign(context_of(worker))

    with pytest.raises(DatabaseError, match="not ours"):
        with_context(signed.replace("case_manager", "case_managex"))


@pytest.mark.asvs("9.2.3", "9.2.4")
def test_another_process_context_is_an_error(worker):
    with_identity(worker)
    connection.ensure_connection()

    with pytest.raises(DatabaseError, match="expired"):
        with_context(sign(context_of(worker, pid=1)))


@pytest.mark.asvs("9.2.1")
def test_an_expired_context_is_an_error(worker):
    with_identity(worker)
    connection.ensure_connection()

    with pytest.raises(DatabaseError, match="expired"):
        with_context(sign(context_of(worker, expires=time.time() - 1)))


@pytest.mark.asvs("9.1.3")
def test_the_context_key_cannot_be_read():
    assert "permission denied" in refused("SELECT * FROM desk_private.row_security_key")


# Grants


def test_an_inserted_grant_is_refused(worker):
    case = with_identity(worker)
    thief = world.member(worker.organisation)

    with world.acting(thief):
        said = refused(
            "INSERT INTO referral_caseusergrant (key, content_object_id, organisation_id, sort_at,"
            " granted_by_id, granted_at, reason, permission_id, user_id)"
            " SELECT gen_random_uuid(), %s, %s, now(), %s, now(), 'x', id, %s FROM auth_permission LIMIT 1",
            case.pk,
            worker.organisation_id,
            thief.user_id,
            thief.user_id,
        )

    assert "permission denied" in said


def test_a_case_worker_without_the_case_cannot_assign_it(worker):
    case = with_identity(worker)
    thief = world.member(worker.organisation)

    with world.acting(thief):
        said = refused(
            "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, thief.user_id
        )

    assert "may not assign" in said


def test_a_supervisor_assigns_to_others_never_to_herself(worker):
    case = with_identity(worker)
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    colleague = world.member(worker.organisation)

    with world.acting(supervisor):
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, colleague.user_id)
        said = refused(
            "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, supervisor.user_id
        )

    assert "may not assign" in said
    with world.acting(colleague):
        assert Identity.objects.get(case=case.pk).name_said == CANARY


def test_a_case_is_not_assigned_outside_the_organisation(worker):
    case = with_identity(worker)
    stranger = world.member(world.organisation("Elsewhere"))

    with world.acting(worker):
        said = refused(
            "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, stranger.user_id
        )

    assert "not a colleague" in said


def test_a_row_whose_class_stands_in_it_is_guarded_by_that_class(worker):
    """Notes, assessments, answers: reading one class of a case opens no other."""
    case = with_identity(worker)
    colleague = world.member(worker.organisation, Role.LAWYER)
    with world.acting(worker):
        for data_class in ("health", "account", "legal"):
            Note(case=case, data_class=data_class, text=CANARY, by=worker.user).save(
                force_insert=True
            )
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, colleague.user_id)
        assert rows("SELECT data_class FROM referral_note") == [("account",)]

    with world.acting(colleague):
        assert rows("SELECT data_class FROM referral_note") == [("legal",)]
        said = refused(
            "INSERT INTO referral_note (id, case_id, data_class, text, by_id, written_at)"
            " VALUES (gen_random_uuid(), %s, 'health', '', %s, now())",
            case.pk,
            colleague.user_id,
        )
    assert "row-level security" in said


def test_a_team_opens_the_case_to_its_members(worker):
    case = with_identity(worker)
    team = world.team(worker.organisation)
    mate = world.member(worker.organisation, teams=[team])

    with world.acting(worker):
        rows("SELECT assign(%s, NULL, %s, NULL, NULL, 'assigned')", case.pk, team.group_id)

    with world.acting(mate):
        assert Identity.objects.get(case=case.pk).name_said == CANARY


def test_a_second_signature_opens_only_the_named_classes(worker):
    case = with_identity(worker)
    with world.acting(worker):
        Note(case=case, data_class="services", text="note", by_id=worker.user_id).save(
            force_insert=True
        )
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)

    with world.acting(worker):
        rows(
            "SELECT assign(%s, %s, NULL, ARRAY['risk', 'services'], now() + interval '7 days', 'signature')",
            case.pk,
            supervisor.user_id,
        )

    with world.acting(supervisor):
        assert Case.objects.filter(pk=case.pk).exists()
        assert Note.objects.get().text == "note"
        assert not Identity.objects.exists()
        with pytest.raises(NoKey):
            Identity(case=case, name_said="x").save(force_insert=True)


def test_a_second_signature_for_eight_days_is_refused(worker):
    case = with_identity(worker)
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)

    with world.acting(worker):
        said = refused(
            "SELECT assign(%s, %s, NULL, ARRAY['risk'], now() + interval '8 days', 'signature')",
            case.pk,
            supervisor.user_id,
        )

    assert "seven days" in said


def test_a_case_row_cannot_be_inserted_directly(worker):
    case = with_identity(worker)

    with world.acting(worker):
        said = refused(
            "INSERT INTO referral_case (id, journey_id, organisation_id, side, stage, status, lead_id, opened_at, version)"
            " VALUES (%s, %s, %s, 'destination', 1, 'new', %s, now(), 1)",
            uuid.uuid4(),
            case.journey_id,
            worker.organisation_id,
            worker.user_id,
        )

    assert "permission denied" in said


def test_a_foreign_journey_cannot_be_joined(worker):
    case = with_identity(worker)
    stranger = world.member(world.organisation("Elsewhere", "AL"))

    with world.acting(stranger):
        said = refused(
            "SELECT open_case(%s, %s, 'origin', 2, 'receiving', %s, NULL)",
            uuid.uuid4(),
            case.journey_id,
            stranger.user_id,
        )

    assert "not open to you" in said


# Keys


def test_the_key_table_cannot_be_read(worker):
    with_identity(worker)

    with world.acting(worker):
        assert "permission denied" in refused("SELECT * FROM referral_casekey")


def test_a_key_is_not_handed_out_without_a_right_and_leaves_an_entry_with_one(worker):
    case = with_identity(worker)
    colleague = world.member(worker.organisation)

    with world.acting(colleague):
        assert rows("SELECT * FROM use_key(%s, 'identity')", case.pk) == []
        assert rows("SELECT * FROM make_key(%s, 'health', 'x', 1)", case.pk) == []
    with world.acting(worker):
        before = rows("SELECT count(*) FROM audit_auditentry WHERE action = 'read.identity'")[0][0]
        assert len(rows("SELECT * FROM use_key(%s, 'identity')", case.pk)) == 1
        after = rows("SELECT count(*) FROM audit_auditentry WHERE action = 'read.identity'")[0][0]

    assert after == before + 1


def test_a_value_moved_to_another_row_does_not_open(worker):
    mine, other = with_identity(worker), world.contact(worker)

    with world.acting(worker):
        Identity(case=other, name_said="Other").save(force_insert=True)
        rows(
            "UPDATE referral_identity SET name_said = (SELECT name_said FROM referral_identity WHERE case_id = %s)"
            " WHERE case_id = %s RETURNING 1",
            mine.pk,
            other.pk,
        )
        with pytest.raises(InvalidTag):
            Identity.objects.get(case=other.pk).name_said.upper()


# The table of rights


def test_the_database_holds_exactly_the_table_of_access():
    stored = {
        (rule.role, rule.data_class, rule.side, rule.stage): (
            rule.can_read,
            rule.can_write,
            rule.can_add,
        )
        for rule in AccessRule.objects.all()
    }
    written = {
        (role, data_class, side, stage): (given in "RW", given == "W", given in "AW")
        for role, data_class, side, stage, given in access.rules()
    }

    assert stored == written


def test_the_application_cannot_change_the_table_of_rights():
    assert "permission denied" in refused("UPDATE referral_accessrule SET can_read = true")


CLASS_MODELS = {
    "identity": lambda case: Identity(case=case, name_said=CANARY),
    "whereabouts": lambda case: Whereabouts(case=case, phone=CANARY),
}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASE_MANAGER])
@pytest.mark.parametrize("stage", [Stage.IDENTIFICATION, Stage.ASSISTANCE, Stage.RETURN])
@pytest.mark.parametrize("data_class", list(CLASS_MODELS))
def test_a_class_is_read_as_the_table_says(worker, role, stage, data_class):
    case = world.contact(worker)
    with world.acting(worker):
        CLASS_MODELS[data_class](case).save(force_insert=True)
        Case.objects.filter(pk=case.pk).update(stage=stage)
    reader = world.member(worker.organisation, role)
    with world.acting(worker):
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, reader.user_id)

    with world.acting(reader):
        seen = rows(f"SELECT count(*) FROM referral_{data_class}")[0][0]
        key = rows("SELECT count(*) FROM use_key(%s, %s)", case.pk, data_class)[0][0]

    expected = int(access.may_read(role, data_class, Side.DESTINATION, stage))
    assert (seen, key) == (expected, expected)


# Signatures


def test_nobody_signs_a_gate_in_another_name(worker):
    case = world.contact(worker)
    colleague = world.member(worker.organisation, Role.SUPERVISOR)

    with world.acting(worker), pytest.raises(DatabaseError, match="row-level security"):
        GateSignature(
            journey_id=case.journey_id,
            kind="G1",
            organisation=worker.organisation,
            side="destination",
            role=Role.SUPERVISOR,
            by=colleague.user,
            outcome="passed",
        ).save(force_insert=True)


def test_a_refusal_does_not_pass_a_gate_where_it_may_not(worker):
    case = world.contact(worker)

    with world.acting(worker), pytest.raises(IntegrityError, match="refusal_only_where"):
        GateSignature(
            journey_id=case.journey_id,
            kind="G3",
            organisation=worker.organisation,
            side="destination",
            role=worker.role,
            by=worker.user,
            outcome="informed_refusal",
        ).save(force_insert=True)


def given_up(worker, case, kind, outcome, **evidence):
    """What the database answers to a signature that passes a gate without what it asks for."""
    row = Evidence(case=case, kind="conversation", by=worker.user, **({"gate": kind} | evidence))
    with world.acting(worker):
        row.save(force_insert=True)
    signature = GateSignature(
        journey_id=case.journey_id,
        kind=kind,
        organisation=worker.organisation,
        side="destination",
        role=worker.role,
        by=worker.user,
        outcome=outcome,
        evidence=row.pk,
    )
    try:
        with world.acting(worker):
            signature.save(force_insert=True)
    except IntegrityError as problem:
        return str(problem)
    return "nothing"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("G2", "waived"), *[(kind, "informed_refusal") for kind in ("G4", "G5", "G9")]],
)
def test_no_gate_is_given_up_without_a_reason(worker, kind, outcome):
    case = world.contact(worker)

    assert "without a reason" in given_up(worker, case, kind, outcome)
    # A reason for something else is none.
    assert "without a reason" in given_up(worker, case, kind, outcome, text="Canary", gate="G1")
    assert given_up(worker, case, kind, outcome, text="Canary") == "nothing"


@pytest.mark.rule(24)
def test_for_a_child_nothing_is_refused_and_an_authority_agrees(worker):
    case = world.contact(worker, child=True)

    assert "not pass for a child" in given_up(worker, case, "G9", "informed_refusal", text="Canary")
    assert "not named" in given_up(worker, case, "G2", "waived", text="Canary")
    authority = {"issuer": "Youth office", "dated_on": timezone.localdate()}
    assert given_up(worker, case, "G2", "waived", text="Canary", **authority) == "nothing"
