"""Unfinished contacts: somebody decides before they go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.acting import held_keys
from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.drafts import read_draft, save_draft
from referral.models import Draft
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
ADULT = {"danger": ["no"], "age_band": ["30-38"], "met_at": ["border"], "noticed": ["debt"]}


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def desk(client, worker):
    return world.sign_in(client, worker)


def kept(worker, answers=ADULT, hours_ago=0):
    with world.acting(worker):
        draft = save_draft(answers=answers)
        draft.expires_at -= timedelta(hours=hours_ago)
        draft.save(update_fields=["expires_at"])
        return draft


def decide(desk, draft, decision):
    return desk.post(reverse("draft_list"), {"draft": draft.pk, "decision": decision}, follow=True)


def test_the_list_shows_codes_and_no_note(desk, worker):
    kept(worker, ADULT | {"note": ["Canarina"]})

    page = desk.get(reverse("draft_list"))

    assert "30 to 38" in page.text
    assert "Owes money" in page.text
    assert "Canarina" not in page.text


def test_a_decision_to_delete_leaves_an_entry(desk, worker):
    draft = kept(worker)

    decide(desk, draft, "delete")

    with world.acting(worker):
        assert not Draft.objects.exists()
        assert AuditEntry.objects.filter(action="draft.deleted", target=str(draft.pk)).exists()


def test_keeping_gives_72_hours_more(desk, worker):
    draft = kept(worker, hours_ago=80)

    decide(desk, draft, "keep")

    with world.acting(worker):
        assert Draft.objects.get().expires_at > timezone.now() + timedelta(hours=71)


@pytest.mark.parametrize("answer", [{"age_band": ["9-17"]}, {"danger": ["unsure"]}])
@pytest.mark.rule(19)
def test_where_somebody_may_need_protection_it_does_not_simply_go(desk, worker, answer):
    draft = kept(worker, ADULT | answer)

    page = decide(desk, draft, "delete")

    assert "who was told" in page.text
    with world.acting(worker):
        assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.rule(19)
def test_an_expired_one_stays_until_decided_and_stands_on_both_homes(client, desk, worker):
    kept(worker, hours_ago=100)
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)

    for membership in (worker, supervisor):
        home = world.sign_in(client, membership).get(reverse("home"))
        assert "Decide about a draft" in home.text
        assert "Overdue" in home.text


def test_nobody_else_sees_or_decides(client, worker):
    draft = kept(worker)
    colleague = world.member(worker.organisation)
    elsewhere = world.member(world.organisation("Maison Claire", "FR"), Role.SUPERVISOR)

    for membership in (colleague, elsewhere):
        world.sign_in(client, membership)
        assert str(draft.pk) not in client.get(reverse("draft_list")).text
        assert decide(client, draft, "delete").status_code == 404


def test_the_words_are_sealed(worker):
    draft = kept(worker, ADULT | {"note": ["Canarina"]})

    with world.acting(worker):
        stored = Draft.objects.get(pk=draft.pk)
        assert b"Canarina" not in bytes(stored.__dict__["content"])
        assert read_draft(stored)["note"] == ["Canarina"]
        assert held_keys()
