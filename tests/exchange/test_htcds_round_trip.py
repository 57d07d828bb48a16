"""A whole stock in IOM's standard: out with a second person, into an empty organisation or installation, and out again with equal rows."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from accounts.roles import Role
from exchange.actions.bring import bring, confirm
from exchange.actions.hand_out import make_next_export
from exchange.actions.order import answer_export, open_export, order_export
from exchange.actions.take_in import take_in_next
from exchange.export_models import Export, Kind
from exchange.htcds.together import SAME_PERSON
from exchange.outgoing.htcds import DEPRECATED, HEADINGS
from referral.models import (
    Account,
    Case,
    Consent,
    Identity,
    Note,
    PlanGoal,
    TraffickingEvent,
    Whereabouts,
)
from tests import testing_database, world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)

# What the standard has and only a word for word note keeps here: consent is never taken over, nor is what went elsewhere.
KEPT_AS_WORDS = {"con_Consent", "cas_ReferredOrganisation", "cas_OutgoingReferralDate", "cas_ReasonForOutgoingReferral"}  # fmt: skip


def filled(worker, number):
    case = sharing.opened(
        worker, citizenships=["AL", "IT"], gender="Masculine", languages=["sq", "en"]
    )
    with world.acting(worker):
        Identity(
            case=case,
            name_on_documents=f"=Lira Mid Invented{number}",
            born="1994-05",
            identity_number=f"X{number}",
            marital_status="Married",
            children=2,
            education="PrimaryEducation",
        ).save(force_insert=True)
        Whereabouts(
            case=case,
            phone="+39 1; +39 2",
            email="a@example.org",
            address="Via Uno\n20100 Milan",
            country="IT",
        ).save(force_insert=True)
        Account(
            case=case,
            trafficking_status="PossibleVictimOfTrafficking",
            decision_body="NGO",
            relationship="Acquainted",
            age_then=0,
            recruitment=["AtWork"],
            control=["DebtBondage", "TakesEarnings"],
            exploitation=["ForcedLabour"],
            industry="F_Construction",
            exploitation_place="A place; with a semicolon",
            recruitment_platforms=["Viber"],
            offender_roles=["Smuggler"],
        ).save(force_insert=True)
        for kind, country in (("Recruitment", "AL"), ("Transit", "GR"), ("Exploitation", "IT")):
            TraffickingEvent(
                case=case,
                kind=kind,
                country=country,
                happened_on="2020",
                place=f"+{kind}",
                text="Words",
            ).save(force_insert=True)
        for goal in ("A flat", "A trade"):
            PlanGoal(
                case=case, goal=goal, step="Ask", kind="housing", due_on=date(2030, 1, 2)
            ).save(force_insert=True)
        for text in ("First words", "Second words"):
            Note(case=case, data_class="services", text=text, by=worker.user).save(
                force_insert=True
            )
    return case  # fmt: skip


def out_of(worker):
    second = world.member(worker.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        export = order_export(kind=Kind.HTCDS, form="xlsx", reason="We move to another desk")
    with world.acting(second):
        answer_export(Export.objects.get(pk=export.pk), yes=True)
    make_next_export()
    with world.acting(worker):
        return open_export(Export.objects.get(pk=export.pk))


def as_owner(sql):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def rows_in(body):
    head, *rows = (
        load_workbook(io.BytesIO(body), read_only=True).worksheets[0].iter_rows(values_only=True)
    )
    return [{name: value for name, value in zip(head, row, strict=True) if value} for row in rows]


def comparable(body):
    """Without what a second installation numbers anew, and what it keeps as words; each person's rows in one order."""
    found = []
    for row in rows_in(body):
        words = str(row.get("cco_CaseComment", ""))
        if words.startswith(tuple(f"{name}:" for name in KEPT_AS_WORDS)):
            row = {name: value for name, value in row.items() if name != "cco_CaseComment"}
        kept = {n: v for n, v in row.items() if n not in KEPT_AS_WORDS | {SAME_PERSON}}
        if kept:
            found.append(kept)
    return sorted(tuple(sorted(row.items())) for row in found)


def columns_apart(rows):
    """Where the order of events, goals and comments of a person is not given, each column's values as a bag."""
    bags = {}
    for row in rows:
        for name, value in row:
            bags.setdefault(name, []).append(value)
    return {name: sorted(values) for name, values in bags.items()}


@pytest.mark.parametrize("elsewhere", [False, True], ids=["organisation", "installation"])
def test_what_goes_out_comes_back_in_with_equal_rows(monkeypatch, elsewhere):
    monkeypatch.setattr("exchange.actions.bring.ROWS_IN_BATCH", 2)  # a person's rows stay together
    worker = world.member(world.organisation())
    cases = [filled(worker, number) for number in range(3)]
    partner = world.organisation("Partner", "AL")
    sharing.agree(worker, cases[0], partner, classes=["summary"])
    sharing.sent(worker, cases[0], partner, classes=["summary"])
    first = out_of(worker)
    assert len(rows_in(first)) == 9
    if elsewhere:
        testing_database.empty_as_server()
        assert not as_owner("SELECT 1 FROM referral_case")
    empty = world.member(world.organisation("Empty", "IT"))
    with world.acting(empty):
        brought = bring(io.BytesIO(first))
        assert (brought.fault_count, brought.people, brought.rows) == (0, 3, 9)
        confirm(brought, version=brought.version)
    while take_in_next() is not None:
        pass
    again = out_of(empty)
    assert columns_apart(comparable(again)) == columns_apart(comparable(first))
    with world.acting(empty) as actor:
        new = list(Case.objects.visible_to(actor))
        assert len(new) == 3
        for model, number in ((TraffickingEvent, 9), (PlanGoal, 6), (Identity, 3), (Account, 3)):
            assert model.objects.filter(case__in=new).count() == number
        assert {c.given_by for c in Consent.objects.filter(case__in=new)} == {"not_recorded"}
        assert any("Partner" in note.text for note in Note.objects.filter(case__in=new))
        for case in new:  # each person has the own rows
            events = TraffickingEvent.objects.filter(case=case)
            assert {event.kind for event in events} == {"Recruitment", "Transit", "Exploitation"}
            assert Identity.objects.get(case=case).name_on_documents.startswith(
                "=Lira Mid Invented"
            )
            assert Whereabouts.objects.get(case=case).phone == "+39 1; +39 2"
            assert Whereabouts.objects.get(case=case).address == "Via Uno\n20100 Milan"


def test_the_file_has_the_fields_of_the_standard_and_none_that_it_gave_up():
    assert not DEPRECATED & set(HEADINGS)
    assert HEADINGS[0] == SAME_PERSON
    assert len(HEADINGS) == len(set(HEADINGS)) >= 60
