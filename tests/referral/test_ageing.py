"""The 18th birthday (rules of practice 23): what ends that day ends by the database's clock, where the person is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.child_words import guardian_stands
from referral.actions.consents import Cell, record_consent
from referral.actions.gates.standing import gates_of
from referral.ageing import comes_of_age_soon, decides_alone
from referral.consent import basis
from referral.due import run_due
from referral.keys import NoKey, data_key
from referral.models import (
    AgeRecord,
    Case,
    Health,
    Identity,
    Journey,
    JourneyParty,
    MoveNotAllowed,
    Referral,
    Task,
)
from referral.stages import GateKind
from tests import testing_database, world
from tests.referral import guardians, partners, placed, sharing
from tests.referral.test_row_security import refused, rows
from tests.referral.test_worker import as_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(23)]
ROME, ADAK = ZoneInfo("Europe/Rome"), ZoneInfo("America/Adak")


def today(zone=ROME):
    """The day there, by the clock of the database."""
    return rows("SELECT now()")[0][0].astimezone(zone).date()


def born(days):
    """Of somebody whose 18th birthday is in so many days, in Italy."""
    adult_on = today() + timedelta(days=days)
    try:
        return adult_on.replace(year=adult_on.year - 18)
    except ValueError:  # today is 29 February: nobody of 18 was born on it
        return adult_on.replace(year=adult_on.year - 18, day=28)


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


def child(worker, days):
    """A case of somebody who turns 18 in so many days; the clock then stands still, and `birthday_is` moves it."""
    case = sharing.opened(worker, child=True, age_band="9-17")
    with world.acting(worker):
        Identity(case=case, name_said=sharing.CANARY, born=born(days).isoformat()).save(
            force_insert=True
        )
    return case


def birthday_is(days):
    """As the owner: every 18th birthday is in so many days. Nobody else can move it."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute("ALTER TABLE referral_agerecord DISABLE TRIGGER by_two")
        cursor.execute(
            "UPDATE referral_agerecord SET adult_on = %s, entered_at = now() - interval '40 days'",
            [today() + timedelta(days=days)],
        )
        cursor.execute("ALTER TABLE referral_agerecord ENABLE TRIGGER by_two")


def adult_at(case, moment):
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT desk_private.adult_at(%s, %s)", [case.journey_id, moment])
        return cursor.fetchone()[0]


def test_it_is_midnight_where_the_person_is():
    """A second before is a child; from the first second of the day on an adult. Where a country has several zones, the last one."""
    for country, zone in (("IT", ROME), ("US", ADAK), ("JP", ZoneInfo("Asia/Tokyo"))):
        case = child(world.member(world.organisation("Here", country)), 60)
        with testing_database.owner_cursor() as cursor:
            cursor.execute("SELECT adult_on FROM referral_agerecord WHERE case_id = %s", [case.pk])
            day = cursor.fetchone()[0]
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)

        assert not adult_at(case, midnight - timedelta(days=1))
        assert not adult_at(case, midnight - timedelta(seconds=1))
        assert adult_at(case, midnight)
        assert adult_at(case, midnight + timedelta(days=1))


def test_where_no_zone_is_known_the_day_begins_as_late_as_anywhere():
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT desk_private.day_in('ZZ', %s)", [datetime(2027, 3, 7, 11, 59, tzinfo=UTC)]
        )
        assert cursor.fetchone()[0] == date(2027, 3, 6)


def guardian_sees(guardian, case):
    with world.acting(guardian):
        return (
            Case.objects.count(),
            Identity.objects.count(),
            Journey.objects.count(),
            JourneyParty.objects.filter(journey=case.journey_id).count(),
        )


