"""Two at once, fifty times each, with connections of their own: one effect, and nothing lost."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from directory.models import Pin
from referral.actions.answers import accept
from referral.actions.assigning import unassign
from referral.actions.child_order import confirm_step
from referral.actions.referrals import take_back
from referral.child_order import Step
from referral.keys import NoKey
from referral.models import Case, Identity, MoveNotAllowed, Note, Referral, UnsentForm
from referral.stages import ReferralStatus
from tests import world
from tests.pages.world.cases import give
from tests.referral import children, sharing

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 50
VERSION = re.compile(r'name="version" value="(\d+)"')
SECRET = "Canary Canarina"


@pytest.fixture
def race():
    """`race(one, other)`: both at the same moment; what each returned."""
    ready = threading.Barrier(2)

    def at_once(act):
        ready.wait(10)
        return act()

    with ThreadPoolExecutor(2) as pool:

        def both(one, other):
            return [
                each.result(20) for each in [pool.submit(at_once, one), pool.submit(at_once, other)]
            ]

        yield both
        closing = threading.Barrier(2)
        [
            each.result(10)
            for each in [pool.submit(lambda: (closing.wait(10), connection.close())) for _ in "ab"]
        ]


@pytest.fixture
def times(figures):
    """`for number in times(what)`: so many of these; counted is which ended as they should."""

    def each(what):
        for number in range(RACES):
            figures["races", what, "times"] += 1
            yield number
            figures["races", what, "one effect"] += 1

    return each


@pytest.fixture
def two():
    return sharing.two_sides()


def waiting(worker, partner):
    case = sharing.opened(worker)
    sharing.agree(worker, case, partner.organisation, ["summary"])
    return case, sharing.sent(worker, case, partner.organisation, ["summary"])


def accepts(membership, referral):
    def act():
        try:
            with world.acting(membership):
                accept(referral=referral, contact_name="Arta")
        except MoveNotAllowed:
            return "refused"
        return "accepted"

    return act


def test_accepted_twice_is_one_case(race, two, times):
    worker, partner = two
    colleague = world.member(partner.organisation)
    for _race in times("accepted twice"):
        _case, referral = waiting(worker, partner)
        answers = race(accepts(partner, referral), accepts(colleague, referral))
        assert sorted(answers) == ["accepted", "refused"]

    with world.acting(partner):
        mine = Case.objects.count()
    with world.acting(colleague):
        theirs = Case.objects.count()
    assert mine + theirs >= RACES
    with world.acting(worker):
        assert Referral.objects.filter(status=ReferralStatus.ACCEPTED).count() == RACES


def test_withdrawn_while_accepting_ends_the_same_on_both_sides(race, two, times):
    worker, partner = two
    for _race in times("withdrawn while it is accepted"):
        case, referral = waiting(worker, partner)

        def withdraw(case=case, referral=referral):
            try:
                with world.acting(worker):
                    take_back(case=case, referral=referral)
            except MoveNotAllowed:
                return "stays"
            return "withdrawn"

        answers = race(accepts(partner, referral), withdraw)

        seen = []
        for side in two:
            with world.acting(side):
                seen.append(Referral.objects.get(pk=referral.pk).status)
        with world.acting(partner):
            opened = Case.objects.filter(opened_from=referral.pk).count()
        assert seen[0] == seen[1]
        assert opened == answers.count("accepted")
        if "withdrawn" in answers:
            assert seen[0] not in (ReferralStatus.SENT, ReferralStatus.ASKED)
        else:
            assert seen[0] == ReferralStatus.ACCEPTED


def test_edited_twice_loses_nothing(two, times):
    worker, _partner = two
    case = sharing.opened(worker)
    colleague = world.member(worker.organisation)
    with world.acting(worker):
        give(case, colleague)
    at = reverse("case_part", args=[case.journey.reference, "identity"])
    browsers = [world.sign_in(Client(), one) for one in (worker, colleague)]
    ready = threading.Barrier(2)

    def send(browser, name, version):
        ready.wait(10)
        return browser.post(
            at, {"name_said": name, "version": str(version), "idempotency_key": str(uuid4())}
        )

    with ThreadPoolExecutor(2) as pool:
        for version in times("edited twice: one is saved, the other sees both"):
            names = [f"One {version}", f"Two {version}"]
            found = [
                pool.submit(send, browser, name, version)
                for browser, name in zip(browsers, names, strict=True)
            ]
            answers = [each.result(20) for each in found]
            assert sorted(answer.status_code for answer in answers) == [302, 409]
            won, lost = sorted(
                zip(answers, names, strict=True), key=lambda pair: pair[0].status_code
            )
            assert won[1] in lost[0].text
            assert lost[1] in lost[0].text
            with world.acting(worker):
                row = Identity.objects.get(case=case)
                assert (row.name_said, row.version) == (won[1], version + 1)
        close_connections(pool)


def test_one_form_of_many_rows_is_saved_one_at_a_time(race, two):
    worker, _partner = two
    case = sharing.opened(worker)
    at = reverse("case_needs", args=[case.journey.reference])
    browsers = [world.sign_in(Client(), worker) for _tab in "ab"]

    def save(browser, wish, version):
        answers = {"housing": "now", "housing_wish": wish, "version": version}
        return browser.post(at, answers | {"idempotency_key": str(uuid4())}).status_code

    for number in range(10):
        version = VERSION.search(browsers[0].get(at).text)[1]
        answers = race(
            lambda n=number, v=version: save(browsers[0], f"One {n}", v),
            lambda n=number, v=version: save(browsers[1], f"Two {n}", v),
        )
        assert sorted(answers) == [302, 409]


def close_connections(pool):
    closing = threading.Barrier(2)
    [
        each.result(10)
        for each in [pool.submit(lambda: (closing.wait(10), connection.close())) for _ in "ab"]
    ]


def test_the_same_form_twice_acts_once_and_answers_the_same(race, two, times):
    worker, _partner = two
    case = sharing.opened(worker)
    at = reverse("case_note_new", args=[case.journey.reference])
    browsers = [world.sign_in(Client(), worker) for _tab in "ab"]
    for _race in times("the same form sent twice"):
        answers = {"data_class": "services", "text": "once", "idempotency_key": str(uuid4())}

        def send(browser, answers=answers):
            found = browser.post(at, answers)
            return found.status_code, found.url

        first, second = race(lambda: send(browsers[0]), lambda: send(browsers[1]))
        assert first == second

    with world.acting(worker):
        assert Note.objects.count() == RACES
        assert UnsentForm.objects.count() == 0


def test_a_button_pressed_twice_acts_once(race, two):
    """Of a view that takes no key itself: the middleware does, and the second's effect is rolled back."""
    worker, _partner = two
    browsers = [world.sign_in(Client(), worker) for _tab in "ab"]
    at = reverse("country_pin", args=["al"])
    for number in range(1, 11):
        answers = {"idempotency_key": str(uuid4())}

        def press(browser, answers=answers):
            return browser.post(at, answers).status_code

        assert race(lambda: press(browsers[0]), lambda: press(browsers[1])) == [302, 302]
        with world.acting(worker):
            assert Pin.objects.count() == number % 2


