"""Yearly values that the worker writes into plans: whole years, small numbers hidden, never twice."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from plans.actions.editions import draft, publish
from plans.models import IndicatorValue
from plans.reading import read
from reports.models import DeskCell, DeskCount
from reports.plan_values import write_plan_values
from tests import testing_database, world
from tests.plans.frames import INDICATORS, PLAN, frame
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = [*INDICATORS[0], "figure"]
ROWS = [[f"I{n}", 1, name, "output", 0, 100, 2028, name] for n, name in enumerate(("came", "closed", "in_time", "trained"), 1)]  # fmt: skip


@pytest.fixture
def plan():
    house = world.organisation("Coordination", "IT", "coordination")
    officer = world.member(house, Role.NATIONAL_COORDINATOR)
    body = frame(plan={**PLAN, "begins": "2025-01-01"}, indicators=[HEAD, *ROWS])
    with world.acting(officer):
        edition = draft(read(body, country="IT"), reason="", key=uuid4())
    with world.acting(world.member(house, Role.FOCAL_POINT)):
        return publish(edition.pk).plan


def cell(figure, month, number, late=0, country="IT"):
    return DeskCell(country=country, slice="all", figure=figure, month=month, number=number, late=late)  # fmt: skip


def counted(*cells, as_of=None):
    with testing_database.acting_as_owner():
        DeskCell.objects.all().delete()
        DeskCell.objects.bulk_create(cells)
        DeskCount.objects.all().delete()
        DeskCount.objects.create(as_of=as_of or timezone.now())


def written():
    with as_worker():
        return write_plan_values(date(2026, 11, 28))


def test_a_year_that_is_over_is_written_once_and_small_numbers_are_not_told(plan, client):
    counted(
        cell("came", date(2025, 1, 1), 9),
        cell("came", date(2025, 12, 1), 5),
        cell("came", date(2024, 12, 1), 40),
        cell("came", date(2026, 1, 1), 50),
        cell("came", date(2025, 6, 1), 70, country="FR"),
        cell("closed", date(2025, 3, 1), 10),
        cell("answered", date(2025, 3, 1), 20, late=5),
    )

    assert (written(), written()) == (4, 0)

    found = {each.code: (each.value, each.below) for each in IndicatorValue.objects.all()}
    assert found == {"I1": (14, None), "I2": (None, 11), "I3": (75, None), "I4": (0, None)}
    page = client.get(reverse("plan_logframe", args=[plan.slug])).text
    assert "fewer than 11" in page
    assert "From the mechanism’s own figures" in page
    assert "fewer than 11 in 2025" in client.get(reverse("plan_detail", args=[plan.slug])).text


def test_nothing_is_written_before_the_year_was_counted_to_its_end(plan):
    counted(as_of=timezone.now().replace(year=2025, month=12, day=31))
    assert written() == 0


def test_the_web_asks_for_no_figure_and_the_worker_changes_none(plan):
    counted()
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor, transaction.atomic():  # fmt: skip
        cursor.execute("SELECT yearly_figure('IT', 'came', 2025, 11)")
    with as_worker(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        IndicatorValue.objects.update(value=1)


def test_asking_for_less_hides_no_less(plan):
    counted(cell("came", date(2025, 3, 1), 10))
    with as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT yearly_figure('IT', 'came', 2025, 1)")
        assert cursor.fetchone() == (None,)
