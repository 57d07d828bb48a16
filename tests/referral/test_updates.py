"""What was sent is put right: a further package, read field by field, confirmed, taken when the receiver wants it."""

from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from referral.actions.answers import accept
from referral.actions.consents import withdraw_consent
from referral.actions.updates import send_update
from referral.models import (
    Case,
    ConsentItem,
    Identity,
    JourneyEvent,
    Message,
    MoveNotAllowed,
    Package,
    PackagePart,
    Summary,
)
from tests import world
from tests.referral import sharing
from tests.referral.test_packages import insert_part

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]
RIGHT = "Canary Rightly"
PLACE = ["data_class", "layer"]


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def sent(two):
    worker, partner = two
    case = sharing.filled(worker)
    consent = sharing.agree(worker, case, partner.organisation)
    return case, sharing.sent(worker, case, partner.organisation, services=["housing"]), consent


def accepted(partner, referral):
    with world.acting(partner):
        return accept(referral=referral, contact_name="Arta")


def mend(worker, case, name=RIGHT):
    with world.acting(worker):
        row = Identity.objects.get(case=case)
        row.name_said = name
        row.save(update_fields=["name_said"])


def press(client, worker, referral, key=None):
    world.sign_in(client, worker)
    where = reverse("referral_update", args=[referral.pk])
    return client.post(where, {"idempotency_key": key or uuid4()})


def read(client, membership, page, *args):
    return world.sign_in(client, membership).get(reverse(page, args=args)).content.decode()


def test_a_correction_is_seen_confirmed_and_taken(client, two, sent):
    worker, partner = two
    case, referral, _consent = sent
    theirs = accepted(partner, referral)
    mend(worker, case)

    page = read(client, worker, "referral_update", referral.pk)
    assert sharing.CANARY in page
    assert RIGHT in page
    key = uuid4()
    assert press(client, worker, referral, key).status_code == 302
    assert press(client, worker, referral, key).status_code == 302
    with world.acting(worker):
        first, second = Package.objects.filter(referral=referral).order_by("number")
        assert (second.number, second.supersedes_id) == (2, first.pk)
        assert JourneyEvent.objects.filter(kind="updated", referral=referral.pk).count() == 1
    assert "Not confirmed yet" in read(client, worker, "case_referrals", case.journey.reference)

    page = read(client, partner, "referral_detail", referral.pk)
    assert f'<del class="muted">{sharing.CANARY}</del>' in page
    assert RIGHT in page
    with world.acting(partner):
        assert Identity.objects.get(case=theirs).name_said == sharing.CANARY
    where = reverse("update_confirm", args=[referral.pk])
    for _twice in range(2):
        answer = client.post(where, {"package": second.pk, "idempotency_key": uuid4()})
        assert answer.status_code == 302
    with world.acting(partner):
        assert Message.objects.filter(kind="receipt").count() == 1
        assert Identity.objects.get(case=theirs).name_said == sharing.CANARY
        part = PackagePart.objects.get(package=second, data_class="identity", layer="identified")
    assert "Confirmed on" in read(client, worker, "case_referrals", case.journey.reference)

    world.sign_in(client, partner)
    assert client.post(reverse("part_take", args=[part.pk])).status_code == 302
    with world.acting(partner):
        assert Identity.objects.get(case=theirs).name_said == RIGHT


def test_taking_a_correction_leaves_what_the_receiver_wrote(client, two, sent):
    worker, partner = two
    case, referral, _consent = sent
    theirs = accepted(partner, referral)
    with world.acting(partner):
        Identity.objects.filter(case=theirs).update(marital_status="Married")
        goals = theirs.plangoals.count()
    mend(worker, case)
    press(client, worker, referral)

    world.sign_in(client, partner)
    with world.acting(partner):
        waiting = list(PackagePart.objects.filter(package__number=2, layer="identified"))
    for part in waiting:
        assert client.post(reverse("part_take", args=[part.pk])).status_code == 302

    with world.acting(partner):
        own = Identity.objects.get(case=theirs)
        assert (own.name_said, own.marital_status) == (RIGHT, "Married")
        assert theirs.plangoals.count() == goals


