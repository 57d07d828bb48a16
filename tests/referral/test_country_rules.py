"""What applies in the country of a case, and that no page of it betrays a contact of the country of origin."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from directory.models import Contact, Source
from referral.access import DataClass
from referral.actions.answers import accept
from referral.models import Case, Referral, SafetyFlag, Summary
from referral.stages import GateKind, Side
from referral.templatetags import casework
from tests import world
from tests.directory import rows
from tests.pages.addresses import patterns
from tests.referral import lands, sharing
from tests.referral.lands import HERE, HOME, PLANTED, SECOND_HOME, forgotten  # noqa: F401
from tests.referral.returning import own_case

pytestmark = pytest.mark.django_db(transaction=True)

HIDDEN = "Contacts of the country of origin are not shown."
FOLD = "Consulates: only if the person decides to ask there"
HIDING = ["", "unknown", "claimed", "granted", "temporary", "refused"]


@pytest.fixture
def worker():
    return lands.worker()


@pytest.fixture
def case(worker):
    return lands.assisted(worker)


@pytest.fixture
def lawyer(case, worker):
    return lands.lawyer_of(case, worker)


def reference_of(member, case):
    with world.acting(member):
        return Case.objects.select_related("journey").get(pk=case.pk).journey.reference


def page(client, member, case, name="case_overview", *more):
    world.sign_in(client, member)
    return client.get(reverse(name, args=[reference_of(member, case), *more])).text


def rules(text):
    """The card alone."""
    found = re.search(r'<section class="card" aria-labelledby="rules">.*?</section>', text, re.S)
    return found[0] if found else ""


# What is shown


def test_the_line_of_the_country_is_shown_with_its_standing_and_source(client, worker, case):
    line = rows.contact(HERE, "trafficking", name="Island line", phone_local="0800 11 22")

    card = rules(page(client, worker, case))

    assert "What applies here: Bouvet Island" in card
    assert "Island line" in card
    assert "0800 11 22" in card
    assert "Ring before you give this number to anyone" in card
    assert line.source.address in card


def test_what_was_drawn_once_follows_its_rows_and_the_language(client, worker, case):
    """The directory's parts are drawn once for the same rows: never for others."""
    line = rows.contact(HERE, "trafficking", name="Island line", phone_local="0800 11 22")
    assert "Ring before you give" in rules(page(client, worker, case))

    Contact.objects.filter(pk=line.pk).update(verified_on=timezone.localdate())
    card = rules(page(client, worker, case))
    assert "Verified" in card
    assert "Ring before you give" not in card
    Source.objects.filter(pk=line.source_id).update(publisher="Another publisher")
    assert "Another publisher" in rules(page(client, worker, case))
    rows.contact(HERE, "victim_support", name="Second line", phone_local="0800 33 44")
    assert "Second line" in rules(page(client, worker, case))

    world.sign_in(client, worker)
    User.objects.filter(pk=worker.user_id).update(language="fr")
    french = rules(client.get(reverse("case_overview", args=[reference_of(worker, case)])).text)
    assert "Second line" in french
    assert "Verified" not in french
    assert "Vérifié" in french


@pytest.mark.parametrize("first", ["with a day", "without"])
def test_the_day_of_one_case_stands_in_no_other(client, worker, case, lawyer, first):
    lands.period(30)
    lands.legal(lawyer, case, asylum="none", reflection_from=lands.BEGAN)
    other = lands.assisted(worker)
    lands.legal(lands.lawyer_of(other, worker), other, asylum="none")

    for one in [case, other] if first == "with a day" else [other, case]:
        assert ("Began" in rules(page(client, worker, one))) == (one is case)
        assert "30 days" in rules(page(client, worker, one))


class Forgets(dict):
    """As when another request empties it at that moment."""

    def __setitem__(self, key, value):
        self.clear()


def test_what_is_forgotten_while_it_is_drawn_is_shown(client, worker, case, monkeypatch):
    monkeypatch.setattr(casework, "drawn", Forgets())
    rows.contact(HERE, "trafficking", name="Island line", phone_local="0800 11 22")

    assert "Island line" in rules(page(client, worker, case))


