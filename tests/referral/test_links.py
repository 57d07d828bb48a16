"""A receiver without an account: one link, one code, three requests."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from referral.actions.answers import reply
from referral.actions.links import issue_link
from referral.actions.referrals import take_back
from referral.models import Message, MoveNotAllowed, PackagePart, ReferralLink, Task
from referral.stages import ReferralStatus
from tests import testing_database, world
from tests.directory import rows
from tests.referral.partners import (
    Receiver,
    accepted,
    confirmed,
    fresh,
    issued,
    kinds,
    links,
    partner,
    referred,
)
from tests.referral.sharing import CANARY, agree, filled, return_office, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(14)]
LIMIT = 40_000  # bytes
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


def test_three_requests_open_the_summary_and_answer(desk, there):
    worker, _case, referral = desk
    link = issued(worker, referral)

    pages = [there.look(link), there.open(link), there.answer("accepted")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert max(len(page.content) for page in pages) <= LIMIT
    assert "30" in pages[1].text
    assert "Albania" in pages[1].text
    assert fresh(worker, referral).status == ReferralStatus.ACCEPTED
    assert kinds(worker, referral) == ["issued", "looked", "opened", "accepted"]


def test_before_accepting_no_page_names_anybody(desk, there):
    worker, _case, referral = desk
    link = issued(worker, referral)

    pages = [there.look(link), there.open(link), there.answer("accepted")]

    for page in pages:
        assert [word for word in SECRETS if word in page.text] == []
        assert not page.cookies
        assert "<script" not in page.text
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]


def test_a_question_comes_back_with_its_answer(desk, there):
    worker, case, referral = desk
    there.open(issued(worker, referral))

    page = there.answer("asked", questions=["access", "children"])

    assert page.status_code == 200
    assert fresh(worker, referral).status == ReferralStatus.ASKED
    with world.acting(worker):
        reply(referral=referral, case=case, replies={"access": "no", "children": "yes"})
    second = there.open(issued(worker, referral))
    assert "Is step-free access needed?" in second.text


def test_a_decline_is_told_and_gives_the_sender_a_task(desk, there):
    worker, _case, referral = desk
    there.open(issued(worker, referral))

    there.answer("declined", reason="no_capacity")

    now = fresh(worker, referral)
    assert (now.status, now.decline_reason) == (ReferralStatus.DECLINED, "no_capacity")
    assert now.answered_by is None
    assert now.answered_at
    with world.acting(worker):
        assert Task.objects.filter(referral=referral, kind="alternative").count() == 1
        assert Message.objects.get(referral=referral).sender_id == referral.receiver_id


@pytest.mark.parametrize(
    "given",
    [
        {"what": "declined"},
        {"what": "declined", "reason": "canary"},
        {"what": "asked"},
        {"what": "asked", "questions": "canary"},
        {"what": "canary"},
        {"what": "accepted\x00"},
    ],
)
def test_an_answer_that_is_no_answer_keeps_the_page_open(desk, there, given):
    worker, _case, referral = desk
    there.open(issued(worker, referral))

    page = there.answer(**given)

    assert page.status_code == 422
    assert fresh(worker, referral).status == ReferralStatus.SENT
    there.answer("accepted")
    assert fresh(worker, referral).status == ReferralStatus.ACCEPTED


# The identified part


def test_the_identified_part_needs_a_name_and_is_shown_once(desk, there):
    worker, _case, referral = desk
    there.open(issued(worker, referral))
    there.answer("accepted")
    with world.acting(worker), pytest.raises(MoveNotAllowed):
        issue_link(referral)

    there.answer("named", name="Drita Named", function="social worker")
    link = issued(worker, referral)
    page, again = there.open(link), there.open(link)

    assert CANARY in page.text
    assert (again.status_code, CANARY in again.text) == (404, False)
    assert fresh(worker, referral).contact_name == "Drita Named"
    with world.acting(worker):
        entry = referral.partner_entries.get(kind="named")
    assert (entry.said_by, entry.function) == ("Drita Named", "social worker")


def test_a_link_to_the_identified_part_is_refused_by_the_database_without_a_name(desk, there):
    worker, _case, referral = desk
    there.open(issued(worker, referral))
    there.answer("accepted")

    with pytest.raises(DatabaseError), world.acting(worker):
        ReferralLink.objects.create(
            referral=referral,
            layer="identified",
            token_digest="a" * 64,
            code_digest="b" * 64,
            made_by=worker.user,
        )


def test_who_reads_stands_in_the_log_of_the_sender(desk, there):
    worker, _case, referral = desk
    accepted(worker, referral)
    there.open(issued(worker, referral))

    with world.acting(worker):
        parts = {str(p.pk): p for p in PackagePart.objects.filter(referral=referral)}
        read = AuditEntry.objects.filter(actor="link", action__startswith="read.")
        told = {(parts[e.target].layer, e.action) for e in read}
    assert ("identified", "read.identity") in told
    assert ("summary", "read.summary") in told
    with world.acting(worker):
        own = {e.organisation for e in AuditEntry.objects.filter(actor="link")}
    assert {str(one) for one in own} == {str(worker.organisation_id)}


def test_the_chain_of_the_sender_stays_whole(desk, there):
    worker, _case, referral = desk
    there.open(issued(worker, referral))
    there.answer("accepted")

    with world.acting(worker):
        mine = AuditEntry.objects.filter(organisation=worker.organisation_id)
        assert mine.filter(seq=None).count() == 0
        assert list(mine.order_by("seq").values_list("seq", flat=True)) == list(
            range(1, mine.count() + 1)
        )


@pytest.mark.rule(13)
def test_a_consulate_without_account_is_asked_in_the_name_of_the_return_office(there):
    return_office()
    worker = world.member(world.organisation("Casa Canary", "IT"))
    case = filled(worker)
    consulate = partner("IT", kind="consulate", represents="AL")
    agree(worker, case, consulate, classes=["identity"])
    referral = sent(worker, case, consulate, classes=["identity"], kind="travel_document")

    first = there.open(issued(worker, referral))
    there.answer("accepted")
    there.answer("named", name="Consul Named", function="consul")
    second = there.open(issued(worker, referral))
    paper = world.sign_in(Client(), worker).post(
        f"/referrals/{referral.pk}/partner/paper/", {"do": "paper"}
    )

    assert CANARY not in first.text
    assert CANARY in second.text
    for page in (first, second):
        assert "Return office" in page.text
        assert "Casa Canary" not in page.text
        assert "TRM-" not in page.text
    sheet = re.search(r'<dl class="kv">.*?</dl>', paper.text, re.S)[0]
    assert "Return office" in sheet
    assert "Casa Canary" not in sheet


# Withdrawal


def test_after_the_sender_closed_it_the_link_says_so_and_no_more(desk, there):
    worker, case, referral = desk
    link = issued(worker, referral)
    with world.acting(worker):
        take_back(case=case, referral=referral)

    wrong, page = there.open(link, code="1"), there.open(link)

    assert wrong.status_code == 404
    assert (page.status_code, "Closed by sender" in page.text) == (200, True)
    assert "Casa Verde" not in page.text
    assert there.open(link).status_code == 404


def test_closed_while_they_read_it(desk, there):
    worker, case, referral = desk
    there.open(issued(worker, referral))
    with world.acting(worker):
        take_back(case=case, referral=referral)

    page = there.answer("accepted")

    assert "Closed by sender" in page.text
    assert fresh(worker, referral).status == ReferralStatus.WITHDRAWN


def test_a_recalled_part_is_shown_no_more(desk, there):
    worker, _case, referral = desk
    accepted(worker, referral)
    link = issued(worker, referral)
    with world.acting(worker), connection.cursor() as cursor:
        for part in PackagePart.objects.filter(referral=referral, data_class="identity"):
            cursor.execute("SELECT recall_part(%s)", [part.pk])

    page = there.open(link)

    assert page.status_code == 200
    assert CANARY not in page.text


# The sender's pages


@pytest.fixture
def sender(desk):
    return world.sign_in(Client(), desk[0])


@pytest.fixture
def reached(desk):
    """Two people checked the address."""
    worker, _case, referral = desk
    confirmed(worker, referral.receiver, ADDRESS["email"], ADDRESS["phone"])


ADDRESS = {"email": "office@partner.example", "phone": "+355 4 555", "verified_how": "rang"}


def test_the_code_is_on_the_page_and_never_in_the_mail(
    desk, reached, sender, settings, monkeypatch
):
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr("accounts.mail.Thread", Now)
    _worker, _case, referral = desk

    page = sender.post(f"/referrals/{referral.pk}/partner/link/", ADDRESS)

    code = re.search(r"\b\d{4} \d{4}\b", page.text)[0]
    (message,) = outbox.outbox
    assert message.to == ["office@partner.example"]
    said = message.subject + message.body
    assert code not in said
    assert code.replace(" ", "") not in said
    assert "/answer/" in said
    assert not re.search(r"TRM-|Casa Verde|referral|case|traffick", said, re.I)
    assert "/answer/" not in page.text


class Now:
    """Mail goes at once, so that a test can read it."""

    def __init__(self, target, args):
        self.target, self.args = target, args

    def start(self):
        self.target(*self.args)


def test_without_a_mail_server_the_link_is_shown_once(desk, reached, sender, there):
    _worker, _case, referral = desk

    page = sender.post(f"/referrals/{referral.pk}/partner/link/", ADDRESS)
    token = re.search(r"/answer/([\w-]+)/", page.text)[1]
    code = re.search(r"\b\d{4} \d{4}\b", page.text)[0]
    opened = there.client.post(f"/answer/{token}/", {"code": code})

    assert opened.status_code == 200
    history = sender.get(f"/referrals/{referral.pk}/partner/").text
    assert token not in history
    assert code not in history
    assert "Summary opened" in history


def test_a_link_form_sent_twice_makes_one_link(desk, reached, sender):
    worker, _case, referral = desk
    key = "7f0d2d9e-40b9-4d5e-9c8d-4f1f0f1c2a11"

    for _time in range(2):
        sender.post(f"/referrals/{referral.pk}/partner/link/", {**ADDRESS, "idempotency_key": key})

    assert len(links(worker, referral)) == 1


@pytest.mark.parametrize("missing", ["email", "phone", "verified_how"])
def test_a_link_needs_a_verified_address(desk, reached, sender, missing):
    worker, _case, referral = desk

    page = sender.post(f"/referrals/{referral.pk}/partner/link/", ADDRESS | {missing: ""})

    assert page.status_code == 422
    assert links(worker, referral) == []


def test_a_body_of_the_directory_is_reached_where_the_directory_says(desk, sender):
    _worker, _case, referral = desk
    name, there = referral.receiver.name, "+355 4 555 0199"
    listed = {"name": name, "phone_international": there, "verified_on": timezone.localdate()}
    rows.contact("AL", "service", email="listed@example.org", **listed)
    rows.contact("AL", "service", email="wrong@example.org", is_wrong=True, **listed)
    rows.contact("AL", "service", email="old@example.org", **listed | {"verified_on": None})
    rows.contact("IT", "service", email="elsewhere@example.org", **listed)

    page = sender.get(f"/referrals/{referral.pk}/partner/link/")

    assert re.findall(r"[a-z]+@example\.org", page.text) == ["listed@example.org"]
    assert there in page.text
    assert "From the directory" in page.text


def test_a_link_is_not_for_an_organisation_with_an_account(desk, sender):
    worker, _case, referral = desk
    as_owner(
        "UPDATE accounts_organisation SET has_account = true WHERE id = %s",
        str(referral.receiver_id),
    )

    assert sender.get(f"/referrals/{referral.pk}/partner/").status_code == 404
    with pytest.raises(DatabaseError), world.acting(worker):
        ReferralLink.objects.create(
            referral=referral,
            layer="summary",
            token_digest="a" * 64,
            code_digest="b" * 64,
            made_by=worker.user,
        )


def test_a_link_lasts_seven_days_at_most(desk):
    worker, _case, referral = desk

    with pytest.raises(DatabaseError), world.acting(worker):
        ReferralLink.objects.create(
            referral=referral,
            layer="summary",
            token_digest="a" * 64,
            code_digest="b" * 64,
            made_by=worker.user,
            expires_at=timezone.now() + timedelta(days=8),
        )


def test_a_partner_is_shown_as_one_in_the_referrals(desk, sender):
    _worker, case, referral = desk
    with world.acting(_worker):
        reference = case.journey.reference

    assert "Reach them" in sender.get(f"/cases/{reference}/referrals/").text
    assert "Reach them" in sender.get(f"/cases/{reference}/refer/{referral.pk}/").text
    assert partner().has_account is False
