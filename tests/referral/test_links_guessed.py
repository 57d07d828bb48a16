"""A receiver without an account: who guesses a link, tries it twice, or asks the database, gets nothing."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from referral.actions.links import record_answer
from referral.models import Message
from referral.stages import ReferralStatus
from tests import testing_database, world
from tests.referral.partners import (
    Receiver,
    fresh,
    issued,
    kinds,
    links,
    referred,
)
from tests.referral.sharing import CANARY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(14)]
SECRETS = [CANARY, "1994", "canary road", "+39 canary", "canary red line", "canary goal"]


@pytest.fixture
def desk():
    return referred()


@pytest.fixture
def there():
    return Receiver()


def as_owner(statement, *values):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(statement, values)


def over(worker, referral, kind):
    """A link of each kind that must not open, with its code."""
    link = issued(worker, referral)
    if kind == "used":
        Receiver().open(link)
    if kind == "expired":
        as_owner(
            "UPDATE referral_referrallink SET expires_at = now() - interval '1 second' WHERE id = %s",
            str(link.link.pk),
        )
    if kind == "replaced":
        issued(worker, referral)
    if kind == "guessed":
        for _try in range(5):
            Receiver().open(link, code="00000000" if link.code != "00000000" else "1")
        as_owner("DELETE FROM accounts_throttle")
    if kind == "has_account":
        as_owner(
            "UPDATE accounts_organisation SET has_account = true WHERE id = %s",
            str(referral.receiver_id),
        )
    if kind == "answered":
        with world.acting(worker):
            record_answer(
                referral=referral,
                what="declined",
                channel="telephone",
                said_by="A",
                function="b",
                on=timezone.localdate(),
                reason="other",
            )
    return link


@pytest.mark.parametrize(
    "kind", ["used", "expired", "replaced", "guessed", "has_account", "answered"]
)
@pytest.mark.asvs("6.5.1")
def test_a_link_that_is_over_says_what_an_unknown_one_says(desk, there, kind):
    worker, _case, referral = desk
    link = over(worker, referral, kind)

    there_is = there.open(link)
    there_is_none = there.client.post("/answer/never-was-one/", {"code": link.code})

    assert there_is.status_code == there_is_none.status_code == 404
    assert there_is.content == there_is_none.content
    answers = [dict(answer.headers) for answer in (there_is, there_is_none)]
    numbers = [answer.pop("X-Request-Id") for answer in answers]  # drawn, and said of every answer
    assert answers[0] == answers[1]
    assert len({len(number) for number in numbers}) == 1
    assert there.look(link).content == there.client.get("/answer/never-was-one/").content
    assert kinds(worker, referral).count("refused") == 1


def test_a_wrong_code_says_what_an_unknown_link_says_and_counts(desk, there):
    worker, _case, referral = desk
    link = issued(worker, referral)

    wrong = there.open(link, code="1")

    assert wrong.content == there.client.post("/answer/never/", {"code": "1"}).content
    assert links(worker, referral)[0].tries == 1
    assert there.open(link).status_code == 200


@pytest.mark.asvs("6.6.3", "2.4.1")
def test_trying_codes_is_slowed_also_for_links_that_do_not_exist(desk, there):
    worker, _case, referral = desk
    link = issued(worker, referral)

    real = [there.open(link, code="1") for _try in range(7)]
    unreal = [there.client.post("/answer/never/", {"code": "1"}) for _try in range(7)]

    assert [page.status_code for page in real] == [page.status_code for page in unreal]
    assert real[-1].status_code == 429
    assert real[-1].content == unreal[-1].content
    assert int(real[-1]["Retry-After"]) > 0
    assert links(worker, referral)[0].tries <= 5


def test_many_links_tried_from_one_network_are_slowed(there):
    pages = [there.client.post(f"/answer/guess-{n}/", {"code": "1"}) for n in range(45)]

    assert pages[0].status_code == 404
    assert pages[-1].status_code == 429


def test_only_digests_are_kept(desk):
    worker, _case, referral = desk
    link = issued(worker, referral)

    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM referral_referrallink l")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(detail::text || target, ' ') FROM audit_auditentry")
        kept += cursor.fetchone()[0]

    assert link.token not in kept
    assert link.code not in kept


def test_the_same_answer_sent_twice_has_one_effect(desk, there):
    worker, _case, referral = desk
    there.open(issued(worker, referral))

    there.answer("declined", reason="area")
    again = there.answer("accepted")

    assert again.status_code == 404
    assert fresh(worker, referral).status == ReferralStatus.DECLINED
    with world.acting(worker):
        assert Message.objects.filter(referral=referral).count() == 1


def test_a_ticket_ends_after_two_hours(desk, there):
    worker, _case, referral = desk
    there.open(issued(worker, referral))
    as_owner("UPDATE referral_referrallink SET ticket_until = now() - interval '1 second'")

    assert there.answer("accepted").status_code == 404
    assert fresh(worker, referral).status == ReferralStatus.SENT


def test_two_openings_at_once_open_it_once(desk):
    worker, _case, referral = desk
    link, barrier, pages = issued(worker, referral), Barrier(4), []

    def come():
        barrier.wait(10)
        try:
            pages.append(Client().post(f"/answer/{link.token}/", {"code": link.code}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=come) for _one in range(4)]
    [one.start() for one in threads]
    [one.join() for one in threads]

    assert sorted(pages) == [200, 404, 404, 404]
    assert kinds(worker, referral).count("opened") == 1


# The database


def nobody_reads(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "table", ["referral_referrallink", "referral_partnerentry", "referral_partneraddress"]
)
def test_nobody_and_no_stranger_reads_the_tables(desk, table):
    worker, _case, referral = desk
    issued(worker, referral)

    assert nobody_reads(table) == 0
    for role in ("case_manager", "national_coordinator", "operator"):
        with world.acting(world.member(world.organisation("Maison Claire", "FR"), role)):
            assert nobody_reads(table) == 0
    with world.acting(world.member(worker.organisation)):
        # A colleague without the case. The address of a partner is the organisation's: a second person confirms it.
        assert nobody_reads(table) == (table == "referral_partneraddress")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE referral_referrallink SET tries = 0",
        "UPDATE referral_referrallink SET used_at = NULL",
        "UPDATE referral_referrallink SET token_digest = 'a'",
        "DELETE FROM referral_referrallink",
        "DELETE FROM referral_partnerentry",
        "UPDATE referral_partnerentry SET said_by = 'x'",
        "UPDATE referral_referral SET status = 'accepted', contact_name = 'x'",
        "INSERT INTO audit_auditentry (organisation, actor, action, target, detail)"
        " VALUES (gen_random_uuid(), 'link', 'x', '', '{}')",
    ],
)
def test_the_sender_cannot_write_around_the_doors(desk, statement):
    worker, _case, referral = desk
    issued(worker, referral)

    if statement.startswith("INSERT"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)
        return
    with pytest.raises(DatabaseError), world.acting(worker), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_entry_for_the_history_is_not_invented_by_the_sender(desk):
    worker, _case, referral = desk

    with pytest.raises(DatabaseError), world.acting(worker):
        referral.partner_entries.create(kind="accepted", recorded_by=worker.user)


def test_a_signed_in_colleague_comes_by_link_as_nobody(desk):
    worker, _case, referral = desk
    link = issued(worker, referral)
    signed_in = world.sign_in(Client(), world.member(world.organisation("Elsewhere", "FR")))

    page = signed_in.post(f"/answer/{link.token}/", {"code": link.code})

    assert page.status_code == 200
    assert "opened" in kinds(worker, referral)
