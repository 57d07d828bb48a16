"""A file of people is brought, looked at, corrected, confirmed and taken in; broken ones leave nothing."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import Membership
from accounts.roles import Role
from exchange.actions import bring as actions
from exchange.actions import take_in
from exchange.models import ImportBatch, ImportState, KnownRow, PeopleImport
from referral.known import possibly_known
from referral.models import Case, Consent, Identity, Journey, SamePerson
from tests import testing_database, world
from tests.exchange import files
from tests.exchange.files import HEADINGS, LIRA, REFUSED, REPORTED, SECRET, book, packed
from tests.referral.placed import named

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


def send(client, whole, name="people.xlsx"):
    return client.post(reverse("people_import"), {"file": SimpleUploadedFile(name, whole)})


def only(worker):
    with world.acting(worker):
        return PeopleImport.objects.get()


def brought(worker, whole):
    with world.acting(worker):
        return actions.bring(io.BytesIO(whole))


def confirmed(worker, whole):
    with world.acting(worker):
        found = actions.bring(io.BytesIO(whole))
        actions.confirm(found, version=found.version)
        return found


def as_owner(sql, *values):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def left():
    """What still lies here of any file: batches and keys."""
    return as_owner(
        "SELECT (SELECT count(*) FROM exchange_importbatch),"
        " (SELECT count(*) FROM referral_casekey WHERE data_class = 'import')"
    )[0]


@pytest.mark.rule(28)
def test_from_the_file_to_the_cases(client, worker):
    world.sign_in(client, worker)
    answer = send(client, packed(book(LIRA, ["Bora", *LIRA[1:]])))
    found = only(worker)
    page = client.get(answer.url).content.decode()
    assert "2 people can come in" in page
    assert "Lira" not in page

    client.post(reverse("people_import_confirm", args=[found.pk]), {"version": found.version})
    watched = client.get(answer.url)
    assert "0 of 2 rows are in" in watched.content.decode()
    assert watched["Refresh"].endswith("?poll=1")
    call_command("import_worker", "--once", stdout=io.StringIO())

    done = client.get(answer.url)
    assert "2 people came in" in done.content.decode()
    assert "Refresh" not in done
    with world.acting(worker) as actor:
        cases = Case.objects.visible_to(actor)
        names = {Identity.objects.get(case=case).name_on_documents for case in cases}
        assert names == {"Lira Invented", "Bora Invented"}
        assert possibly_known([("Lira Invented", "1994-05")])[0]
        assert {consent.given_by for consent in Consent.objects.all()} == {"not_recorded"}
    assert left() == (0, 0)


def test_broken_files_are_refused_in_words_and_nothing_is_kept(client, worker):
    assert len(REFUSED) + len(REPORTED) >= 25
    world.sign_in(client, worker)
    wrong = {}
    for kind, make in REFUSED.items():
        whole, words = make()
        answer = send(client, whole)
        page = answer.content.decode()
        if answer.status_code != 422 or words not in page or 'role="alert"' not in page and whole:
            wrong[kind] = answer.status_code
    assert wrong == {}
    with world.acting(worker):
        assert not PeopleImport.objects.exists()
        assert not Journey.objects.exists()
    assert left() == (0, 0)


def test_what_cannot_be_read_is_reported_and_cannot_be_confirmed(worker):
    for kind, make in REPORTED.items():
        whole, code = make()
        found = brought(worker, whole)
        assert code in {fault["code"] for fault in found.faults}, kind
        assert SECRET not in json.dumps(found.faults)
        with world.acting(worker), pytest.raises(actions.NotReady):
            actions.confirm(found, version=found.version)
    with world.acting(worker):
        assert not Journey.objects.exists()


def test_the_report_names_rows_and_columns_and_no_content(client, worker):
    world.sign_in(client, worker)
    answer = send(client, packed(book(LIRA, [*LIRA[:3], SECRET, SECRET])))
    page = client.get(answer.url).content.decode()
    report = client.get(reverse("people_import_report", args=[only(worker).pk])).content.decode()
    assert SECRET not in page + report
    assert "3,D,prs_Gender,not in the list" in report.replace('"', "")
    assert "3,E,prs_Citizenship" in report


def test_dates_of_1904_and_huge_dimensions_are_read_as_they_are(worker):
    for whole, born in (
        (files.with_1904_dates(), "1994-05-06"),
        (files.with_huge_dimensions(), "1994-05"),
    ):
        found = brought(worker, whole)
        assert (found.people, found.fault_count) == (1, 0)
        with world.acting(worker):
            row = actions.rows_of(found.batches.get())[0]
            assert row[1][2] == born


def test_text_that_looks_like_a_formula_stays_text(worker):
    found = brought(worker, files.csv_of("prs_FirstName;prs_SecondName", "=1+1;Invented"))
    assert (found.people, found.fault_count) == (1, 0)


def test_the_mapping_is_corrected_by_the_person(client, worker):
    world.sign_in(client, worker)
    headings = ["prs_SecondName", "Called", *HEADINGS[2:]]
    answer = send(client, packed(book(["Invented", "Lira", *LIRA[2:]], headings=headings)))
    found = only(worker)
    data = {f"column_{place}": name for place, name in found.mapping.items()}
    sent = client.post(answer.url, {**data, "column_1": "prs_FirstName", "version": 1})
    assert sent.status_code == 302
    found = only(worker)
    assert found.mapping["1"] == "prs_FirstName"
    client.post(answer.url, {**data, "column_1": "", "version": 1})
    assert only(worker).mapping == found.mapping  # an older page changes nothing

    wrong = client.post(answer.url, {**data, "column_1": "prs_Invented", "version": 2})
    assert wrong.status_code == 422
    with world.acting(worker):
        actions.confirm(found, version=found.version)
    call_command("import_worker", "--once", stdout=io.StringIO())
    with world.acting(worker):
        assert Identity.objects.get().name_on_documents == "Lira Invented"


def test_the_same_file_is_taken_once_an_organisation(client, worker):
    whole = packed(book())
    confirmed(worker, whole)
    colleague = world.member(worker.organisation)
    world.sign_in(client, colleague)
    answer = send(client, whole)
    assert answer.status_code == 422
    assert "imported this very file" in answer.content.decode()
    elsewhere = world.member(world.organisation("Elsewhere"))
    assert brought(elsewhere, whole).people == 1


def test_confirmed_in_two_windows_it_comes_in_once(worker):
    whole = packed(book())
    first, second = brought(worker, whole), brought(worker, whole)
    with world.acting(worker):
        actions.confirm(first, version=first.version)
    with world.acting(worker), pytest.raises(actions.SameFile):
        actions.confirm(second, version=second.version)
    with world.acting(worker), pytest.raises(actions.NotReady):
        actions.take(first, first.version)


def test_a_killed_worker_goes_on_exactly_where_it_was(worker, monkeypatch):
    monkeypatch.setattr(actions, "ROWS_IN_BATCH", 2)
    names = [f"Invented{number}" for number in range(5)]
    found = confirmed(worker, packed(book(*([name, *LIRA[1:]] for name in names))))
    take_in.take_in_next()
    with monkeypatch.context() as killed:
        killed.setattr(
            take_in, "go_on", lambda *_, **_more: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            take_in.take_in_next()
    with world.acting(worker):
        assert (Case.objects.count(), PeopleImport.objects.get(pk=found.pk).done) == (2, 2)
    while take_in.take_in_next() is not None:
        pass
    with world.acting(worker):
        came = sorted(identity.name_on_documents for identity in Identity.objects.all())
        assert came == [f"{name} Invented" for name in names]
        assert PeopleImport.objects.get().state == ImportState.DONE


def test_rights_are_those_of_the_moment(worker):
    found = confirmed(worker, packed(book()))
    Membership.objects.filter(pk=worker.pk).update(ended_at=timezone.now())
    call_command("import_worker", "--once", stdout=io.StringIO())
    state = as_owner("SELECT state FROM exchange_peopleimport WHERE id = %s", str(found.pk))
    assert state == [(ImportState.STOPPED,)]
    assert left() == (0, 0)
    assert as_owner("SELECT count(*) FROM referral_case") == [(0,)]


def test_what_fails_again_and_again_stops_and_is_destroyed(worker, monkeypatch):
    confirmed(worker, packed(book()))

    def fail(_people):
        raise RuntimeError

    monkeypatch.setattr(take_in, "write_people", fail)
    for _try in range(take_in.MOST_TRIES):
        with pytest.raises(RuntimeError):
            take_in.take_in_next()
    assert take_in.take_in_next() is None
    assert only(worker).state == ImportState.STOPPED
    assert left() == (0, 0)


def test_after_a_day_nothing_of_a_file_is_left(worker):
    old, fresh = brought(worker, packed(book())), brought(worker, packed(book(["Bora", *LIRA[1:]])))
    day = timezone.now() - timedelta(hours=24, minutes=1)
    as_owner("UPDATE exchange_peopleimport SET made_at = %s WHERE id = %s", day, str(old.pk))
    assert take_in.end_old_imports() == 1
    assert left() == (1, 1)
    with world.acting(worker):
        assert PeopleImport.objects.get(pk=old.pk).state == ImportState.DROPPED
        assert PeopleImport.objects.get(pk=fresh.pk).state == ImportState.LOOKED_AT


def test_a_file_can_be_deleted_at_once(client, worker):
    found = brought(worker, packed(book()))
    world.sign_in(client, worker)
    client.post(reverse("people_import_drop", args=[found.pk]))
    assert left() == (0, 0)
    assert only(worker).state == ImportState.DROPPED


def test_at_rest_the_rows_are_sealed_and_open_to_one_membership(worker):
    found = brought(worker, packed(book()))
    ((sealed,),) = as_owner("SELECT rows FROM exchange_importbatch")
    assert b"Lira" not in bytes(sealed)
    others = [
        world.member(worker.organisation),
        world.member(worker.organisation, Role.SUPERVISOR),
        world.member(worker.organisation, Role.SUPERVISOR, user=worker.user),
        world.member(world.organisation("Elsewhere")),
    ]
    for other in others:
        with world.acting(other), connection.cursor() as cursor:
            assert not ImportBatch.objects.exists()
            cursor.execute("SELECT * FROM use_key(%s, 'import')", [found.pk])
            assert cursor.fetchone() is None
            assert not PeopleImport.objects.filter(pk=found.pk).update(state="dropped")
            assert not PeopleImport.objects.visible_to(other.actor()).exists()
    with transaction.atomic(), acting_as(None):
        assert not PeopleImport.objects.exists()


def test_looking_again_by_itself_keeps_no_session_alive(client, worker):
    found = confirmed(worker, packed(book()))
    world.sign_in(client, worker)
    address = reverse("people_import_look", args=[found.pk])
    client.get(address)
    session = client.session
    session["active_at"] -= 60
    session.save()
    before = session["active_at"]
    client.get(address, {"poll": "1"})
    assert client.session["active_at"] == before
    client.get(address)
    assert client.session["active_at"] > before


def known_rows(worker):
    with world.acting(worker):
        return {each.row: each for each in only(worker).known_rows.order_by("row")}


def choose(client, found, **choices):
    sent = {f"row_{number}": choice for number, choice in choices.items()}
    url = reverse("people_import_known", args=[found.pk])
    return client.post(url, {"version": found.version, **sent})


def came_in(worker):
    call_command("import_worker", "--once", stdout=io.StringIO())
    with world.acting(worker) as actor:
        return Case.objects.visible_to(actor).count()


def test_who_may_be_known_is_told_before_anything_is_written(client, worker):
    """My own with its reference, a colleague's as a bare hint, a row that stands there twice."""
    colleague = world.member(worker.organisation)
    mine = named(worker, "Lira Invented", "1994-05")
    theirs = named(colleague, "Canary Canarina", "1999")
    rows = [LIRA, ["Canari", "Canarina", "1999", "Feminine", "AL"], ["Bora", "Unheard", "1990-01-02", "Feminine", "AL"], ["Unheard", "Bora", "1990-01-02", "Feminine", "AL"]]  # fmt: skip
    world.sign_in(client, worker)
    answer = send(client, packed(book(*rows)))

    assert "3 rows may be people who are known here already" in client.get(answer.url).text
    found = known_rows(worker)
    page = client.get(reverse("people_import_known", args=[only(worker).pk])).text

    assert {row: (bool(each.cases), each.others, each.twin) for row, each in found.items()} == {
        2: (True, False, None),
        3: (False, True, None),
        5: (False, False, 4),
    }
    assert mine.journey.reference in page
    assert theirs.journey.reference not in page
    assert str(theirs.pk) not in page
    assert "Canary" not in page
    assert "Like row 4 of this file" in page
    assert page.count('value="link"') == 1


