import re
import time
from datetime import UTC, datetime

import pytest
from django.core import mail as django_mail

from accounts.roles import Role
from tests import world


@pytest.fixture
def casa_verde():
    return world.organisation("Casa Verde")


@pytest.fixture
def admin(casa_verde):
    return world.member(casa_verde, Role.ORGANISATION_ADMIN)


@pytest.fixture
def as_admin(client, admin):
    return world.sign_in(client, admin)


@pytest.fixture
def outbox():
    """Mail leaves beside the answer: wait for it a moment."""

    def sent(number):
        waited_until = time.monotonic() + 20
        while len(django_mail.outbox) < number and time.monotonic() < waited_until:
            time.sleep(0.01)
        return django_mail.outbox

    return sent


@pytest.fixture
def clock(time_machine):
    """Stands still until it is moved. It begins now: the database has a clock of its own."""
    time_machine.move_to(datetime.now(UTC), tick=False)
    return time_machine


@pytest.fixture
def bare():
    """A page without what differs on every page: tokens, and the address that was typed."""

    def strip(response):
        tokens = r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"'
        return re.sub(r'value="[^"]*@[^"]*"', "", re.sub(tokens, "", response.content.decode()))

    return strip