@pytest.mark.parametrize(
    ("band", "child", "first"),
    [
        ("30-38", False, "Trafficking hotline"),
        ("9-17", True, "Line for children"),
        ("unknown", False, "Line for children"),
    ],
)
def test_the_age_chooses_the_line(client, worker, band, child, first):
    case = lands.assisted(worker, child=child, age_band=band)
    rows.contact(HERE, "trafficking", phone_local="0800 1")
    rows.contact(HERE, "child", phone_local="0800 2")

    card = rules(page(client, worker, case))

    labels = re.findall(r'<li class="sm"><span class="muted">([^<]+)', card)
    assert labels[0] == first
    assert len(labels) == 2


def test_who_identifies_permit_and_return_stand_with_source_and_date(client, worker, case):
    facts = [
        rows.fact(HERE, "identifies", text="The harbour office", as_of="2024-05"),
        rows.fact(HERE, "residence_permit", number=6, unit="months", text="Article 18"),
        rows.fact(HERE, "return_procedure", text="By boat in summer"),
    ]

    card = rules(page(client, worker, case))

    for words in ("The harbour office", "6 months", "Article 18", "By boat in summer", "May 2024"):
        assert words in card
    for fact in facts:
        assert fact.source.title in card
        assert fact.source.address in card


def test_the_way_back_of_a_child_is_told_for_a_child_only(client, worker, case):
    rows.fact(HERE, "child_return", text="With an escort")
    child = lands.assisted(worker, child=True, age_band="9-17")

    assert "With an escort" not in page(client, worker, case)
    assert "With an escort" in page(client, worker, child)


def test_what_is_not_found_is_said(client, worker, case):
    card = rules(page(client, worker, case))

    assert "No line was found. Ask the national coordinator." in card
    assert card.count("Not found. Ask the national coordinator.") == 3


def test_the_profile_is_one_click_away(client, worker, case):
    assert reverse("country_detail", args=["bv"]) in rules(page(client, worker, case))


@pytest.mark.parametrize(("data_class", "there"), [("risk", True), ("health", False)])
def test_lines_stand_beside_danger(client, worker, case, data_class, there):
    rows.contact(HERE, "trafficking", phone_local="0800 11 22")
    member = worker if there else lands.colleague(case, worker, Role.HEALTH)

    assert ("0800 11 22" in page(client, member, case, "case_part", data_class)) == there


def test_a_citizen_is_asked_about_no_permit(client, worker):
    case = lands.assisted(worker, citizenships=[HERE])
    rows.fact(HERE, "residence_permit", text="Article 18")
    lands.of_origin(HERE)

    card = rules(page(client, worker, case))

    assert "A citizen of this country" in card
    assert "Article 18" not in card
    assert HIDDEN not in card
    assert lands.MISSION not in card


def test_without_a_citizenship_no_state_is_taken_for_the_origin(client, worker):
    case = lands.assisted(worker, citizenships=[])
    lands.of_origin()
    lands.legal(lands.lawyer_of(case, worker), case, asylum="none")

    card = rules(page(client, worker, case))

    assert "No citizenship is recorded" in card
    assert lands.MISSION not in card


def test_a_closed_case_shows_none_of_it(client, worker, case):
    rows.contact(HERE, "trafficking", phone_local="0800 11 22")
    with world.acting(worker):
        own = Case.objects.get(pk=case.pk)
        Case.objects.filter(pk=own.pk).update(
            stage=6, status="closed_completed", closed_at=own.opened_at
        )

    assert "0800 11 22" not in page(client, worker, case)


# Contacts of the country of origin


@pytest.mark.parametrize("asylum", ["none", "withdrawn"])
def test_without_a_claim_consulates_lie_behind_a_fold(client, worker, case, lawyer, asylum):
    lands.of_origin()
    lands.legal(lawyer, case, asylum=asylum)

    for name, more in (("case_overview", ()), ("case_part", ("legal",)), ("gate_detail", ("G6",))):
        card = rules(page(client, worker, case, name, *more))
        fold = card.split(f"<summary>{FOLD}</summary>")

        assert len(fold) == 2, name
        assert lands.MISSION not in fold[0]
        assert lands.MISSION in fold[1]
        assert "the person applies alone" in fold[1]
        assert "Missions we know, 2022, incomplete" in fold[1]
        assert "nearest or competent" in fold[1]
        assert "Canary paper" in fold[1]