def test_a_row_comes_in_is_left_out_or_linked_as_was_chosen(client, worker):
    case = named(worker, "Lira Invented", "1994-05")
    rows = [LIRA, ["Bora", "Unheard", "1990", "Feminine", "AL"], ["Bora", "Unheard", "1990", "Feminine", "AL"]]  # fmt: skip
    world.sign_in(client, worker)
    send(client, packed(book(*rows)))

    choose(client, only(worker), **{"2": "link", "4": "leave"})
    found = only(worker)
    assert "1 is left out" in client.get(reverse("people_import_look", args=[found.pk])).text
    client.post(reverse("people_import_confirm", args=[found.pk]), {"version": found.version})

    assert came_in(worker) == 3
    assert left() == (0, 0)
    assert as_owner("SELECT count(*) FROM exchange_knownrow") == [(0,)]
    with world.acting(worker):
        linked = SamePerson.objects.get()
        assert case.pk in (linked.first_id, linked.second_id)
        assert linked.answer == "linked"
    done = client.get(reverse("people_import_look", args=[found.pk])).text
    assert "2 people came in." in done
    assert "1 row was left out" in done


def test_a_row_is_not_linked_with_a_case_that_was_closed_to_me_since(worker):
    case = named(worker, "Lira Invented", "1994-05")
    with world.acting(worker):
        found = actions.bring(io.BytesIO(packed(book(LIRA))))
        actions.decide(found, choices={2: "link"}, version=found.version)
        found = PeopleImport.objects.get()
        actions.confirm(found, version=found.version)
    as_owner("DELETE FROM referral_caseusergrant WHERE content_object_id = %s", case.pk)

    assert came_in(worker) == 1
    assert as_owner("SELECT count(*) FROM referral_sameperson") == [(0,)]


