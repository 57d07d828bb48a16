"""My work: one list by day, what is given, put off and covered, the calendar, and the load without content."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from directory.working_days import day_in
from referral.actions.notes import add_appointment
from referral.due import run_due
from referral.models import ALARMS, CaseUserGrant, Cover, Notice, Snooze, Task, TaskKind
from referral.views.desk.days import day_of_task, late_by
from tests import world
from tests.referral import sharing
from tests.referral.placed import contact
from tests.referral.test_row_security import refused
from tests.referral.test_row_security import rows as found_rows
from tests.referral.test_worker import as_role, as_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker):
    return contact(worker)


def today():
    return timezone.localdate()


def task(worker, case, days, kind=TaskKind.OWN, *, in_case=True, **fields):
    with world.acting(worker):
        return Task.objects.create(
            organisation=worker.organisation,
            journey=case.journey,
            kind=kind,
            due_on=None if days is None else today() + timedelta(days=days),
            case=case if in_case else None,
            **{"assigned_to": worker.user} | fields,
        )


def work(client, who):
    return world.sign_in(client, who).get(reverse("work_list"))


def titles(page):
    return [group["title"] for group in page.context["groups"]]


def open_to(case, who, by):
    """As a supervisor does it."""
    with world.acting(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", [case.pk, who.user_id]
        )


@pytest.fixture
def boss(worker):
    return world.member(worker.organisation, Role.SUPERVISOR)


@pytest.fixture
def colleague(worker, case, boss):
    found = world.member(worker.organisation)
    open_to(case, found, boss)
    return found


# One list by day


def test_what_the_mechanism_made_and_what_was_given_stand_in_one_list(client, worker, case):
    for days, kind in [(-1, TaskKind.CONTACT_TRY), (0, TaskKind.URGENT_NEED), (3, TaskKind.OWN)]:
        task(worker, case, days, kind)
    task(worker, case, 40, TaskKind.VISIT)

    page = work(client, worker)

    assert titles(page) == ["Overdue", "Today", "This week", "Later"]
    assert page.context["number"] == 4
    assert reverse("work_list") in client.get(reverse("home")).text


@pytest.mark.rule(4)
def test_a_decision_of_the_person_has_no_day_and_is_not_put_off(client, worker, case):
    task(worker, case, -20, TaskKind.SECOND_SIGNATURE, gate="G4")

    page = work(client, worker)

    assert titles(page) == ["When there is time"]
    (row,) = page.context["groups"][0]["rows"]
    assert (row["may_put_off"], row.get("badge"), row["late"]) == (False, None, "")


def test_the_number_of_queries_does_not_follow_the_rows(client, worker, case):
    task(worker, case, 0)
    task(worker, case, 1)
    work(client, worker)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("work_list"))
    for days in range(6):
        task(worker, contact(worker), days, TaskKind.CONSENT_REVIEW)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("work_list"))

    assert len(many) == len(few)


# Given, done


def give(client, worker, case, to, **answers):
    page = reverse("case_task_new", args=[case.journey.reference])
    sent = {"errand": "ring", "due_on": "2030-05-02", "to": str(to.user_id), **answers}
    return world.sign_in(client, worker).post(page, sent)


def test_a_colleague_gets_a_task_and_the_giver_hears_that_it_is_done(
    client, worker, case, colleague
):
    assert give(client, worker, case, colleague, text="Canarytask").status_code == 302

    page = work(client, colleague)
    assert "Ring somebody" in page.text
    assert f"{worker.user.name} asked you" in page.text
    assert "Canarytask" not in page.text  # lists open nothing sealed
    with world.acting(colleague) as actor:
        given = Task.objects.get(kind="assigned")
        assert Notice.objects.visible_to(actor).filter(kind="task_given").count() == 1
    client.post(reverse("task_done", args=[given.pk]), {"next": reverse("work_list")})
    with world.acting(worker) as actor:
        assert Task.objects.get(pk=given.pk).done_by_id == colleague.user_id
        assert Notice.objects.visible_to(actor).filter(kind="task_finished").count() == 1


def test_a_task_goes_only_to_who_can_open_the_case(client, worker, case):
    outsider = world.member(worker.organisation)

    assert give(client, worker, case, outsider).status_code == 422
    with world.acting(worker):
        assert not Task.objects.exists()


def test_without_words_a_task_says_its_kind(client, worker, case, colleague):
    answer = give(client, worker, case, colleague, errand="other")

    assert answer.status_code == 422
    assert "Write what to do, or choose a kind of task." in answer.text


def test_the_database_gives_tasks_within_the_case_alone(worker, case, colleague):
    outsider, elsewhere = world.member(worker.organisation), world.member(world.organisation("Far"))
    given = task(
        worker, case, 1, "assigned", assigned_to=colleague.user, asked_by=worker.user, errand="ring"
    )
    for change in [
        f"assigned_to_id = '{outsider.user_id}'",
        f"assigned_to_id = '{elsewhere.user_id}'",
        f"asked_by_id = '{colleague.user_id}'",
        "gate = 'G1'",
        "errand = ''",
        "case_id = NULL",
    ]:
        with world.acting(worker):
            statement = f"UPDATE referral_task SET {change} WHERE id = '{given.pk}'"
            assert "who can open the case" in refused(statement)


def test_a_case_that_is_handed_over_takes_its_tasks_along(client, worker, case, colleague, boss):
    give(client, colleague, case, worker)
    task(worker, case, 0, TaskKind.SECOND_SIGNATURE)
    follows = world.member(worker.organisation)
    with world.acting(boss), connection.cursor() as cursor:
        cursor.execute("SELECT hand_over(%s, %s)", [worker.user_id, follows.user_id])

    with world.acting(follows):
        owner = dict(Task.objects.values_list("kind", "assigned_to"))
    assert owner == {"assigned": follows.user_id, "second_signature": worker.user_id}


# Put off


def put_off(client, who, of, days=5, reason="waits"):
    page = reverse("task_put_off", args=[of.pk])
    until = today() + timedelta(days=days)
    return world.sign_in(client, who).post(page, {"until": until.isoformat(), "reason": reason})


def test_what_is_put_off_leaves_ones_own_list_and_comes_back(client, worker, case):
    late = task(worker, case, -3)

    assert put_off(client, worker, late).status_code == 302
    page = work(client, worker)

    assert titles(page) == []
    assert "I wait for somebody else first" in page.text
    assert "Nothing needs you today." in client.get(reverse("home")).text
    client.post(reverse("task_take_up", args=[late.pk]))
    assert titles(client.get(reverse("work_list"))) == ["Overdue"]


def test_for_a_colleague_it_stands_where_it_stood(client, worker, case, colleague):
    shared = task(worker, case, 0, assigned_to=None)

    put_off(client, worker, shared)

    assert titles(work(client, colleague)) == ["Today"]


def test_it_comes_back_on_its_day(client, worker, case):
    late = task(worker, case, -3)
    with world.acting(worker):
        Snooze.objects.create(
            organisation=worker.organisation,
            user=worker.user,
            task=late,
            reason="part",
            until=today(),
        )

    assert titles(work(client, worker)) == ["Overdue"]


def test_thirty_days_at_most_and_with_a_reason(client, worker, case):
    own = task(worker, case, 1)
    for days, reason in [(0, "waits"), (31, "waits"), (5, ""), (5, "lazy")]:
        assert put_off(client, worker, own, days, reason).status_code == 422
    with world.acting(worker):
        assert not Snooze.objects.exists()

    latest = date_format(today() + timedelta(days=30))
    assert f"Choose {latest} or earlier" in put_off(client, worker, own, 31).text


def test_an_alarm_is_not_put_off(client, worker, case):
    ringing = task(worker, case, 0, TaskKind.MISSED_ARRIVAL)

    answer = put_off(client, worker, ringing)

    assert answer.status_code == 409
    assert not work(client, worker).context["groups"][0]["rows"][0]["may_put_off"]


def test_the_database_knows_the_same_alarms():
    with as_role("trm_owner"):
        found = found_rows(
            "SELECT kind FROM unnest(%s) AS kind WHERE desk_private.is_alarm(kind)",
            [str(kind) for kind in TaskKind],
        )
    assert {kind for (kind,) in found} == ALARMS


def test_others_find_nothing_to_put_off(client, worker, case, colleague):
    own = task(worker, case, 1)
    stranger = world.member(world.organisation("Elsewhere"))

    assert put_off(client, colleague, own).status_code == 404
    assert put_off(client, stranger, own).status_code == 404


SNOOZE = "INSERT INTO referral_snooze (id, organisation_id, user_id, task_id, reason, until, made_at) VALUES (gen_random_uuid(), '{}', '{}', '{}', 'full', current_date + {}, now())"


def test_the_database_puts_off_ones_own_tasks_for_a_month(worker, case, colleague):
    own, alarm = task(worker, case, 1), task(worker, case, 1, TaskKind.KEEP_SAFE)
    of = worker.organisation_id
    far = world.member(world.organisation("Elsewhere"))
    with world.acting(worker):
        assert "not to be put off" in refused(SNOOZE.format(of, worker.user_id, alarm.pk, 3))
    with world.acting(worker):
        assert "not to be put off" in refused(SNOOZE.format(of, worker.user_id, own.pk, 40))
    with world.acting(worker):
        assert "row-level security" in refused(SNOOZE.format(of, colleague.user_id, own.pk, 3))
    with world.acting(far):
        assert refused(SNOOZE.format(far.organisation_id, far.user_id, own.pk, 3))


# Working days, and the day of the country


@pytest.mark.parametrize(
    ("country", "due", "now", "on", "late"),
    [
        ("IT", date(2026, 12, 5), date(2026, 12, 7), date(2026, 12, 7), ""),  # a Saturday
        ("IT", date(2026, 12, 8), date(2026, 12, 10), date(2026, 12, 9), "1 working day late"),
        ("FR", date(2026, 12, 8), date(2026, 12, 10), date(2026, 12, 8), "2 working days late"),
        ("IT", date(2026, 12, 4), date(2026, 12, 9), date(2026, 12, 4), "2 working days late"),
        ("IT", date(2026, 3, 27), date(2026, 3, 30), date(2026, 3, 27), "1 working day late"),
    ],
)
def test_office_work_counts_the_working_days_of_the_country(country, due, now, on, late):
    review = Task(kind=TaskKind.CONSENT_REVIEW, due_on=due)

    assert day_of_task(country, review) == on
    assert (late_by(country, review, on, now) if on < now else "") == late


def test_an_alarm_waits_for_no_monday():
    sunday = date(2026, 12, 6)

    assert day_of_task("IT", Task(kind=TaskKind.URGENT_NEED, due_on=sunday)) == sunday


def test_the_day_of_a_task_is_the_one_of_its_organisation():
    """At half past midnight in Rome it is yesterday in London; where summer time begins the day is a day, too."""
    winter = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    summer = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)

    assert (day_in("IT", winter), day_in("GB", winter)) == (date(2026, 12, 1), date(2026, 11, 30))
    assert (day_in("IT", summer), day_in("GB", summer)) == (date(2026, 3, 30), date(2026, 3, 29))


def test_the_database_has_the_same_day():
    asked = "SELECT desk_private.today_of(%s)"
    for country in ("IT", "WS", "US"):
        body = world.organisation("Elsewhere", country)
        with as_role("trm_owner"):
            ((found,),) = found_rows(asked, body.pk)
        assert found == day_in(country, timezone.now())


# The calendar


def calendar(client, who, query=""):
    page = world.sign_in(client, who).get(reverse("work_calendar") + query)
    return {one["day"]: one for one in page.context["days"]}, page


def on_day(worker, case, day, kind=TaskKind.OWN, **fields):
    return task(worker, case, (day - today()).days, kind, **fields)


def labels(one):
    return [(row.get("at", ""), row["label"]) for row in one["entries"]]


def test_a_month_shows_tasks_and_appointments_by_the_readers_clock(client, worker, case):
    on_day(worker, case, date(2027, 3, 28))
    with world.acting(worker):
        # Half past midnight of the day on which summer time begins, and the last minute before it.
        for at in ("2027-03-28T00:30+01:00", "2027-03-28T23:30+02:00"):
            add_appointment(
                case=case,
                at=datetime.fromisoformat(at),
                kind="legal",
                text="Canarywords",
                interpreter=False,
            )
    days, page = calendar(client, worker, "?month=2027-03")

    assert [at for at, _label in labels(days[date(2027, 3, 28)])] == ["00:30", "23:30", ""]
    assert (min(days).weekday(), max(days).weekday(), len(days) % 7) == (0, 6, 0)
    assert "Canarywords" not in page.text
    assert len(calendar(client, worker, "?week=2027-03-30")[0]) == 7


def test_days_off_are_those_of_the_own_country(client, worker):
    days, _page = calendar(client, worker, "?month=2026-12")
    french, _page = calendar(
        client, world.member(world.organisation("Maison", "FR")), "?month=2026-12"
    )

    assert days[date(2026, 12, 8)]["is_off"]
    assert not french[date(2026, 12, 8)]["is_off"]
    assert days[date(2026, 12, 6)]["is_off"]
    assert not days[date(2026, 12, 9)]["is_off"]


@pytest.mark.rule(4)
def test_a_decision_of_the_person_is_in_no_calendar(client, worker, case):
    on_day(worker, case, date(2027, 4, 6), TaskKind.SECOND_SIGNATURE, gate="G1")
    on_day(worker, case, date(2027, 4, 7), TaskKind.SECOND_SIGNATURE, gate="G6")

    days, _page = calendar(client, worker, "?month=2027-04")

    assert [day for day, one in days.items() if one["entries"]] == [date(2027, 4, 7)]


def test_what_is_late_says_so_in_words_and_what_is_empty_too(page, sign_in, worker, case):
    wednesday = today() - timedelta(days=today().weekday() + 5)
    on_day(worker, case, wednesday)
    sign_in(page, worker.user)
    page.set_viewport_size({"width": 390, "height": 800})

    page.goto(f"{reverse('work_calendar')}?week={wednesday}")
    assert page.get_by_text("overdue", exact=True).bounding_box()["width"] > 20
    assert not page.get_by_text("Nothing stands in these days.").is_visible()

    page.goto(f"{reverse('work_calendar')}?month=2090-05")
    assert page.get_by_text("Nothing stands in these days.").is_visible()


def test_a_full_day_of_the_month_leads_to_its_week(client, worker, case):
    for _number in range(5):
        on_day(worker, case, date(2027, 4, 7))

    day = calendar(client, worker, "?month=2027-04")[0][date(2027, 4, 7)]
    week, _page = calendar(client, worker, day["week"].removeprefix(reverse("work_calendar")))

    assert (len(day["entries"]), day["more"]) == (3, 2)
    assert len(week[date(2027, 4, 7)]["entries"]) == 5


def test_what_is_put_off_stands_on_the_day_it_comes_back(client, worker, case):
    late = task(worker, case, -3)
    put_off(client, worker, late, days=5)
    back = today() + timedelta(days=5)

    days, _page = calendar(client, worker, f"?week={back}")

    assert [day for day, one in days.items() if one["entries"]] == [back]


def test_what_is_no_day_shows_this_month(client, worker):
    for query in ("month=x", "month=2027-13", "week=0001-01-01", "month=9999-12", "week=%00"):
        days, page = calendar(client, worker, f"?{query}")
        assert (page.status_code, today() in days) == (200, True)


# Absence


def away(client, who, deputy, first=0, last=3, **answers):
    sent = {
        "deputy": str(deputy.user_id),
        "from_on": (today() + timedelta(days=first)).isoformat(),
        "to_on": (today() + timedelta(days=last)).isoformat(),
        **answers,
    }
    return world.sign_in(client, who).post(reverse("cover_new"), sent)


def covers(who):
    with world.acting(who) as actor:
        return list(Cover.objects.visible_to(actor).order_by("made_at"))


def test_who_stands_in_sees_the_tasks_of_these_days(client, worker, case, colleague):
    task(worker, case, 0)
    task(worker, contact(worker), 0)  # of a case that is closed to the colleague

    assert away(client, worker, colleague).status_code == 302

    page = work(client, colleague)
    (row,) = page.context["groups"][0]["rows"]
    assert row["detail"] == f"You stand in for {worker.user.name}"
    assert page.context["covered"] == [worker.user.name]
    # One of them is ticked, as one's own.
    client.post(reverse("task_done", args=[row["task"]]), {"next": reverse("work_list")})
    assert titles(work(client, colleague)) == []


def test_what_a_list_offers_to_tick_is_ticked(client, worker, case, colleague):
    """A task of the journey alone, of somebody who is away."""
    feedback = task(worker, case, 0, TaskKind.FEEDBACK, in_case=False)
    away(client, worker, colleague)
    page = work(client, colleague)
    offered = [row["task"] for group in page.context["groups"] for row in group["rows"]]

    answer = client.post(reverse("task_done", args=[feedback.pk]), {"next": reverse("work_list")})

    assert (offered, answer.status_code) == ([feedback.pk], 302)
    with world.acting(colleague):
        assert Task.objects.get(pk=feedback.pk).done_by_id == colleague.user_id


@pytest.mark.parametrize(("first", "last"), [(2, 5), (-5, 0)])
def test_before_and_after_it_nothing_is_seen(client, worker, case, colleague, first, last):
    task(worker, case, 0)
    away(client, worker, colleague, first, last)
    assert titles(work(client, colleague)) == (["Today"] if last == 0 else [])

    (cover,) = covers(worker)
    world.sign_in(client, worker).post(reverse("cover_end", args=[cover.pk]))

    assert titles(work(client, colleague)) == []


def test_no_case_opens_by_an_absence_and_a_supervisor_opens_them(client, worker, boss):
    case = sharing.filled(worker)
    deputy = world.member(worker.organisation)
    away(client, worker, deputy)
    overview = reverse("case_overview", args=[case.journey.reference])
    assert world.sign_in(client, deputy).get(overview).status_code == 404
    (cover,) = covers(boss)

    page = world.sign_in(client, boss).get(reverse("cover_list"))
    assert [row["closed"] for row in page.context["rows"]] == [[(case.pk, case.journey.reference)]]
    assert "anary" not in page.text
    client.post(reverse("cover_open", args=[cover.pk]))

    assert world.sign_in(client, deputy).get(overview).status_code == 200
    with world.acting(boss):
        grant = CaseUserGrant.objects.get(user=deputy.user)
    assert timezone.localdate(grant.expires_at) == cover.to_on + timedelta(days=1)
    assert world.sign_in(client, boss).get(reverse("cover_list")).context["rows"][0]["closed"] == []


def test_those_who_lead_hear_of_an_absence(client, worker, boss, colleague):
    away(client, worker, colleague)

    told = {}
    for who in (worker, boss, colleague):
        with world.acting(who) as actor:
            told[who] = set(
                Notice.objects.visible_to(actor)
                .filter(user=who.user)
                .values_list("kind", flat=True)
            )
    assert told == {worker: set(), boss: {"cover_made"}, colleague: {"cover"}}


def test_a_supervisor_enters_it_for_somebody(client, worker, boss, colleague):
    away(client, boss, colleague, person=str(worker.user_id))

    assert [one.person_id for one in covers(worker)] == [worker.user_id]


def test_days_that_do_not_fit(client, worker, colleague):
    for first, last, says in [
        (3, 1, "The last day comes before the first."),
        (-9, -1, "These days are over."),
        (0, 400, "A year at most."),
    ]:
        answer = away(client, worker, colleague, first, last)
        assert (answer.status_code, says in answer.text) == (422, True)
    assert covers(worker) == []


def test_nobody_is_covered_twice_and_a_colleague_ends_nothing(client, worker, colleague):
    away(client, worker, colleague)

    assert away(client, worker, colleague, 2, 9).status_code == 409
    (cover,) = covers(worker)
    end = reverse("cover_end", args=[cover.pk])
    assert world.sign_in(client, colleague).post(end).status_code == 404
    stranger = world.member(world.organisation("Elsewhere"), Role.SUPERVISOR)
    assert world.sign_in(client, stranger).post(end).status_code == 404
    assert covers(stranger) == []


COVER = (
    "INSERT INTO referral_cover (id, organisation_id, person_id, deputy_id, from_on, to_on, made_by_id, made_at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, current_date, current_date, %s, now())"
)


def test_the_database_lets_nobody_hand_over_the_work_of_others(worker, boss, colleague):
    far = world.member(world.organisation("Elsewhere"), Role.SUPERVISOR)
    of, mine, theirs = worker.organisation_id, worker.user_id, colleague.user_id
    for who, row in [
        (colleague, (of, mine, theirs, theirs)),  # takes the work of somebody
        (worker, (of, mine, theirs, boss.user_id)),  # in the name of somebody
        (worker, (of, mine, far.user_id, mine)),  # to somebody elsewhere
        (far, (far.organisation_id, mine, far.user_id, far.user_id)),
    ]:
        with world.acting(who):
            assert "not yours to hand over" in refused(COVER, *row)
    with world.acting(worker):
        assert "permission denied" in refused("UPDATE referral_cover SET to_on = to_on + 1")
        assert "permission denied" in refused("DELETE FROM referral_cover")


# The load


def load(client, boss):
    page = world.sign_in(client, boss).get(reverse("work_load"))
    return {row["name"].partition(",")[0]: row for row in page.context["rows"]}, page


@pytest.mark.rule(4)
def test_a_supervisor_sees_numbers_and_no_content(client, worker, boss):
    case = sharing.filled(worker)
    for days, kind, more in [
        (-1, TaskKind.CONTACT_TRY, {"text": "Canarywords"}),
        (60, TaskKind.VISIT, {}),
        (-9, TaskKind.SECOND_SIGNATURE, {"gate": "G2"}),
        (0, TaskKind.URGENT_NEED, {"assigned_to": None}),
    ]:
        task(worker, case, days, kind, **more)
    rows, page = load(client, boss)

    mine, nobody = rows[worker.user.name], rows["Nobody by name"]
    assert mine["weeks"] == [1, 0, 0, 1, 1]
    assert (mine["tasks"], mine["cases"]) == (3, 1)
    assert (nobody["weeks"], nobody["tasks"]) == ([0, 1, 0, 0, 0], 1)
    assert rows[boss.user.name]["tasks"] == 0
    assert "anary" not in page.text
    for told in (case.journey.reference, "Try a safe way", "Follow-up visit"):
        assert told not in page.text


@pytest.mark.parametrize("width", [390, 1280])
def test_the_load_fits_a_phone(browser, sign_in, worker, boss, width):
    """Late, this week, all, cases: the weeks ahead are left to wider screens."""
    task(worker, sharing.filled(worker), 60)
    page = browser(width=width)
    sign_in(page, boss.user)

    page.goto(reverse("work_load"))

    table = page.get_by_role("group", name="Table of colleagues")
    assert table.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert page.get_by_role("columnheader", name="Cases").is_visible()
    assert page.get_by_role("columnheader", name="Later").is_visible() == (width > 390)


def test_the_load_is_of_ones_own_house(client, worker, case, boss):
    task(worker, case, 0)
    stranger = world.member(world.organisation("Elsewhere"), Role.SUPERVISOR)

    rows, _page = load(client, stranger)

    assert {name: row["tasks"] for name, row in rows.items()} == {stranger.user.name: 0}
    assert world.sign_in(client, worker).get(reverse("work_load")).status_code == 403
    with world.acting(worker):
        for door in ("work_load(current_date)", "cover_gaps()"):
            assert found_rows(f"SELECT * FROM {door}") == []


# Consent is looked at again once a year


def reviews(worker):
    with world.acting(worker):
        found = Task.objects.filter(kind=TaskKind.CONSENT_REVIEW).order_by("done_at")
        return list(found.only("due_on", "done_at", "assigned_to"))


def a_year_on(days=355):
    with as_worker():
        return run_due(timezone.now() + timedelta(days=days))["consents to be looked at again"]


@pytest.mark.rule(10)
def test_two_weeks_before_a_year_the_lead_is_asked_to_ask_once(client):
    worker, partner = sharing.two_sides()
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation)

    assert (a_year_on(340), a_year_on(), a_year_on()) == (0, 1, 0)
    (review,) = reviews(worker)
    assert (review.due_on, review.assigned_to_id) == (today() + timedelta(days=365), worker.user_id)

    sharing.agree(worker, case, partner.organisation)
    assert [one.done_at is not None for one in reviews(worker)] == [True]

    # Another year, and this time the person only says that all holds.
    a_year_on()
    again = next(one for one in reviews(worker) if not one.done_at)
    world.sign_in(client, worker).post(reverse("task_done", args=[again.pk]))
    assert [one.done_at is not None for one in reviews(worker)] == [True, True, False]


@pytest.mark.rule(10)
def test_what_was_taken_back_is_not_asked_about():
    worker, partner = sharing.two_sides()
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation)
    with as_role("trm_owner"), connection.cursor() as cursor:
        cursor.execute("UPDATE referral_consentitem SET withdrawn_at = now()")

    assert a_year_on() == 0
    assert reviews(worker) == []


def test_nobody_but_the_scheduled_work_asks_for_reviews(worker):
    with world.acting(worker):
        assert "permission denied" in refused("SELECT note_consent_reviews(now())")
