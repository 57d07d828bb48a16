"""Age in doubt, decided, contested (rules of practice 23), and what a child of 16 or 17 keeps from the guardian (20)."""

import re
import threading

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from directory.models import Confidence
from referral.actions.ageing import (
    confirm_age,
    contest_age,
    doubt_age,
    end_child_path,
    enter_age_decision,
    keep_from_guardian,
    settle_age,
    show_guardian_again,
)
from referral.actions.answers import accept
from referral.ageing import decides_alone
from referral.keys import NoKey, data_key
from referral.models import (
    Account,
    AgeRecord,
    Case,
    Consent,
    Health,
    Identity,
    Journey,
    KeptFromGuardian,
    MoveNotAllowed,
    PackagePart,
    Referral,
)
from tests import world
from tests.directory import rows as directory_rows
from tests.referral import guardians, placed, sharing
from tests.referral.test_ageing import birthday_is, born, child, kinds
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(23)]


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def second(worker):
    return world.member(worker.organisation, Role.SUPERVISOR)


def document(second, **changed):
    return {
        "outcome": "adult",
        "method": "several",
        "kind": "court",
        "number": "INVENTED 18",
        "issuer": "Court of Nowhere",
        "dated_on": timezone.localdate(),
        "seen_by": "A. Invented",
        "confirmer": second.user_id,
        **changed,
    }


def decided(worker, second, case, **changed):
    with world.acting(worker):
        word = enter_age_decision(case, **document(second, **changed))
    with world.acting(second):
        confirm_age(case, word)
    with world.acting(worker):
        return AgeRecord.objects.get(pk=word.pk)


def alone(worker):
    with world.acting(worker):
        return decides_alone(Journey.objects.get())


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def test_a_doubt_makes_a_child_at_once_and_asks_for_a_guardian(client, worker):
    case = sharing.opened(worker)
    world.sign_in(client, worker)

    shown = client.post(page("age_doubt", case), {"reason": "appearance"}, follow=True)

    assert "The person is treated as a child until two people confirm a decision." in shown.text
    with world.acting(worker):
        assert Journey.objects.get().child
    assert kinds(worker) == ["child_path", "guardian"]
    assert client.post(page("age_doubt", case), {"reason": ""}).status_code == 422


def test_a_birth_date_does_not_end_a_doubt(worker):
    """Also when the birthday by that date has come."""
    case = child(worker, 60)
    birthday_is(0)
    assert alone(worker)
    with world.acting(worker):
        doubt_age(case, reason="contradiction")
    assert not alone(worker)


def test_the_youngest_age_that_anybody_names_ends_a_doubt_by_itself(worker):
    case = sharing.opened(worker, child=True)
    with world.acting(worker):
        doubt_age(case, reason="authority", youngest=born(1).isoformat())
    assert not alone(worker)
    birthday_is(0)
    assert alone(worker)


def test_a_decision_counts_once_a_second_person_compared_it(client, worker, second):
    case = sharing.opened(worker, child=True, age_band="9-17")
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    guardians.appointed(worker, case)
    world.sign_in(client, worker)
    sent = document(second) | {
        "confirmer": str(second.user_id),
        "dated_on": timezone.localdate().isoformat(),
    }
    shown = client.post(page("age_decision", case), sent, follow=True)
    assert "Waits for the second person" in shown.text
    with world.acting(worker):
        word = AgeRecord.objects.get()
    assert client.post(page("age_confirm", case, word.pk)).status_code == 409
    assert not alone(worker)
    with world.acting(guardian):
        assert Case.objects.exists()

    world.sign_in(client, second)
    assert "INVENTED 18" in client.get(page("case_age", case)).text
    assert client.post(page("age_confirm", case, word.pk)).status_code == 302

    assert alone(worker)
    with world.acting(guardian):
        assert not Case.objects.exists()
    assert (
        "The person decides alone now"
        in world.sign_in(client, worker).get(page("case_age", case)).text
    )
    # The look of the second person is over.
    assert world.sign_in(client, second).get(page("case_age", case)).status_code == 404


def test_a_decision_needs_its_document(client, worker, second):
    case = sharing.opened(worker, child=True)
    sent = document(second, number="", seen_by="", dated_on="", confirmer=str(second.user_id))

    answer = world.sign_in(client, worker).post(page("age_decision", case), sent)

    assert answer.status_code == 422
    assert "Court of Nowhere" in answer.text
    with world.acting(worker):
        assert not AgeRecord.objects.exists()