def test_guardian_access_ends_that_day_without_any_job(client, worker):
    """The day before everything, on the day nothing: by page, by SQL, by key, and by assigning the case to oneself."""
    case = child(worker, 1)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    guardians.appointed(worker, case)
    world.sign_in(client, guardian)
    page = f"/cases/{case.journey.reference}/"
    assert client.get(page).status_code == 200
    assert guardian_sees(guardian, case)[:3] == (1, 1, 1)

    birthday_is(0)

    assert client.get(page).status_code == 404
    assert guardian_sees(guardian, case) == (0, 0, 0, 0)
    with world.acting(guardian), pytest.raises(NoKey):
        data_key(case.pk, "identity")
    with world.acting(guardian):
        said = refused(
            "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, guardian.user_id
        )
    assert "may not assign" in said
    with world.acting(worker):
        assert Case.objects.count() == 1
        assert not guardian_stands(case.journey_id)


def test_a_guardians_office_loses_its_own_case_too(worker):
    case = child(worker, 1)
    office = world.member(
        world.organisation("Guardians", "IT", "guardianship", services=["guardianship"]),
        Role.GUARDIAN,
    )
    sharing.agree(worker, case, office.organisation)
    asked = sharing.sent(worker, case, office.organisation, kind="guardian")
    with world.acting(office):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="A. Invented")
        assert Case.objects.count() == 1
    head = world.member(office.organisation, Role.SUPERVISOR)
    with world.acting(head):
        assert len(rows("SELECT * FROM caseload()")) == 1

    birthday_is(0)

    with world.acting(office):
        for model in (Case, Referral, Journey, Task):
            assert not model.objects.exists()
    with world.acting(head):
        assert rows("SELECT * FROM caseload()") == []
        assert rows("SELECT * FROM cases_of(%s)", office.user_id) == []


def agree_alone(worker, case, receiver, **more):
    with world.acting(worker):
        return record_consent(
            case=case,
            cells=[Cell("B2", True, receiver, c) for c in sharing.ORDINARY],
            given_by="person",
            how="spoken",
            language="sq",
            text_version="consent-1",
            understood=True,
            **more,
        )


def test_what_was_agreed_for_the_child_shares_nothing_new(worker):
    """What was not accepted yet stays closed, also in the database, until the person says yes."""
    shelter = world.member(world.organisation("Shelter", "IT"))
    case = child(worker, 1)
    sharing.agree(worker, case, shelter.organisation)
    waiting = sharing.sent(worker, case, shelter.organisation, kind="service")

    birthday_is(0)

    with world.acting(worker):
        assert basis(case, shelter.organisation, "B2").agreed == set()
        with pytest.raises(MoveNotAllowed, match="did not agree"):
            sharing.send(
                case=case,
                receiver=shelter.organisation,
                ask=sharing.Ask(kind="service"),
                classes=set(sharing.ORDINARY),
            )
    with world.acting(shelter):
        with pytest.raises(MoveNotAllowed, match="has to be asked again"):
            accept(referral=Referral.objects.get(pk=waiting.pk), contact_name="A. Invented")
        said = refused("UPDATE referral_referral SET status = 'accepted' WHERE id = %s", waiting.pk)
    assert "what was agreed has ended" in said

    agree_alone(worker, case, shelter.organisation)
    with world.acting(shelter):
        accept(referral=Referral.objects.get(pk=waiting.pk), contact_name="A. Invented")
        assert Identity.objects.get().name_said == sharing.CANARY


def test_no_part_is_packed_on_a_guardians_word_any_more(worker):
    shelter = world.organisation("Shelter", "IT")
    case = child(worker, 1)
    sharing.agree(worker, case, shelter)
    waiting = sharing.sent(worker, case, shelter, kind="service")

    birthday_is(0)

    with world.acting(worker):
        said = refused(
            "INSERT INTO referral_packagepart (id, package_id, referral_id, data_class, layer, content)"
            " SELECT gen_random_uuid(), k.id, k.referral_id, 'travel', 'identified', ''"
            " FROM referral_package k WHERE k.referral_id = %s",
            waiting.pk,
        )
        assert "no consent covers" in said
        said = refused(
            "INSERT INTO referral_consent (id, case_id, given_by, assent, how, language, interpreter, text_version, explained,"
            " understood, copy_given, conditions, witness, by_id, given_at, ahead)"
            " VALUES (gen_random_uuid(), %s, 'public_body', 'yes', 'spoken', 'sq', 'none', '', '{}', true, 'no', '', '', %s, now(), false)",
            case.pk,
            worker.user_id,
        )
    assert "decides alone" in said


