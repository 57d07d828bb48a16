"""The scanner (class E-12 of the attack list): its word wins, its silence closes, and the worker asks again."""

import logging
import socket
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from config import files as config_files
from referral.files import scanner, store
from referral.models import EvidenceFile, Notice
from referral.waiting_files import scan_waiting, sweep_blobs
from tests import testing_database, world
from tests.referral import clamd, sharing
from tests.referral import made_files as made
from tests.referral.test_evidence import WORDS, kept, on_disk, opened, page, place, recorded, sent
from tests.referral.test_row_security import rows
from tests.referral.test_worker import as_worker

__all__ = ["place"]  # the store of `test_evidence`, for each test here too

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(29)]


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def case(worker):
    return sharing.opened(worker)


@pytest.fixture
def evidence(worker, case):
    return recorded(worker, case)


@pytest.fixture
def nobody(settings):
    """An address at which no scanner listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        settings.FILE_SCANNER = f"tcp:127.0.0.1:{line.getsockname()[1]}"
    return settings


def the_file(worker):
    with world.acting(worker):
        return EvidenceFile.objects.get()


def put(client, worker, case, evidence, **file):
    return world.sign_in(client, worker).post(
        page("file_add", case, evidence.pk), sent(**file), follow=True
    )


def test_a_clean_file_opens(client, settings, worker, case, evidence):
    with clamd.running() as server:
        settings.FILE_SCANNER = server.address
        shown = put(client, worker, case, evidence)

    assert server.seen == [WORDS]
    assert "Scanned" in shown.text
    assert "No scanner for harmful files" not in shown.text
    assert opened(client, case, the_file(worker)).content == WORDS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plain.txt", made.EICAR),
        ("in a PDF.pdf", made.pdf() + b"\n%" + made.EICAR),
        ("in a letter.docx", made.docx(("word/media/a.txt", made.EICAR), method=0)),
    ],
)
@pytest.mark.asvs("5.4.3")
def test_what_the_scanner_finds_is_not_kept(
    client, place, settings, worker, case, evidence, name, data
):
    with clamd.running() as server:
        settings.FILE_SCANNER = server.address
        answer = put(client, worker, case, evidence, name=name, data=data)

    assert answer.status_code == 422
    assert "The scanner found something harmful" in answer.text
    assert on_disk(place) == []
    with world.acting(worker):
        assert not EvidenceFile.objects.exists()


def test_an_archive_is_refused_before_anybody_looks_into_it(
    client, settings, worker, case, evidence
):
    with clamd.running() as server:
        settings.FILE_SCANNER = server.address
        answer = put(
            client, worker, case, evidence, name="a.zip", data=made.archive([("a", made.EICAR)])
        )

    assert (answer.status_code, server.seen) == (422, [])


@pytest.mark.asvs("5.4.3", "16.5.2")
def test_while_the_scanner_is_down_nobody_opens_the_file(client, nobody, worker, case, evidence):
    shown = put(client, worker, case, evidence)

    assert "nobody can open it yet" in shown.text
    assert "Waits for the scanner" in shown.text
    file = the_file(worker)
    answer = opened(client, case, file)
    assert answer.status_code == 409
    assert "waits for the scanner" in answer.text
    assert WORDS not in answer.content


@pytest.mark.parametrize(
    "how",
    [
        {"delay": 0.6},
        {"answer": b"INSTREAM size limit exceeded. ERROR\0"},
        {"answer": b"stream: OK"},
        {"answer": b"stream: OK, perhaps\0"},
        {"answer": b"x" * 10_000},
        {"answer": b"UNKNOWN COMMAND\0"},
    ],
)
def test_a_scanner_that_does_not_clearly_answer_has_not_answered(settings, how):
    settings.FILE_SCANNER_SECONDS = 0.2
    with clamd.running(**how) as server:
        settings.FILE_SCANNER = server.address
        with pytest.raises(scanner.NoVerdict):
            scanner.is_clean(WORDS)


def test_a_scanner_behind_a_socket_that_is_not_there(settings, tmp_path):
    settings.FILE_SCANNER = f"unix:{tmp_path}/clamd.sock"

    with pytest.raises(scanner.NoVerdict):
        scanner.is_clean(WORDS)


def test_the_worker_asks_again_and_then_the_file_opens(client, nobody, worker, case, evidence):
    file = kept(worker, evidence)
    with as_worker():
        assert scan_waiting() == 0
        with clamd.running() as server:
            nobody.FILE_SCANNER = server.address
            assert scan_waiting() == 1
            assert scan_waiting() == 0

    assert server.seen == [WORDS]
    assert opened(world.sign_in(client, worker), case, file).content == WORDS
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT tries FROM referral_evidencefile")
        assert cursor.fetchone() == (2,)
        cursor.execute("SELECT count(*) FROM referral_casekey WHERE data_class = 'scan'")
        assert cursor.fetchone() == (0,)


def test_what_the_worker_learns_to_be_harmful_is_destroyed(
    client, nobody, place, worker, case, evidence
):
    file = kept(worker, evidence, made.EICAR)
    with clamd.running() as server, as_worker():
        nobody.FILE_SCANNER = server.address
        assert scan_waiting() == 1
        assert sweep_blobs(timezone.now() + timedelta(hours=2)) == 1

    world.sign_in(client, worker)
    assert "Refused by the scanner" in client.get(page("evidence_detail", case, evidence.pk)).text
    listed = client.get(page("case_evidence", case))
    assert "The scanner refused a file" in listed.text
    assert "Ask whoever gave it to you for a clean copy" in listed.text
    answer = opened(client, case, file)
    assert answer.status_code == 409
    assert "It was destroyed" in answer.text
    assert on_disk(place) == []
    with world.acting(worker):
        assert EvidenceFile.objects.get().key == ""
        assert Notice.objects.get(kind="file_refused").user_id == worker.user_id


def test_a_refused_file_is_taken_off_the_page(client, nobody, worker, case, evidence):
    file = kept(worker, evidence, made.EICAR)
    with clamd.running() as server, as_worker():
        nobody.FILE_SCANNER = server.address
        scan_waiting()
    world.sign_in(client, worker)
    assert client.post(page("file_remove", case, file.pk)).status_code == 302

    assert "The scanner refused" not in client.get(page("case_evidence", case)).text


def test_without_a_scanner_the_quarantine_stays_closed(client, nobody, worker, case, evidence):
    file = kept(worker, evidence)
    nobody.FILE_SCANNER = "none"
    with as_worker():
        assert scan_waiting() == 0

    assert opened(world.sign_in(client, worker), case, file).status_code == 409


def test_the_worker_gets_the_keys_of_waiting_files_and_no_other(nobody, worker, case, evidence):
    waiting = kept(worker, evidence)
    nobody.FILE_SCANNER = "none"
    kept(worker, evidence)

    with as_worker():
        assert [row[0] for row in rows("SELECT file FROM files_to_scan()")] == [waiting.pk]
        for table in ("referral_evidencefile", "referral_evidence", "referral_casekey"):
            with pytest.raises(Exception, match="permission denied"):
                rows(f"SELECT 1 FROM {table}")
    with world.acting(worker):
        assert rows("SELECT * FROM use_key(%s, 'scan')", waiting.pk) == []


def test_a_file_removed_while_it_waits_is_not_scanned(nobody, worker, case, evidence, client):
    file = kept(worker, evidence)
    world.sign_in(client, worker).post(page("file_remove", case, file.pk))

    with as_worker():
        assert rows("SELECT file FROM files_to_scan()") == []
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_casekey WHERE data_class = 'scan'")
        assert cursor.fetchone() == (0,)


def test_a_damaged_file_does_not_stop_the_others(nobody, place, worker, case, evidence, caplog):
    damaged, whole = kept(worker, evidence), kept(worker, evidence)
    (place / store.name_of(damaged.blob)).write_bytes(b"")
    with clamd.running() as server, as_worker(), caplog.at_level(logging.ERROR):
        nobody.FILE_SCANNER = server.address
        assert scan_waiting() == 1

    assert "A waiting file cannot be read" in caplog.text
    with world.acting(worker):
        assert EvidenceFile.objects.get(state="clean") == whole


def test_only_what_no_row_speaks_of_is_swept_and_not_before_an_hour(place, worker, evidence, case):
    file = kept(worker, evidence)
    lost = EvidenceFile(case=case).blob
    store.put(lost, b"of a crash")
    with as_worker():
        assert sweep_blobs() == 0
        assert sweep_blobs(timezone.now() + timedelta(hours=2)) == 1

    assert [path.name for path in on_disk(place)] == [file.blob.hex]


# What is decided beforehand


@pytest.mark.parametrize("text", ["clamd", "tcp:clamd", "tcp:clamd:port", "http://clamd", "yes"])
def test_a_scanner_that_is_none_is_refused_at_the_start(text):
    with pytest.raises(ImproperlyConfigured, match="FILE_SCANNER"):
        config_files.scanner(text)


def test_production_takes_files_once_two_things_were_decided():
    decided = {"production": True, "scanner": "none", "placed": True}

    assert config_files.are_taken(**decided)
    assert not config_files.are_taken(**decided | {"scanner": ""})
    assert not config_files.are_taken(**decided | {"placed": False})
    assert config_files.are_taken(production=False, scanner="", placed=False)


def test_a_bucket_without_what_speaks_to_it_is_said_at_the_start(monkeypatch, tmp_path):
    monkeypatch.setattr(config_files, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="pip install"):
        config_files.storage(tmp_path, "bucket")
    monkeypatch.setattr(config_files, "find_spec", lambda name: name)
    made_for = config_files.storage(tmp_path, "bucket", "https://s3.example")
    assert made_for["BACKEND"] == config_files.S3
    assert made_for["OPTIONS"]["bucket_name"] == "bucket"
    assert config_files.storage(tmp_path, "")["BACKEND"] == config_files.DISK
