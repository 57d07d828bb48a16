"""At a high risk a correction goes abroad by two signatures, as the first sending did. Until then the receiver has nothing of it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.consents import withdraw_consent
from referral.models import Case, Message, Package, PackagePart, Summary, Task
from tests import world
from tests.referral import sharing
from tests.referral.test_row_security import refused
from tests.referral.test_updates import RIGHT, mend, read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def boss(two):
    return world.member(two[0].organisation, Role.SUPERVISOR)


@pytest.fixture
def sent(two, boss):
    worker, partner = two
    case = sharing.filled(worker)
    consent = sharing.agree(worker, case, partner.organisation)
    referral = sharing.sent(worker, case, partner.organisation)
    with world.acting(partner):
        accept(referral=referral, contact_name="Arta")
    with world.acting(worker):
        Summary.objects.filter(case=case).update(risk_level="high")
    mend(worker, case)
    return case, referral, consent


def post(client, who, page, *args, **answers):
    world.sign_in(client, who)
    return client.post(reverse(page, args=args), answers | {"idempotency_key": uuid4()})


def ask(client, worker, boss, referral):
    return post(client, worker, "referral_update", referral.pk, second=boss.user_id)


def sign(client, who, case, referral):
    return post(client, who, "referral_sent", case.journey.reference, referral.pk)


def numbers(who):
    with world.acting(who):
        return sorted(Package.objects.values_list("number", flat=True))


def test_nothing_of_it_is_there_until_the_second_person_signed(client, two, boss, sent):
    worker, partner = two
    case, referral, _consent = sent
    assert post(client, worker, "referral_update", referral.pk).status_code == 422
    assert ask(client, worker, boss, referral).status_code == 302

    assert numbers(worker) == [1, 2]
    assert numbers(partner) == [1]
    assert RIGHT not in read(client, partner, "referral_detail", referral.pk)
    with world.acting(worker):
        parts = list(PackagePart.objects.filter(package__number=2).values_list("pk", "data_class"))
    with world.acting(partner), connection.cursor() as cursor:
        for part, data_class in parts:
            cursor.execute("SELECT * FROM use_key(%s, %s)", [part, data_class])
            assert cursor.fetchall() == []
    page = read(client, worker, "case_referrals", case.journey.reference)
    assert "Waits for the second signature" in page

    assert "Sign" in read(client, boss, "referral_sent", case.journey.reference, referral.pk)
    assert sign(client, boss, case, referral).status_code == 302
    assert numbers(partner) == [1, 2]
    assert RIGHT in read(client, partner, "referral_detail", referral.pk)
    assert "Corrected" in read(client, partner, "inbox")
    with world.acting(boss):
        assert not Task.objects.filter(kind="second_signature", done_at=None).exists()
        assert not Case.objects.exists()


def test_a_receipt_names_the_package_and_takes_the_badge_away(client, two, boss, sent):
    worker, partner = two
    case, referral, _consent = sent
    ask(client, worker, boss, referral)
    sign(client, boss, case, referral)
    with world.acting(partner):
        second = Package.objects.get(number=2)
    post(client, partner, "update_confirm", referral.pk, package=second.pk)

    with world.acting(worker):
        assert Message.objects.get(kind="receipt").package_id == second.pk
    assert "Received: package 2" in read(client, worker, "case_referrals", case.journey.reference)
    assert "Corrected" not in read(client, partner, "inbox")


def test_nobody_signs_alone_or_unasked(client, two, boss, sent):
    worker, partner = two
    case, referral, _consent = sent
    ask(client, worker, boss, referral)
    with world.acting(worker):
        waits = str(Package.objects.get(number=2).pk)
    other = world.member(worker.organisation, Role.SUPERVISOR)
    for who in (worker, other, partner):
        with world.acting(who):
            assert "not yours to sign" in refused("SELECT release_package(%s)", waits)
    with world.acting(worker):
        assert "permission denied" in refused("UPDATE referral_package SET held = false")

    assert sign(client, worker, case, referral).status_code == 409
    assert numbers(partner) == [1]


def test_a_changed_mind_or_a_step_back_ends_it(client, two, boss, sent):
    worker, partner = two
    case, referral, consent = sent
    ask(client, worker, boss, referral)
    assert ask(client, worker, boss, referral).status_code == 409
    assert post(client, worker, "referral_update", referral.pk, do="drop").status_code == 302
    assert sign(client, boss, case, referral).status_code in {404, 409}

    assert ask(client, worker, boss, referral).status_code == 302
    with world.acting(worker):
        withdraw_consent(case=case, consent=consent, data_class="identity")
    assert sign(client, boss, case, referral).status_code == 409
    assert numbers(partner) == [1]


def test_a_receipt_is_for_a_package_of_its_own_referral(two, sent):
    worker, partner = two
    _case, referral, _consent = sent
    with world.acting(worker):
        package = str(Package.objects.get().pk)
    say = (
        'INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, package_id, "on", at)'
        " VALUES (gen_random_uuid(), %s, 'receipt', %s, '', '', '', '', %s, NULL, now())"
    )
    with world.acting(worker):
        mine = refused(say, str(referral.pk), str(worker.organisation_id), package)
    assert "not a package to confirm" in mine