def test_by_link_nothing_is_accepted_on_a_guardians_word(client, worker):
    """Nor by a partner without an account, nor when the sender writes its answer down."""
    case, there = child(worker, 1), partners.partner("IT")
    sharing.agree(worker, case, there)
    waiting = sharing.sent(worker, case, there, kind="service")
    link = partners.issued(worker, waiting)
    receiver = partners.Receiver()
    assert receiver.open(link).status_code == 200

    birthday_is(0)

    assert receiver.answer("accepted").status_code < 500
    assert partners.fresh(worker, waiting).status == "sent"
    with world.acting(worker):
        assert rows(
            "SELECT record_answer(%s, 'accepted', 'telephone', 'A. Invented', '', current_date, '{}')",
            waiting.pk,
        ) == [(False,)]


def test_the_clock_of_the_web_changes_nothing(worker, time_machine):
    """A web server whose clock is two days ahead, or behind: the database's day counts."""
    case = child(worker, 1)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    time_machine.move_to(datetime.now(UTC) + timedelta(days=2))
    with world.acting(guardian):
        assert Case.objects.exists()


def test_the_persons_answer_is_taken_ahead_and_takes_effect_on_the_day(worker):
    shelter = world.organisation("Shelter", "IT")
    case = child(worker, 20)
    sharing.agree(worker, case, shelter, classes=["summary"])
    with world.acting(worker):
        assert comes_of_age_soon(case)
    agree_alone(worker, case, shelter, ahead=True)
    with world.acting(worker):
        assert basis(case, shelter, "B2").agreed == {"summary"}

    birthday_is(0)

    with world.acting(worker):
        assert basis(case, shelter, "B2").agreed == set(sharing.ORDINARY)


def test_nobody_is_asked_ahead_years_before(worker):
    shelter = world.organisation("Shelter", "IT")
    case = child(worker, 40)

    with pytest.raises(Exception, match="from 30 days before"):
        agree_alone(worker, case, shelter, ahead=True)


def test_the_gates_of_the_child_stay_and_the_person_decides(client, worker):
    """G10 goes on until somebody ends it; the guardian's signatures are the person's now."""
    child(worker, 1)
    with world.acting(worker):
        before = gates_of(Journey.objects.get())
    birthday_is(0)
    with world.acting(worker):
        journey = Journey.objects.get()
        after = gates_of(journey)
        assert decides_alone(journey)
        assert journey.child
    assert before[GateKind.G1].acts == ("guardian",)
    assert after[GateKind.G1].acts == ("case_manager",)
    assert after[GateKind.G10].state == "not_started"
    listed = world.sign_in(client, worker).get("/cases/").text
    assert "18 to 20" in listed
    assert "Child, or may be" not in listed


def kinds(member):
    with world.acting(member):
        return sorted(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def test_the_scheduled_work_asks_before_and_tells_all_sides_on_the_day(worker):
    """Once each, however often it looks; the origin side only if it works on the journey already."""
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    stranger = world.member(world.organisation("Nobody", "AL"))
    case = child(worker, 60)
    sharing.agree(worker, case, partner.organisation)
    asked = sharing.sent(worker, case, partner.organisation, classes=["summary"])
    with world.acting(partner):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="A. Invented")
    birthday_is(38)
    with as_worker():
        run_due()
    assert "before_18" not in kinds(worker)

    birthday_is(30)
    with as_worker():
        assert run_due()["came of age, or soon"] == 1
        assert run_due()["came of age, or soon"] == 0
    assert kinds(worker).count("before_18") == 1
    assert kinds(partner).count("before_18") == 1

    birthday_is(0)
    with as_worker():
        run_due()
        assert run_due()["came of age, or soon"] == 0
    for side in (worker, partner):
        assert kinds(side).count("of_age") == 1
        assert "before_18" not in kinds(side)
    assert kinds(stranger) == []


