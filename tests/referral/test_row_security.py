"""As the application role, in SQL: what the database alone lets through."""

import uuid

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.roles import Role
from referral.models import AccessRule, Case, Identity, Journey, Summary
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def with_identity(membership):
    case = world.contact(membership)
    with world.acting(membership):
        Identity(case=case, name_said="Canary Canarina").save(force_insert=True)
    return case


def test_the_one_who_opened_a_case_reads_it():
    worker = world.member(world.organisation())
    case = with_identity(worker)

    with world.acting(worker):
        assert Identity.objects.get(case=case.pk).name_said == "Canary Canarina"


def test_without_a_context_there_are_no_rows():
    with_identity(world.member(world.organisation()))

    assert rows("SELECT count(*) FROM referral_case") == [(0,)]
    assert rows("SELECT count(*) FROM referral_identity") == [(0,)]
    assert rows("SELECT count(*) FROM referral_journey") == [(0,)]
    assert rows("SELECT count(*) FROM audit_auditentry") == [(0,)]
