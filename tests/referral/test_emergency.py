"""Emergency access: who may, for how long, with whom, and what it never opens."""

import time
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.access import AGREES_TO_EMERGENCY, OPENS_IN_EMERGENCY
from referral.keys import NoKey
from referral.models import (
    Account,
    Case,
    EmergencyAccess,
    Identity,
    Note,
    Notice,
    Summary,
    Task,
    Whereabouts,
)
from tests import testing_database, world

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "She rang and whispered an address."
NAME, PLACE, STORY = "Kanarname", "Kanarplace", "Kanarstory"


@pytest.fixture
def casa():
    house = world.organisation()
    people = SimpleNamespace(
        house=house,
        lead=world.member(house),
        asker=world.member(house),
        second=world.member(house),
        supervisor=world.member(house, Role.SUPERVISOR),
        officer=world.member(house, Role.DATA_PROTECTION),
        elsewhere=world.member(world.organisation("Other")),
    )
    people.case = world.contact(people.lead)
    with world.acting(people.lead):
        people.reference = Case.objects.get(pk=people.case.pk).journey.reference
        Identity(case=people.case, name_said=NAME).save(force_insert=True)
        Whereabouts(case=people.case, address=PLACE).save(force_insert=True)
        Account(case=people.case, noticed_note=STORY).save(force_insert=True)
    return people


def ask(client, casa, by=None, **changed):
    world.sign_in(client, by or casa.asker)
    answers = {
        "reference": casa.reference,
        "urgency": "life",
        "reason": "danger",
        "text": WORDS,
        "classes": ["identity"],
        **changed,
    }
    return client.post(reverse("emergency_new"), answers)


def newest():
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT id FROM referral_emergencyaccess ORDER BY asked_at DESC LIMIT 1")
        row = cursor.fetchone()
    return row and row[0]