@pytest.mark.parametrize("asylum", HIDING)
def test_with_any_other_answer_there_is_one_sentence_and_no_fold(
    client, worker, case, lawyer, asylum
):
    lands.of_origin()
    lands.legal(lawyer, case, asylum=asylum)

    card = rules(page(client, worker, case))

    assert HIDDEN in card
    assert FOLD not in card
    assert lands.MISSION not in card


def test_nothing_written_is_no_answer(client, worker, case):
    lands.of_origin()

    assert HIDDEN in rules(page(client, worker, case))


def test_the_flag_hides_them_whatever_the_answer(client, worker, case, lawyer):
    lands.of_origin()
    lands.legal(lawyer, case, asylum="none")
    with world.acting(worker):
        Summary.objects.filter(case=case).update(
            safety_flags=[SafetyFlag.NO_AUTHORITY_OF_ORIGIN.value]
        )

    assert lands.MISSION not in page(client, worker, case)


def test_of_several_citizenships_the_other_one_is_hidden_too(client, worker):
    case = lands.assisted(worker, citizenships=[HOME, SECOND_HOME])
    lawyer = lands.lawyer_of(case, worker)
    lands.of_origin(HOME)
    rows.contact(HERE, "mission", represents=SECOND_HOME, name="Second embassy", phone_local="77")
    lands.legal(lawyer, case, asylum="none")
    shown = rules(page(client, worker, case))
    lands.legal(lawyer, case, asylum="claimed")
    hidden = rules(page(client, worker, case))

    assert lands.MISSION in shown
    assert "Second embassy" in shown
    assert lands.MISSION not in hidden
    assert "Second embassy" not in hidden


@pytest.mark.parametrize("role", [Role.HEALTH, Role.SERVICE_WORKER, Role.RETURN_ORGANISER])
def test_who_may_not_read_the_legal_part_reads_the_same_whatever_was_answered(
    client, worker, case, lawyer, role
):
    """Else the page would tell of a claim by what it leaves out."""
    lands.of_origin()
    other = lands.colleague(case, worker, role)
    before = rules(page(client, other, case))
    seen = set()
    for asylum in ["none", "withdrawn", *HIDING[:4]]:
        lands.legal(lawyer, case, asylum=asylum)
        seen.add(rules(page(client, other, case)))

    assert seen == {before}
    assert HIDDEN in before


def every_page(reference):
    """Each address under the case, and what can be asked of it."""
    for entry in patterns():
        wanted = set(entry.pattern.converters)
        if "reference" not in wanted or not wanted <= {"reference", "data_class", "gate"}:
            continue
        for more in [
            {"data_class": c.value, "gate": g.value}
            for c, g in zip(list(DataClass), [*GateKind, *GateKind], strict=False)
        ]:
            given = {key: value for key, value in more.items() if key in wanted}
            try:
                address = reverse(entry.name, kwargs={"reference": reference, **given})
            except NoReverseMatch:
                continue
            yield entry.name, address
            for country in (HERE, HOME, SECOND_HOME):
                if entry.name in {"refer", "refer_preview"}:
                    yield entry.name, f"{address}?country={country}"
            if entry.name == "gate_detail":
                yield entry.name, f"{address}?document=no"


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    "asylum", ["claimed", pytest.param("temporary", marks=pytest.mark.in_test_all)]
)
def test_no_page_of_the_case_shows_a_contact_of_the_origin(client, worker, case, lawyer, asylum):
    lands.of_origin()
    lands.legal(lawyer, case, asylum=asylum)
    opened = walked(client, case, worker, lawyer)

    assert len(opened) > 25
    assert {"case_overview", "case_part", "gate_detail", "refer", "case_plan"} <= opened


def walked(client, case, worker, lawyer):
    opened = set()
    for member in (worker, lawyer, lands.colleague(case, worker, Role.HEALTH)):
        world.sign_in(client, member)
        for name, address in set(every_page(reference_of(worker, case))):
            answer = client.get(address)
            if answer.status_code != 200:
                continue
            opened.add(name)
            for planted in PLANTED:
                assert planted not in answer.text, (member.role, address, planted)
    return opened


def test_without_a_claim_the_same_walk_meets_them(client, worker, case, lawyer):
    """The walk above would see them."""
    lands.of_origin()
    lands.legal(lawyer, case, asylum="none")

    with pytest.raises(AssertionError, match="555 01 44|Canary"):
        walked(client, case, worker, lawyer)


