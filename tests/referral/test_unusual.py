"""Unusual reading: counted from the log alone, told to the leads and to data protection, never to the reader."""

import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.roles import Role
from referral.models import Notice, UnusualReading
from referral.unusual import RULES, note_unusual_reading
from tests import testing_database, world
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def casa():
    house = world.organisation()
    people = SimpleNamespace(
        lead=world.member(house),
        reader=world.member(house),
        officer=world.member(house, Role.DATA_PROTECTION),
        other=world.member(house),
    )
    people.case = world.contact(people.lead)
    return people


def by_day(user):
    """It is noon where the reader is, whenever the tests run: reading at night has a rule of its own."""
    ahead = 12 - datetime.now(UTC).hour
    user.time_zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    user.save(update_fields=["time_zone"])


def entries(membership, number, *, at="now()", action="read.identity", target=None, step="0"):
    """Entries as they would stand in the log; the trigger that stamps the time is put aside for the past."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER in_own_name")
        try:
            for count in range(number):
                cursor.execute(
                    "INSERT INTO audit_auditentry (organisation, at, actor, action, target, detail)"
                    f" VALUES (%s, {at} - {count} * interval '{step}', %s, %s, %s, '{{}}')",
                    [
                        str(membership.organisation_id),
                        str(membership.pk),
                        action,
                        str(target or uuid.uuid4()),
                    ],
                )
        finally:
            cursor.execute("ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER in_own_name")


NIGHT = "(((now() AT TIME ZONE 'Europe/Rome')::date + time '02:00') AT TIME ZONE 'Europe/Rome' - interval '%s')"


def count():
    with as_worker():
        return note_unusual_reading()


def rules_for(membership):
    with world.acting(membership) as actor:
        return sorted(UnusualReading.objects.visible_to(actor).values_list("rule", flat=True))


def noon(days=0):
    return f"(((now() AT TIME ZONE 'Europe/Rome')::date + time '12:00') AT TIME ZONE 'Europe/Rome' - interval '{days} days')"


def test_many_cases_in_an_hour_are_told_once_and_not_to_the_reader(casa):
    by_day(casa.reader.user)
    most = RULES["many"]["most"]
    entries(casa.reader, most - 2)
    entries(casa.reader, 1, target=casa.case.pk)
    assert count() == 0
    entries(casa.reader, 1)
    assert count() == 1
    assert count() == 0
    assert "many" in rules_for(casa.lead)
    assert rules_for(casa.lead) == rules_for(casa.officer)
    assert rules_for(casa.reader) == rules_for(casa.other) == []
    for who, number in [(casa.lead, 1), (casa.officer, 1), (casa.reader, 0)]:
        with world.acting(who):
            assert Notice.objects.filter(kind="unusual_reading").count() == number


def test_one_case_read_often_is_not_many(casa):
    entries(casa.reader, 60, target=casa.case.pk)
    assert count() == 0


@pytest.mark.asvs("16.3.3")
def test_refused_looks(casa):
    entries(casa.reader, RULES["refused"]["most"] - 1, action="deny.object")
    assert count() == 0
    entries(casa.reader, 1, action="deny.object")
    assert count() == 1
    assert rules_for(casa.officer) == ["refused"]


def test_coming_back_without_any_work(casa):
    days = RULES["no_work"]["most"]
    entries(casa.reader, days - 1, at=noon(1), target=casa.case.pk, step="1 day")
    assert count() == 0
    entries(casa.reader, 1, at=noon(days), target=casa.case.pk)
    assert count() == 1
    assert rules_for(casa.lead) == ["no_work"]


def test_who_works_on_a_case_may_come_back(casa):
    entries(casa.reader, 8, at=noon(1), target=casa.case.pk, step="1 day")
    entries(casa.reader, 1, at=noon(1), target=casa.case.pk, action="note.added")
    entries(casa.lead, 8, at=noon(1), target=casa.case.pk, step="1 day")
    assert count() == 0


def test_at_night_only_who_does_not_usually(casa):
    """Two in the morning of the newest night that has passed, judged in the reader's own time zone."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN (now() AT TIME ZONE 'Europe/Rome')::time > time '02:00' THEN 0 ELSE 1 END"
        )
        ago = cursor.fetchone()[0]
    most = RULES["night"]["most"]
    for night in range(1, RULES["night"]["usual"] + 1):
        entries(casa.other, 1, at=NIGHT % f"{ago + night} days")
    for who in (casa.reader, casa.other):
        entries(who, most, at=NIGHT % f"{ago} days")
    assert count() == 1
    with world.acting(casa.officer):
        assert UnusualReading.objects.get().reader == casa.reader.user


def test_the_home_page_asks_and_one_tap_settles(client, casa):
    entries(casa.reader, RULES["refused"]["most"], action="deny.object")
    count()
    world.sign_in(client, casa.officer)
    before = client.get(reverse("home")).text.count("Unusual reading")  # the menu, and a row
    page = client.get(reverse("unusual_list"))
    assert casa.reader.user.name in page.text
    with world.acting(casa.officer):
        line = UnusualReading.objects.get()
    world.sign_in(client, casa.other)
    assert client.post(reverse("unusual_seen", args=[line.pk])).status_code == 404
    world.sign_in(client, casa.officer)
    assert client.post(reverse("unusual_seen", args=[line.pk])).status_code == 302
    assert client.get(reverse("home")).text.count("Unusual reading") == before - 1


def test_only_the_worker_counts_and_sees_no_line(casa):
    with world.acting(casa.officer), pytest.raises(DatabaseError):
        note_unusual_reading()
    with as_worker(), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM referral_unusualreading")
    with as_worker(), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_auditentry")