def test_nobody_decides_an_age_alone_even_in_the_database(worker, second):
    case = sharing.opened(worker, child=True)
    with world.acting(worker):
        word = enter_age_decision(case, **document(second))
        with pytest.raises(MoveNotAllowed, match="A second person"):
            confirm_age(case, word)
        said = refused(
            "UPDATE referral_agerecord SET confirmed_at = now(), confirmed_by_id = %s",
            worker.user_id,
        )
        assert "a second person confirms" in said
        said = refused(
            "UPDATE referral_agerecord SET confirmed_at = now(), confirmed_by_id = %s",
            second.user_id,
        )
        assert "a second person confirms" in said
        assert "permission denied" in refused("UPDATE referral_agerecord SET outcome = 'child'")
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    with world.acting(guardian), connection.cursor() as cursor:
        cursor.execute("UPDATE referral_agerecord SET confirmed_at = now()")
        assert cursor.rowcount == 0
    assert not alone(worker)


def test_decided_a_child_begins_the_path_for_children(worker, second):
    case = sharing.opened(worker)
    word = decided(worker, second, case, outcome="child", born=born(300).isoformat())
    assert word.adult_on > timezone.localdate()
    with world.acting(worker):
        assert Journey.objects.get().child
    assert "guardian" in kinds(worker)
    birthday_is(0)
    assert alone(worker)


def test_an_open_appeal_keeps_the_child_where_the_law_says_so(worker, second):
    case = sharing.opened(worker, child=True)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    guardians.appointed(worker, case)
    word = decided(worker, second, case)
    assert alone(worker)

    with world.acting(worker):
        contest_age(case, word, child_meanwhile=True)
        with pytest.raises(MoveNotAllowed, match="once"):
            contest_age(case, word, child_meanwhile=False)
    assert not alone(worker)
    with world.acting(guardian):
        assert Case.objects.exists()

    with world.acting(worker):
        word.refresh_from_db()
        with pytest.raises(MoveNotAllowed, match="second person"):
            settle_age(case, word, settled="stands")
        assert refused(
            "UPDATE referral_agerecord SET settled = 'stands', settled_by_id = %s", worker.user_id
        )
    other = placed.assigned(case, worker, Role.CASE_MANAGER)
    with world.acting(other):
        settle_age(case, word, settled="stands")
    assert alone(worker)


def test_an_appeal_that_changes_nothing_meanwhile_and_one_that_wins(worker, second):
    case = sharing.opened(worker, child=True)
    word = decided(worker, second, case)
    with world.acting(worker):
        contest_age(case, word, child_meanwhile=False)
    assert alone(worker)
    other = placed.assigned(case, worker, Role.CASE_MANAGER)
    with world.acting(other):
        word.refresh_from_db()
        settle_age(case, word, settled="overturned")
    assert not alone(worker)


def test_what_was_decided_is_contested_and_not_doubted_again(worker, second):
    case = sharing.opened(worker, child=True)
    decided(worker, second, case)
    with world.acting(worker), pytest.raises(MoveNotAllowed, match="contests the decision"):
        doubt_age(case, reason="appearance")
    with world.acting(worker), pytest.raises(DatabaseError, match="contest the decision"):
        AgeRecord(
            case=case, source="dispute", reason="appearance", entered_by_id=worker.user_id
        ).save(force_insert=True)


def test_protection_as_a_child_ends_by_two_and_never_before(client, worker, second):
    case = child(worker, 1)
    with world.acting(worker), pytest.raises(MoveNotAllowed, match="adult now"):
        end_child_path(case, confirmer=second.user_id, reason="law", text="article 1")
    birthday_is(0)
    with world.acting(worker):
        word = end_child_path(case, confirmer=second.user_id, reason="law", text="article 1")
        assert Journey.objects.get().child
    colleague = placed.assigned(case, worker, Role.CASE_MANAGER)
    with world.acting(colleague), pytest.raises(DatabaseError, match="with a supervisor"):
        confirm_age(case, word)
    world.sign_in(client, second)
    assert client.post(page("age_confirm", case, word.pk)).status_code == 302
    with world.acting(worker):
        assert not Journey.objects.get().child
    assert alone(worker)


