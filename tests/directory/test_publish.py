"""Two people stand behind a row. One person cannot be both: not in two tabs, two memberships, at once, or in SQL."""

import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from accounts.second_person import BaseChanged, NotOpen, OwnDraft, WrittenMeanwhile
from directory.actions.drafts import draft, draft_removal
from directory.actions.reviews import publish, refuse
from directory.drafts import content_of, present_version, version_of
from directory.models import CheckMethod, Contact, Fact, State
from tests import testing_database, world
from tests.directory import rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return world.organisation("Coordination", "AL", "coordination")


@pytest.fixture
def one(office):
    return world.member(office, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def other(office):
    return world.member(office, Role.FOCAL_POINT)


@pytest.fixture
def base():
    return rows.fact("AL", "shelter", text="Two shelters")


def changed(base, by, **more):
    values = {**content_of(base), "reason": "One more opened", **more}
    with world.acting(by):
        return draft(type(base)(**values), key=uuid4(), base=base)


def open_page(membership):
    return world.sign_in(Client(), membership)


def publish_on_page(browser, entry, seen=None):
    version = version_of(entry) if seen is None else seen
    return browser.post(f"/reviews/{entry.pk}/", {"decision": "publish", "version": version})


def states(*entries):
    for entry in entries:
        entry.refresh_from_db()
    return [entry.state for entry in entries]


def audited(entry):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT action FROM audit_auditentry WHERE target = %s ORDER BY id", [str(entry.pk)]
        )
        return [action for (action,) in cursor.fetchall()]


def test_another_person_publishes(one, other, base):
    new = changed(base, one, text="Three shelters")
    browser = open_page(other)

    page = browser.get(f"/reviews/{new.pk}/")
    assert all(text in page.text for text in ("Two shelters", "Three shelters", "Report "))
    answer = publish_on_page(browser, new)

    assert answer.status_code == 302
    assert states(base, new) == [State.SUPERSEDED, State.PUBLISHED]
    assert (new.published_by, new.checked_by, new.seed_key) == (
        other.user,
        one.user,
        base.seed_key,
    )
    assert present_version(base) == new
    assert audited(new) == ["directory.drafted", "directory.published"]


def test_the_drafter_is_offered_nothing_and_refused_all(one, base):
    new = changed(base, one, text="Three shelters")
    browser = open_page(one)

    assert 'value="publish"' not in browser.get(f"/reviews/{new.pk}/").text
    assert publish_on_page(browser, new).status_code == 403
    refusal = {"decision": "refuse", "refusal": "No"}
    assert browser.post(f"/reviews/{new.pk}/", refusal).status_code == 403
    assert states(base, new) == [State.PUBLISHED, State.DRAFT]


def test_nor_under_another_membership_in_another_tab(one, base):
    """The second tab acts for another organisation, in another role; the person is the same."""
    elsewhere = world.organisation("Other office", "IT", "coordination")
    second = world.member(elsewhere, Role.FOCAL_POINT, user=one.user)
    new = changed(base, one, text="Three shelters")

    assert publish_on_page(open_page(second), new).status_code == 403
    with world.acting(second), pytest.raises(OwnDraft):
        publish(new.pk, Fact, seen=version_of(new))
    assert states(base, new) == [State.PUBLISHED, State.DRAFT]


def at_once(*jobs):
    """Each in its own thread and connection, all let go at the same moment."""
    gate, found = threading.Barrier(len(jobs)), []

    def run(job):
        gate.wait(10)
        try:
            found.append(job())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job], daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def test_two_tabs_at_once_do_not_make_two_people(one, base):
    second = world.member(world.organisation("Other", "IT"), Role.FOCAL_POINT, user=one.user)
    new = changed(base, one, text="Three shelters")
    tabs = [open_page(membership) for membership in (one, second, one, second)]

    found = at_once(*[lambda tab=tab: publish_on_page(tab, new).status_code for tab in tabs])

    assert found == [403] * 4
    assert "directory.published" not in audited(new)
    assert states(base, new) == [State.PUBLISHED, State.DRAFT]


@pytest.mark.asvs("2.3.4")
def test_of_two_reviewers_at_once_one_publishes(office, one, other, base):
    third = world.member(office, Role.NATIONAL_COORDINATOR)
    new = changed(base, one, text="Three shelters")
    tabs = [open_page(membership) for membership in (other, third, other, third)]

    found = at_once(*[lambda tab=tab: publish_on_page(tab, new).status_code for tab in tabs])

    assert sorted(found) == [302, 409, 409, 409]
    assert states(base, new) == [State.SUPERSEDED, State.PUBLISHED]
    assert audited(new) == ["directory.drafted", "directory.published"]


