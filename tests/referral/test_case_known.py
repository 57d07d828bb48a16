"""Two cases that may be of one person: shown side by side to whoever may read both, and answered once."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from referral.known import possibly_known
from referral.models import Identity, SamePerson
from tests import world
from tests.referral.placed import contact

pytestmark = pytest.mark.django_db(transaction=True)
CANARY, BORN = "Canary Canarina", "1999-03-04"
HINT = "This person may already be known here"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def colleague(worker):
    return world.member(worker.organisation)


def named(by, name=CANARY, born=BORN):
    case = contact(by)
    with world.acting(by):
        Identity(case=case, name_said=name, born=born).save(force_insert=True)
    return case


def url(case):
    return reverse("case_known", args=[case.journey.reference])


def write_name(client, case, name=CANARY):
    sent = {"name_said": name, "born_0": "4", "born_1": "3", "born_2": "1999", "version": "0"}
    return client.post(reverse("case_part", args=[case.journey.reference, "identity"]), sent)


def answer(client, case, other, word, key=None):
    sent = {"other": other.pk, "answer": word, "idempotency_key": key or uuid.uuid4()}
    return client.post(url(case), sent)


def test_a_name_that_is_known_leads_to_both_side_by_side(client, worker):
    before, case = named(worker), contact(worker)
    world.sign_in(client, worker)

    sent = write_name(client, case)

    assert sent.url == url(case)
    page = client.get(url(case)).text
    assert before.journey.reference in page
    assert page.count(CANARY) == 2
    assert HINT not in page


def test_a_name_that_nobody_has_leads_back(client, worker):
    case = contact(worker)
    world.sign_in(client, worker)

    assert "/record/identity/" in write_name(client, case).url
    assert "Nobody alike is known here." in client.get(url(case)).text


def test_without_a_grant_there_is_a_hint_and_nothing_else(client, worker, colleague):
    before = [
        named(worker, "Canarina Canarie", "1999-03-04"),
        named(worker, "Canarina Canarie", "1999-03-04"),
    ]
    case = contact(colleague)
    world.sign_in(client, colleague)

    assert write_name(client, case, "Kanarina Canarie").url == url(case)
    page = client.get(url(case)).text

    assert HINT in page
    assert "Canarina Canarie" not in page
    assert not [one for one in before if one.journey.reference in page or str(one.pk) in page]


def test_people_of_another_organisation_are_not_known_here(client, worker):
    named(world.member(world.organisation()))
    case = contact(worker)
    world.sign_in(client, worker)

    assert "/record/identity/" in write_name(client, case).url
    assert HINT not in client.get(url(case)).text


def queries_of(client, case, name):
    with CaptureQueriesContext(connection) as found:
        sent = write_name(client, case, name)
    return len(found), sent.status_code


def test_what_belongs_to_others_changes_neither_the_answer_nor_its_cost(client, worker):
    named(world.member(world.organisation()))
    world.sign_in(client, worker)
    write_name(client, contact(worker), "The First")  # fills what is kept between requests

    known = queries_of(client, contact(worker), CANARY)
    unknown = queries_of(client, contact(worker), "Nobody Atall")

    assert known == unknown


@pytest.mark.parametrize("word", ["linked", "apart"])
def test_an_answer_is_kept_and_not_asked_again(client, worker, word):
    before, case = named(worker), named(worker)
    world.sign_in(client, worker)

    assert answer(client, case, before, word).status_code == 302

    with world.acting(worker):
        assert SamePerson.objects.get().answer == word
        assert AuditEntry.objects.filter(action="person.same_answered").count() == 1
        assert not possibly_known([(CANARY, BORN)], beside=case.pk)[0]
    page = client.get(url(case)).text
    assert "Take the answer back" in page
    assert before.journey.reference in page


def test_an_answer_for_one_is_one_for_all(client, worker, colleague):
    """Who may not read both learns nothing more of a pair that was answered."""
    before, case = named(worker), named(worker)
    with world.acting(worker):
        SamePerson.objects.create(
            organisation_id=worker.organisation_id,
            by_id=worker.user_id,
            answer="apart",
            **dict(
                zip(
                    ("first", "second"), sorted([before, case], key=lambda one: one.pk), strict=True
                )
            ),
        )
    with world.acting(colleague):
        assert not SamePerson.objects.exists()


def test_taken_back_it_is_asked_again(client, worker):
    before, case = named(worker), named(worker)
    world.sign_in(client, worker)
    answer(client, case, before, "apart")

    assert answer(client, before, case, "undo").status_code == 302

    with world.acting(worker):
        assert possibly_known([(CANARY, BORN)], beside=case.pk)[0].cases == (before.pk,)
        assert SamePerson.objects.get().undone_by_id == worker.user_id


def test_a_second_answer_says_that_somebody_was_faster(client, worker):
    before, case = named(worker), named(worker)
    world.sign_in(client, worker)
    answer(client, case, before, "apart")

    late = answer(client, before, case, "linked")

    assert late.status_code == 409
    assert "Somebody answered this already." in late.text


def test_sent_twice_it_counts_once(client, worker):
    before, case = named(worker), named(worker)
    world.sign_in(client, worker)
    key = uuid.uuid4()

    assert [answer(client, case, before, "apart", key).status_code for _ in "12"] == [302, 302]


@pytest.mark.parametrize("word", ["linked", "merged", ""])
def test_a_case_of_a_colleague_answers_as_none(client, worker, colleague, word):
    before, case = named(worker), named(colleague)
    world.sign_in(client, colleague)

    assert answer(client, case, before, word).status_code == 404
    assert client.get(url(before)).status_code == 404


@pytest.mark.parametrize("word", ["merged", ""])
def test_another_word_is_no_answer(client, worker, word):
    before, case = named(worker), named(worker)
    world.sign_in(client, worker)

    assert answer(client, case, before, word).status_code == 404


def test_the_database_refuses_an_answer_about_a_closed_case(worker, colleague):
    before, case = named(worker), named(colleague)
    first, second = sorted([before.pk, case.pk])

    with world.acting(colleague), pytest.raises(DatabaseError), transaction.atomic():
        SamePerson.objects.create(
            organisation_id=worker.organisation_id,
            first_id=first,
            second_id=second,
            answer="linked",
            by_id=colleague.user_id,
        )


def test_the_title_names_nobody(client, worker):
    named(worker)
    case = named(worker)
    world.sign_in(client, worker)

    page = client.get(url(case)).text

    assert CANARY not in page[page.index("<title>") : page.index("</title>")]