def test_two_who_confirm_at_once_confirm_once(worker, second):
    case = sharing.opened(worker, child=True)
    with world.acting(worker):
        word = enter_age_decision(case, **document(second))
    said = []

    def confirm():
        try:
            with world.acting(second):
                confirm_age(case, AgeRecord.objects.get(pk=word.pk))
            said.append("confirmed")
        except (MoveNotAllowed, AgeRecord.DoesNotExist):
            said.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=confirm, daemon=True) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted(said) == ["confirmed", "refused"]
    assert alone(worker)


# What the child keeps


def law_allows(**changed):
    """Published by two people, as the directory asks."""
    one, two = (world.member(world.organisation(), Role.NATIONAL_COORDINATOR) for _n in "12")
    row = {
        "country": "IT",
        "topic": "child_keeps",
        "yes": True,
        "text": "Yes",
        "confidence": Confidence.HIGH,
        "drafted_by_id": one.user_id,
        "published_by_id": two.user_id,
    }
    return directory_rows.fact(**{**row, **changed})


@pytest.fixture
def kept(client, worker):
    """A child of 17, a guardian in the house, something written on health and on what happened."""
    case = child(worker, 200)
    nurse = placed.assigned(case, worker, Role.HEALTH)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    guardians.appointed(worker, case)
    before = seen(client, guardian, case)
    with world.acting(nurse):
        Health(case=case, conditions=sharing.HEALTH_CANARY).save(force_insert=True)
    with world.acting(worker):
        Account(case=case, own_words="canary words", control=["debt"]).save(force_insert=True)
    return case, guardian, nurse, before


def seen(client, guardian, case) -> list[str]:
    """What the guardian's pages say, without what is new each time."""
    world.sign_in(client, guardian)
    pages = [page("case_part", case, "health"), page("case_part", case, "account")]
    pages += [page(f"case_{name}", case) for name in ("record", "overview", "consent", "history")]
    found = [client.get(address) for address in pages]
    assert {one.status_code for one in found} == {200}
    texts = [one.text[one.text.index("<main") : one.text.index("</main")] for one in found]
    return [re.sub(r'value="[^"]*"|nonce="[^"]*"', "", one) for one in texts]


@pytest.mark.rule(20)
def test_the_guardian_sees_nothing_of_it_and_not_that_something_is_kept(client, worker, kept):
    case, guardian, nurse, before = kept
    law_allows()
    health = page("case_part", case, "health")
    assert sharing.HEALTH_CANARY in client.get(health).text
    world.sign_in(client, worker)
    client.post(page("guardian_keep", case), {"part": "health", "kept": "yes"})
    with world.acting(worker):
        keep_from_guardian(case, "account")
        assert KeptFromGuardian.objects.count() == 2

    with world.acting(guardian):
        assert not Health.objects.exists()
        assert not Account.objects.exists()
        assert not KeptFromGuardian.objects.exists()
        for part in ("health", "account"):
            with pytest.raises(NoKey):
                data_key(case.pk, part)
        assert rows("SELECT 1 FROM audit_auditentry WHERE action LIKE 'wish%%'") == []
        said = refused(
            "INSERT INTO referral_keptfromguardian (id, case_id, part, by_id, at) VALUES (gen_random_uuid(), %s, 'health', %s, now())",
            case.pk,
            guardian.user_id,
        )
    assert "not yours to keep" in said
    with world.acting(nurse):
        assert Health.objects.get().conditions == sharing.HEALTH_CANARY
    with world.acting(worker):
        assert Account.objects.exists()

    # The same pages as when nothing had ever been written there.
    assert seen(client, guardian, case) == before
    assert "Nothing written yet" in before[0]
    with world.acting(worker):
        show_guardian_again(case, "health")
    assert sharing.HEALTH_CANARY in client.get(health).text


@pytest.mark.rule(20)
def test_nothing_of_it_goes_to_the_guardians_office(worker, kept):
    """Neither what would be packed anew nor what lies in an accepted package."""
    case = kept[0]
    law_allows()
    office = world.member(
        world.organisation("Guardians", "IT", "guardianship", services=["guardianship"]),
        Role.GUARDIAN,
    )
    sharing.agree(worker, case, office.organisation)
    asked = sharing.sent(
        worker, case, office.organisation, [*sharing.ORDINARY, "account"], kind="guardian"
    )
    with world.acting(office):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="A. Invented")
        assert Account.objects.exists()

    with world.acting(worker):
        keep_from_guardian(case, "account")

    with world.acting(office):
        assert not Account.objects.exists()
        assert not PackagePart.objects.filter(data_class="account").exists()
        assert PackagePart.objects.filter(data_class="identity").exists()
    with world.acting(worker):
        said = refused(
            "INSERT INTO referral_packagepart (id, package_id, referral_id, data_class, layer, content)"
            " SELECT gen_random_uuid(), k.id, k.referral_id, 'account', 'identified', ''"
            " FROM referral_package k WHERE k.referral_id = %s",
            asked.pk,
        )
    assert "no consent covers" in said


