"""Invented organisations and people for the tests. Everything is made the way the product makes it."""

import itertools
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from accounts.acting import acting_as
from accounts.models import Membership, Organisation, Team, User
from accounts.roles import Role
from referral.actions.open import open_contact

numbers = itertools.count(1)

PASSWORD = "a long password for tests"


def organisation(name="Casa Verde", country="IT", kind="ngo", **fields):
    number = next(numbers)
    defaults = {
        "accepts_referrals": True,
        "services": ["housing", "legal"],
        "languages": ["it", "en"],
    }
    return Organisation.objects.create(
        name=name,
        slug=f"organisation-{number}",
        country=country,
        kind=kind,
        **{**defaults, **fields},
    )


PASSED = date(2100, 1, 1)


def member(of, role=Role.CASE_MANAGER, user=None, teams=(), cleared_until=PASSED):
    """A membership in `of`; the person behind it is new unless given, and has passed the course on data protection."""
    number = next(numbers)
    user = user or User.objects.create_user(
        f"person{number}@example.org",
        PASSWORD,
        name=f"Person Number{number}",
        knows_leave_quickly=True,
    )
    membership = Membership.objects.create(
        user=user, organisation=of, role=role, cleared_until=cleared_until
    )
    membership.teams.set(teams)
    return membership


def team(of, name="Day team"):
    return Team.objects.create(organisation=of, name=name)


@contextmanager
def acting(membership):
    """Inside, the database sees this membership."""
    with transaction.atomic(), acting_as(membership.actor()):
        yield membership.actor()


SUMMARY = {
    "age_band": "30-38",
    "gender": "Feminine",
    "citizenships": ["AL"],
    "languages": ["sq", "it"],
}


def contact(membership, child=False, **summary):
    """A case opened by this membership; returns it as its opener sees it."""
    with acting(membership):
        return open_contact(summary={**SUMMARY, **summary}, child=child)


def sign_in(client, membership):
    """The test client as this membership."""
    client.force_login(membership.user)
    session = client.session
    session["membership"] = str(membership.pk)
    session.save()
    return client
