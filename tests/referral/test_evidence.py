"""Evidence (rules of practice 29): a record first, a file where there is one, and nobody who may not opens it."""

import re
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions import files
from referral.actions.evidence import add_evidence, withdraw_evidence
from referral.actions.files import FileGone, add_file, open_file
from referral.files import store
from referral.files.kinds import FileRefused
from referral.keys import Sealed
from referral.models import Evidence, EvidenceFile, MoveNotAllowed
from referral.stages import Stage
from tests import testing_database, world
from tests.referral import made_files as made
from tests.referral import placed, sharing
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(29)]

RECORD = {
    "kind": "letter",
    "serves": "gate:G5",
    "number": "canary 12",
    "issuer": "Canary court",
    "dated_on": "2026-03-12",
    "seen_by": "Canary colleague",
    "lies_at": "Canary cabinet",
    "text": "",
}
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"')
WORDS = made.CANARY + b", as it was said"


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    """A store of this test's own."""
    settings.STORAGES = settings.STORAGES | {
        "files": {
            "BACKEND": "referral.files.store.Disk",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return tmp_path / "files"


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def case(worker):
    return sharing.opened(worker)


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def recorded(worker, case, **changed):
    facts = {"kind": "letter", "gate": "", "seen_by": "Canary", "lies_at": "Cabinet"} | changed
    with world.acting(worker):
        return add_evidence(case, **facts)


def kept(worker, evidence, data=WORDS, kind="text", shows="whole"):
    with world.acting(worker):
        return add_file(evidence, kind=kind, data=data, shows=shows)


def sent(name="note.txt", data=WORDS, **changed):
    return {"file": SimpleUploadedFile(name, data), "shows": "whole"} | changed


def on_disk(place):
    return [path for path in Path(place).rglob("*") if path.is_file()]


def opened(client, case, file):
    return client.get(page("file_open", case, file.pk))


# The record


def test_a_record_stands_without_a_file(client, worker, case):
    shown = world.sign_in(client, worker).post(page("evidence_new", case), RECORD, follow=True)

    for value in (
        "Canary court",
        "Canary colleague",
        "Canary cabinet",
        "Letter of the organisation",
    ):
        assert value in shown.text
    assert "The record counts without a file." in shown.text
    assert "Canary court" not in client.get(page("case_evidence", case)).text
    assert page("case_evidence", case) in client.get(page("case_record", case)).text


@pytest.mark.parametrize("missing", ["kind", "seen_by", "lies_at"])
def test_who_saw_it_and_where_it_lies_is_asked_for(client, worker, case, missing):
    answer = world.sign_in(client, worker).post(page("evidence_new", case), RECORD | {missing: ""})

    assert answer.status_code == 422
    assert "Canary court" in answer.text
    with world.acting(worker):
        assert not Evidence.objects.exists()


def test_a_gate_and_a_consent_lead_to_their_evidence(client, worker, case):
    consent = sharing.agree(worker, case, world.organisation("Shelter", "IT"))
    world.sign_in(client, worker)
    from_consent = client.get(page("consent_detail", case, consent.pk)).text
    link = f"{page('evidence_new', case)}?consent={consent.pk}"
    assert link in from_consent
    assert f'value="consent:{consent.pk}" selected' in client.get(link).text
    assert (
        f"{page('evidence_new', case)}?gate=G5" in client.get(page("gate_detail", case, "G5")).text
    )

    client.post(link, RECORD | {"serves": f"consent:{consent.pk}"})

    with world.acting(worker):
        assert Evidence.objects.get().consent_id == consent.pk


def test_a_consent_of_another_case_is_not_served(worker, case):
    elsewhere = sharing.opened(worker)
    consent = sharing.agree(worker, elsewhere, world.organisation("Shelter", "IT"))

    with pytest.raises(Exception, match="not of this case"):
        recorded(worker, case, consent=consent)
    other = recorded(worker, elsewhere)
    with pytest.raises(Exception, match="not of this case"):
        recorded(worker, case, replaces=other)


def test_a_record_is_replaced_by_another(client, worker, case):
    before = recorded(worker, case, issuer="Canary office")
    file = kept(worker, before)
    link = f"{page('evidence_new', case)}?replaces={before.pk}"
    assert "Canary office" in world.sign_in(client, worker).get(link).text

    client.post(link, RECORD)

    with world.acting(worker):
        after = Evidence.objects.get(withdrawn_at=None)
        assert (after.replaces_id, Evidence.objects.get(pk=before.pk).withdrawn_why) == (
            before.pk,
            "replaced",
        )
    assert opened(client, case, file).status_code == 404
    assert (
        page("evidence_detail", case, after.pk)
        in client.get(page("evidence_detail", case, before.pk)).text
    )


def test_withdrawing_destroys_the_files_also_those_one_does_not_see(client, place, worker, case):
    evidence = recorded(worker, case, kind="certificate")
    kept(worker, evidence)
    placed.at_stage(worker, case, Stage.ASSISTANCE)  # from here on the worker reads no health
    world.sign_in(client, worker)
    assert "None that you can see" in client.get(page("evidence_detail", case, evidence.pk)).text

    client.post(page("evidence_withdraw", case, evidence.pk), {"why": "wrong"})

    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT removed_by_id IS NOT NULL, key = '' FROM referral_evidencefile")
        assert cursor.fetchall() == [(True, True)]
    text = client.get(page("case_evidence", case)).text
    assert "Withdrawn records" in text
    assert (
        client.post(page("evidence_withdraw", case, evidence.pk), {"why": "wrong"}).status_code
        == 409
    )


# The file


@pytest.mark.asvs("3.2.1", "5.4.1", "5.4.2")
def test_a_file_is_sent_and_opened_as_a_download_and_each_opening_is_written_down(
    client, worker, case
):
    evidence = recorded(worker, case)
    world.sign_in(client, worker)
    shown = client.post(
        page("file_add", case, evidence.pk), sent("Canary Canarina.txt"), follow=True
    )
    with world.acting(worker):
        file = EvidenceFile.objects.get()
    assert "Canary Canarina" not in shown.text
    assert "No scanner for harmful files" in shown.text

    answer = opened(client, case, file)

    assert answer.content == WORDS
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="document.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    with world.acting(worker):
        entries = AuditEntry.objects.filter(action="file.opened", target=str(case.pk))
        assert [entry.detail for entry in entries] == [{"part": "evidence", "file": str(file.pk)}]
    assert "File opened" in client.get(page("case_history", case)).text


@pytest.mark.asvs("5.3.1", "5.3.2")
def test_what_lies_on_the_disk_tells_nothing(place, worker, case):
    file = kept(worker, recorded(worker, case))

    (path,) = on_disk(place)

    assert made.CANARY not in path.read_bytes()
    assert not {file.pk.hex, str(file.pk), case.pk.hex, str(case.pk)} & {path.name, *path.parts}
    assert path.stat().st_mode & 0o077 == 0


def test_a_photo_loses_its_place_on_the_way(client, worker, case):
    evidence = recorded(worker, case)
    world.sign_in(client, worker)
    client.post(page("file_add", case, evidence.pk), sent("photo.jpg", made.picture()))
    with world.acting(worker):
        file = EvidenceFile.objects.get()

    content = opened(client, case, file).content

    assert content.startswith(b"\xff\xd8\xff")
    assert made.CANARY not in content
    assert b"Exif" not in content


def test_what_is_refused_is_said_and_nothing_is_kept(client, place, worker, case):
    evidence = recorded(worker, case)
    world.sign_in(client, worker)
    for bad in (
        sent("a.zip", made.archive()),
        sent("a.jpg", made.picture()[:300]),
        sent("a.txt", b""),
        {"shows": "back"},
    ):
        answer = client.post(page("file_add", case, evidence.pk), bad | {"shows": "back"})
        assert answer.status_code == 422
        assert (
            'value="back" checked' in answer.text.replace("  ", " ")
            or 'value="back"' in answer.text
        )
    assert on_disk(place) == []
    with world.acting(worker):
        assert not EvidenceFile.objects.exists()


def test_a_file_that_is_too_large_is_not_held_and_the_form_says_so(client, worker, case):
    evidence = recorded(worker, case)
    big = sent("a.pdf", b"%PDF-" + bytes(10 * 1024 * 1024))

    answer = world.sign_in(client, worker).post(page("file_add", case, evidence.pk), big)

    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.text


def test_the_same_form_sent_twice_keeps_one_file(client, worker, case):
    evidence, key = recorded(worker, case), str(uuid4())
    world.sign_in(client, worker)
    for _time in range(2):
        client.post(page("file_add", case, evidence.pk), sent(idempotency_key=key))

    with world.acting(worker):
        assert EvidenceFile.objects.count() == 1


def test_a_file_is_destroyed_and_its_record_stays(client, place, worker, case):
    evidence = recorded(worker, case)
    file = kept(worker, evidence)
    world.sign_in(client, worker)

    shown = client.post(page("file_remove", case, file.pk), follow=True)

    assert "The record counts without a file." in shown.text
    assert on_disk(place) == []
    assert opened(client, case, file).status_code == 404
    with world.acting(worker):
        gone = EvidenceFile.objects.get()
        assert (gone.key, gone.removed_by_id) == ("", worker.user_id)


# Who may not


def test_a_file_is_guarded_as_the_part_that_it_shows(client, worker, case):
    """Everybody below reads the record. A medical certificate is opened by who works on health, a passport is not."""
    health, passport, letter = (
        kept(worker, recorded(worker, case, kind=kind))
        for kind in ("certificate", "passport", "letter")
    )
    placed.at_stage(worker, case, Stage.ASSISTANCE)
    may = {
        Role.CASE_MANAGER: (404, 200, 200),
        Role.HEALTH: (200, 200, 200),
        Role.SERVICE_WORKER: (404, 404, 200),
        Role.LAWYER: (404, 200, 200),
    }
    for role, wanted in may.items():
        someone = worker if role == Role.CASE_MANAGER else placed.assigned(case, worker, role)
        world.sign_in(client, someone)
        found = tuple(opened(client, case, file).status_code for file in (health, passport, letter))
        with world.acting(someone):
            stored = set(EvidenceFile.objects.values_list("pk", flat=True))
        files = (health, passport, letter)
        assert found == wanted, role
        assert stored == {
            file.pk for file, status in zip(files, wanted, strict=True) if status == 200
        }, role


def test_who_may_not_open_it_gets_the_answer_of_what_does_not_exist(client, worker, case):
    evidence = recorded(worker, case)
    file = kept(worker, evidence)
    colleague = world.member(worker.organisation)
    stranger = world.member(world.organisation("Elsewhere", "AL"))
    own = sharing.opened(stranger)
    for someone, theirs in ((colleague, case), (stranger, case), (stranger, own)):
        world.sign_in(client, someone)
        for name, there, unreal in (
            ("file_open", file.pk, uuid4()),
            ("evidence_detail", evidence.pk, uuid4()),
            ("file_add", evidence.pk, uuid4()),
            ("evidence_withdraw", evidence.pk, uuid4()),
        ):
            real, made_up = (client.get(page(name, theirs, one)) for one in (there, unreal))
            assert (real.status_code, made_up.status_code) == (404, 404)
            assert TOKENS.sub("", real.text) == TOKENS.sub("", made_up.text)
        assert client.post(page("file_remove", theirs, file.pk)).status_code == 404
        with world.acting(someone):
            assert rows("SELECT 1 FROM referral_evidencefile") == []
            with pytest.raises(FileGone):
                open_file(file_as_known(file))
    with world.acting(worker):
        assert EvidenceFile.objects.filter(removed_at=None).count() == 1


def file_as_known(file):
    """The row as somebody may have copied it: its key is closed still."""
    return EvidenceFile(**dict(sealed_columns(file)))


def sealed_columns(file):
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT * FROM referral_evidencefile WHERE id = %s", [str(file.pk)])
        names = [column[0] for column in cursor.description]
        for name, value in zip(names, cursor.fetchone(), strict=True):
            yield name, Sealed(bytes(value)) if name == "key" else value


def test_a_file_of_another_case_is_not_opened_through_mine(client, worker, case):
    file = kept(worker, recorded(worker, case))
    other = sharing.opened(worker)

    assert opened(world.sign_in(client, worker), other, file).status_code == 404


def test_the_database_refuses_what_the_pages_do_not_offer(worker, case):
    evidence = recorded(worker, case)
    file = kept(worker, evidence)
    colleague = world.member(worker.organisation)
    other = recorded(worker, sharing.opened(worker))

    with world.acting(worker):
        for change in (
            "state = 'clean'",
            "case_id = gen_random_uuid()",
            "key = ''",
            "blob = gen_random_uuid()",
        ):
            assert "permission denied" in refused(f"UPDATE referral_evidencefile SET {change}")
        for change in ("seen_by = ''", "case_id = gen_random_uuid()", "kind = 'passport'"):
            assert "permission denied" in refused(f"UPDATE referral_evidence SET {change}")
        assert "permission denied" in refused("DELETE FROM referral_evidencefile")
        said = refused(
            "UPDATE referral_evidencefile SET removed_at = now(), removed_by_id = %s",
            colleague.user_id,
        )
        assert "in the own name" in said
        said = refused(
            "UPDATE referral_evidence SET withdrawn_at = now(), withdrawn_why = 'wrong', withdrawn_by_id = %s",
            colleague.user_id,
        )
        assert "in the own name" in said
        file.pk, file.blob, file.evidence = uuid4(), uuid4(), other
        with pytest.raises(Exception, match="not evidence of this case"), transaction.atomic():
            file.save(force_insert=True)
        assert "permission denied" in refused("SELECT * FROM files_to_scan()")
        assert "permission denied" in refused("SELECT file_scanned(%s, 'clean')", file.pk)
        assert "permission denied" in refused("SELECT blobs_in_use(ARRAY[]::uuid[])")
    with world.acting(colleague):
        assert "not a case of yours" in refused("SELECT * FROM file_room(%s)", case.pk)


# What goes wrong


def test_a_destroyed_key_closes_the_file_for_good(client, worker, case):
    file = kept(worker, recorded(worker, case, kind="passport"))
    with testing_database.owner_cursor() as cursor:
        cursor.execute("DELETE FROM referral_casekey WHERE data_class = 'identity'")

    answer = opened(world.sign_in(client, worker), case, file)

    assert answer.status_code == 410
    assert "destroyed with the data of the case" in answer.text


@pytest.mark.parametrize("damage", ["changed", "cut", "gone", "swapped"])
def test_a_damaged_file_is_said_to_be_so(client, place, worker, case, damage):
    evidence = recorded(worker, case)
    file = kept(worker, evidence)
    other = kept(worker, evidence, b"other words")
    path = place / store.name_of(file.blob)
    if damage == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    elif damage == "cut":
        path.write_bytes(b"")
    elif damage == "gone":
        path.unlink()
    else:
        path.write_bytes((place / store.name_of(other.blob)).read_bytes())

    answer = opened(world.sign_in(client, worker), case, file)

    assert answer.status_code == 410
    assert "damaged or missing" in answer.text


def test_a_row_that_does_not_come_leaves_no_blob(place, worker, case):
    evidence = recorded(worker, case)
    with world.acting(worker):
        withdraw_evidence(evidence, why="wrong")
    evidence.withdrawn_at = None

    with pytest.raises(Exception, match="not evidence of this case"):
        kept(worker, evidence)

    assert on_disk(place) == []


def test_a_store_that_is_full_or_down_is_said_in_words(client, place, worker, case):
    evidence = recorded(worker, case)
    place.write_text("in its way")

    answer = world.sign_in(client, worker).post(page("file_add", case, evidence.pk), sent())

    assert answer.status_code == 422
    assert "the store is full or does not answer" in answer.text
    with world.acting(worker):
        assert not EvidenceFile.objects.exists()


@pytest.mark.asvs("5.2.4")
def test_the_place_for_files_has_an_end(settings, monkeypatch, worker, case):
    evidence = recorded(worker, case)
    settings.FILES_PER_ORGANISATION = len(WORDS) + 5
    kept(worker, evidence)
    with pytest.raises(FileRefused, match="of your organisation is used up"):
        kept(worker, evidence)
    monkeypatch.setattr(files, "MOST_BYTES_OF_A_CASE", len(WORDS) + 5)
    with pytest.raises(FileRefused, match="200 MB"):
        kept(worker, recorded(worker, case))
    kept(worker, recorded(worker, sharing.opened(worker)), b"12345")
    monkeypatch.setattr(files, "MOST_FILES", 1)
    with pytest.raises(FileRefused, match="12 files"):
        kept(worker, evidence, b"1")


@pytest.mark.asvs("15.4.2")
def test_two_at_once_do_not_both_take_the_last_place(settings, worker, case):
    evidence = recorded(worker, case)
    settings.FILES_PER_ORGANISATION = len(WORDS) + 5
    start, results = threading.Barrier(2), []

    def send():
        try:
            start.wait(10)
            kept(worker, evidence)
            results.append("kept")
        except FileRefused:
            results.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=send, daemon=True) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)

    assert sorted(results) == ["kept", "refused"]


def test_where_nobody_decided_no_file_is_taken(client, settings, worker, case):
    settings.FILES_ARE_TAKEN = False
    evidence = recorded(worker, case)
    world.sign_in(client, worker)

    assert (
        "This desk keeps no files." in client.get(page("evidence_detail", case, evidence.pk)).text
    )
    assert client.get(page("file_add", case, evidence.pk)).status_code == 404
    with pytest.raises(MoveNotAllowed):
        kept(worker, evidence)
