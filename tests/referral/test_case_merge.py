"""Two records of one person become one file by two people, look like one, and can be two again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg2.errors
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.assigning import assign
from referral.actions.households import link, together
from referral.actions.known import answer_same_person
from referral.actions.merge import approve_merge, ask_merge, differences, end_merge
from referral.actions.protection import confirm_protection, propose_protection
from referral.known import possibly_known
from referral.models import (
    Case,
    CaseUserGrant,
    Consent,
    Evidence,
    Identity,
    Merge,
    MergedField,
    MoveNotAllowed,
    Note,
    Referral,
    Task,
    Whereabouts,
)
from tests import testing_database, world
from tests.referral import sharing
from tests.referral.guardians import appointed
from tests.referral.placed import assigned, at_stage, contact, named

pytestmark = pytest.mark.django_db(transaction=True)
NAME, ALIAS = "Canary Canarina", "Kanarie Canarina"


class Desk:
    """Two records of one person that a worker has, and a colleague who is asked."""

    def __init__(self):
        self.worker = world.member(world.organisation())
        self.second = world.member(self.worker.organisation)
        self.main = named(self.worker, NAME, "1999-03-04")
        self.other = named(self.worker, ALIAS, "1999")
        with world.acting(self.worker):
            Whereabouts(case=self.main, never="Do not ring").save(force_insert=True)
            Whereabouts(case=self.other, never="No letters", phone="+39 02 555").save(
                force_insert=True
            )

    def ask(self, **choices):
        with world.acting(self.worker):
            return ask_merge(self.main, self.other, of=self.second.user_id, choices=choices)

    def one_file(self, **choices):
        merge = self.ask(**choices)
        with world.acting(self.second):
            approve_merge(Merge.objects.get(pk=merge.pk))
        with world.acting(self.worker):
            return Merge.objects.get(pk=merge.pk)

    def values(self):
        with world.acting(self.worker):
            identity = Identity.objects.get(case=self.main)
            where = Whereabouts.objects.get(case=self.main)
            return identity.name_said, identity.born, where.never, where.phone

    def url(self, page="case_overview", case=None, *more):
        return reverse(page, args=[(case or self.main).journey.reference, *more])

    def merge_url(self):
        return self.url("case_merge", self.main, self.other.journey.reference)


@pytest.fixture
def desk():
    return Desk()


def refused(who, act):
    with world.acting(who), pytest.raises(MoveNotAllowed) as problem:
        act()
    return str(problem.value)


def test_nothing_changes_before_the_second_person_says_yes(desk):
    before = desk.values()
    desk.ask(identity__name_said="there")

    assert desk.values() == before
    with world.acting(desk.worker) as actor:
        assert Case.objects.page_for(actor).count() == 2
        assert Task.objects.get(kind="merge").assigned_to_id == desk.second.user_id


def test_what_was_chosen_stands_in_the_file_and_the_other_record_stays_as_it_was(desk):
    """Conflicts as chosen; what was empty is filled; what must never be done is kept from both."""
    desk.one_file(identity__name_said="both")

    assert desk.values() == (
        f"{NAME}\n{ALIAS}",
        "1999-03-04",
        "Do not ring; No letters",
        "+39 02 555",
    )
    with world.acting(desk.worker):
        assert Identity.objects.get(case=desk.other).name_said == ALIAS
        assert Whereabouts.objects.get(case=desk.other).never == "No letters"


def test_it_is_one_file_in_lists_search_and_overview(desk, client):
    with world.acting(desk.worker):
        Note(case=desk.other, data_class="services", text="x", by_id=desk.worker.user_id).save()
    boss = world.member(desk.worker.organisation, Role.SUPERVISOR)
    desk.one_file()
    world.sign_in(client, desk.worker)
    here, there = desk.main.journey.reference, desk.other.journey.reference

    listed = client.get(reverse("case_list")).text
    filtered = client.get(reverse("case_list"), {"stage": "1"}).text
    found = client.get(reverse("search"), {"q": there}).text
    overview = client.get(desk.url())
    history = client.get(desk.url("case_history")).text

    assert (here in listed, there in listed) == (True, False)
    assert (here in filtered, there in filtered) == (True, False)
    assert (here in found, f"/cases/{there}/" in found) == (True, False)
    assert there in overview.text
    assert "1 note in the record" in overview.text
    assert client.get(desk.url(case=desk.other)).url == desk.url()
    assert history.count("Case opened") >= 2
    assert "Two records became one file" in history
    with world.acting(desk.worker):
        assert possibly_known([(ALIAS, "1999")])[0].cases == (desk.main.pk,)
    seen = world.sign_in(Client(), boss).get(reverse("caseload")).text
    assert (here in seen, there in seen) == (True, False)


def test_the_undo_gives_back_what_was_and_leaves_what_changed_since(desk, client):
    before = desk.values()
    merge = desk.one_file(identity__name_said="there", whereabouts__never="both")
    with world.acting(desk.worker):
        row = Whereabouts.objects.get(case=desk.main)
        row.phone = "+39 02 999"
        row.save()
    world.sign_in(client, desk.worker)
    page = client.get(desk.merge_url()).text
    assert NAME in page
    assert page.count("Changed since: stays as it is now.") == 1

    client.post(desk.merge_url(), {"do": "end", "idempotency_key": uuid4()})

    assert desk.values() == (*before[:3], "+39 02 999")
    with world.acting(desk.worker) as actor:
        assert Case.objects.page_for(actor).count() == 2
        assert not MergedField.objects.exists()
        Note(case=desk.other, data_class="services", text="x", by_id=desk.worker.user_id).save()
        for case in (desk.main, desk.other):
            entries = AuditEntry.objects.filter(target=str(case.pk), action__startswith="merge.")
            assert set(entries.values_list("action", flat=True)) == {
                "merge.asked",
                "merge.approved",
                "merge.undone",
            }
    assert merge.approved_by_id == desk.second.user_id


def test_a_second_person_decides_once(desk):
    merge = desk.ask()

    with world.acting(desk.worker), pytest.raises(DatabaseError), transaction.atomic():
        approve_merge(merge)
    with (
        testing_database.owner_cursor() as cursor,
        pytest.raises(psycopg2.errors.CheckViolation, match="second_person"),
    ):
        cursor.execute(
            "UPDATE referral_merge SET approved_by_id = asked_by_id, approved_at = now()"
        )
    with world.acting(desk.second):
        merge = Merge.objects.get(pk=merge.pk)
        approve_merge(merge)
    with world.acting(desk.second):
        assert not CaseUserGrant.objects.filter(user=desk.second.user_id).exists()
    with world.acting(desk.second), pytest.raises(MoveNotAllowed), transaction.atomic():
        approve_merge(merge)
    assert "second" not in refused(desk.worker, lambda: ask_merge(desk.main, desk.other, of=desk.worker.user_id, choices={}))  # fmt: skip


def test_no_says_no_and_leaves_nothing(desk, client):
    desk.ask(identity__name_said="there")
    before = desk.values()
    world.sign_in(client, desk.second)
    page = client.get(desk.merge_url()).text
    assert ALIAS in page
    assert "Yes, it is one person" in page

    client.post(desk.merge_url(), {"do": "end", "idempotency_key": uuid4()})

    assert desk.values() == before
    assert client.get(desk.url()).status_code == 404
    with world.acting(desk.worker):
        assert not MergedField.objects.exists()
        assert not Task.objects.filter(kind="merge", done_at=None).exists()
        assert desk.ask()


def test_what_was_changed_meanwhile_is_asked_again(desk):
    merge = desk.ask(identity__name_said="there")
    with world.acting(desk.worker):
        row = Identity.objects.get(case=desk.other)
        row.name_said = "Another Name"
        row.save()

    assert "changed since" in refused(desk.second, lambda: approve_merge(Merge.objects.get(pk=merge.pk)))  # fmt: skip


def protect(desk):
    boss = assigned(desk.other, desk.worker, Role.SUPERVISOR)
    with world.acting(desk.worker):
        row = propose_protection(
            desk.other, reason="threat", names=[desk.worker.user_id, boss.user_id]
        )
    with world.acting(boss):
        confirm_protection(row, yes=True)


def moved_on(desk):
    at_stage(desk.worker, desk.other, 4)


def answered_apart(desk):
    with world.acting(desk.worker):
        answer_same_person(desk.main, desk.other, answer="apart")


@pytest.mark.parametrize(
    ("before", "why"),
    [(protect, "protected"), (moved_on, "closed"), (answered_apart, "two people")],
)
def test_not_across(desk, before, why):
    before(desk)

    assert why in refused(desk.worker, lambda: ask_merge(desk.main, desk.other, of=desk.second.user_id, choices={}))  # fmt: skip


@pytest.mark.rule(20)
@pytest.mark.rule(24)
def test_the_record_that_travels_with_others_stays_the_one_that_is_read(desk):
    """A household keeps its members: the other record goes under the linked one, never the other way round."""
    relative = sharing.opened(desk.worker)
    with world.acting(desk.worker):
        link(desk.other, relative, this_is="relative", other_is="relative")
    ask = {"of": desk.second.user_id, "choices": {}}
    assert "travel along" in refused(desk.worker, lambda: ask_merge(desk.main, desk.other, **ask))
    with world.acting(desk.worker):
        merge = ask_merge(desk.other, desk.main, **ask)
    with world.acting(desk.second):
        approve_merge(Merge.objects.get(pk=merge.pk))
    with world.acting(desk.worker):
        assert [one.pk for one in together(desk.other).cases] == [relative.pk]
        with pytest.raises(DatabaseError, match="read under another"), transaction.atomic():
            link(desk.main, relative, this_is="relative", other_is="relative")
        with pytest.raises(DatabaseError, match="read under another"), transaction.atomic():
            Evidence(case=desk.main, gate="", kind="other", by_id=desk.worker.user_id).save(
                force_insert=True
            )


def test_a_childs_guardian_and_an_adults_record_stay_apart(desk):
    child = contact(desk.worker, child=True, age_band="0_8")
    with world.acting(desk.worker):
        Identity(case=child, name_said=NAME).save(force_insert=True)
    assert "child" in refused(desk.worker, lambda: ask_merge(desk.main, child, of=desk.second.user_id, choices={}))  # fmt: skip

    sibling = contact(desk.worker, child=True, age_band="0_8")
    with world.acting(desk.worker):
        Identity(case=sibling, name_said=NAME).save(force_insert=True)
    for each in (child, sibling):
        appointed(desk.worker, each)
    assert "guardian" in refused(desk.worker, lambda: ask_merge(sibling, child, of=desk.second.user_id, choices={}))  # fmt: skip


def test_only_who_works_on_both_asks(desk, client):
    colleague = world.member(desk.worker.organisation)
    with world.acting(desk.worker):
        assign_main = desk.main.pk
    boss = world.member(desk.worker.organisation, Role.SUPERVISOR)
    with world.acting(boss):
        assign(assign_main, user=colleague.user_id)

    with world.acting(colleague), pytest.raises(DatabaseError), transaction.atomic():
        ask_merge(desk.main, desk.other, of=desk.second.user_id, choices={})
    assert world.sign_in(client, colleague).get(desk.merge_url()).status_code == 404
    stranger = world.member(world.organisation())
    with world.acting(stranger), pytest.raises(DatabaseError), transaction.atomic():
        ask_merge(desk.main, desk.other, of=desk.second.user_id, choices={})


def test_whoever_works_on_one_works_on_both_until_it_is_undone(desk):
    colleague = world.member(desk.worker.organisation)
    boss = world.member(desk.worker.organisation, Role.SUPERVISOR)
    with world.acting(boss):
        assign(desk.other.pk, user=colleague.user_id)

    def open_to_colleague():
        with world.acting(colleague) as actor:
            return {case.pk for case in Case.objects.visible_to(actor)}

    merge = desk.one_file()
    assert open_to_colleague() == {desk.main.pk, desk.other.pk}
    with world.acting(desk.worker):
        end_merge(merge)
    assert open_to_colleague() == {desk.other.pk}


def test_a_record_that_is_read_under_another_is_not_written(desk, client):
    desk.one_file()
    world.sign_in(client, desk.worker)
    sent = {"name_said": "New", "version": "1"}

    page = client.post(desk.url("case_part", desk.other, "identity"), sent)

    assert page.status_code == 409
    assert "Write it there." in page.text
    with world.acting(desk.worker):
        for write in (
            lambda: Note(
                case=desk.other, data_class="services", text="x", by_id=desk.worker.user_id
            ).save(),  # fmt: skip
            lambda: Identity.objects.filter(case=desk.other).update(children=3),
        ):
            with pytest.raises(DatabaseError, match="read under another"), transaction.atomic():
                write()


def test_what_was_sent_and_agreed_stays_and_can_be_withdrawn(client):
    worker, partner = sharing.two_sides()
    second = world.member(worker.organisation)
    main, other = sharing.filled(worker), sharing.filled(worker)
    sharing.agree(worker, other, partner.organisation)
    referral = sharing.sent(worker, other, partner.organisation)
    with world.acting(worker):
        merge = ask_merge(main, other, of=second.user_id, choices={})
    with world.acting(second):
        approve_merge(Merge.objects.get(pk=merge.pk))

    with world.acting(worker):
        assert Referral.objects.get(pk=referral.pk).status == "sent"
        assert {one.case_id for one in Consent.objects.all()} == {other.pk}
    with pytest.raises(DatabaseError, match="read under another"):
        sharing.sent(worker, other, partner.organisation, ["summary"], kind="service")
    world.sign_in(client, worker)
    page = client.get(reverse("case_overview", args=[main.journey.reference])).text
    assert partner.organisation.name in page
    assert client.post(reverse("referral_withdraw", args=[referral.pk]), {"reason": "person", "idempotency_key": uuid4()}).status_code in (200, 302)  # fmt: skip


def test_asked_on_the_page(desk, client):
    world.sign_in(client, desk.worker)
    page = client.get(desk.merge_url()).text
    assert NAME in page
    assert ALIAS in page
    with world.acting(desk.worker):
        sent = {one.name: one.proposed for one in differences(desk.main, desk.other)}

    answer = client.post(desk.merge_url(), sent | {"of": str(desk.second.user_id)})

    assert answer.url == desk.url("case_known")
    assert "Waits for" in client.get(answer.url).text
    assert client.post(desk.merge_url(), {"do": "yes"}).status_code == 404


def test_approved_twice_at_the_same_moment_is_one_merge(desk):
    merge = desk.ask()
    ready = threading.Barrier(2)

    def act():
        ready.wait(10)
        try:
            with world.acting(desk.second):
                approve_merge(Merge.objects.get(pk=merge.pk))
        except (MoveNotAllowed, Merge.DoesNotExist):
            return "refused"
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(each.result(20) for each in [pool.submit(act), pool.submit(act)])
    assert answers == ["approved", "refused"]
    with world.acting(desk.worker):
        assert AuditEntry.objects.filter(action="merge.approved").count() == 2
