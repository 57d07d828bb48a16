"""The time to recover: its end follows the profile, keeps what somebody set, and never presses."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.gates.signatures import sign_gate
from referral.actions.gates.standing import gates_of
from referral.models import Case, Legal, MoveNotAllowed, Task
from referral.packages import compose
from referral.stages import GateKind, ReferralKind
from tests import world
from tests.directory import rows
from tests.referral import guardians, lands
from tests.referral.lands import BEGAN, forgotten  # noqa: F401 -- used by every test

pytestmark = pytest.mark.django_db(transaction=True)

EVIDENCE = {"kind": "dates", "text": ""}
WHY = "Canary: wants to be home for a birth."


@pytest.fixture
def worker():
    return lands.worker()


@pytest.fixture
def case(worker):
    return lands.assisted(worker)


@pytest.fixture
def lawyer(case, worker):
    return lands.lawyer_of(case, worker)


def page(client, member, case, name="case_overview", *more):
    world.sign_in(client, member)
    with world.acting(member):
        reference = Case.objects.select_related("journey").get(pk=case.pk).journey.reference
    return client.get(reverse(name, args=[reference, *more]))


def sign(member, case, outcome="passed", **evidence):
    with world.acting(member):
        own = Case.objects.select_related("journey", "organisation").get(pk=case.pk)
        sign_gate(own, GateKind.G2, outcome=outcome, evidence={**EVIDENCE, **evidence})


def g2(member, case):
    with world.acting(member):
        own = Case.objects.select_related("journey", "organisation").get(pk=case.pk)
        return gates_of(own.journey, own)[GateKind.G2].state


def write(client, lawyer, case, **values):
    world.sign_in(client, lawyer)
    with world.acting(lawyer):
        reference = Case.objects.select_related("journey").get(pk=case.pk).journey.reference
        version = Legal.objects.filter(case=case.pk).values_list("version", flat=True).first() or 0
    data = {"version": version, "reflection_from": BEGAN.isoformat(), **values}
    return client.post(reverse("case_part", args=[reference, "legal"]), data)


# It follows the fact


def test_the_end_follows_from_the_profile_and_changes_with_it(client, worker, case, lawyer):
    fact = lands.period(30)
    lands.legal(lawyer, case, reflection_from=BEGAN)
    before = page(client, worker, case)
    lands.changed(fact, number=90)
    after = page(client, worker, case)

    assert "1 December 2026" in before.text
    assert "1 December 2026" not in after.text
    assert "30 January 2027" in after.text
    assert "90 days" in after.text


def test_months_are_counted_as_months(client, worker, case, lawyer):
    lands.period(3, "months")
    lands.legal(lawyer, case, reflection_from=date(2026, 11, 30))

    assert "28 February 2027" in page(client, worker, case).text


def test_the_source_and_its_date_stand_beside_the_period(client, worker, case):
    fact = lands.period(30, text="Article 9", as_of="2024-05")

    seen = page(client, worker, case).text

    assert fact.source.title in seen
    assert fact.source.address in seen
    assert "May 2024" in seen


# What somebody set stays


def test_another_end_stays_when_the_fact_changes_and_both_are_shown(client, worker, case, lawyer):
    fact = lands.period(30)
    saved = write(client, lawyer, case, reflection_to="2027-03-01", reflection_reason="authority")
    lands.changed(fact, number=90)
    seen = page(client, worker, case)

    assert saved.status_code == 302
    assert "1 March 2027" in seen.text
    assert f"By {lawyer.user.short_name}. Reason: An authority named this day" in seen.text
    assert "The profile says" in seen.text
    assert "30 January 2027" in seen.text
    assert "the one that was set stays" in seen.text


def test_another_end_needs_a_reason(client, lawyer, case):
    answer = write(client, lawyer, case, reflection_to="2027-03-01")

    assert answer.status_code == 422
    assert "Choose why it ends on another day." in answer.text
    with world.acting(lawyer):
        assert not Legal.objects.exists()


def test_a_reason_without_a_day_asks_for_the_day(client, lawyer, case):
    assert write(client, lawyer, case, reflection_reason="court").status_code == 422


def test_an_end_from_before_stays_as_it_was_written(client, worker, case, lawyer):
    with world.acting(lawyer):
        Legal(case=case, reflection_from=BEGAN, reflection_to=date(2027, 3, 1)).save(
            force_insert=True
        )
    seen = page(client, worker, case)
    saved = write(client, lawyer, case, reflection_to="2027-03-01", asylum="none")

    assert "Entered by hand, without a reason" in seen.text
    assert saved.status_code == 302
    with world.acting(lawyer):
        row = Legal.objects.get()
        assert (row.reflection_to, row.reflection_reason) == (date(2027, 3, 1), "")
        assert row.reflection_set_by_id is None


def test_taking_the_day_away_takes_the_name_away_and_the_profile_counts_again(
    client, worker, case, lawyer
):
    lands.period(30)
    write(client, lawyer, case, reflection_to="2027-03-01", reflection_reason="court")
    write(client, lawyer, case)

    assert "1 December 2026" in page(client, worker, case).text
    with world.acting(lawyer):
        assert Legal.objects.get().reflection_set_by_id is None


def test_two_who_set_an_end_see_both_days(client, lawyer, case):
    write(client, lawyer, case, reflection_to="2027-03-01", reflection_reason="court")
    late = write(
        client, lawyer, case, version=0, reflection_to="2027-04-01", reflection_reason="extended"
    )

    assert late.status_code == 409
    assert "1 March 2027" in late.text
    assert "1 April 2027" in late.text


# Where no day follows


@pytest.mark.rule(18)
def test_the_treaty_minimum_shows_no_end_and_opens_nothing(client, worker, case, lawyer):
    lands.treaty()
    long_ago = timezone.localdate() - timedelta(days=400)
    lands.legal(lawyer, case, reflection_from=long_ago)
    seen = page(client, worker, case)

    assert "At least 30 days; national period not found, ask the coordinator." in seen.text
    assert "No day follows from it" in seen.text
    assert f"{long_ago + timedelta(days=30):%-d %B %Y}" not in seen.text
    assert g2(worker, case) == "not_started"


def test_a_fact_of_low_confidence_is_no_clock(client, worker, case, lawyer):
    lands.period(30, confidence="low")
    lands.treaty()
    lands.legal(lawyer, case, reflection_from=BEGAN)

    seen = page(client, worker, case)

    assert "1 December 2026" not in seen.text
    assert "At least 30 days" in seen.text


@pytest.mark.rule(18)
def test_not_a_party_means_no_clock(client, worker, case, lawyer):
    lands.treaty(party=False)
    lands.legal(lawyer, case, reflection_from=BEGAN)
    seen = page(client, worker, case)

    assert "No clock: Bouvet Island is not a party" in seen.text
    assert "1 December 2026" not in seen.text


@pytest.mark.rule(18)
def test_none_in_law_says_so_and_shows_the_permit(client, worker, case, lawyer):
    rows.fact(lands.HERE, "reflection_days", yes=False, text="not in law")
    rows.fact(lands.HERE, "residence_permit", number=6, unit="months", text="Article 18")
    lands.legal(lawyer, case, reflection_from=BEGAN)
    seen = page(client, worker, case, "gate_detail", "G2")

    assert "knows no such period. Look at the residence permit instead." in seen.text
    assert "6 months" in seen.text
    assert "Article 18" in seen.text


def test_nothing_found_is_said(client, worker, case):
    assert "Not found for Bouvet Island. Ask the national coordinator." in (
        page(client, worker, case).text
    )


# The gate


def test_while_the_period_runs_only_the_person_gives_it_up(worker, case, lawyer):
    lands.period(30)
    lands.legal(lawyer, case, reflection_from=timezone.localdate())

    with pytest.raises(MoveNotAllowed, match="only the person can give it up"):
        sign(worker, case)
    with pytest.raises(MoveNotAllowed, match="why the period is given up"):
        sign(worker, case, "waived", text="  ")
    sign(worker, case, "waived", text=WHY)

    assert g2(worker, case) == "passed"


@pytest.mark.rule(24)
def test_for_a_child_the_guardian_ends_it_early(worker):
    child = lands.assisted(worker, child=True, age_band="9-17")
    lands.period(30)
    lands.legal(lands.lawyer_of(child, worker), child, reflection_from=timezone.localdate())
    guardian = lands.colleague(child, worker, Role.GUARDIAN)
    guardians.appointed(worker, child)

    with pytest.raises(MoveNotAllowed, match="the guardian signs for a child"):
        sign(guardian, child)
    with pytest.raises(MoveNotAllowed, match="authority agrees"):
        sign(guardian, child, "waived", text=WHY)
    with pytest.raises(MoveNotAllowed, match="why the period is given up"):
        sign(guardian, child, "waived", issuer="Youth office", dated_on=timezone.localdate())
    sign(guardian, child, "waived", text=WHY, issuer="Youth office", dated_on=timezone.localdate())

    assert g2(worker, child) == "passed"


def test_the_gate_page_says_why_it_is_not_signed(client, worker, case, lawyer):
    lands.period(30)
    lands.legal(lawyer, case, reflection_from=timezone.localdate())
    reference = page(client, worker, case).context["reference"]
    data = {"outcome": "passed", "kind": "dates"}

    answer = client.post(reverse("gate_sign", args=[reference, "G2"]), data)

    assert answer.status_code == 409
    assert "only the person can give it up" in answer.text


def test_the_form_asks_why_it_is_given_up(client, worker, case):
    reference = page(client, worker, case).context["reference"]
    url = reverse("gate_sign", args=[reference, "G2"])
    data = {"outcome": "waived", "kind": "conversation"}

    without = client.post(url, data)
    with_words = client.post(url, data | {"text": WHY})

    assert (without.status_code, with_words.status_code) == (422, 302)
    assert "why the period is given up" in without.text
    assert g2(worker, case) == "passed"


def test_after_the_end_the_gate_waits_for_a_word_and_takes_it(worker, case, lawyer):
    lands.period(30)
    lands.legal(lawyer, case, reflection_from=timezone.localdate() - timedelta(days=31))

    assert g2(worker, case) == "not_started"
    sign(worker, case)
    assert g2(worker, case) == "passed"


def test_an_end_that_somebody_set_holds_on_the_gate(worker, case, lawyer):
    lands.period(30)
    today = timezone.localdate()
    lands.legal(
        lawyer,
        case,
        reflection_from=today - timedelta(days=60),
        reflection_to=today + timedelta(days=5),
    )

    with pytest.raises(MoveNotAllowed):
        sign(worker, case)


# The person's time


@pytest.mark.rule(4)
def test_nothing_is_due_and_nobody_is_reminded(client, worker, case, lawyer):
    lands.period(30)
    lands.legal(lawyer, case, reflection_from=timezone.localdate() - timedelta(days=90))
    seen = page(client, worker, case)
    home = client.get(reverse("home"))

    assert "It is the person’s time." in seen.text
    with world.acting(worker):
        assert not Task.objects.exists()
    for text in (seen.text, home.text):
        assert "late" not in text.split("<main")[1].replace("translate", "")
        assert "Due" not in text


def test_for_a_child_guardian_and_authority_may_end_it(client, worker):
    child = lands.assisted(worker, child=True, age_band="9-17")
    lands.legal(lands.lawyer_of(child, worker), child, reflection_from=BEGAN)

    assert "guardian and authority may end it early" in page(client, worker, child).text


# Who learns of it


@pytest.mark.parametrize("role", [Role.HEALTH, Role.SERVICE_WORKER, Role.RETURN_ORGANISER])
def test_who_may_not_read_the_legal_part_learns_of_no_clock(client, worker, case, lawyer, role):
    lands.period(30)
    lands.legal(lawyer, case, reflection_from=BEGAN)
    other = lands.colleague(case, worker, role)
    for name, more in (("case_overview", ()), ("gate_detail", ("G2",))):
        seen = page(client, other, case, name, *more)

        assert seen.status_code == 200
        assert "30 days" in seen.text
        assert "Began" not in seen.text
        assert "December 2026" not in seen.text


def test_a_grant_without_the_legal_part_shows_no_clock(client, worker, case, lawyer):
    lands.period(30)
    lands.legal(lawyer, case, reflection_from=BEGAN)
    signer = lands.colleague(case, worker, Role.CASE_MANAGER, classes=["summary", "risk"])

    seen = page(client, signer, case)

    assert "30 days" in seen.text
    assert "Began" not in seen.text


def test_a_package_carries_what_was_written_and_no_computed_day(worker, case, lawyer):
    lands.period(30)
    lands.legal(
        lawyer,
        case,
        reflection_from=BEGAN,
        reflection_to=date(2027, 3, 1),
        reflection_reason="court",
        asylum="claimed",
    )
    inside = compose_legal(lawyer, case, world.organisation("Law office", lands.HERE))
    outside = compose_legal(lawyer, case, world.organisation("Far office", lands.SECOND_HOME))

    assert inside == {
        "reflection_from": "2026-11-01",
        "reflection_to": "2027-03-01",
        "reflection_reason": "court",
        "asylum": "claimed",
    }
    assert outside == {}


def compose_legal(member, case, receiver):
    with world.acting(member):
        own = Case.objects.select_related("journey", "organisation").get(pk=case.pk)
        parts = compose(own, receiver=receiver, kind=ReferralKind.TRANSFER, classes={"legal"})
    return parts[0].content


# What "respected" rests on


@pytest.mark.rule(18)
def test_respected_needs_a_first_day_and_that_day_counts(worker, case):
    lands.period(30)
    today = timezone.localdate()

    with pytest.raises(MoveNotAllowed, match="not recorded when"):
        sign(worker, case, kind="conversation", dated_on=today)
    for days in (0, 30):
        with pytest.raises(MoveNotAllowed, match="The period lasts until"):
            sign(worker, case, dated_on=today - timedelta(days=days))
    sign(worker, case, dated_on=today - timedelta(days=31))

    assert g2(worker, case) == "passed"


@pytest.mark.rule(18)
def test_where_the_law_knows_no_period_no_day_is_asked_for(worker, case):
    rows.fact(lands.HERE, "reflection_days", yes=False, text="not in law")

    sign(worker, case, kind="conversation")

    assert g2(worker, case) == "passed"
