"""Invented facts of three territories of which the directory knows nothing: one where people are found, two they come from."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from directory.models import Fact, State
from referral.actions.asylum import write_legal
from referral.models import Case, Legal
from referral.stages import CaseStatus, Stage
from tests import testing_database, world
from tests.directory import rows

HERE, HOME, SECOND_HOME = "BV", "HM", "SJ"
BEGAN = date(2026, 11, 1)
MISSION = "Canary embassy"
MISSION_NUMBER = "+999 555 01 44"
ORIGIN_LINE = "Canary line of the origin"
PLANTED = [MISSION, MISSION_NUMBER, "555 01 44", ORIGIN_LINE, "Canary paper", "Canary office"]
OWNERS = "ALTER TABLE {0} {1} TRIGGER keep_published"


@pytest.fixture(autouse=True)
def forgotten():
    """Published rows stay for good, so the owner takes these away: other tests read the seed beside them."""
    yield
    lands = [HERE, HOME, SECOND_HOME]
    connection.close()
    with testing_database.owner_cursor() as cursor:
        for table in ("directory_fact", "directory_contact"):
            cursor.execute(OWNERS.format(table, "DISABLE"))
            cursor.execute(f"DELETE FROM {table} WHERE country = ANY (%s)", [lands])
            cursor.execute(OWNERS.format(table, "ENABLE"))


def period(number=30, unit="days", **more):
    return rows.fact(HERE, "reflection_days", number=number, unit=unit, **more)


def treaty(party=True):
    return rows.fact(HERE, "treaty", subject="CETS197", yes=party, text="Party" if party else "")


def changed(fact, **values):
    """The fact as a second person published it anew."""
    Fact.objects.filter(pk=fact.pk).update(state=State.SUPERSEDED)
    return period(**values)


def of_origin(country=HOME):
    """All that the directory could betray about the country of origin."""
    rows.contact(
        HERE,
        "mission",
        represents=country,
        name=MISSION,
        phone_local=MISSION_NUMBER,
        mission_type="embassy",
    )
    for kind in ("trafficking", "child", "police", "coordinator", "focal_point"):
        rows.contact(country, kind, name=ORIGIN_LINE, phone_local=MISSION_NUMBER)
    rows.fact(country, "travel_document", text="Canary paper")
    rows.fact(country, "coordinator", text="Canary office")


def worker(country=HERE):
    return world.member(world.organisation("Island house", country))


def assisted(member, child=False, **summary):
    """A case at the stage of assistance, where the case manager reads the legal part."""
    case = world.contact(member, child=child, **{"citizenships": [HOME], **summary})
    with world.acting(member):
        Case.objects.filter(pk=case.pk).update(stage=Stage.ASSISTANCE, status=CaseStatus.REFLECTION)
    return case


def colleague(case, member, role, classes=None):
    other = world.member(member.organisation, role)
    with world.acting(member), connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, %s, %s, %s)",
            [
                case.pk,
                other.user_id,
                classes,
                timezone.now() + timedelta(days=1) if classes else None,
                "signature" if classes else "assigned",
            ],
        )
    return other


def lawyer_of(case, member):
    return colleague(case, member, Role.LAWYER)


def legal(lawyer, case, **values):
    """Written as the page writes it."""

    def write(row):
        for name, value in values.items():
            setattr(row, name, value)

    with world.acting(lawyer):
        own = Case.objects.select_related("journey", "organisation").get(pk=case.pk)
        row = Legal.objects.filter(case=own).first()
        write_legal(case=own, model=Legal, row=row, write=write)
