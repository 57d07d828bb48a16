"""What is kept for protection after a no, and that somebody follows it up (rules of practice 19)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.contacts import answer_protection
from referral.models import MoveNotAllowed, ProtectionRecord
from tests import world
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(19)]
ANSWER = "Canary answer of the youth office"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def minimum(worker):
    with world.acting(worker):
        return ProtectionRecord.objects.create(
            organisation=worker.organisation,
            by=worker.user,
            met_on=timezone.localdate(),
            place="Canary harbour",
            age_band="9-17",
            noticed="debt",
            told="Youth office",
        )


def page(minimum):
    return reverse("protection_detail", args=[minimum.pk])


def waits(client):
    return "Ask child protection what became of it" in client.get(reverse("home")).text


def test_author_and_supervisor_read_it_and_nobody_else(client, worker, minimum):
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    colleague = world.member(worker.organisation)
    elsewhere = world.member(world.organisation(), Role.SUPERVISOR)

    for reader in (worker, supervisor):
        world.sign_in(client, reader)
        assert "Canary harbour" in client.get(page(minimum)).text
        assert page(minimum) in client.get(reverse("protection_list")).text
    for stranger in (colleague, elsewhere):
        world.sign_in(client, stranger)
        assert client.get(page(minimum)).status_code == 404
        assert page(minimum) not in client.get(reverse("protection_list")).text


def test_it_waits_on_both_homes_until_child_protection_answered(client, worker, minimum):
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    for reader in (supervisor, worker):
        assert waits(world.sign_in(client, reader))

    assert client.post(page(minimum), {"answer": ""}).status_code == 422
    assert waits(client)
    shown = client.post(page(minimum), {"answer": ANSWER}, follow=True)

    assert ANSWER in shown.text
    for reader in (supervisor, worker):
        assert not waits(world.sign_in(client, reader))


def test_the_answer_is_written_once(client, worker, minimum):
    with world.acting(worker):
        answer_protection(minimum, answer=ANSWER)
        with pytest.raises(MoveNotAllowed, match="meanwhile"):
            answer_protection(minimum, answer="another")
        said = refused("UPDATE referral_protectionrecord SET answered_at = now() + interval '1 day'")
    assert "written once" in said
    refused_page = world.sign_in(client, worker).post(page(minimum), {"answer": "another"})
    assert refused_page.status_code == 409


def test_what_was_kept_and_who_was_told_never_changes(worker, minimum):
    with world.acting(worker):
        for column in ("met_on = now()", "age_band = 'x'", "told = ''", "place = ''"):
            assert "permission denied" in refused(
                f"UPDATE referral_protectionrecord SET {column}"  # noqa: S608
            )
        assert "permission denied" in refused("DELETE FROM referral_protectionrecord")


def test_the_words_are_sealed(worker, minimum):
    with world.acting(worker):
        answer_protection(minimum, answer=ANSWER)
        stored = rows("SELECT answer, place, told FROM referral_protectionrecord")
    assert b"Canary" not in b"".join(bytes(one) for one in stored[0])
