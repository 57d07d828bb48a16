"""Several workers of one place: one number, a word for how many, and nobody named to anybody."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.protection import confirm_protection, propose_protection
from referral.actions.worksites import mark_of, plain
from referral.models import SiteLink, Worksite
from tests import world
from tests.referral.placed import contact


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Azienda Agricola Rossi S.r.l.", "ROSSI azienda agricola"),
        ("Żaba Sp. z o.o.", "zaba"),
        ("Ферма Сонце", "Ferma Sontse"),
    ],
)
def test_one_place_however_it_is_written(one, other):
    assert plain(one) == plain(other)
    assert mark_of(one, "Bari", "IT") == mark_of(other, "BARI", "IT")


def test_another_town_or_country_is_another_place():
    marks = {
        mark_of("Rossi", place, country)
        for place, country in [("Bari", "IT"), ("Lecce", "IT"), ("Bari", "FR")]
    }
    assert len(marks) == 3


db = pytest.mark.django_db(transaction=True)


def join(client, member, case, name="Rossi srl", **more):
    world.sign_in(client, member)
    url = reverse("case_worksites", args=[case.journey.reference])
    day = timezone.localdate().isoformat()
    data = {"name": name, "place": "Bari", "country": "IT", "agreed": "on", "agreed_on": day}
    return client.post(url, data | more)


def worker_with_case():
    member = world.member(world.organisation())
    return member, contact(member)


@db
def test_each_gets_the_same_number_and_a_word(client):
    (one, mine), (two, theirs) = worker_with_case(), worker_with_case()
    assert join(client, one, mine).status_code == 302
    assert join(client, two, theirs, "ROSSI").status_code == 302

    found = []
    for member, case in ((one, mine), (two, theirs)):
        page = world.sign_in(client, member).get(
            reverse("case_worksites", args=[case.journey.reference])
        )
        found.append(page.context["links"][0]["link"].number)
        assert "One other person is counted there" in page.text
        with world.acting(member):
            assert SiteLink.objects.count() == 1
    assert found[0] == found[1]
    assert join(client, one, mine).status_code == 409


@db
def test_whoever_does_not_want_it_is_not_counted(client):
    (one, mine), (two, theirs) = worker_with_case(), worker_with_case()
    assert join(client, one, mine, agreed="").status_code == 422
    join(client, one, mine)
    join(client, two, theirs)
    with world.acting(two):
        link = SiteLink.objects.get()
    url = reverse("worksite_leave", args=[theirs.journey.reference, link.pk])
    assert client.post(url).status_code == 302

    page = world.sign_in(client, one).get(reverse("case_worksites", args=[mine.journey.reference]))
    assert "Nobody else is counted there" in page.text


@db
def test_nobody_asks_about_a_place_without_an_own_case(client):
    (one, mine), (two, _theirs) = worker_with_case(), worker_with_case()
    join(client, one, mine)
    with world.acting(one):
        link = SiteLink.objects.get()
    with world.acting(two), connection.cursor() as cursor:
        for sql, values in (
            ("SELECT others_at_site(%s)", [link.pk]),
            ("SELECT * FROM site_of(%s, %s, 'S-2345678')", [mine.pk, "x"]),
        ):
            with pytest.raises(DatabaseError, match="not a case of yours"), transaction.atomic():
                cursor.execute(sql, values)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(Worksite.objects.all())


@db
def test_somebody_in_a_protected_case_is_counted_nowhere(client):
    (one, mine), (two, theirs) = worker_with_case(), worker_with_case()
    join(client, one, mine)
    join(client, two, theirs)
    names = [two.user_id, world.member(two.organisation).user_id]
    with world.acting(two):
        held = propose_protection(theirs, reason="threat", names=names)
    with world.acting(world.member(two.organisation, Role.SUPERVISOR)):
        confirm_protection(held, yes=True)

    page = world.sign_in(client, one).get(reverse("case_worksites", args=[mine.journey.reference]))
    assert "Nobody else is counted there" in page.text
