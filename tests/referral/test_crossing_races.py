"""
What crosses, from both sides at once: whichever comes first, there is one effect, and both sides read the same.

A round sets up a whole referral and costs a third of a second, so a run has few: `RACES=50` runs fifty of each. Accepted twice,
withdrawn while accepting, the same record edited and a grant ended while reading run fifty times each time, in test_races.py.
"""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.roles import Role
from referral.actions.answers import accept, give_back
from referral.actions.asylum import write_legal
from referral.actions.consents import withdraw_consent
from referral.actions.parents import write_care
from referral.actions.recalls import answer_recall
from referral.actions.referrals import take_back
from referral.actions.travel import depart
from referral.actions.updates import confirm_update, send_update
from referral.models import Case, Identity, Legal, Message, MoveNotAllowed, Package, Referral, Task
from referral.recalls import unanswered
from referral.stages import ReferralStatus
from tests import world
from tests.referral import family as families
from tests.referral import returning, sharing
from tests.referral.test_row_security import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]
ROUNDS = int(os.environ.get("RACES", "4"))
LATER = 0.012  # seconds: so that each of the two comes first in some of the rounds
KNOWN = ["summary", "risk", "identity"]


@pytest.fixture
def race():
    """`race(one, other, number)`: (who, act) each, at nearly the same moment; what each returned, or "refused"."""

    def act_as(who, act, start, wait):
        try:
            start.wait(10)
            time.sleep(max(wait, 0))
            with world.acting(who):
                return act() or "done"
        except MoveNotAllowed:
            return "refused"
        finally:
            connection.close()

    def both(one, other, number):
        start = threading.Barrier(2)
        wait = (number % 4 - 2) * LATER
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(act_as, *one, start, wait)
            second = pool.submit(act_as, *other, start, -wait)
            return first.result(20), second.result(20)

    return both


@pytest.fixture
def two():
    return sharing.two_sides()


def under_way(worker, partner, *, taken):
    case = sharing.filled(worker)
    consent = sharing.agree(worker, case, partner.organisation, KNOWN)
    referral = sharing.sent(worker, case, partner.organisation, KNOWN)
    if taken:
        with world.acting(partner):
            accept(referral=referral, contact_name="Arta")
    return case, consent, referral


def both_read(two, referral):
    """The status and the messages as each side reads them; they are the same."""
    read = []
    for side in two:
        with world.acting(side):
            said = Message.objects.filter(referral=referral.pk)
            rows = sorted(said.values_list("kind", "data_class", "recall", "at"))
            read.append((Referral.objects.get(pk=referral.pk).status, rows))
    assert read[0] == read[1]
    return read[0]


def withdraws(case, consent, **what):
    return lambda: withdraw_consent(case=case, consent=consent, **what) and "done"


def test_withdrawn_while_the_referral_is_accepted(race, two):
    worker, partner = two
    for number in range(ROUNDS):
        case, consent, referral = under_way(*two, taken=False)

        def accepts(referral=referral):
            accept(referral=referral, contact_name="Arta")

        said, _done = race((partner, accepts), (worker, withdraws(case, consent)), number)

        status, _messages = both_read(two, referral)
        was_first = said == "done"
        assert status == (ReferralStatus.ACCEPTED if was_first else ReferralStatus.WITHDRAWN)
        with world.acting(partner):
            assert Case.objects.filter(opened_from=referral.pk).exists() == was_first
            asked = Message.objects.filter(referral=referral.pk, kind="recall")
            assert asked.exists()


@pytest.mark.rule(9)
def test_closed_by_hand_while_a_claim_of_asylum_closes_it(race, two):
    """Two ways to close it, one end: one message, each class asked back once, and the claim stands."""
    worker, partner = two
    lawyer = world.member(worker.organisation, Role.LAWYER)
    for number in range(10):
        case, _consent, referral = under_way(*two, taken=number % 2)
        assigned_to(lawyer, worker, case)

        def claims(case=case):
            write_legal(case=Case.objects.get(pk=case.pk), model=Legal, row=None, write=claimed)

        def closes(case=case, referral=referral):
            take_back(case=case, referral=referral)

        said, _by_hand = race((lawyer, claims), (worker, closes), number % ROUNDS)

        assert said == "done"
        status, messages = both_read(two, referral)
        assert status == ReferralStatus.WITHDRAWN
        closed = [row[:2] for row in messages if row[0] in ("withdraw", "recall")]
        assert len(closed) == len(set(closed))