def test_two_drafts_of_one_row_published_at_once(office, one, other, base):
    """Each drafter publishes the draft of the other: one wins, the other is told that the row changed."""
    third = world.member(office, Role.NATIONAL_COORDINATOR)
    first, second = changed(base, one, text="Three"), changed(base, third, text="Four")
    tabs = [(open_page(third), first), (open_page(one), second)]

    found = at_once(
        *[lambda tab=tab, new=new: publish_on_page(tab, new).status_code for tab, new in tabs]
    )

    assert sorted(found) == [302, 409]
    assert sorted(states(base, first, second)) == sorted(
        [State.SUPERSEDED, State.PUBLISHED, State.DRAFT]
    )


def test_publishing_again_by_replay_has_no_second_effect(one, other, base):
    new = changed(base, one, text="Three shelters")
    browser, seen = open_page(other), version_of(new)
    publish_on_page(browser, new, seen)
    new.refresh_from_db()
    when = new.published_at

    assert publish_on_page(browser, new, seen).status_code == 409
    new.refresh_from_db()
    assert new.published_at == when
    with world.acting(other), pytest.raises(NotOpen):
        publish(new.pk, Fact, seen=seen)


def test_what_is_published_is_what_was_read(one, other, base):
    """The drafter writes it anew while the second person reads."""
    new = changed(base, one, text="Three shelters")
    seen = version_of(new)
    Fact.objects.filter(pk=new.pk).update(text="Ring my friend", drafted_at=timezone.now())
    browser = open_page(other)

    answer = publish_on_page(browser, new, seen)

    assert (answer.status_code, "Nothing was published" in answer.text) == (409, True)
    with world.acting(other), pytest.raises(WrittenMeanwhile):
        publish(new.pk, Fact, seen=seen)
    assert states(base, new) == [State.PUBLISHED, State.DRAFT]


def test_a_row_that_changed_meanwhile(office, one, other, base):
    """A newer table came while the draft waited."""
    new = changed(base, one, text="Three shelters")
    Fact.objects.filter(pk=base.pk).update(state=State.SUPERSEDED)
    newer = rows.fact("AL", "shelter", text="Five", supersedes=base, seed_key=base.seed_key)
    browser = open_page(other)

    page = browser.get(f"/reviews/{new.pk}/")
    assert "does not stand any more" in page.text
    assert "Five" in page.text
    assert publish_on_page(browser, new).status_code == 409
    with world.acting(other), pytest.raises(BaseChanged):
        publish(new.pk, Fact, seen=version_of(new))

    mine = open_page(one)
    address = f"/reviews/{new.pk}/change/"
    again = {
        "text": "Six",
        "language": "en",
        "source": str(base.source_id),
        "confidence": "high",
        "reason": "Counted",
        "version": mine.get(address).context["form"].current_version,
    }
    assert mine.post(address, again).status_code == 302
    new.refresh_from_db()
    assert new.supersedes == newer
    assert publish_on_page(browser, new).status_code == 302
    assert states(newer, new) == [State.SUPERSEDED, State.PUBLISHED]


def test_a_row_is_taken_away_and_stays_in_the_log(one, other, base):
    with world.acting(one):
        tomb = draft_removal(base, reason="It closed", key=uuid4())

    assert "taken away" in open_page(other).get(f"/reviews/{tomb.pk}/").text
    publish_on_page(open_page(other), tomb)

    assert states(base, tomb) == [State.SUPERSEDED, State.WITHDRAWN]
    assert present_version(base) is None
    log = open_page(other).get("/countries/al/history/").text
    assert "Two shelters" in log
    assert "It closed" in log


def test_it_is_refused_with_a_reason_that_its_drafter_reads(one, other, base):
    new = changed(base, one, text="Three shelters")
    browser = open_page(other)

    assert browser.post(f"/reviews/{new.pk}/", {"decision": "refuse"}).status_code == 422
    answer = browser.post(
        f"/reviews/{new.pk}/", {"decision": "refuse", "refusal": "The source says two"}
    )

    assert answer.status_code == 302
    assert states(base, new) == [State.PUBLISHED, State.REFUSED]
    assert "The source says two" in open_page(one).get("/reviews/").text
    assert "The source says two" not in open_page(one).get("/countries/al/history/").text


@pytest.mark.parametrize("made_up", ["0b2f6c1e-7d55-4c0e-9a3b-5f1d2e8c4a77", "the-base"])
def test_a_draft_that_is_none_cannot_be_published(other, base, made_up):
    pk = base.pk if made_up == "the-base" else made_up
    answer = open_page(other).post(f"/reviews/{pk}/", {"decision": "publish", "version": "1"})

    assert answer.status_code == 404
    assert states(base) == [State.PUBLISHED]


