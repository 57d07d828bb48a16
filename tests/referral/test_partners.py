"""A receiver without an account: on paper, by telephone, and from there to an account of its own."""

import io
import re

import pikepdf
import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from accounts.actions.invitations import invite, join_as_new
from accounts.models import Membership
from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.links import note_paper, record_answer
from referral.actions.referrals import take_back
from referral.models import Case, Identity, JourneyEvent, Leg, Message, MoveNotAllowed, Task
from referral.stages import ReferralKind, ReferralStatus
from tests import world
from tests.referral.partners import Receiver, accepted, fresh, issued, kinds, referred
from tests.referral.sharing import CANARY, agree, filled, sent, two_sides

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(14)]
SAID = {"channel": "telephone", "said_by": "Drita Named", "function": "director"}


@pytest.fixture
def desk():
    return referred()


@pytest.fixture
def sender(desk):
    return world.sign_in(Client(raise_request_exception=False), desk[0])


def say(worker, referral, what, **codes):
    with world.acting(worker):
        record_answer(referral=referral, what=what, on=timezone.localdate(), **SAID | codes)


def form(what, **more):
    return {"what": what, **SAID, "on": timezone.localdate().isoformat(), **more}


# Written down by the sender


def test_an_acceptance_by_telephone_counts_and_says_who_said_it(desk, sender):
    worker, _case, referral = desk

    page = sender.post(f"/referrals/{referral.pk}/partner/answer/", form("accepted"))

    assert page.status_code == 302
    now = fresh(worker, referral)
    assert (now.status, now.contact_name) == (ReferralStatus.ACCEPTED, "Drita Named")
    with world.acting(worker):
        entry = referral.partner_entries.get(kind="accepted")
        message = Message.objects.get(referral=referral, kind="accept")
        event = JourneyEvent.objects.get(referral=referral.pk, kind="accepted")
    assert (entry.channel, entry.said_by, entry.recorded_by) == (
        "telephone",
        "Drita Named",
        worker.user,
    )
    assert message.sender_id == event.organisation_id == referral.receiver_id


@pytest.mark.parametrize(
    ("what", "more", "status"),
    [
        ("asked", {"questions": ["costs"]}, ReferralStatus.ASKED),
        ("declined", {"reason": "area"}, ReferralStatus.DECLINED),
    ],
)
def test_other_answers_are_written_down(desk, sender, what, more, status):
    worker, _case, referral = desk
    link = issued(worker, referral)

    sender.post(f"/referrals/{referral.pk}/partner/answer/", form(what, **more))

    assert fresh(worker, referral).status == status
    assert Receiver().open(link).status_code == 404  # the link before it is over


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (form("declined"), "reason"),
        (form("asked"), "questions"),
        (form("accepted", said_by=""), "said_by"),
        (form("accepted", channel="link"), "channel"),
        (form("accepted", on="2999-01-01"), "on"),
        (form("accepted", on="canary"), "on"),
        (form("feedback", feedback="started"), "what"),
        ({}, "what"),
    ],
)
def test_an_answer_that_does_not_fit_keeps_what_was_typed(desk, sender, answer, field):
    worker, _case, referral = desk

    page = sender.post(f"/referrals/{referral.pk}/partner/answer/", answer)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert answer.get("function", "") in page.text
    assert fresh(worker, referral).status == ReferralStatus.SENT


def test_how_it_goes_is_written_down_and_ends_it(desk, sender):
    worker, _case, referral = desk
    accepted(worker, referral)

    sender.post(f"/referrals/{referral.pk}/partner/answer/", form("feedback", feedback="ended"))

    assert fresh(worker, referral).status == ReferralStatus.COMPLETED
    with world.acting(worker):
        assert Message.objects.get(referral=referral, kind="feedback").feedback == "ended"


def test_the_call_after_closing_confirms_each_class(desk, sender):
    worker, case, referral = desk
    accepted(worker, referral)
    with world.acting(worker):
        note_paper(referral, "paper")
        take_back(case=case, referral=referral)
        assert Task.objects.filter(
            kind="recall_ask", assigned_to=worker.user, done_at=None
        ).exists()

    before = sender.get(f"/referrals/{referral.pk}/partner/").text
    assert (
        sender.post(f"/referrals/{referral.pk}/partner/answer/", form("recall")).status_code == 422
    )
    sender.post(f"/referrals/{referral.pk}/partner/answer/", form("recall", recall="deleted"))
    after = sender.get(f"/referrals/{referral.pk}/partner/").text

    assert "Ring them" in before
    assert "Ring them" not in after
    with world.acting(worker):
        told = Message.objects.filter(referral=referral, kind="receipt")
        assert {m.data_class for m in told} == {p.data_class for p in referral.parts.all()}
        assert {m.recall for m in told} == {"deleted"}
        assert not Task.objects.filter(kind="recall_ask", done_at=None).exists()


def test_what_is_over_is_not_answered(desk):
    worker, case, referral = desk
    with world.acting(worker):
        take_back(case=case, referral=referral)

    for what, codes in [("accepted", {}), ("declined", {"reason": "area"}), ("named", {})]:
        with pytest.raises(MoveNotAllowed):
            say(worker, referral, what, **codes)


def test_answers_are_not_written_down_for_who_has_an_account():
    worker, receiver = two_sides()
    case = filled(worker)
    agree(worker, case, receiver.organisation)
    referral = sent(worker, case, receiver.organisation)

    with pytest.raises(DatabaseError):
        say(worker, referral, "accepted")
    assert fresh(worker, referral).status == ReferralStatus.SENT


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.SUPERVISOR, Role.FOCAL_POINT])
def test_answers_are_written_down_only_where_the_case_is_open(desk, role):
    worker, _case, referral = desk

    for organisation in (worker.organisation, world.organisation("Elsewhere", "FR")):
        with pytest.raises(DatabaseError):
            say(world.member(organisation, role), referral, "accepted")