@pytest.mark.rule(24)
def test_accepted_while_the_parent_who_agreed_is_suspected(race):
    """What is in work stays; what is not is closed. Never accepted and closed for the same reason."""
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    for number in range(ROUNDS):
        family = families.linked()
        with world.acting(family.milan):
            write_care(families.fresh(family.milan, family.child), suspected="no")
        families.agreed_by_parent(family, partner.organisation)
        referral = sharing.sent(family.milan, family.child, partner.organisation, ["summary"])
        child = families.fresh(family.milan, family.child)

        def suspects(child=child):
            write_care(child, suspected="yes")

        def accepts(referral=referral):
            accept(referral=referral, contact_name="Arta")

        said, accepted = race((family.milan, suspects), (partner, accepts), number)

        assert said == "done"
        status, _messages = both_read((family.milan, partner), referral)
        assert status == ("accepted" if accepted == "done" else "withdrawn")


def claimed(row):
    row.asylum = "claimed"


def assigned_to(colleague, worker, case):
    with world.acting(worker):
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, colleague.user_id)


def test_more_is_asked_back_while_the_first_is_answered(race, two):
    """No class is left without an answer or without the task to answer it."""
    worker, partner = two
    for number in range(ROUNDS):
        case, consent, referral = under_way(*two, taken=True)
        with world.acting(worker):
            withdraw_consent(case=case, consent=consent, data_class="identity")

        def answers(referral=referral):
            answer_recall(referral=referral, answers={"identity": "care"})

        more = withdraws(case, consent, data_class="risk")
        said, _done = race((partner, answers), (worker, more), number)

        _status, messages = both_read(two, referral)
        told = [row[1] for row in messages if row[0] == "receipt"]
        assert told == (["identity"] if said == "done" else [])
        with world.acting(partner):
            left = set(unanswered(referral.messages.all()))
            assert left == {"risk", "identity"} - set(told)
            assert Task.objects.filter(referral=referral, kind="recall", done_at=None).count() == 1


def test_a_correction_is_confirmed_while_it_is_superseded(race, two):
    """A receipt stands on the package that was read, and never on the one that nobody has read."""
    worker, partner = two
    for number in range(ROUNDS):
        case, _consent, referral = under_way(*two, taken=True)
        second = correct(worker, case, referral, "Canary Second")

        def confirms(referral=referral, package=str(second.pk)):
            confirm_update(referral=referral, package=package)

        with world.acting(worker):
            change(case, "Canary Third")

        def corrects(case=case, referral=referral):
            send_update(case=case, referral=referral)

        said, again = race((partner, confirms), (worker, corrects), number)

        assert again == "done"
        both_read(two, referral)
        with world.acting(partner):
            receipts = Message.objects.filter(referral=referral.pk, kind="receipt")
            confirmed = list(receipts.values_list("package", flat=True))
            newest = Package.objects.filter(referral=referral.pk).latest("number")
        assert newest.supersedes_id == second.pk
        assert confirmed == ([second.pk] if said == "done" else [])


def correct(worker, case, referral, name):
    with world.acting(worker):
        change(case, name)
        return send_update(case=case, referral=referral)


def change(case, name):
    row = Identity.objects.get(case=case)
    row.name_said = name
    row.save(update_fields=["name_said"])


@pytest.mark.rule(30)
def test_care_is_given_back_while_the_person_departs(race):
    """Refused because nobody receives, or on the way and the alarm rings. Never on the way to nobody in silence."""
    for number in range(ROUNDS):
        two = returning.approved()
        with world.acting(two.tirana):
            referral = Referral.objects.get()
        case = two.case

        def gives_back(referral=referral):
            give_back(referral=referral, reason="no_capacity")

        def departs(case=case):
            depart(case)

        given, left = race((two.tirana, gives_back), (two.milan, departs), number)

        assert given == "done"
        status, _messages = both_read((two.milan, two.tirana), referral)
        assert status == ReferralStatus.RETURNED
        with world.acting(two.milan):
            tasks = Task.objects.filter(referral=referral, done_at=None)
            rings = tasks.filter(kind="nobody_meets").exists()
        assert rings == (left == "done")
        assert (two.journey.status == "in_transit") == (left == "done")
