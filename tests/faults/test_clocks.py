"""Clocks that jump: nobody sees more, and nothing that ended begins again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referral.models import Case
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker):
    return world.contact(worker)


def at(**difference):
    return time_machine.travel(timezone.now() + timedelta(**difference), tick=True)


@pytest.mark.parametrize("difference", [{"days": -1}, {"minutes": -6}])
def test_a_web_that_is_behind_the_database_sees_nothing(worker, case, difference):
    """Its signed context has expired when it arrives: an error, and never somebody else’s rows."""
    with at(**difference), pytest.raises(ProgrammingError, match="context has expired"), world.acting(worker):
        Case.objects.count()


@pytest.mark.parametrize("difference", [{"minutes": -4}, {"minutes": 4}, {"days": 1}])
def test_a_little_and_ahead_work_go_on(worker, case, difference):
    stranger = world.member(world.organisation())
    with at(**difference):
        with world.acting(worker):
            assert Case.objects.count() == 1
        with world.acting(stranger):
            assert Case.objects.count() == 0


def test_a_jump_ahead_ends_sessions_and_one_back_gives_none_back(worker):
    desk = world.sign_in(Client(), worker)
    with at(days=1):
        assert desk.get(reverse("case_list")).status_code == 302

    assert desk.get(reverse("case_list")).status_code == 302