def test_a_choice_outlives_another_mapping_and_an_old_page_changes_nothing(client, worker):
    rows = [["Bora", "Unheard", "1990", "Feminine", "AL"]] * 2
    world.sign_in(client, worker)
    send(client, packed(book(*rows)))
    old = only(worker)
    choose(client, old, **{"3": "leave"})
    choose(client, old, **{"3": "new"})
    assert known_rows(worker)[3].choice == "leave"

    with world.acting(worker):
        found = PeopleImport.objects.get()
        mapping = {int(place): name for place, name in found.mapping.items()}
        actions.correct(found, mapping=mapping, version=found.version)
    assert known_rows(worker)[3].choice == "leave"


def test_nobody_links_where_nothing_is_open(client, worker):
    named(world.member(worker.organisation), "Lira Invented", "1994-05")
    world.sign_in(client, worker)
    send(client, packed(book(LIRA)))

    assert choose(client, only(worker), **{"2": "link"}).status_code == 422
    with world.acting(worker), pytest.raises(DatabaseError, match="known_row_links_only"):
        KnownRow.objects.update(choice="link")


def test_what_may_be_known_is_read_by_who_brought_the_file(worker):
    named(worker, "Lira Invented", "1994-05")
    brought(worker, packed(book(LIRA)))

    with world.acting(world.member(worker.organisation)):
        assert not KnownRow.objects.exists()
    sealed = as_owner("SELECT name FROM exchange_knownrow")[0][0]
    assert b"Lira" not in bytes(sealed)
