"""The worker asks what came of a course: as its own role, which reads an address and no name."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from accounts.roles import Role
from tests import world
from tests.referral.test_row_security import refused
from tests.referral.test_worker import as_worker
from training.actions import followups
from training.actions.sessions import (
    add_participants,
    attend,
    close_session,
    modules_of,
    plan_session,
)
from training.models import Certificate, FollowUp

pytestmark = pytest.mark.django_db(transaction=True)


def trained(language="fr"):
    with world.acting(world.member(world.organisation(), Role.FOCAL_POINT)):
        today = timezone.localdate()
        session = plan_session(course="introduction", language=language, begins_on=today, ends_on=today, place="room", country="IT", trainers="Two")  # fmt: skip
        person = {"name": "Ann Lee", "email": "ann@example.org", "may_write": True}
        add_participants(session, [person])
        attend(session.participants.get(), modules_of(session))
        close_session(session)
    Certificate.objects.update(issued_on=today - timedelta(days=92))


def test_asked_once_in_the_language_of_the_session_and_withdrawn_ones_never(settings, monkeypatch):
    settings.EMAIL_HOST = "localhost"
    monkeypatch.setattr(followups.mail, "Thread", at_once)
    trained()
    with as_worker():
        assert (followups.send_followups(), followups.send_followups()) == (1, 0)
        assert "permission denied" in refused("SELECT name FROM training_participant")
        assert "permission denied" in refused("UPDATE training_participant SET email = ''")

    assert [letter.subject for letter in mail.outbox] == ["Un lien pour vous"]
    assert "/training/mine/" in mail.outbox[0].body
    assert FollowUp.objects.filter(asked_at__isnull=False).count() == 1


def at_once(target, args):
    """A thread that has ended before anybody looks."""
    return SimpleNamespace(start=lambda: target(*args))
