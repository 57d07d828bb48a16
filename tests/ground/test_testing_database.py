"""What the tests rely on: a test leaves the database as a migrated one is, facts about countries included."""

from datetime import date

import pytest

from directory.models import Fact, Source, State
from tests import testing_database, world


@pytest.mark.django_db(transaction=True)
def test_rows_that_every_database_has_are_put_back():
    before = sorted(Fact.objects.values_list("pk", "state"))
    changed = Fact.objects.first()
    Fact.objects.filter(pk=changed.pk).update(state=State.SUPERSEDED)
    drafted_by = world.member(world.organisation()).user
    Fact.objects.create(
        country="AL",
        topic="law",
        source=Source.objects.create(title="Invented"),
        checked_on=date(2026, 1, 1),
        drafted_by=drafted_by,
    )
    testing_database.empty_as_server()
    assert sorted(Fact.objects.values_list("pk", "state")) == before
    assert not Source.objects.filter(title="Invented").exists()
    assert not type(drafted_by).objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_put_back_where_nothing_was_written():
    world.organisation()
    before = dict(testing_database.seeded)
    testing_database.empty_as_server()
    assert testing_database.seeded == before
