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
from training.actions.certificates import revoke
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
    """One to be asked, one who did not agree to mail, one whose certificate was withdrawn."""
    lead = world.member(world.organisation(), Role.FOCAL_POINT)
    with world.acting(lead):
        today = timezone.localdate()
        session = plan_session(course="introduction", language=language, begins_on=today, ends_on=today, place="room", country="IT", trainers="Two")  # fmt: skip
        people = {"ann": True, "bob": False, "eva": True}
        add_participants(
            session,
            [
                {"name": name, "email": f"{name}@example.org", "may_write": agreed}
                for name, agreed in people.items()
            ],
        )
        for person in session.participants.all():
            attend(person, modules_of(session))
        close_session(session)
        revoke(Certificate.objects.get(name="eva"), why="mistake")
    Certificate.objects.update(issued_on=today - timedelta(days=92))


def test_asked_once_in_the_language_of_the_session_and_withdrawn_ones_never(settings, monkeypatch):
    settings.EMAIL_HOST = "localhost"
    monkeypatch.setattr(followups.mail, "Thread", at_once)
    trained()
    with as_worker():
        assert (followups.send_followups(), followups.send_followups()) == (1, 0)
        assert "permission denied" in refused("SELECT name FROM training_participant")
        assert "permission denied" in refused("UPDATE training_participant SET email = ''")

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["ann@example.org"], "Un lien pour vous")]  # fmt: skip
    assert "/training/mine/" in mail.outbox[0].body
    assert FollowUp.objects.filter(asked_at__isnull=False).count() == 1


def at_once(target, args):
    """A thread that has ended before anybody looks."""
    return SimpleNamespace(start=lambda: target(*args))
