"""A person who cannot be reached: frozen, tried on safe ways only, decided by a supervisor, and never punished."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.absence import Decision, FoundHow, Way
from referral.actions import absences
from referral.actions.answers import accept
from referral.actions.assigning import assign
from referral.actions.closing import propose_closing, reopen_case
from referral.actions.emergency import ask_emergency
from referral.actions.guardians import end_guardian
from referral.actions.signatures import ask_signature
from referral.actions.statuses import change_status
from referral.keys import NoKey, data_key
from referral.models import (
    Absence,
    Case,
    ContactTry,
    Guardianship,
    Identity,
    Journey,
    JourneyEvent,
    MissingNotice,
    MoveNotAllowed,
    PackagePart,
    Referral,
    Summary,
    Task,
    TaskKind,
    Whereabouts,
)
from referral.stages import CaseStatus, Stage
from tests import testing_database, world
from tests.directory import rows
from tests.referral import guardians, sharing

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN = ["message", "email", "place"]
REPORT = {"last_seen": "stay", "noticed": "service"}


# A house in which somebody is missed


@pytest.fixture
def house():
    return a_house()


def a_house(child=False):
    milan, tirana = sharing.two_sides()
    here = milan.organisation
    people = SimpleNamespace(
        here=here,
        lead=milan,
        there=tirana,
        friend=world.member(here),
        boss=world.member(here, Role.SUPERVISOR),
        health=world.member(here, Role.HEALTH),
        case=sharing.opened(milan, child=True) if child else sharing.filled(milan),
    )
    with world.acting(milan):
        if child:
            Whereabouts(case=people.case, ways=GIVEN).save(force_insert=True)
            Identity(case=people.case, name_said=sharing.CANARY).save(force_insert=True)
        row = Whereabouts.objects.get(case=people.case)
        row.ways, row.never = [*GIVEN, "call"], "canary never"
        row.save()
        Summary.objects.filter(case=people.case).update(safety_flags=["no_phone"])
        for one in (people.friend, people.health):
            assign(people.case.pk, user=one.user_id)
        change_status(case=case_of(people), status=CaseStatus.ASSESSMENT)
    people.reference = people.case.journey.reference
    return people


def case_of(house):
    return Case.objects.select_related("journey", "organisation", "lead").get(pk=house.case.pk)


def miss(house, by=None, **more):
    with world.acting(by or house.lead):
        values = REPORT | {"last_seen_on": timezone.localdate(), "supervisor": house.boss.user_id}
        return absences.report_missing(case_of(house), **values | more)


def try_(house, way="message", result="nothing", by=None):
    with world.acting(by or house.lead):
        absences.record_try(case_of(house), way=way, at=timezone.now(), result=result)


def decide(house, decision="close", by=None, reason="no_sign"):
    with world.acting(by or house.boss):
        absences.decide(case_of(house), decision=decision, reason=reason)


def climb(house):
    for way in GIVEN:
        try_(house, way)


def back(house, by=None):
    with world.acting(by or house.lead):
        absences.found(case_of(house), how=FoundHow.CAME)


def days_ago(house, days):
    with testing_database.owner_cursor() as cursor:
        cursor.execute("ALTER TABLE referral_absence DISABLE TRIGGER is_decided")
        cursor.execute(
            "UPDATE referral_absence SET round_from = round_from - %s * interval '1 day'", [days]
        )
        cursor.execute("ALTER TABLE referral_absence ENABLE ALWAYS TRIGGER is_decided")


def sees(member, house):
    """All that this membership finds of the case: in the tables, and by the key of the name."""
    with world.acting(member):
        try:
            key = bool(data_key(house.case.pk, "identity"))
        except NoKey:
            key = False
        return {
            "case": Case.objects.filter(pk=house.case.pk).exists(),
            "identity": Identity.objects.filter(case=house.case).exists(),
            "journey": Journey.objects.filter(reference=house.reference).exists(),
            "events": JourneyEvent.objects.filter(journey=house.case.journey_id).exists(),
            "key": key,
        }


def tasks(house, kind=None):
    with world.acting(house.lead):
        found = Task.objects.filter(case=house.case, done_at=None)
        found = found.filter(kind=kind) if kind else found
        return [(one.kind, (one.due_on - timezone.localdate()).days) for one in found]


# Frozen


def test_frozen_to_the_lead_and_the_supervisor_and_back(house):
    assert all(sees(house.friend, house).values())
    assert sees(house.health, house)["case"]

    miss(house)

    assert not any(sees(house.friend, house).values())
    assert not any(sees(house.health, house).values())
    assert all(sees(house.lead, house).values())
    assert all(sees(house.boss, house).values())

    back(house)

    assert all(sees(house.friend, house).values())
    assert not sees(house.boss, house)["case"]


def test_lists_search_and_pages_know_nothing_of_it(client, house):
    miss(house)
    world.sign_in(client, house.friend)
    for page in ("home", "case_list"):
        assert house.reference not in client.get(reverse(page)).text
    for page in ("case_overview", "case_gates", "case_missing"):
        assert client.get(reverse(page, args=[house.reference])).status_code == 404


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.HEALTH])
def test_the_freeze_is_the_databases_own(house, role):
    """What a grant still says opens nothing: neither a row, nor a key, nor a door."""
    miss(house)
    who = house.friend if role == Role.CASE_MANAGER else house.health
    for statement in (
        "SELECT count(*) FROM referral_casekey",
        "INSERT INTO referral_absence (id) VALUES (gen_random_uuid())",
        "UPDATE referral_absence SET found_at = now()",
        f"SELECT end_missing('{house.case.pk}', 'came')",
        f"SELECT report_missing(gen_random_uuid(), '{house.case.pk}', 'stay', now()::date, 'worker', NULL)",
        f"SELECT assign('{house.case.pk}', '{who.user_id}', NULL, NULL, NULL, 'assigned')",
    ):
        with world.acting(who), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)
    with world.acting(who), connection.cursor() as cursor:
        cursor.execute("SELECT ways_to_try(%s)", [house.case.pk])
        assert cursor.fetchone()[0] == []
        cursor.execute("SELECT count(*) FROM use_key(%s, 'identity')", [house.case.pk])
        assert cursor.fetchone()[0] == 0
        cursor.execute("UPDATE referral_case SET version = version + 1")
        assert cursor.rowcount == 0


def test_no_grant_and_no_emergency_goes_round_it(house):
    stranger = world.member(house.here)
    miss(house)
    with world.acting(house.lead):
        with pytest.raises(MoveNotAllowed):
            assign(house.case.pk, user=stranger.user_id)
        with pytest.raises(MoveNotAllowed):
            ask_signature(case_of(house), user=stranger.user_id, classes=["summary"], gate="G3")
    with world.acting(house.friend), pytest.raises(MoveNotAllowed):
        ask_emergency(
            reference=house.reference,
            classes=["identity"],
            reason="danger",
            urgency="life",
            text="x",
        )


def test_a_colleague_reports_and_the_lead_is_asked(client, house):
    world.sign_in(client, house.friend)
    url = reverse("case_missing", args=[house.reference])
    told = REPORT | {"last_seen_on": timezone.localdate(), "supervisor": str(house.boss.user_id)}
    answer = client.post(url, told, follow=True)
    assert "open to Person" in answer.text
    assert tasks(house) == [("contact_try", 0)]
    assert not any(sees(house.friend, house).values())


# What goes out waits


def test_nothing_goes_out_while_somebody_is_missing(house):
    sharing.agree(house.lead, house.case, house.there.organisation)
    miss(house)
    with pytest.raises(MoveNotAllowed):
        sharing.sent(house.lead, house.case, house.there.organisation)
    back(house)
    assert sharing.sent(house.lead, house.case, house.there.organisation)


def test_what_was_sent_is_accepted_once_the_person_is_back(client, house):
    sharing.agree(house.lead, house.case, house.there.organisation)
    sent = sharing.sent(house.lead, house.case, house.there.organisation)
    miss(house)
    with world.acting(house.there), pytest.raises(MoveNotAllowed, match="keeps this back"):
        accept(referral=Referral.objects.get(pk=sent.pk), contact_name="Desk")
    world.sign_in(client, house.there)
    page = client.get(reverse("referral_detail", args=[sent.pk]))
    assert page.status_code == 200
    assert "missing" not in page.text
    back(house)
    with world.acting(house.there):
        assert accept(referral=Referral.objects.get(pk=sent.pk), contact_name="Desk")


def test_what_was_accepted_and_not_taken_waits_too(client, house):
    sharing.agree(house.lead, house.case, house.there.organisation)
    sent = sharing.sent(house.lead, house.case, house.there.organisation)
    focal = world.member(house.there.organisation, Role.FOCAL_POINT)
    with world.acting(focal):
        accept(
            referral=Referral.objects.get(pk=sent.pk), contact_name="Desk", lead=house.there.user_id
        )
    miss(house)
    with world.acting(house.there):
        part = PackagePart.objects.get(referral=sent, data_class="identity", taken_at=None)
        with pytest.raises(NoKey):
            data_key(part.pk, "identity")
    with world.acting(house.there), pytest.raises(DatabaseError):
        PackagePart.objects.filter(pk=part.pk).update(taken_at=timezone.now())
    world.sign_in(client, house.there)
    page = client.get(reverse("referral_detail", args=[sent.pk])).text
    assert sharing.CANARY not in page
    assert client.post(reverse("part_take", args=[part.pk])).status_code == 409
    back(house)
    assert sharing.CANARY in client.get(reverse("referral_detail", args=[sent.pk])).text


@pytest.mark.parametrize("table", ["referral_packagepart", "referral_referral"])
def test_the_database_keeps_it_back_by_itself(house, table):
    sharing.agree(house.lead, house.case, house.there.organisation)
    sent = sharing.sent(house.lead, house.case, house.there.organisation)
    if table == "referral_referral":
        with testing_database.owner_cursor() as cursor:
            cursor.execute("ALTER TABLE referral_referral DISABLE TRIGGER keeps_its_parties")
            cursor.execute("UPDATE referral_referral SET status = 'draft'")
            cursor.execute("ALTER TABLE referral_referral ENABLE TRIGGER keeps_its_parties")
    miss(house)
    statement = (
        "UPDATE referral_referral SET status = 'sent'"
        if table == "referral_referral"
        else "INSERT INTO referral_packagepart (id, package_id, referral_id, data_class, layer, content)"
        " SELECT gen_random_uuid(), p.id, p.referral_id, 'health', 'identified', ''"
        " FROM referral_package p"
    )
    with (
        world.acting(house.lead),
        pytest.raises(DatabaseError, match="kept back"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert sent


# The ladder in a case


def test_the_next_try_is_a_bodys_task_with_a_day(house):
    miss(house)
    assert tasks(house) == [("contact_try", 1)]
    try_(house, "message")
    assert tasks(house) == [("contact_try", 5)]
    try_(house, "email")
    assert tasks(house) == [("contact_try", 12)]
    try_(house, "place")
    assert tasks(house) == [("missing_decision", 3)]
    with world.acting(house.boss):
        assert Task.objects.get(kind="missing_decision").assigned_to_id == house.boss.user_id


@pytest.mark.parametrize("way", ["call", "app", "somebody", "letter"])
def test_a_way_that_the_person_did_not_give_is_refused(client, house, way):
    """“Call” was given once, and the flag says: do not telephone."""
    miss(house)
    with pytest.raises(MoveNotAllowed):
        try_(house, way)
    with (
        world.acting(house.lead),
        pytest.raises(DatabaseError, match="safe way"),
    ):
        ContactTry(
            absence=Absence.objects.get(),
            by=house.lead.user,
            way=way,
            at=timezone.now(),
            result="nothing",
        ).save(force_insert=True)
    world.sign_in(client, house.lead)
    answer = client.post(
        reverse("missing_try", args=[house.reference]),
        {"way": way, "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "result": "nothing"},
    )
    assert answer.status_code == 422
    assert "did not give this way" in answer.text


def test_a_way_where_somebody_else_answered_is_shut(house):
    miss(house)
    try_(house, "message", "somebody")
    with pytest.raises(MoveNotAllowed):
        try_(house, "message")


def test_the_page_shows_only_the_ways_that_were_given(client, house):
    miss(house)
    world.sign_in(client, house.lead)
    page = client.get(reverse("case_missing", args=[house.reference]))
    assert [code for code, _label in page.context["try_form"].fields["way"].choices] == GIVEN
    assert "canary never" in page.text
    assert "Say nothing of what it is about" in page.text
    assert str(Way.CALL.label) not in page.text
    world.sign_in(client, house.boss)
    page = client.get(reverse("case_missing", args=[house.reference])).text
    assert "canary never" not in page
    assert "canary" not in page


def test_an_answer_ends_it(house):
    miss(house)
    try_(house, "email", "reached")
    assert tasks(house) == []
    assert sees(house.friend, house)["case"]


def test_a_supervisor_decides_and_only_after_the_ladder(house):
    miss(house)
    with pytest.raises(MoveNotAllowed):
        decide(house)
    climb(house)
    with pytest.raises(MoveNotAllowed):
        decide(house, by=house.lead)
    decide(house)
    with world.acting(house.lead):
        assert case_of(house).status == CaseStatus.CLOSED_LOST_CONTACT


@pytest.mark.parametrize(("who", "climbs"), [("lead", True), ("boss", False)])
def test_the_database_counts_the_ladder_itself(house, who, climbs):
    miss(house)
    if climbs:
        climb(house)
    member = getattr(house, who)
    with world.acting(member), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referral_absence SET decision = 'close', reason = 'no_sign',"
            " decided_at = now(), decided_by_id = desk_user()"
        )


def test_kept_open_a_new_round_begins(house):
    miss(house)
    climb(house)
    decide(house, Decision.KEEP, reason="signs")
    assert tasks(house) == [("contact_try", 1)]
    with pytest.raises(MoveNotAllowed):
        decide(house)


def test_few_ways_and_the_days_have_passed(house):
    with world.acting(house.lead):
        Whereabouts.objects.filter(case=house.case).update(ways=["email"])
    miss(house)
    try_(house, "email")
    assert tasks(house) == [("missing_decision", 14)]
    with pytest.raises(MoveNotAllowed):
        decide(house)
    days_ago(house, 14)
    decide(house)


@pytest.mark.rule(2)
def test_who_comes_back_goes_on_where_the_person_stood(house):
    miss(house)
    climb(house)
    decide(house)
    with world.acting(house.lead):
        with pytest.raises(MoveNotAllowed):
            absences.found(case_of(house), how=FoundHow.CAME)
        reopen_case(case_of(house), reason="reopened_contact")
        case = case_of(house)
        assert (case.status, case.stage) == (CaseStatus.ASSESSMENT, Stage.ASSISTANCE)
        assert Absence.objects.get().found_how == FoundHow.REOPENED
    assert all(sees(house.friend, house).values())


def test_lost_contact_has_no_other_door(house):
    with world.acting(house.lead), pytest.raises(MoveNotAllowed, match="cannot be reached"):
        propose_closing(case_of(house), status="closed_lost_contact", colleague=house.boss.user_id)


def test_it_is_told_to_nobody_on_the_journey(house):
    with world.acting(house.lead):
        before = JourneyEvent.objects.filter(journey=house.case.journey_id).count()
    miss(house)
    climb(house)
    back(house)
    with world.acting(house.lead):
        assert JourneyEvent.objects.filter(journey=house.case.journey_id).count() == before


@pytest.mark.parametrize("first", ["back", "decide"])
def test_found_and_closed_at_the_same_moment(house, first):
    """Both at once, from two connections: one of them has its effect, the other is told."""
    miss(house)
    climb(house)
    acts = {"back": back, "decide": decide}
    outcomes = both([acts[first], acts["decide" if first == "back" else "back"]], house)
    assert sorted(outcomes) == ["done", "told"]
    with world.acting(house.lead):
        closed, missed = case_of(house).is_closed, Absence.objects.open().exists()
    assert closed == missed


def both(acts, house):
    def one(act):
        try:
            act(house)
        except MoveNotAllowed:
            return "told"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, acts))


# A child


@pytest.fixture
def child():
    return a_house(child=True)


def tell(house, whom):
    with world.acting(house.lead):
        absences.record_told(case_of(house), whom=whom, at=timezone.now(), number="canary 7")


def test_of_a_child_police_and_line_are_told_at_once(child):
    miss(child)
    assert ("missing_child", 0) in tasks(child)
    for whom in ("police", "line"):
        tell(child, whom)
        assert ("missing_child", 0) in tasks(child)
    tell(child, "protection")
    assert ("missing_child", 0) not in tasks(child)
    with world.acting(child.lead):
        row = MissingNotice.objects.get(whom="police")
        assert (row.number, row.by_id) == ("canary 7", child.lead.user_id)


def test_the_case_of_a_child_is_not_closed_by_the_ladder(child):
    miss(child)
    climb(child)
    with pytest.raises(MoveNotAllowed, match="not closed"):
        decide(child)
    with world.acting(child.boss), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referral_absence SET decision = 'close', reason = 'no_sign',"
            " decided_at = now(), decided_by_id = desk_user()"
        )
    decide(child, Decision.KEEP, reason="danger")


def test_of_an_adult_nobody_is_told(house):
    miss(house)
    with pytest.raises(MoveNotAllowed):
        tell(house, "police")


def test_the_numbers_of_the_country_stand_on_the_page(client, child):
    rows.contact("IT", "child", phone_local="116 000", name="Missing children")
    rows.contact("IT", "emergency", phone_local="112", serves="any")
    miss(child)
    world.sign_in(client, child.lead)
    page = client.get(reverse("case_missing", args=[child.reference])).text
    assert page.index("116 000") < page.index("tel:112")
    assert "Not told yet: Police, Line for missing children, Child protection" in page
    answer = client.post(
        reverse("missing_told", args=[child.reference]),
        {"whom": "line", "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "number": ""},
    )
    assert answer.status_code == 302


@pytest.mark.rule(20)
@pytest.mark.parametrize("suspected", [False, True])
def test_the_guardian_is_told_unless_suspected(child, suspected):
    office = world.organisation("Guardians", "IT", "guardianship", services=["guardianship"])
    guardian = world.member(office, Role.GUARDIAN)
    sharing.agree(child.lead, child.case, office, classes=["summary"])
    asked = sharing.sent(child.lead, child.case, office, ["summary"], kind="guardian")
    with world.acting(guardian):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="A. Invented")
    with world.acting(child.lead):
        for one in Guardianship.objects.filter(ended_at=None):
            end_guardian(case_of(child), one, reason="replaced")
    found = guardians.appointed(child.lead, child.case, organisation=office)
    if suspected:
        with world.acting(child.lead):
            end_guardian(case_of(child), found, reason="suspected")

    miss(child)

    with world.acting(guardian):
        told = Task.objects.filter(kind=TaskKind.CHILD_MISSING).count()
    assert told == (0 if suspected else 1)
    with world.acting(child.lead):
        owed = absences.to_tell(Absence.objects.get(), case_of(child))
    assert ("guardian" in owed) is not suspected
    if suspected:
        with pytest.raises(MoveNotAllowed, match="suspected"):
            tell(child, "guardian")
