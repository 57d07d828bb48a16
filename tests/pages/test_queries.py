"""A page costs what it shows, not what is stored: as many queries with much as with little."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.actions.invitations import invite
from accounts.roles import Role
from directory.actions.checks import verify
from directory.actions.drafts import draft
from directory.actions.reports import report
from directory.actions.reviews import publish
from directory.drafts import content_of, version_of
from directory.models import Fact
from referral.actions.answers import accept, ask
from referral.actions.notes import add_appointment, add_note
from referral.actions.referrals import Ask, send
from referral.models import Case, GateSignature, Need, PlanGoal, Purpose, Summary, Visit
from referral.stages import CaseStatus, ReferralKind, Stage
from tests import world
from tests.directory.rows import contact, fact
from tests.pages import world as pages_world
from tests.pages.addresses import views
from tests.pages.expected import EXPECTED
from tests.pages.world.cases import assessment, open_filled, own_task
from tests.pages.world.referrals import DOCUMENT, SHARED, agree, alert_of_the_consul
from tests.pages.world.words import planted
from tests.sample import is_drawn

pytestmark = pytest.mark.django_db(transaction=True)
MORE = range(4)
ONE_PAGE_IN = 2


@pytest.fixture
def desk():
    return pages_world.build()


def looks(desk, one_in):
    for name, rows in EXPECTED.items():
        for row in rows if is_drawn(name, one_in=one_in) else ():
            if row.opens and not row.only_post and not row.apart and name in views():
                yield name, reverse(name, args=row.at(desk)), row.opens.split()[0]


def costs(desk, clients, one_in, *, before=None):
    """The queries of each page by its second look: what is fetched once and kept is not counted. The first one will do where it costs as before."""
    found = {}
    for name, address, actor in looks(desk, one_in):
        if actor not in clients:
            clients[actor] = Client()
            if desk.who[actor]:
                world.sign_in(clients[actor], desk.who[actor])
        page = f"{name} {address}"
        found[page] = asked(clients[actor], address)
        if before is None or len(found[page]) != len(before[page]):
            found[page] = asked(clients[actor], address)
    return found


def asked(client, address):
    connection.queries_log.clear()  # it holds 9,000
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [query["sql"] for query in queries]


def test_queries_do_not_grow_with_the_work(desk, monkeypatch, whole):
    monkeypatch.setattr(sessions, "NOTED_EVERY", 3600)  # else some looks write the session too
    clients = {}
    one_in = 1 if whole else ONE_PAGE_IN
    with world.acting(desk.who["worker"]):  # what is signed is not proved anew, which costs less
        signed(Case.objects.get(pk=desk.at.adult.pk), desk.who["worker"])
    before = costs(desk, clients, one_in)
    more_organisations(desk)
    more_in_the_case(desk)
    more_cases(desk)
    more_in_the_directory(desk)
    for _number in MORE:
        alert_of_the_consul(desk)
    after = costs(desk, clients, one_in, before=before)
    grown = {
        page: (len(before[page]), len(after[page]), repeated(before[page], after[page]))
        for page in before
        if len(before[page]) != len(after[page])
    }
    assert not grown, "\n".join(f"{page}: {cost}" for page, cost in grown.items())


def repeated(before, after):
    """What is asked more often now, for whoever mends it."""
    more = Counter(sql[:90] for sql in after) - Counter(sql[:90] for sql in before)
    return more.most_common(2)


def more_organisations(desk):
    for number in MORE:
        world.organisation(f"House {number}", "AL")
        world.organisation(f"Casa {number}", "IT")
        world.member(desk.at.casa)
        world.member(desk.at.casa, Role.SUPERVISOR)
        world.team(desk.at.casa, f"Team {number}")
        with world.acting(desk.who["admin"]):
            invite(desk.at.casa, email=f"new{number}@example.org", role=Role.CASE_MANAGER)


def more_in_the_directory(desk):
    """Drafts on the same row, published changes, reports, numbers that were tried."""
    coordinator, second = desk.who["coordinator"], desk.who["there_coordinator"]
    for number in MORE:
        line = contact("AL", "child", name=f"Line {number}")
        base = fact("AL", "health", text=f"{number} clinics")
        with world.acting(coordinator):
            for old in (desk.at.fact, base):
                change = Fact(**{**content_of(old), "text": f"Now {number}"})
                new = draft(change, key=uuid4(), base=old)
            user = coordinator.user
            report(country="AL", about=line, text="Silent", user=user, key=uuid4())
            verify(line.pk, method="rang", outcome="works", note="", key=uuid4())
        with world.acting(second):
            publish(new.pk, Fact, seen=version_of(new))


def more_in_the_case(desk):
    case, worker = desk.at.adult, desk.who["worker"]
    with world.acting(worker):
        case = Case.objects.get(pk=case.pk)
        for number, service in enumerate(["legal", "health", "food", "work"]):
            planted(Need, case, "adult", "services", service=service, level="soon")
            planted(PlanGoal, case, "adult", "services", kind="housing")
            add_note(case=case, data_class="services", text="a note")
            when = timezone.now() + timedelta(days=number)
            add_appointment(case=case, at=when, kind="housing", text="a visit", interpreter=True)
            own_task(case, "adult", worker)
            assessment(case, "adult", worker)
            signed(case, worker)
    with world.acting(desk.who["receiver"]):
        for months in (3, 6, 12):
            Visit(case=desk.at.there, months=months, due_on=timezone.localdate()).save(
                force_insert=True
            )


def signed(case, membership):
    GateSignature(
        journey_id=case.journey_id,
        kind="G3",
        organisation_id=membership.organisation_id,
        side=case.side,
        role=membership.role,
        by_id=membership.user_id,
        outcome="passed",
        level="low",
    ).save(force_insert=True)


def more_cases(desk):
    """Each is as full as the first ones. Not drafts: each is opened with a key of its own, and they go after 72 hours."""
    at, worker = desk.at, desk.who["worker"]
    for number in MORE:
        case = open_filled(desk, f"more{number}")
        with world.acting(worker):
            case = Case.objects.get(pk=case.pk)
            Summary.objects.filter(case=case).update(risk_level="low")
            own_task(case, f"more{number}", worker)
            agree(case, "more", at.drita, Purpose.TRANSFER, SHARED)
            agree(case, "more", at.consulate, Purpose.CONSULATE, DOCUMENT)
            wish = Ask(kind=ReferralKind.TRANSFER, services=["housing"])
            sent = send(case=case, receiver=at.drita, ask=wish, classes=SHARED)
            document = Ask(kind=ReferralKind.TRAVEL_DOCUMENT)
            send(case=case, receiver=at.consulate, ask=document, classes=DOCUMENT)
        answered(desk, sent, number)
        with world.acting(worker):
            Case.objects.filter(pk=case.pk).update(
                stage=Stage.RETURN, status=CaseStatus.RETURN_REQUESTED
            )


def answered(desk, referral, number):
    with world.acting(desk.who["receiver"]):
        if number % 2:
            accept(referral=referral, contact_name="Ann Brown")
        else:
            ask(referral=referral, questions=["children", "costs"])