def test_with_an_asylum_claim_no_way_leads_to_the_page_between(client):
    worker, partner = sharing.two_sides()
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, sharing.ORDINARY)
    sharing.sent(worker, case, partner.organisation)
    with world.acting(worker):
        Case.objects.filter(pk=case.pk).update(stage=3)
    lawyer = lands.lawyer_of(case, worker)
    between = reverse("country_between", args=["it", "al"])
    seen = {}
    for asylum in ("none", "temporary"):
        lands.legal(lawyer, case, asylum=asylum)
        seen[asylum] = between in page(client, worker, case)

    assert seen == {"none": True, "temporary": False}


def test_the_side_of_the_origin_sees_no_clock_and_no_law_of_the_other(client, worker):
    partner = world.member(world.organisation("Home house", HOME))
    case = sharing.filled(worker, citizenships=[HOME])
    lands.period(30)
    lands.of_origin()
    rows.fact(HERE, "residence_permit", text="Canary permit")
    rows.fact(HOME, "reintegration", text="A room and a course")
    lawyer = lands.lawyer_of(case, worker)
    lands.legal(lawyer, case, asylum="none", reflection_from=lands.BEGAN, residence="reflection")
    classes = [*sharing.ORDINARY, DataClass.LEGAL]
    sharing.agree(worker, case, partner.organisation, classes)
    with world.acting(worker):
        Case.objects.filter(pk=case.pk).update(stage=3)
    now = own_case(worker, reference_of(worker, case))
    sharing.sent(worker, now, partner.organisation, classes)
    with world.acting(partner):
        there = accept(referral=Referral.objects.get(), contact_name="Desk")
    card = rules(page(client, partner, there))

    assert there.side == Side.ORIGIN
    assert "A room and a course" in card
    assert HIDDEN not in card
    for _name, address in set(every_page(reference_of(partner, there))):
        text = client.get(address).text
        for never in ("Began", "30 days", "December 2026", "Canary permit", lands.MISSION):
            assert never not in text, (address, never)


# Nobody takes referrals there


def test_where_nobody_receives_the_coordinator_and_a_line_stand(client, worker, case):
    rows.contact(HERE, "coordinator", name="Island office", phone_local="22 22")
    rows.contact(HERE, "trafficking", name="Island line", phone_local="33 33")

    text = page(client, worker, case, "refer")

    assert "No organisation of this country takes referrals here." in text
    for words in ("Island office", "22 22", "Island line", "33 33"):
        assert words in text
    assert "Ring before you give this number to anyone" in text


def test_where_nothing_is_known_it_is_said(client, worker, case):
    text = page(client, worker, case, "refer")

    assert "Not found. Ask the coordinator of your own country." in text
    assert "No line was found." in text


@pytest.mark.parametrize(("asylum", "there"), [("none", True), ("claimed", False), ("", False)])
def test_the_coordinator_of_the_origin_only_without_a_claim(
    client, worker, case, lawyer, asylum, there
):
    lands.of_origin()
    lands.legal(lawyer, case, asylum=asylum)
    world.sign_in(client, worker)

    address = reverse("refer", args=[reference_of(worker, case)])
    text = client.get(f"{address}?country={HOME}").text

    assert (lands.ORIGIN_LINE in text) == there
    assert (HIDDEN in text) != there


# What it costs


@pytest.mark.parametrize("began", [lands.BEGAN, None])
def test_the_overview_asks_the_directory_twice_whatever_it_holds(
    client, worker, case, lawyer, began
):
    lands.legal(lawyer, case, asylum="none", reflection_from=began)
    few = asked(client, worker, case)
    lands.of_origin()
    lands.period(30)
    for number in range(4):
        rows.contact(HERE, "trafficking", phone_local=f"0800 {number}")
        rows.fact(HERE, "identifies", text=f"Office {number}")
    more = asked(client, worker, case)

    assert any("referral_legal" in sql for sql in few)
    assert len(few) == 3
    assert len(more) == 3


def asked(client, member, case):
    world.sign_in(client, member)
    address = reverse("case_overview", args=[reference_of(member, case)])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        found = [one["sql"] for one in queries.captured_queries]
    return [
        sql
        for sql in found
        if re.search(r'FROM "(directory_fact|directory_contact|referral_legal)"', sql)
    ]