def test_what_was_not_taken_is_recalled_and_the_name_waits_for_accepting(client, two, sent):
    worker, partner = two
    case, referral, _consent = sent
    mend(worker, case)
    with world.acting(worker):
        Summary.objects.filter(case=case).update(languages=["it"])
    press(client, worker, referral)

    with world.acting(worker):
        new = set(PackagePart.objects.filter(package__number=2).values_list(*PLACE, "recalled_at"))
        old = PackagePart.objects.filter(package__number=1)
        gone = set(old.exclude(recalled_at=None).values_list(*PLACE))
        # What did not change is not sent again, and stands.
        assert new == {("identity", "identified", None), ("summary", "summary", None)}
        assert gone == {("identity", "identified"), ("summary", "summary")}
    page = read(client, partner, "referral_detail", referral.pk)
    assert "The sender corrected what was sent" in page
    assert RIGHT not in page
    assert sharing.CANARY not in page
    theirs = accepted(partner, referral)
    with world.acting(partner):
        assert Identity.objects.get(case=theirs).name_said == RIGHT
        assert Summary.objects.get(case=theirs).languages == ["it"]


def test_a_colleague_to_whom_the_case_is_closed_reads_no_change(client, two, sent):
    worker, partner = two
    case, referral, _consent = sent
    accepted(partner, referral)
    mend(worker, case)
    press(client, worker, referral)

    page = read(client, world.member(partner.organisation), "referral_detail", referral.pk)

    assert RIGHT not in page
    assert sharing.CANARY not in page


def test_consent_is_asked_anew_by_the_action_and_by_the_database(client, two, sent):
    worker, partner = two
    case, referral, consent = sent
    accepted(partner, referral)
    mend(worker, case)
    with world.acting(worker):
        items = ConsentItem.objects.filter(consent=consent, data_class="identity")
        items.update(withdrawn_at=timezone.now(), withdrawn_by=worker.user)

    assert press(client, worker, referral).status_code == 409
    page = read(client, worker, "referral_update", referral.pk)
    assert "The person did not agree" in page
    assert RIGHT not in page

    with world.acting(worker):
        withdraw_consent(case=case, consent=consent)
        first = Package.objects.get()
        package = Package.objects.create(
            referral=referral,
            number=2,
            supersedes=first,
            sender=worker.organisation,
            purpose="B3",
            consent=consent,
        )
        with pytest.raises(Error), transaction.atomic():
            insert_part(package, referral, "identity", "identified")


def test_what_the_person_no_longer_agrees_to_is_not_in_the_correction(client, two, sent):
    worker, partner = two
    case, referral, _consent = sent
    accepted(partner, referral)
    sharing.agree(worker, case, partner.organisation, ["summary"], refused=["identity"])
    mend(worker, case)
    with world.acting(worker):
        Summary.objects.filter(case=case).update(languages=["it"])

    assert press(client, worker, referral).status_code == 302

    with world.acting(worker):
        classes = PackagePart.objects.filter(package__number=2).values_list("data_class", flat=True)
        assert set(classes) == {"summary"}


def test_nothing_changed_and_high_risk_send_nothing(two, sent):
    worker, partner = two
    case, referral, _consent = sent
    with world.acting(worker):
        case = Case.objects.select_related("journey", "organisation", "summary").get(pk=case.pk)
        with pytest.raises(MoveNotAllowed, match="Nothing has changed"):
            send_update(case=case, referral=referral)
        Summary.objects.filter(case=case).update(risk_level="high")
        case = Case.objects.select_related("journey", "organisation", "summary").get(pk=case.pk)
        with pytest.raises(MoveNotAllowed, match="Choose a colleague"):
            send_update(case=case, referral=referral)
        assert Package.objects.count() == 1


def test_an_older_page_does_not_confirm_a_newer_correction(client, two, sent):
    worker, partner = two
    case, referral, _consent = sent
    accepted(partner, referral)
    mend(worker, case)
    press(client, worker, referral)
    with world.acting(worker):
        seen = Package.objects.get(number=2).pk
    mend(worker, case, "Canary Third")
    press(client, worker, referral)

    world.sign_in(client, partner)
    answer = client.post(reverse("update_confirm", args=[referral.pk]), {"package": seen})

    assert answer.status_code == 409
    page = read(client, partner, "referral_detail", referral.pk)
    assert sharing.CANARY in page  # what stands in their case, though the second was never taken
    assert "Canary Third" in page
    assert RIGHT not in page


def test_the_receiver_and_strangers_send_no_correction(client, two, sent):
    _worker, partner = two
    _case, referral, _consent = sent
    stranger = world.member(world.organisation("Stranger", "FR"))

    assert press(client, partner, referral).status_code == 404
    assert press(client, stranger, referral).status_code == 404
    where = reverse("update_confirm", args=[referral.pk])
    assert client.post(where, {"package": uuid4()}).status_code == 404