def test_no_reading_after_the_grant_ended(race, two, times):
    worker, _partner = two
    case = sharing.filled(worker)
    colleague = world.member(worker.organisation)
    boss = world.member(worker.organisation, Role.SUPERVISOR)
    read = 0

    def look():
        try:
            with world.acting(colleague):
                row = Identity.objects.filter(case=case.pk).first()
                return "read" if row and row.name_said == SECRET else "closed"
        except NoKey:
            return "closed"

    def end():
        with world.acting(boss):
            unassign(case.pk, user=colleague.user_id)
        return "ended"

    for _race in times("read while the grant ends"):
        with world.acting(worker):
            give(case, colleague)
        answers = race(look, end)
        read += answers.count("read")
        assert look() == "closed"

    with world.acting(world.member(worker.organisation, Role.DATA_PROTECTION)):
        noted = AuditEntry.objects.filter(action="read.identity", target=str(case.pk)).count()
    assert noted >= read


CHILDREN = 6  # each is a journey of its own, on its way to the same moment


@pytest.mark.rule(22)
def test_no_contact_while_a_visit_is_asked_leaves_no_visit(race, two):
    """Whichever comes first: the visit is refused, or it is closed."""
    worker, partner = two
    colleague = world.member(worker.organisation)
    for number in range(CHILDREN):
        case = sharing.opened(worker, child=True, age_band="9-17")
        children.up_to(worker, case, Step.CONSENT)
        sharing.agree(worker, case, partner.organisation, ["summary"])
        with world.acting(worker):
            give(case, colleague)

        def ask(case=case):
            try:
                sharing.sent(worker, case, partner.organisation, ["summary"], kind="family")
            except (MoveNotAllowed, IntegrityError):
                return "refused"
            return "asked"

        def stop(case=case, wait=number * 0.005):
            time.sleep(wait)  # so that each of the two comes first in some of the races
            children.checked(colleague, case, outcome="no_contact")
            return "stopped"

        race(ask, stop)
        with world.acting(worker):
            left = Referral.objects.filter(journey=case.journey_id, kind="family")
            assert {one.status for one in left} <= {ReferralStatus.WITHDRAWN}


@pytest.mark.rule(22)
def test_a_step_confirmed_twice_is_confirmed_once(race, two):
    worker, _partner = two
    seconds = [world.member(worker.organisation, Role.SUPERVISOR) for _ in "ab"]
    for _race in range(CHILDREN):
        case = sharing.opened(worker, child=True, age_band="9-17")
        children.up_to(worker, case, Step.CHECK)
        step = children.step(worker, case, "decision", confirmed=False)
        with world.acting(worker):
            for second in seconds:
                give(case, second)

        def confirms(second, case=case, step=step):
            try:
                with world.acting(second):
                    confirm_step(case, step)
            except MoveNotAllowed:
                return "refused"
            return "confirmed"

        answers = race(*(partial(confirms, second) for second in seconds))
        assert sorted(answers) == ["confirmed", "refused"]
