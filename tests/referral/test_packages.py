"""No package part ever exists for a class that its consent lacks: by the action, and by hand in SQL."""

import json
import uuid

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referral.access import CROSSING, DataClass
from referral.actions.consents import withdraw_consent
from referral.actions.referrals import Ask, send
from referral.consent import basis
from referral.models import (
    ConsentItem,
    Identity,
    MoveNotAllowed,
    Package,
    PackagePart,
    Purpose,
    Referral,
)
from referral.packages import FIELDS, compose, names_for
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)
CLASSES = [str(c) for c in CROSSING]
subsets = st.sets(st.sampled_from(CLASSES))
PROPERTY = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def case(two):
    return sharing.filled(two[0])


def uncovered(worker):
    """Parts of this organisation whose consent has no live yes for their class, receiver and purpose."""
    with world.acting(worker):
        for part in PackagePart.objects.select_related("package", "referral"):
            yes = ConsentItem.objects.filter(
                consent=part.package.consent_id,
                purpose=part.package.purpose,
                receiver=part.referral.receiver_id,
                data_class=part.data_class,
                agreed=True,
                withdrawn_at=None,
            )
            if part.recalled_at is None and not yes.exists():
                yield part


@PROPERTY
@given(agreed=subsets, asked=subsets, ended=subsets)
def test_the_action_never_goes_beyond_the_consent(two, agreed, asked, ended):
    worker, partner = two
    case = sharing.filled(worker)
    consent = sharing.agree(
        worker, case, partner.organisation, agreed, refused=set(CLASSES) - agreed
    )
    try:
        referral = sharing.sent(worker, case, partner.organisation, asked)
    except MoveNotAllowed:
        referral = None
    if referral:
        with world.acting(worker):
            assert set(referral.parts.values_list("data_class", flat=True)) <= agreed & asked
            for data_class in sorted(ended):
                withdraw_consent(
                    case=case,
                    consent=consent,
                    receiver=partner.organisation,
                    purpose=Purpose.TRANSFER,
                    data_class=data_class,
                )
    assert list(uncovered(worker)) == []


@PROPERTY
@given(
    agreed=subsets,
    wanted=st.sampled_from(CLASSES),
    layer=st.sampled_from(["summary", "identified"]),
)
def test_the_database_refuses_a_part_written_by_hand(two, agreed, wanted, layer):
    worker, partner = two
    case = sharing.opened(worker)
    consent = sharing.agree(
        worker, case, partner.organisation, agreed, refused=set(CLASSES) - agreed
    )
    with world.acting(worker):
        referral = draft(case, worker, partner.organisation)
        package = Package.objects.create(
            referral=referral, sender=worker.organisation, purpose="B3", consent=consent
        )
        refused = refuses(insert_part, package, referral, wanted, layer)

    shows_before = wanted in ("summary", "services", "risk")
    assert refused == (wanted not in agreed or (layer == "summary" and not shows_before))


def draft(case, worker, receiver):
    return Referral.objects.create(
        journey=case.journey,
        sender=worker.organisation,
        receiver=receiver,
        kind="transfer",
        side=case.side,
        stage=2,
        drafted_by=worker.user,
    )


def refuses(act, *given):
    try:
        with transaction.atomic():
            act(*given)
    except Error:
        return True
    return False


def insert_part(package, referral, data_class, layer):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO referral_packagepart (id, package_id, referral_id, data_class, layer, content)"
            " VALUES (%s, %s, %s, %s, %s, '')",
            [uuid.uuid4(), package.pk, referral.pk, data_class, layer],
        )


def test_a_consent_not_recorded_and_a_withdrawn_one_allow_nothing(two, case):
    worker, partner = two
    consent = sharing.agree(worker, case, partner.organisation, ["summary", "identity"])
    with world.acting(worker):
        withdraw_consent(case=case, consent=consent)
        assert basis(case, partner.organisation, "B3").agreed == set()
        with pytest.raises(MoveNotAllowed):
            send(case=case, receiver=partner.organisation, ask=Ask("transfer"), classes={"summary"})
        referral = draft(case, worker, partner.organisation)
        package = Package.objects.create(
            referral=referral, sender=worker.organisation, purpose="B3", consent=consent
        )
        assert refuses(insert_part, package, referral, "summary", "summary")


def test_a_part_cannot_be_changed_or_deleted(two, case):
    worker, partner = two
    sharing.agree(worker, case, partner.organisation)
    sharing.sent(worker, case, partner.organisation)

    with world.acting(worker):
        for change in [
            "UPDATE referral_packagepart SET content = ''",
            "UPDATE referral_packagepart SET recalled_at = NULL",
            "DELETE FROM referral_packagepart",
        ]:
            assert refuses(run, change)


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def composed(worker, case, receiver, kind="transfer", classes=CLASSES):
    with world.acting(worker):
        return compose(case, receiver=receiver, kind=kind, classes=set(classes))


READ = ["summary", "services", "risk", "identity", "whereabouts", "account"]


def test_abroad_no_place_and_no_number_leaves(two, case):
    worker, partner = two

    text = json.dumps(
        [p.content for p in composed(worker, case, partner.organisation, classes=READ)]
    )

    assert "Canary road" not in text
    assert "+39" not in text
    assert "the library" in text
    assert worker.organisation.name in text


def test_near_by_the_way_to_make_contact_is_part_of_it(two, case):
    worker, _partner = two
    near = world.organisation("Shelter", "IT")

    text = json.dumps([p.content for p in composed(worker, case, near, classes=READ)])

    assert "Canary road" in text


@pytest.mark.rule(10)
@pytest.mark.asvs("14.2.6")
def test_before_accepting_only_three_classes_show_and_no_words(two, case):
    worker, partner = two

    parts = [
        p
        for p in composed(worker, case, partner.organisation, classes=READ)
        if p.layer == "summary"
    ]

    assert {p.data_class for p in parts} == {"summary", "services", "risk"}
    assert "canary" not in json.dumps([p.content for p in parts]).lower()


@pytest.mark.asvs("15.3.1")
def test_a_consulate_gets_document_fields_only(two, case):
    worker, _partner = two
    consulate = world.organisation("Consulate", "IT", "consulate", represents="AL")
    with world.acting(worker):
        Identity.objects.filter(case=case).update(children=2)

    [part] = composed(worker, case, consulate, kind="travel_document", classes=["identity"])

    assert set(part.content) <= {
        "name_on_documents",
        "name_said",
        "born",
        "birth_place",
        "identity_number",
        "citizenships",
    }
    assert "TRM" not in part.sealed_text()


@pytest.mark.rule(9)
def test_nothing_about_asylum_goes_abroad():
    assert "asylum" in names_for(DataClass.LEGAL, abroad=False)
    assert {"asylum", "residence"}.isdisjoint(names_for(DataClass.LEGAL, abroad=True))


@pytest.mark.parametrize(
    "name", ["own_words", "offender_roles", "noticed_note", "exploitation_place"]
)
def test_the_story_and_exploiters_are_never_named(name):
    assert all(name not in names.split() for names in FIELDS.values())