def shift(column, interval):
    """Time passes for the newest request, by the database's clock."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            f"UPDATE referral_emergencyaccess SET {column} = {column} - %s::interval WHERE id = %s",
            [interval, newest()],
        )


def post(client, page, by, **answers):
    world.sign_in(client, by)
    return client.post(reverse(page, args=[newest()]), answers)


def look(client, by):
    world.sign_in(client, by)
    return client.get(reverse("emergency_detail", args=[newest()]))


def opened(client, casa, **changed):
    ask(client, casa, **changed)
    post(client, "emergency_answer", casa.second, answer="yes")
    return post(client, "emergency_open", casa.asker)


def reviewed(client, casa):
    post(client, "emergency_end", casa.asker)
    answers = {"outcome": "needed", "text": "A real danger."}
    return post(client, "emergency_review", casa.officer, **answers)


def test_the_way_from_asking_to_the_review(client, casa):
    assert ask(client, casa).status_code == 302
    assert NAME not in look(client, casa.asker).text
    asked = look(client, casa.second)
    assert WORDS in asked.text
    post(client, "emergency_answer", casa.second, answer="yes")
    post(client, "emergency_open", casa.asker)
    page = look(client, casa.asker)

    assert NAME in page.text
    assert "Open until" in page.text
    assert "End it now" in page.text
    assert PLACE not in page.text
    assert STORY not in page.text

    assert reviewed(client, casa).status_code == 302
    assert NAME not in look(client, casa.asker).text
    assert "It was needed" in look(client, casa.asker).text


def test_only_the_parts_of_the_role_are_offered_and_taken(client, casa):
    assert ask(client, casa, classes=["health"]).status_code == 422
    with world.acting(casa.asker), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "SELECT ask_emergency(gen_random_uuid(), %s, ARRAY['health'], 'danger', 'life', 'x')",
            [casa.reference],
        )
    assert newest() is None


@pytest.mark.parametrize("role", [role for role in Role if role not in OPENS_IN_EMERGENCY])
def test_no_other_role_asks(client, casa, role):
    other = world.member(casa.house, role)
    assert ask(client, casa, by=other).status_code == 403
    with world.acting(other), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "SELECT ask_emergency(gen_random_uuid(), %s, ARRAY['identity'], 'danger', 'life', 'x')",
            [casa.reference],
        )


def test_it_opens_nothing_else_and_writes_nothing(client, casa):
    opened(client, casa)
    with world.acting(casa.asker) as actor:
        assert Identity.objects.get().name_said == NAME
        assert Summary.objects.count() == 1
        assert not Whereabouts.objects.exists()
        assert not Account.objects.exists()
        assert not Case.objects.exists()
        assert not Case.objects.visible_to(actor).exists()
        assert not Note.objects.exists()
        assert not Task.objects.exists()
        assert Identity.objects.update(marital_status="Single") == 0
    with world.acting(casa.asker), pytest.raises(NoKey):
        Note(case=casa.case, data_class="identity", by=casa.asker.user, text="x").save(
            force_insert=True
        )
    world.sign_in(client, casa.asker)
    for page in ("case_overview", "case_history", "case_record", "case_consent", "refer"):
        assert client.get(reverse(page, args=[casa.reference])).status_code == 404
    assert casa.reference not in client.get(reverse("case_list")).text
    found = client.get(reverse("search"), {"q": casa.reference}).text
    assert reverse("case_overview", args=[casa.reference]) not in found


def test_nobody_agrees_with_her_own_request(client, casa):
    ask(client, casa)
    assert post(client, "emergency_answer", casa.asker, answer="yes").status_code == 404
    twin = world.member(casa.house, Role.SUPERVISOR, user=casa.asker.user)
    assert post(client, "emergency_answer", twin, answer="yes").status_code == 404
    with world.acting(twin), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT answer_emergency(%s, true)", [newest()])


def test_another_organisation_knows_nothing(client, casa):
    response = ask(client, casa, by=casa.elsewhere)
    assert response.status_code == 409
    assert newest() is None
    ask(client, casa)
    unreal = client.get(reverse("emergency_detail", args=[casa.case.pk]))
    world.sign_in(client, casa.elsewhere)
    assert look(client, casa.elsewhere).status_code == unreal.status_code == 404
    with world.acting(casa.elsewhere):
        assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize(
    ("urgency", "waited", "opens"),
    [
        ("life", "9 minutes", False),
        ("life", "11 minutes", True),
        ("life", "61 minutes", False),
        ("today", "11 minutes", False),
    ],
)
def test_alone_after_ten_minutes_where_a_life_may_depend(client, casa, urgency, waited, opens):
    ask(client, casa, urgency=urgency)
    shift("asked_at", waited)
    post(client, "emergency_open", casa.asker)

    assert (NAME in look(client, casa.asker).text) is opens
    if opens:
        assert "without approval" in look(client, casa.officer).text
        with world.acting(casa.officer):
            assert AuditEntry.objects.filter(action="emergency.opened_alone").count() == 1


def test_only_who_may_agrees_and_only_who_asked_opens(client, casa):
    ask(client, casa)
    assert post(client, "emergency_answer", casa.officer, answer="yes").status_code == 404
    post(client, "emergency_answer", casa.second, answer="yes")

    assert post(client, "emergency_open", casa.second).status_code == 404

    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT opened_at FROM referral_emergencyaccess")
        assert cursor.fetchone() == (None,)
    assert post(client, "emergency_open", casa.asker).status_code == 302


def test_a_no_is_a_no(client, casa):
    ask(client, casa)
    post(client, "emergency_answer", casa.second, answer="no")
    shift("asked_at", "11 minutes")
    post(client, "emergency_open", casa.asker)
    assert NAME not in look(client, casa.asker).text


def test_the_hour_is_the_databases(client, casa):
    opened(client, casa)
    shift("ends_at", "61 minutes")
    assert NAME not in look(client, casa.asker).text
    with world.acting(casa.asker):
        assert not Identity.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM use_key(%s, 'identity')", [casa.case.pk])
            assert cursor.fetchall() == []


def test_opening_lasts_an_hour_and_can_be_ended(client, casa):
    opened(client, casa)
    with world.acting(casa.asker):
        row = EmergencyAccess.objects.get()
        assert (row.ends_at - row.opened_at).total_seconds() == 3600
        assert (row.review_due_at - row.opened_at).total_seconds() == 72 * 3600
    assert post(client, "emergency_end", casa.second).status_code == 404
    post(client, "emergency_end", casa.lead)
    assert NAME not in look(client, casa.asker).text


def test_lead_and_data_protection_are_told_at_once(client, casa):
    opened(client, casa)
    for who in (casa.lead, casa.officer):
        with world.acting(who):
            assert Notice.objects.filter(kind="emergency_opened").count() == 1
        world.sign_in(client, who)
        assert reverse("emergency_detail", args=[newest()]) in client.get(reverse("home")).text
        assert NAME not in look(client, who).text or who is casa.lead


def test_every_look_stands_in_the_history_of_the_case(client, casa):
    opened(client, casa)
    look(client, casa.asker)
    world.sign_in(client, casa.lead)
    history = client.get(reverse("case_history", args=[casa.reference])).text
    assert "Emergency access opened" in history
    assert casa.asker.user.short_name in history
    page = look(client, casa.officer).text
    assert "What was read" in page
    assert "Name and identity" in page


def test_no_entry_no_data(client, casa):
    opened(client, casa)
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "ALTER TABLE audit_auditentry ADD CONSTRAINT full_disk CHECK (action <> 'read.identity') NOT VALID"
        )
    try:
        with world.acting(casa.asker), pytest.raises(DatabaseError):
            str(Identity.objects.get().name_said)
    finally:
        with testing_database.owner_cursor() as cursor:
            cursor.execute("ALTER TABLE audit_auditentry DROP CONSTRAINT full_disk")


def test_what_is_not_reviewed_blocks_the_next(client, casa):
    opened(client, casa)
    post(client, "emergency_end", casa.asker)
    blocked = ask(client, casa)
    assert blocked.status_code == 409
    assert "has not been reviewed" in blocked.text
    assert WORDS in blocked.text
    reviewed(client, casa)
    assert ask(client, casa).status_code == 302


def test_two_that_wait_do_not_both_open(client, casa):
    ask(client, casa)
    first = newest()
    ask(client, casa)
    post(client, "emergency_answer", casa.second, answer="yes")
    post(client, "emergency_open", casa.asker)
    shift("asked_at", "1 hour")
    world.sign_in(client, casa.second)
    client.post(reverse("emergency_answer", args=[first]), {"answer": "yes"})
    world.sign_in(client, casa.asker)
    assert client.post(reverse("emergency_open", args=[first])).status_code == 409


def test_three_in_seven_days(client, casa):
    for _number in range(3):
        opened(client, casa)
        reviewed(client, casa)
    fourth = ask(client, casa)
    assert fourth.status_code == 409
    assert "three times" in fourth.text
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_emergencyaccess SET asked_at = asked_at - interval '8 days'"
        )
    assert ask(client, casa).status_code == 302


def test_the_review_is_a_third_persons(client, casa):
    ask(client, casa)
    post(client, "emergency_answer", casa.supervisor, answer="yes")
    post(client, "emergency_open", casa.asker)
    post(client, "emergency_end", casa.asker)
    answers = {"outcome": "needed", "text": "Fine."}
    for who in (casa.asker, casa.supervisor, casa.second):
        assert post(client, "emergency_review", who, **answers).status_code == 404
    for who in (casa.asker, casa.supervisor, casa.second):
        with world.acting(who), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT review_emergency(%s, 'needed', 'x')", [newest()])
    assert post(client, "emergency_review", casa.lead, **answers).status_code == 302


def test_the_row_is_changed_through_the_doors_only(client, casa):
    ask(client, casa)
    for change in ("approved = true", "ends_at = now() + interval '1 day'", "role = 'health'"):
        with world.acting(casa.asker), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"UPDATE referral_emergencyaccess SET {change}")
    with world.acting(casa.asker), pytest.raises(DatabaseError):
        EmergencyAccess.objects.all().delete()


def test_the_reason_is_locked(client, casa):
    ask(client, casa)
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT text FROM referral_emergencyaccess")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.rule(26)
def test_a_short_reason_is_asked_again_and_nothing_typed_is_lost(client, casa):
    response = ask(client, casa, text="danger")
    assert response.status_code == 422
    assert 'value="identity"' in response.text
    assert casa.reference in response.text


@pytest.mark.rule(26)
def test_an_old_sign_in_asks_for_the_password(client, casa):
    world.sign_in(client, casa.asker)
    age(client)
    page = client.get(reverse("emergency_new"))
    assert 'name="password"' in page.text
    answers = {
        "reference": casa.reference,
        "urgency": "life",
        "reason": "danger",
        "text": WORDS,
        "classes": ["identity"],
    }
    assert client.post(reverse("emergency_new"), answers).status_code == 422
    wrong = client.post(reverse("emergency_new"), {**answers, "password": "not this one"})
    assert wrong.status_code == 422
    assert "not your password" in wrong.text
    right = client.post(reverse("emergency_new"), {**answers, "password": world.PASSWORD})
    assert right.status_code == 302


def age(client):
    session = client.session
    session["began_at"] = session.get("began_at", time.time()) - 16 * 60
    session.save()


def test_who_reads_also_agrees():
    assert set(OPENS_IN_EMERGENCY) <= AGREES_TO_EMERGENCY
    assert Role.NATIONAL_COORDINATOR not in {*OPENS_IN_EMERGENCY, *AGREES_TO_EMERGENCY}