# On paper


def file_of(sender, referral):
    at = f"/referrals/{referral.pk}/partner/paper/"
    password = re.search(r'name="password" value="([^"]+)"', sender.get(at).text)[1]
    return sender.post(at, {"do": "file", "password": password}), password


def words_in(file, password):
    with pikepdf.open(io.BytesIO(file), password=password) as document:
        assert document.encryption.R == 6
        assert document.encryption.bits == 256
        return len(document.pages)


def test_the_file_is_encrypted_and_opens_with_its_password_only(desk, sender):
    _worker, _case, referral = desk

    file, password = file_of(sender, referral)

    assert file["Content-Disposition"] == 'attachment; filename="request.pdf"'
    assert words_in(file.content, password) == 1
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(file.content))
    assert CANARY.encode() not in file.content


def test_no_file_is_made_with_another_password(desk, sender):
    worker, _case, referral = desk

    page = sender.post(
        f"/referrals/{referral.pk}/partner/paper/", {"do": "file", "password": "1234"}
    )

    assert page.status_code == 422
    assert kinds(worker, referral) == []


def test_paper_shows_the_summary_first_and_the_rest_after_a_name(desk, sender):
    worker, _case, referral = desk
    at = f"/referrals/{referral.pk}/partner/paper/"

    first = sender.post(at, {"do": "paper"})
    say(worker, referral, "accepted")
    second = sender.post(at, {"do": "paper"})

    assert (CANARY in first.text, CANARY in second.text) == (False, True)
    assert "Drita Named" in second.text
    assert kinds(worker, referral) == ["paper", "accepted", "paper"]
    with world.acting(worker):
        assert AuditEntry.objects.filter(action="partner.paper", target=str(referral.pk)).exists()


def test_looking_at_the_page_hands_nothing_out(desk, sender):
    worker, _case, referral = desk

    page = sender.get(f"/referrals/{referral.pk}/partner/paper/")

    assert page.status_code == 200
    assert kinds(worker, referral) == []


# From the link to an account


def moved_in(worker, referral):
    """The partner gets an account the ordinary way; returns its case manager."""
    with world.acting(worker):
        receiver = referral.receiver
    _made, token = invite(receiver, email="office@partner.example", role=Role.CASE_MANAGER)
    user = join_as_new(token, name="Drita Named", password=world.PASSWORD, language="en")
    user.knows_leave_quickly = True
    user.save()
    there = Membership.objects.get(user=user)
    there.cleared_until = world.PASSED  # took the course that new cases begin after
    there.save(update_fields=["cleared_until"])
    return there


def test_what_was_accepted_by_link_waits_in_the_inbox_and_becomes_a_case(desk):
    worker, case, referral = desk
    accepted(worker, referral)
    there = moved_in(worker, referral)
    browser = world.sign_in(Client(), there)

    page = browser.get(f"/inbox/{referral.pk}/")
    opened = browser.post(f"/inbox/{referral.pk}/open/", follow=True)

    assert "before you had an account" in page.text
    assert CANARY not in page.text
    assert CANARY in opened.text
    with world.acting(there):
        own = Case.objects.get(journey=case.journey_id)
        assert own.opened_from == referral.pk
        assert Identity.objects.get(case=own).name_said == CANARY
        assert Leg.objects.filter(journey=case.journey_id, organisation=there.organisation).exists()
        assert {m.kind for m in referral.messages.all()} == {"accept"}


def test_opening_it_twice_opens_one_case(desk):
    worker, case, referral = desk
    accepted(worker, referral)
    there = moved_in(worker, referral)
    browser = world.sign_in(Client(), there)

    browser.post(f"/inbox/{referral.pk}/open/")
    browser.post(f"/inbox/{referral.pk}/open/")

    with world.acting(there):
        assert Case.objects.filter(journey=case.journey_id).count() == 1


def test_what_was_open_is_answered_in_the_inbox(desk):
    worker, _case, referral = desk
    link = issued(worker, referral)
    there = moved_in(worker, referral)
    browser = world.sign_in(Client(), there)

    assert Receiver().open(link).status_code == 404
    answer = {"contact_name": "Drita Named", "lead": str(there.user_id)}
    browser.post(f"/inbox/{referral.pk}/accept/", answer)

    assert fresh(worker, referral).status == ReferralStatus.ACCEPTED


def test_what_was_declined_by_link_stays_declined(desk):
    worker, _case, referral = desk
    browser = Receiver()
    browser.open(issued(worker, referral))
    browser.answer("declined", reason="area")
    there = world.sign_in(Client(), moved_in(worker, referral))

    page = there.get(f"/inbox/{referral.pk}/")

    assert "You declined on" in page.text
    assert there.post(f"/inbox/{referral.pk}/open/").status_code == 404


def test_a_referral_that_was_answered_in_the_inbox_is_not_opened_again():
    worker, receiver = two_sides()
    case = filled(worker)
    agree(worker, case, receiver.organisation)
    referral = sent(worker, case, receiver.organisation, kind=ReferralKind.SERVICE)
    browser = world.sign_in(Client(), receiver)

    assert browser.post(f"/inbox/{referral.pk}/open/").status_code == 404


def test_a_declined_partner_leaves_the_sender_a_task_once(desk):
    worker, _case, referral = desk
    say(worker, referral, "declined", reason="area")

    with world.acting(worker):
        assert Task.objects.filter(referral=referral).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_referrallink")
        assert cursor.fetchone()[0] == 0