def test_the_worker_reads_no_day(worker):
    child(worker, 20)
    with as_worker():
        for table in ("referral_agerecord", "referral_identity", "referral_comingofage"):
            assert "permission denied" in refused(f"SELECT * FROM {table}")
        assert "permission denied" in refused("SELECT came_of_age('{}')")


def test_who_may_not_read_the_birth_date_reads_no_day(worker):
    """A service worker on the case learns child or adult, and nothing nearer."""
    case = child(worker, 20)
    guardians.appointed(worker, case)
    placed.at_stage(worker, case, 3)
    for role in (Role.SERVICE_WORKER, Role.GUARDIAN):
        someone = placed.assigned(case, worker, role)
        with world.acting(someone):
            assert Case.objects.count() == 1
            assert not AgeRecord.objects.exists()
            assert not decides_alone(Journey.objects.get())
            assert refused("SELECT desk_private.adult_from(%s)", case.journey_id)


def test_the_day_is_not_moved_without_a_reason(worker):
    case = child(worker, 20)
    with world.acting(worker):
        assert "permission denied" in refused("UPDATE referral_agerecord SET adult_on = now()")
        assert "permission denied" in refused("DELETE FROM referral_agerecord")
        assert "permission denied" in refused("SELECT * FROM referral_comingofage")
        said = refused(
            "INSERT INTO referral_agerecord (id, case_id, source, adult_on, exactness, reason, outcome, kind, method, number, issuer,"
            " seen_by, born, text, entered_by_id, entered_at, child_meanwhile, settled) VALUES (gen_random_uuid(), %s, 'birth_date',"
            " now(), 'day', '', '', '', '', '', '', '', '', '', %s, now(), true, '')",
            case.pk,
            worker.user_id,
        )
        assert "row-level security" in said
        row = Identity.objects.get()
        row.born = born(400).isoformat()
        with pytest.raises(Exception, match="another date needs a reason"):
            row.save()
    with world.acting(worker):
        row = Identity.objects.get()
        row.born, row.age_reason = born(400).isoformat(), "document"
        row.save()
        assert AgeRecord.objects.filter(source="birth_date").count() == 2
        assert AgeRecord.objects.filter(reason="document").count() == 1


def test_a_guardian_who_writes_identity_does_not_prolong_the_access(worker):
    case = child(worker, 20)
    stranger = world.member(world.organisation("Elsewhere", "IT"))
    for someone in (placed.assigned(case, worker, Role.GUARDIAN), stranger):
        with world.acting(someone):
            said = refused(
                "SELECT keep_age(gen_random_uuid(), %s, '2040-01-01', '2040-01-01', 'day', 'slip')",
                case.pk,
            )
        assert "not an age that you write" in said


def test_typing_a_birth_date_makes_nobody_an_adult(worker):
    """Years of a grown-up in the journey of a child: that takes a decision of two."""
    case = sharing.opened(worker, child=True, age_band="9-17")
    with world.acting(worker):
        Identity(case=case, name_said="A", born="1990-01-01").save(force_insert=True)
        assert not decides_alone(Journey.objects.get())


def test_who_is_surely_a_child_is_on_the_path_for_children(worker):
    case = sharing.opened(worker)
    with world.acting(worker):
        Identity(case=case, name_said="A", born=born(400).isoformat()).save(force_insert=True)
        assert Journey.objects.get().child
    assert kinds(worker) == ["child_path", "guardian"]


def test_health_is_read_again_by_nobody_but_who_works_on_the_case(worker):
    """The attack: a guardian who kept the key's name asks for it on the day."""
    case = child(worker, 1)
    nurse = placed.assigned(case, worker, Role.HEALTH)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    with world.acting(nurse):
        Health(case=case, conditions=sharing.HEALTH_CANARY).save(force_insert=True)
    with world.acting(guardian):
        assert Health.objects.get().conditions == sharing.HEALTH_CANARY
    birthday_is(0)
    with world.acting(guardian):
        assert not Health.objects.exists()
        assert rows("SELECT * FROM use_key(%s, 'health')", case.pk) == []
