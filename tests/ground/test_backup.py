"""Copies of the database: sealed, whole, and put back only where nothing stands."""

import io
import os
import subprocess
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config import backup
from shell.models import SignOfLife
from tests import testing_database, world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recipient(tmp_path):
    public, *halves = backup.new_halves()
    for number, half in enumerate(halves, 1):
        (tmp_path / f"half-{number}.key").write_text(half)
    return public


@pytest.fixture
def case():
    return sharing.filled(world.member(world.organisation("Casa Verde", "IT")))


@pytest.fixture
def copy(tmp_path, recipient, case, settings):
    settings.BACKUP_RECIPIENT = recipient
    call_command("backup", tmp_path / "copies", stdout=io.StringIO())
    (file,) = (tmp_path / "copies").iterdir()
    return file


@pytest.fixture
def beside():
    """The name of a database that is made by the test, and goes after it."""
    name = f"{connection.settings_dict['NAME']}_beside"
    yield name
    with testing_database.owner_cursor() as cursor:
        testing_database.drop(cursor, name)


def restore(copy, into, *more, halves=(1, 2)):
    said = io.StringIO()
    keys = [f"--half={copy.parent.parent / f'half-{number}.key'}" for number in halves]
    call_command(
        "restore", copy, *keys, f"--into={into}", *(more or ["--nothing-erased"]), stdout=said
    )
    return said.getvalue()


def test_a_copy_put_back_is_the_same(copy, beside, case):
    said = restore(copy, beside)

    assert ", 0 differing" in said
    with closing(backup.connect("trm_backup", beside)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT reference FROM referral_journey")
        assert cursor.fetchall() == [(case.journey.reference,)]
        cursor.execute(
            "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'referral_identity'"
        )
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
    with closing(backup.connect("trm_app", beside)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_journey")
        assert cursor.fetchone() == (0,)  # nobody acts


def test_a_row_that_differs_is_found(case):
    name = connection.settings_dict["NAME"]
    with closing(backup.connect("trm_backup", name)) as opened, opened.cursor() as cursor:
        before = backup.contents(cursor)
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET city = 'Elsewhere'")
    with closing(backup.connect("trm_backup", name)) as opened, opened.cursor() as cursor:
        assert backup.differing(before, backup.contents(cursor)) == ["public.accounts_organisation"]


def test_a_stolen_copy_tells_nothing(copy, case):
    stolen = copy.read_bytes()

    assert len(stolen) > 100_000
    for word in (b"PGDMP", b"referral_identity", b"Casa Verde", case.journey.reference.encode()):
        assert word not in stolen
    assert copy.stat().st_mode & 0o077 == 0


def test_what_is_sealed_in_the_database_stays_sealed_in_the_dump(case):
    """Whoever has both halves, and not the master key, reads codes and no words."""
    name = connection.settings_dict["NAME"]
    with closing(backup.connect("trm_backup", name)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        dumped, _said = backup.dump(name, cursor.fetchone()[0]).communicate()
    plain = subprocess.run(
        [settings.CLUSTER.bin / "pg_restore", "--file=-"],
        input=dumped,
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout

    assert case.journey.reference.encode() in plain
    for word in (b"Canarina", b"canary", b"Canary road", b"1994-03"):
        assert word not in plain


@pytest.mark.parametrize("halves", [(1, 1), (2, 2)])
def test_one_half_opens_nothing(copy, beside, halves):
    with pytest.raises(CommandError, match="not the two halves"):
        restore(copy, beside, halves=halves)


def test_another_key_opens_nothing(copy, beside):
    for number, half in enumerate(backup.new_halves()[1:], 1):
        (copy.parent.parent / f"half-{number}.key").write_text(half)

    with pytest.raises(CommandError, match="does not open"):
        restore(copy, beside)


def test_a_damaged_copy_puts_nothing_back(copy, beside):
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-70_000] + b"x" + whole[-69_999:])

    with pytest.raises(CommandError, match="damaged"):
        restore(copy, beside)
    with closing(backup.connect("trm_owner", beside)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)


def test_it_goes_into_no_database_that_is_used(copy):
    with pytest.raises(CommandError, match="is not empty"):
        restore(copy, connection.settings_dict["NAME"])


def test_what_was_erased_since_is_erased_again(copy, beside, case, tmp_path):
    name = connection.settings_dict["NAME"]
    with closing(backup.connect("trm_backup", name)) as opened, opened.cursor() as cursor:
        cursor.execute(
            "SELECT id, owner, data_class FROM referral_casekey WHERE data_class = 'identity'"
        )
        key, owner, kind = cursor.fetchone()
    kept = tmp_path / "erased"
    kept.write_text(f'{{"key": "{key}", "owner": "{owner}", "data_class": "{kind}"}}\n')

    assert "1 of 1 keys" in restore(copy, beside, f"--erasures={kept}")
    with closing(backup.connect("trm_backup", beside)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_casekey WHERE id = %s", [key])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM referral_erasedkey WHERE key = %s", [key])
        assert cursor.fetchone() == (1,)


def test_without_a_key_nothing_is_copied(tmp_path, settings):
    settings.BACKUP_RECIPIENT = ""

    with pytest.raises(CommandError, match="BACKUP_RECIPIENT"):
        call_command("backup", tmp_path / "copies")
    assert not (tmp_path / "copies").exists()


def test_a_new_key_is_two_halves_that_no_second_call_overwrites(tmp_path):
    said = io.StringIO()
    call_command("backup", tmp_path, "--new-key", stdout=said)

    halves = [(tmp_path / f"half-{number}.key").read_text() for number in (1, 2)]
    public = said.getvalue().splitlines()[0].removeprefix("BACKUP_RECIPIENT=")
    assert str(backup.joined(halves).to_public()) == public
    with pytest.raises(CommandError, match="left as it is"):
        call_command("backup", tmp_path, "--new-key")


def test_old_copies_go_and_the_page_of_health_knows_of_the_new_one(client, copy):
    old = copy.with_name("2020-01-01T00-00-00.backup")
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    call_command("backup", copy.parent, stdout=io.StringIO())

    assert not old.exists()
    assert client.get("/health/").json()["backup"] == "ok"


def test_health_says_what_is_late_and_nothing_more(client):
    assert client.get("/health/").json() == {
        "web": "ok",
        "database": "ok",
        "disk": "ok",
        "worker": "never",
        "imports": "never",
        "statistics": "never",
        "backup": "never",
    }
    SignOfLife.objects.create(what="worker", seen_at=timezone.now() - timedelta(minutes=11))
    assert client.get("/health/").json()["worker"] == "late"
