"""A kept queryset gives what the queryset gives, to whoever asks, and refuses what it would keep by mistake."""

import uuid
from datetime import timedelta

import pytest
from django.db import NotSupportedError, connection, transaction
from django.db.models import TextField, Value
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.kept import Kept, NotGiven
from accounts.models import Membership, Organisation
from accounts.roles import Role
from referral.models import Case, Journey
from tests import world
from tests.testing_database import kept_cursor

pytestmark = pytest.mark.django_db(transaction=True)
CASES = Kept(
    lambda actor, now: Case.objects.visible_to(actor, now).select_related("journey", "lead")
)
ANY_CASES = Kept(
    lambda ids: Case.objects.filter(pk__in=ids).order_by("pk")
)  # policies alone decide
NAMED = Kept(lambda name: Organisation.objects.filter(name=name).order_by("pk"))
WITH_ROLE = Kept(lambda role: Membership.objects.filter(role=role).values_list("pk", flat=True))


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def cases(worker):
    return [world.contact(worker).pk for _number in range(3)]


def test_it_gives_the_rows_of_its_queryset(worker, cases):
    with world.acting(worker):
        actor, now = worker.actor(), timezone.now()
        kept = CASES.all(actor=actor, now=now)
        assert {one.pk for one in kept} == set(cases)
        with CaptureQueriesContext(connection) as asked:
            assert kept[0].journey.reference
            assert kept[0].lead.name
        assert not asked.captured_queries


def test_the_next_one_gets_the_own_rows_from_the_same_plan(worker, cases):
    other = world.member(world.organisation())
    theirs = world.contact(other).pk
    asked = [*cases, theirs]
    for _time in range(8):  # the first plan is the plan of all
        with world.acting(worker):
            assert {one.pk for one in ANY_CASES.all(ids=asked)} == set(cases)
        with world.acting(other):
            assert {one.pk for one in ANY_CASES.all(ids=asked)} == {theirs}
        with transaction.atomic():
            assert ANY_CASES.all(ids=asked) == []  # nobody acts


def test_a_plan_is_made_once_on_a_connection(worker):
    NAMED.all(name="one")
    known = dict(connection.statements)
    NAMED.all(name="another")
    assert connection.statements == known


def test_each_number_of_elements_and_each_member_of_an_enumeration_is_asked_rightly(worker, cases):
    with world.acting(worker):
        for number in (3, 1, 2, 0):
            found = ANY_CASES.all(ids=cases[:number])
            assert [one.pk for one in found] == sorted(cases[:number])
    world.member(worker.organisation, Role.SUPERVISOR)
    assert WITH_ROLE.all(role=Role.CASE_MANAGER) == [worker.pk]
    assert WITH_ROLE.all(role=Role.SUPERVISOR) != [worker.pk]


def test_unions_values_and_slices(worker):
    both = Kept(
        lambda first, second: (
            Organisation.objects.filter(name=first)
            .values_list("name", Value("50 %", TextField()))
            .union(
                Organisation.objects.filter(name=second).values_list(
                    "name", Value("$1", TextField())
                ),
                all=True,
            )
        )
    )
    name = worker.organisation.name
    assert both.all(first=name, second="nobody") == [(name, "50 %")]
    assert both.all(first="nobody", second=name) == [(name, "$1")]
    newest = Kept(lambda before: Organisation.objects.filter(pk__gte=before).order_by("-pk")[:1])
    assert len(newest.all(before=uuid.UUID(int=0))) == 1


@pytest.mark.parametrize(
    "build",
    [
        lambda name: Journey.objects.filter(reference=name, changed_at__lt=timezone.now()),
        lambda name: Journey.objects.filter(reference=name, travel_on=timezone.localdate()),
        lambda name: Journey.objects.filter(reference=name, opened_by=uuid.uuid4()),
    ],
)
def test_what_differs_between_two_askings_is_refused(build):
    with pytest.raises(NotGiven):
        Kept(build).all(name="TRM")


def test_what_is_given_must_be_asked_for():
    with pytest.raises(NotGiven):
        Kept(lambda name: Organisation.objects.all()).all(name="one")
    with pytest.raises(NotGiven):  # it would stand there as %SAMPLE%
        Kept(lambda name: Organisation.objects.filter(name__contains=name)).all(name="one")


def test_rows_that_bring_others_are_refused():
    with pytest.raises(NotGiven):
        Kept(lambda name: Organisation.objects.filter(name=name).prefetch_related("teams")).all(
            name="one"
        )


@override_settings(DATABASE_KEEPS_PLANS=False)
def test_behind_a_pooler_it_is_asked_as_it_stands(worker, cases):
    connection.forget_plans()
    with world.acting(worker):
        with CaptureQueriesContext(connection) as asked:
            found = CASES.all(actor=worker.actor(), now=timezone.now())
        assert {one.pk for one in found} == set(cases)
        past = timezone.now() - timedelta(days=1)
        assert CASES.all(actor=worker.actor(), now=past)
    assert "EXECUTE" not in asked.captured_queries[0]["sql"]


@pytest.fixture
def wider_names():
    """The owner changes the type of a column while the plan of before is there; back at the end."""
    type_of = "ALTER TABLE accounts_organisation ALTER name TYPE varchar(%s)"
    width = Organisation._meta.get_field("name").max_length
    with kept_cursor() as cursor:
        yield lambda: cursor.execute(type_of, [width + 1])
        cursor.execute(type_of, [width])


def test_after_a_column_got_another_type_the_next_asking_plans_anew(worker, wider_names):
    name = worker.organisation.name
    assert len(NAMED.all(name=name)) == 1
    wider_names()
    with pytest.raises(NotSupportedError):
        NAMED.all(name=name)
    assert len(NAMED.all(name=name)) == 1