@pytest.mark.parametrize("seen", ["", "0", "x", "-1", "9" * 30])
def test_a_tampered_version_publishes_nothing(one, other, base, seen):
    new = changed(base, one, text="Three shelters")

    assert publish_on_page(open_page(other), new, seen).status_code == 409
    assert states(new) == [State.DRAFT]


def test_a_tampered_form_does_not_say_who_drafted_it(one, base):
    """What a form could smuggle in is not read: who drafted, who published, in what state."""
    answer = open_page(one).post(
        f"/countries/facts/{base.pk}/change/",
        {
            "text": "Three",
            "language": "en",
            "source": str(base.source_id),
            "confidence": "high",
            "reason": "Counted",
            "drafted_by": str(uuid4()),
            "published_by": str(one.user_id),
            "state": "published",
            "country": "IT",
            "topic": "hotline",
        },
    )

    new = Fact.objects.get(pk=answer.url.split("/")[2])
    assert (new.drafted_by, new.published_by, new.state) == (one.user, None, State.DRAFT)
    assert (new.country, new.topic) == ("AL", "shelter")


def line(**more):
    fields = {
        "phone_local": "116 006",
        "verified_on": timezone.localdate(),
        "verified_how": CheckMethod.RANG,
        **more,
    }
    return rows.contact("AL", "trafficking", **fields)


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        ({"hours": "9 to 5"}, True),
        ({"phone_local": "116 007"}, False),
        ({"email": "x@example.org"}, False),
    ],
)
def test_a_changed_number_loses_its_verification(one, other, change, is_kept):
    old = line()
    new = changed(old, one, **change)

    with world.acting(other):
        publish(new.pk, Contact, seen=version_of(new))

    new.refresh_from_db()
    assert (new.verified_on is not None) is is_kept


# In SQL: the last line, for whoever gets past the pages and the actions.


def sql(statement, values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("state", ["published", "withdrawn", "superseded"])
def test_the_database_refuses_one_person(one, base, state):
    new = changed(base, one, text="Three shelters")
    for publisher in (one.user_id, None):
        with pytest.raises(IntegrityError):
            sql(
                "UPDATE directory_fact SET state = %s, published_by_id = %s WHERE id = %s",
                [state, publisher, new.pk],
            )


@pytest.mark.parametrize("table", ["directory_fact", "directory_contact"])
def test_the_database_keeps_the_drafter(one, other, base, table):
    new = changed(base if table == "directory_fact" else line(), one, reason="x")
    for drafter in (other.user_id, None):
        with pytest.raises(IntegrityError, match="draft of who wrote it"):
            sql(f"UPDATE {table} SET drafted_by_id = %s WHERE id = %s", [drafter, new.pk])


@pytest.mark.parametrize(
    "change",
    [
        "text = 'Nine'",
        "state = 'draft'",
        "published_by_id = NULL",
        "seed_key = ''",
        "country = 'IT'",
    ],
)
def test_the_database_keeps_what_is_published(one, other, base, change):
    new = changed(base, one, text="Three shelters")
    with world.acting(other):
        publish(new.pk, Fact, seen=version_of(new))

    for pk in (new.pk, base.pk)[: 1 if "published_by" in change else 2]:
        with pytest.raises(IntegrityError):
            sql(f"UPDATE directory_fact SET {change} WHERE id = %s", [pk])
        with pytest.raises(IntegrityError):
            sql("DELETE FROM directory_fact WHERE id = %s", [pk])


def test_a_refused_draft_does_not_rise_again(one, other, base):
    new = changed(base, one, text="Three shelters")
    with world.acting(other):
        refuse(new.pk, Fact, reason="No")

    with pytest.raises(IntegrityError):
        sql("UPDATE directory_fact SET state = 'published' WHERE id = %s", [new.pk])


@pytest.mark.parametrize("state", ["published", "withdrawn", "refused"])
def test_nobody_publishes_in_anothers_name(one, other, base, state):
    """The drafter acts, and writes the colleague's name below it."""
    new = changed(base, one, text="Three shelters")
    with pytest.raises(IntegrityError, match="own name"), world.acting(one):
        sql(
            "UPDATE directory_fact SET state = %s, published_by_id = %s WHERE id = %s",
            [state, other.user_id, new.pk],
        )


@pytest.mark.parametrize(
    "more",
    [{"state": State.DRAFT}, {"state": State.PUBLISHED}, {"state": State.PUBLISHED, "seed": True}],
)
def test_nobody_drafts_in_anothers_name(one, other, base, more):
    """Not as a draft of a colleague, not as published by both, not as if it came with a table."""
    people = {"drafted_by": other.user, "published_by": one.user}
    if more.pop("seed", False):
        people = {"seed_key": "made:up"}
    values = {**content_of(base), **people, **more}
    with pytest.raises(IntegrityError, match="own name"), world.acting(one):
        Fact.objects.create(country="AL", checked_on=timezone.localdate(), **values)
