"""What is over or unwanted is erased by two: keys destroyed, words gone, a coded row left. It stays erased in a copy put back."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral import retention
from referral.access import OWN_PARTS
from referral.actions.answers import accept, decline
from referral.actions.consents import withdraw_consent
from referral.actions.contacts import keep_minimum
from referral.actions.erasures import answer_erasure, answer_hold, ask_erasure, set_hold
from referral.models import (
    Account,
    Case,
    ErasedKey,
    Erasure,
    ErasureHold,
    Identity,
    Message,
    MoveNotAllowed,
    Note,
    PackagePart,
    PlanGoal,
    ProtectionRecord,
    Referral,
    Services,
    Summary,
)
from referral.retention import propose_erasures, rules_in
from tests import world
from tests.referral import sharing
from tests.referral.test_row_security import refused, rows
from tests.referral.test_worker import as_worker
from tests.testing_database import acting_as_owner, owner_cursor

pytestmark = pytest.mark.django_db(transaction=True)

KNOWN = ["summary", "risk", "identity", "services"]


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def boss(worker):
    return world.member(worker.organisation, Role.SUPERVISOR)


def as_owner(sql, *values):
    with owner_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def closed(worker, days_ago=0, **summary):
    case = sharing.filled(worker, **summary)
    with world.acting(worker):
        Account(case=case, own_words="canary words").save(force_insert=True)
        Note(case=case, data_class="account", text="canary note", by=worker.user).save()
    close(case, days_ago)
    return case


def close(case, days_ago=0):
    as_owner(
        "UPDATE referral_case SET stage = 6, status = 'closed_completed', closed_at = now() - %s * interval '1 day' WHERE id = %s",
        days_ago,
        str(case.pk),
    )


def reopen(case):
    as_owner(
        "UPDATE referral_case SET stage = 3, status = 'assessment', closed_at = NULL WHERE id = %s",
        str(case.pk),
    )


def keys_of(owner):
    found = as_owner("SELECT data_class FROM referral_casekey WHERE owner = %s", str(owner))
    return {row[0] for row in found}


def proposed(days=0):
    with as_worker():
        return propose_erasures(timezone.now() + timedelta(days=days))


def waiting(member):
    with world.acting(member) as actor:
        return list(Erasure.objects.visible_to(actor).waiting())


def confirm(member, erasure=None):
    erasure = erasure or waiting(member)[0]
    with world.acting(member):
        answer_erasure(erasure, yes=True)


def reading(worker, model, case, field):
    with world.acting(worker):
        return getattr(model.objects.get(case=case), field)


# When the time is over


@pytest.mark.asvs("14.2.7")
def test_what_is_over_is_proposed_confirmed_and_gone(worker, boss):
    case = closed(worker, days_ago=31)
    assert proposed() == 1
    assert proposed() == 0  # once

    [erasure] = waiting(boss)
    assert (erasure.classes, erasure.why, erasure.asked_by) == (["whereabouts"], "period", None)
    assert "whereabouts" in keys_of(case.pk)  # nobody confirmed yet
    confirm(boss)

    assert not keys_of(case.pk) & {"whereabouts"}
    assert keys_of(case.pk) >= {"identity", "account", "services"}
    left = as_owner(
        "SELECT phone, address, pretext FROM referral_whereabouts WHERE case_id = %s", str(case.pk)
    )
    assert [bytes(value) for value in left[0]] == [b"", b"", b""]
    assert proposed() == 0


def test_after_five_years_a_coded_row_is_left(worker, boss):
    case = closed(worker, days_ago=1827)
    assert proposed() == 1
    confirm(boss)

    assert keys_of(case.pk) == set()
    with world.acting(worker):
        summary = Summary.objects.get(case=case)
        assert (summary.age_band, summary.gender) == ("30-38", "Feminine")
        assert Case.objects.get(pk=case.pk).journey_id
    for table, column in (
        ("identity", "name_said"),
        ("account", "own_words"),
        ("note", "text"),
        ("plangoal", "goal"),
    ):
        found = as_owner(f"SELECT {column} FROM referral_{table} WHERE case_id = %s", str(case.pk))
        assert [bytes(row[0]) for row in found] == [b""], table
    assert as_owner(
        "SELECT count(*) FROM referral_personkeys WHERE case_id = %s", str(case.pk)
    ) == [(0,)]


def test_everything_sealed_in_a_case_is_emptied_and_none_is_forgotten():
    """Each table with a sealed column of a case has its row, and nothing in the database forbids it to be empty."""
    found = {table: words for table, _class, words in retention.erasable()}
    assert {
        "referral_identity",
        "referral_task",
        "referral_consent",
        "referral_guardianship",
    } <= set(found)
    for model, sets in retention.CLEARED.items():
        for column, value in sets.items():
            assert model._meta.get_field(column).null == (value == "NULL"), column
    for table, words in found.items():
        as_owner(f"UPDATE {table} SET {words} WHERE false")
        checks = as_owner(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            table,
        )
        sealed = {part.split(" = ")[0] for part in words.split(", ")}
        for (check,) in checks:
            assert not any(f"({column} <> " in check for column in sealed), (table, check)


def test_a_child_is_kept_until_25_and_a_case_that_is_open_is_kept(worker):
    closed(worker, days_ago=1827, age_band="9-17")  # may be 14 now
    sharing.filled(worker)
    assert proposed() == 1
    [erasure] = as_owner("SELECT classes FROM referral_erasure")
    assert set(erasure[0]) == {"whereabouts", "travel"}
    assert proposed(days=11 * 366) == 0
    as_owner("UPDATE referral_erasure SET state = 'lapsed'")
    assert proposed(days=12 * 366) == 1


def test_a_country_says_what_differs():
    tables = {
        "default": {"child_until": 25, "health": {"after": "closed", "days": 365}},
        "FR": {"child_until": 38, "health": {"days": 7305}},
    }
    found = rules_in(tables)
    assert found["FR"] == {
        "child_until": 38,
        "parts": {"health": {"after": "closed", "days": 7305}},
    }
    assert found["default"]["parts"]["health"]["days"] == 365


def test_travel_goes_after_the_arrival_while_the_case_is_open(worker):
    case = sharing.filled(worker)
    as_owner(
        "UPDATE referral_case SET stage = 5, status = 'reintegration' WHERE id = %s", str(case.pk)
    )
    as_owner(
        "UPDATE referral_journey SET arrived_at = now() - interval '91 days' WHERE id = %s",
        str(case.journey_id),
    )
    assert proposed() == 1
    assert as_owner("SELECT classes FROM referral_erasure") == [(["travel"],)]


# By two


def test_nobody_confirms_alone_and_not_without_the_right(worker, boss):
    case = closed(worker)
    with world.acting(boss), pytest.raises(Exception, match="not yours"):
        ask_erasure(case, ["health"])  # not on the case
    with world.acting(worker):
        ask_erasure(case, ["account"])
    erasure = waiting(boss)[0]
    for who in (
        worker,
        world.member(worker.organisation),
        world.member(world.organisation("Far", "FR"), Role.SUPERVISOR),
    ):
        with world.acting(who), pytest.raises(Exception, match="not yours"):
            answer_erasure(erasure, yes=True)
    again = world.member(worker.organisation, Role.SUPERVISOR, user=worker.user)
    with world.acting(again), pytest.raises(Exception, match="not yours"):
        answer_erasure(erasure, yes=True)
    assert "account" in keys_of(case.pk)
    confirm(world.member(worker.organisation, Role.DATA_PROTECTION))
    assert "account" not in keys_of(case.pk)
    with world.acting(boss), pytest.raises(MoveNotAllowed, match="answered"):
        answer_erasure(
            erasure, yes=False, keep_for="court", until=timezone.localdate() + timedelta(days=30)
        )


def test_the_application_writes_none_of_it_and_knows_no_key(worker, boss):
    case = closed(worker, days_ago=31)
    proposed()
    with world.acting(boss):
        for attack in (
            "UPDATE referral_erasure SET state = 'done'",
            "DELETE FROM referral_erasurehold",
            "SELECT * FROM referral_erasedkey",
            "SELECT propose_erasures('{}', now())",
            "SELECT desk_private.erase_parts(gen_random_uuid(), ARRAY['account'])",
        ):
            assert "permission denied" in refused(attack)
    stranger = world.member(world.organisation("Elsewhere", "FR"), Role.SUPERVISOR)
    colleague = world.member(worker.organisation)
    for who in (stranger, colleague):
        with world.acting(who):
            assert rows("SELECT count(*) FROM referral_erasure") == [(0,)]
    with world.acting(colleague):
        assert "not a case of yours" in refused("SELECT kept_until(%s, '{}')", case.pk)


def test_kept_for_a_reason_until_a_day(worker, boss):
    closed(worker, days_ago=31)
    proposed()
    [erasure] = waiting(boss)
    until = timezone.localdate() + timedelta(days=60)
    with world.acting(boss), pytest.raises(MoveNotAllowed, match="within a year"):
        answer_erasure(erasure, yes=False, keep_for="claim", until=until + timedelta(days=400))
    with world.acting(boss):
        answer_erasure(erasure, yes=False, keep_for="claim", until=until)
    assert proposed() == 0
    assert proposed(days=60) == 1


def test_a_hold_stops_erasing_and_opens_nothing(worker, boss):
    case = closed(worker, days_ago=31)
    today = timezone.localdate()
    with world.acting(worker):
        set_hold(case, why="court", until=today + timedelta(days=100))
        hold = ErasureHold.objects.get()
        ask_erasure(case, ["account"])
    assert proposed() == 0
    with world.acting(boss), pytest.raises(MoveNotAllowed, match="hold stands"):
        answer_erasure(Erasure.objects.get(), yes=True)
    with world.acting(worker), pytest.raises(Exception, match="not yours"):
        answer_hold(hold, yes=True)
    with world.acting(boss):
        answer_hold(hold, yes=True)
        assert not Case.objects.exists()
    as_owner("UPDATE referral_erasurehold SET set_at = now() - interval '20 days'")
    assert proposed() == 0  # confirmed: beyond 14 days
    as_owner("UPDATE referral_erasurehold SET confirmed_at = NULL, confirmed_by_id = NULL")
    assert proposed() == 1
    with world.acting(worker):
        answer_hold(hold, yes=False)
    confirm(boss, [one for one in waiting(boss) if one.why == "request"][0])
    with world.acting(worker), pytest.raises(Exception, match="not yours"):
        set_hold(case, why="court", until=today + timedelta(days=181))


def test_a_case_that_was_opened_again_is_left_alone(worker, boss):
    case = closed(worker, days_ago=31)
    proposed()
    reopen(case)
    with world.acting(boss), pytest.raises(MoveNotAllowed, match="open"):
        answer_erasure(Erasure.objects.get(), yes=True)
    assert proposed() == 0
    assert waiting(boss) == []


# As the person asks


def test_while_people_work_on_it_less_can_go(worker, boss):
    case = sharing.filled(worker)
    with world.acting(worker):
        Account(case=case, own_words="canary words").save(force_insert=True)
    for parts in (["identity"], ["account", "services"], OWN_PARTS):
        with world.acting(worker), pytest.raises(MoveNotAllowed, match="Close it first"):
            ask_erasure(case, parts)
    with world.acting(worker):
        ask_erasure(case, ["account"])
    confirm(boss)
    assert reading(worker, Account, case, "own_words") == ""
    with world.acting(worker):  # and it may be written anew, under another key
        account = Account.objects.get(case=case)
        account.own_words = "said again"
        account.save()
    assert reading(worker, Account, case, "own_words") == "said again"


@pytest.mark.rule(10)
def test_who_asks_ends_what_was_agreed_and_the_partner_keeps_its_own_work(worker, boss):
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, KNOWN)
    referral = sharing.sent(worker, case, partner.organisation, KNOWN)
    with world.acting(partner):
        accept(referral=Referral.objects.get(pk=referral.pk), contact_name="Arta")
        own = Case.objects.get(opened_from=referral.pk)
    close(case)

    with world.acting(worker):
        ask_erasure(case, OWN_PARTS)

    with world.acting(partner):
        asked = set(Message.objects.filter(kind="recall").values_list("data_class", flat=True))
        assert asked >= {"identity", "risk", "services"}
    assert as_owner(
        "SELECT count(*) FROM referral_consentitem WHERE agreed AND withdrawn_at IS NULL AND data_class <> 'summary'"
    ) == [(0,)]
    confirm(boss)
    assert keys_of(case.pk) == set()
    with world.acting(worker):
        sent = PackagePart.objects.values_list("pk", "recalled_at")
        assert all(recalled for _id, recalled in sent)
    assert all(keys_of(pk) == set() for pk, _recalled in sent)
    assert reading(partner, Identity, own, "name_said") == sharing.CANARY


def test_a_receiver_that_erased_reads_no_copy_that_was_sent(worker):
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    there = world.member(partner.organisation, Role.SUPERVISOR)
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, KNOWN)
    referral = sharing.sent(worker, case, partner.organisation, KNOWN)
    with world.acting(partner):
        accept(referral=Referral.objects.get(pk=referral.pk), contact_name="Arta")
        own = Case.objects.get(opened_from=referral.pk)
        part = PackagePart.objects.get(data_class="identity", layer="identified")
        assert sharing.CANARY in part.content
    close(own)
    with world.acting(partner):
        ask_erasure(own, OWN_PARTS)
    confirm(there)
    as_owner(
        "UPDATE referral_case SET stage = 5, status = 'reintegration', closed_at = NULL WHERE id = %s",
        str(own.pk),
    )
    with world.acting(partner):
        assert rows("SELECT count(*) FROM use_key(%s, 'identity')", part.pk) == [(0,)]
    with world.acting(worker):
        assert rows("SELECT count(*) FROM use_key(%s, 'identity')", part.pk) == [(1,)]


@pytest.mark.rule(19)
def test_the_minimum_for_the_protection_of_a_child_stays(worker, boss):
    with world.acting(worker):
        kept = keep_minimum(answers=minimum())
    case = closed(worker, child=True, age_band="9-17")
    with world.acting(worker):
        ask_erasure(case, OWN_PARTS)
    confirm(boss)
    assert keys_of(case.pk) == set()
    with world.acting(worker):
        assert ProtectionRecord.objects.get(pk=kept.pk).place == "the station"


class Day:
    value = "2026-11-20"


def minimum():
    return {
        "met_on": Day,
        "place": "the station",
        "age_band": "9-17",
        "danger": "no",
        "noticed": [],
        "told": "",
    }


@pytest.mark.rule(10)
def test_an_agreement_is_taken_back_after_the_end_of_the_case_too(client, worker):
    partner = world.organisation("Qendra Drita", "AL")
    case = sharing.filled(worker)
    consent = sharing.agree(worker, case, partner, KNOWN)
    sharing.sent(worker, case, partner, KNOWN)
    close(case)
    reference = case.journey.reference
    helper = world.member(worker.organisation, Role.SERVICE_WORKER)
    with world.acting(worker):
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, helper.user_id)
    sql = "UPDATE referral_consentitem SET withdrawn_at = now(), withdrawn_by_id = desk_user() WHERE agreed RETURNING 1"
    with world.acting(helper):
        assert rows(sql) == []
    world.sign_in(client, worker)
    address = page("consent_withdraw", reference, consent.pk)
    assert address in client.get(page("case_consent", reference)).text
    assert client.get(page("consent_new", reference)).status_code == 404

    client.post(address, {"what": "all"})

    with world.acting(worker):
        parts = list(PackagePart.objects.values_list("pk", "recalled_at"))
        assert not consent.items.filter(agreed=True, withdrawn_at=None).exists()
        assert Referral.objects.get().status == "withdrawn"
    assert all(recalled and keys_of(pk) == set() for pk, recalled in parts)


def test_two_weeks_after_a_no_what_was_sent_for_it_is_gone(worker):
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, KNOWN)
    referral = sharing.sent(worker, case, partner.organisation, KNOWN)
    with world.acting(partner):
        decline(referral=Referral.objects.get(pk=referral.pk), reason="no_capacity")
    proposed(days=13)
    with world.acting(worker):
        parts = list(PackagePart.objects.values_list("pk", flat=True))
    assert all(keys_of(pk) for pk in parts)
    proposed(days=15)
    assert not any(keys_of(pk) for pk in parts)
    assert keys_of(case.pk) >= {"identity"}


# The pages


def page(name, *of):
    return reverse(name, args=of)


def test_a_case_manager_asks_and_a_supervisor_confirms_in_two_pages(client, worker, boss):
    case = closed(worker, days_ago=31)
    proposed()
    reference = case.journey.reference
    world.sign_in(client, worker)
    assert page("case_erasure", reference) in client.get(page("case_record", reference)).text
    shown = client.get(page("case_erasure", reference)).text
    assert shown.count("Waits for a second person") == 1
    assert shown.count("Kept until") == len(OWN_PARTS) + 2
    empty = client.post(page("erasure_new", reference), {"parts": ["account"]})
    assert empty.status_code == 422
    asked = {"parts": ["account", "health"], "told": "on"}
    assert client.post(page("erasure_new", reference), asked).status_code == 302
    again = client.post(page("erasure_new", reference), asked)
    assert again.status_code == 409
    assert "waits for a second person" in again.text

    world.sign_in(client, boss)
    assert "2 cases have data that waits" in client.get(page("caseload")).text
    waits = [str(one.pk) for one in waiting(boss)]
    unsure = client.post(page("erasure_list"), {"which": waits, "answer": "erase"})
    assert unsure.status_code == 422
    assert keys_of(case.pk) >= {"account", "whereabouts"}
    done = client.post(
        page("erasure_list"), {"which": waits, "answer": "erase", "sure": "on"}, follow=True
    )
    assert "Nothing waits to be erased" in done.text
    assert not keys_of(case.pk) & {"account", "whereabouts"}

    world.sign_in(client, worker)
    assert "Data erased for good" in client.get(page("case_history", reference)).text
    for name in ("case_overview", "case_record", "case_consent", "case_evidence"):
        assert client.get(page(name, reference)).status_code == 200, name


def test_a_hold_is_set_confirmed_and_ended_on_pages(client, worker, boss):
    case = closed(worker)
    reference, today = case.journey.reference, timezone.localdate()
    world.sign_in(client, worker)
    far = {"why": "claim", "until": (today + timedelta(days=200)).isoformat()}
    assert "within the next 180 days" in client.post(page("hold_new", reference), far).text
    near = far | {"until": (today + timedelta(days=90)).isoformat()}
    assert (
        "Nothing is erased until"
        in client.post(page("hold_new", reference), near, follow=True).text
    )
    with world.acting(worker):
        hold = ErasureHold.objects.get()
    world.sign_in(client, boss)
    assert "Holds to confirm" in client.get(page("erasure_list")).text
    client.post(page("hold_answer", hold.pk), {"answer": "yes"})
    assert client.post(page("hold_answer", hold.pk), {"answer": "yes"}).status_code == 404
    world.sign_in(client, worker)
    assert "Confirmed by a second person" in client.get(page("case_erasure", reference)).text
    client.post(page("hold_end", reference, hold.pk))
    assert "Nothing is erased until" not in client.get(page("case_erasure", reference)).text


# A copy that is put back


def test_what_is_erased_stays_erased_in_a_copy_that_is_put_back(worker, boss, tmp_path):
    case = closed(worker, days_ago=1827)
    before = {
        table: as_owner(f"SELECT * FROM referral_{table} WHERE {where} = %s", str(case.pk))
        for table, where in COPIED.items()
    }
    proposed()
    confirm(boss)
    said, kept = io.StringIO(), tmp_path / "erased"
    with acting_as_owner():
        call_command("erasures", "write", str(kept), stdout=said)
    assert "canary" not in kept.read_text().lower()

    for table, where in COPIED.items():  # the copy of the day before
        as_owner(f"DELETE FROM referral_{table} WHERE {where} = %s", str(case.pk))
        for row in before[table]:
            as_owner(f"INSERT INTO referral_{table} VALUES ({', '.join(['%s'] * len(row))})", *row)
    as_owner("DELETE FROM referral_erasedkey")
    reopen(case)  # so that a case manager may read at all
    assert reading(worker, PlanGoal, case, "goal") == "canary step"

    with acting_as_owner():
        call_command("erasures", "replay", str(kept), stdout=said)

    assert keys_of(case.pk) == set()
    assert reading(worker, Services, case, "main_goal") == ""
    assert reading(worker, PlanGoal, case, "goal") == ""
    with acting_as_owner():
        assert ErasedKey.objects.filter(owner=case.pk).count() == len(before["casekey"])
        call_command("erasures", "replay", str(kept), stdout=said)
    assert "0 of" in said.getvalue().splitlines()[-1]


COPIED = {"casekey": "owner", "identity": "case_id", "services": "case_id", "plangoal": "case_id"}


def test_a_key_that_a_recall_destroyed_is_in_the_list_and_what_ends_by_itself_is_not(worker):
    partner = world.organisation("Qendra Drita", "AL")
    case = sharing.filled(worker)
    consent = sharing.agree(worker, case, partner, KNOWN)
    sharing.sent(worker, case, partner, KNOWN)
    with world.acting(worker):
        withdraw_consent(case=case, consent=consent)
        parts = set(PackagePart.objects.values_list("pk", flat=True))
    with acting_as_owner():
        assert parts == set(ErasedKey.objects.values_list("owner", flat=True))