@pytest.mark.rule(20)
def test_under_16_it_is_refused_and_explained(client, worker):
    case = child(worker, 3 * 365)
    law_allows()
    world.sign_in(client, worker)

    answer = client.post(page("guardian_keep", case), {"part": "health", "kept": "yes"})

    assert answer.status_code == 409
    assert "Only from the 16th birthday on" in answer.text
    with world.acting(worker):
        said = refused(
            "INSERT INTO referral_keptfromguardian (id, case_id, part, by_id, at) VALUES (gen_random_uuid(), %s, 'health', %s, now())",
            case.pk,
            worker.user_id,
        )
    assert "neither the age nor the law" in said


@pytest.mark.rule(20)
def test_the_law_must_allow_it_and_two_people_must_have_said_so(worker):
    case = child(worker, 200)
    for changed in (
        {"country": "AL"},
        {"yes": None},
        {"yes": False},
        {"published_by_id": None, "drafted_by_id": None},
        {"confidence": Confidence.LOW},
        {"state": "withdrawn"},
    ):
        law_allows(**changed)
        with world.acting(worker), pytest.raises(MoveNotAllowed, match="Nobody has confirmed yet"):
            keep_from_guardian(case, "health")
    law_allows()
    with world.acting(worker):
        keep_from_guardian(case, "health")


@pytest.mark.rule(20)
def test_without_an_age_nothing_is_kept(worker):
    case = sharing.opened(worker, child=True)
    law_allows()
    with world.acting(worker), pytest.raises(MoveNotAllowed, match="age is not known"):
        keep_from_guardian(case, "health")


def test_another_birth_date_needs_a_reason_on_the_page(client, worker):
    case = child(worker, 200)
    with world.acting(worker):
        version = Identity.objects.get().version
    world.sign_in(client, worker)
    shown = client.get(page("case_part", case, "identity"))
    assert "Why the date of birth changes" in shown.text
    day = born(300)
    sent = {
        "name_said": "Canary",
        "born_0": str(day.day),
        "born_1": str(day.month),
        "born_2": str(day.year),
        "version": version,
    }
    names = {name for name in shown.context["form"].fields}
    assert "born_reason" in names
    answer = client.post(page("case_part", case, "identity"), sent)
    assert answer.status_code == 422
    assert "Say why it changes" in answer.text
    answer = client.post(page("case_part", case, "identity"), sent | {"born_reason": "document"})
    assert answer.status_code == 302
    with world.acting(worker):
        assert AgeRecord.objects.filter(reason="document").count() == 1


def test_the_consent_page_takes_an_answer_ahead(client, worker):
    shelter = world.organisation("Shelter", "IT")
    case = child(worker, 20)
    guardians.appointed(worker, case)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    world.sign_in(client, worker)
    assert "The 18th birthday is near" in client.get(page("case_consent", case)).text
    address = f"{page('consent_new', case)}?ahead=1&receiver={shelter.pk}"
    shown = client.get(address)
    assert [code for code, _label in shown.context["form"].fields["given_by"].choices] == ["person"]
    sent = {
        "given_by": "person",
        "language": "sq",
        "interpreter": "not_needed",
        "understood": "yes",
        "how": "spoken",
        "copy_given": "no",
        f"share-{shelter.pk}-summary": "yes",
        "idempotency_key": shown.context["form"]["idempotency_key"].value(),
    }
    shown = client.post(address, sent, follow=True)
    assert "From the 18th birthday on" in shown.text
    assert (
        "From the 18th birthday on"
        not in world.sign_in(client, guardian).get(page("case_consent", case)).text
    )
    with world.acting(guardian):
        assert not Consent.objects.filter(ahead=True).exists()
    with world.acting(worker):
        assert Consent.objects.filter(ahead=True).exists()
    early = child(worker, 100)
    world.sign_in(client, worker)
    assert client.get(page("consent_new", early) + "?ahead=1&none=1").status_code == 404
