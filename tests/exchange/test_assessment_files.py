"""Answers taken out of a case: on paper and as rows of the standard, for whoever may read them, and logged."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from exchange.htcds.from_tool import rows_of
from instruments.actions import versions
from instruments.classes import to_class, with_classes
from instruments.shelf import load
from instruments.xlsform.read import read_form
from referral.actions.assessments import save_answers
from referral.views import assessment_files
from shell.pdf import can_make_pdf
from tests import world
from tests.instruments.forms_of_the_field import begin, end, q, workbook

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not can_make_pdf(), reason="this system makes no PDF")
STANDARD = {
    "survey": [
        q("text", "prs_First_Name"),
        q("select_multiple control", "vic_Methods_of_Control"),
        q("text", "own_words"),
        begin("repeat", "way", repeat_count="3"),
        q("text", "hte_City"),
        q("select_one kind", "hte_Type"),
        end("repeat"),
    ],
    "choices": [
        ("control", "DebtBondage", "Debt"),
        ("control", "FalsePromises", "Promises"),
        ("kind", "Transit", "Transit"),
    ],
    "settings": {"form_id": "standard"},
}
ANSWERS = {
    "prs_First_Name": "=Canary",
    "vic_Methods_of_Control": ["DebtBondage", "FalsePromises"],
    "own_words": "nobody's field",
    "way_1_hte_City": "Vlora",
    "way_3_hte_City": "Bari",
    "way_3_hte_Type": "Transit",
}


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker):
    return world.contact(worker)


@pytest.fixture
def tool():
    """Brought by one coordinator, put in use by another."""
    office = world.organisation("Coordination", "IT", "coordination")
    content, _report = read_form(workbook(**STANDARD), "IT")
    classes = {each["code"]: "account" for each in to_class(content)}
    with world.acting(world.member(office, Role.NATIONAL_COORDINATOR)):
        made = versions.draft(
            content=with_classes(content, classes, {"data_class": "account"}), report=[]
        )
    with world.acting(world.member(office, Role.NATIONAL_COORDINATOR)):
        versions.publish(made, edition=1)
    return load("it_standard")


def saved(worker, case, tool, answers):
    with world.acting(worker):
        made = save_answers(case=case, definition=tool, answers=answers)
        return [case.journey.reference, made.pk]


def logged(worker, action):
    with world.acting(worker):
        return AuditEntry.objects.filter(action=action).count()


def test_a_countrys_own_tool_is_answered_in_a_case(client, worker, case, tool):
    world.sign_in(client, worker)
    with world.acting(worker):
        reference = case.journey.reference
    assert "standard" in client.get(reverse("case_assessments", args=[reference])).text
    page = client.get(reverse("case_tool", args=[reference, "it_standard"]))
    form = page.context["form"]
    answers = {**ANSWERS, "idempotency_key": str(form["idempotency_key"].value()), "version": "0"}

    kept = client.post(reverse("case_tool", args=[reference, "it_standard"]), answers, follow=True)

    assert "Debt, Promises" in kept.text
    assert "Answers are open" in kept.text


def test_another_countrys_tool_is_not_answered_here(client, worker, tool):
    far = world.member(world.organisation(country="FR"))
    with world.acting(far):
        reference = world.contact(far).journey.reference
    world.sign_in(client, far)

    assert client.get(reverse("case_tool", args=[reference, "it_standard"])).status_code == 404


def test_answers_become_rows_of_the_standard(tool):
    fields, rows = rows_of(tool, ANSWERS)

    assert fields == ["prs_FirstName", "vic_MethodsOfControl", "hte_City", "hte_Type"]
    assert rows == [
        {
            "prs_FirstName": "=Canary",
            "vic_MethodsOfControl": "DebtBondage;FalsePromises",
            "hte_City": "Vlora",
        },
        {"hte_City": "Bari", "hte_Type": "Transit"},
    ]


def test_the_rows_are_taken_out_by_who_may_read_them_and_logged(client, worker, case, tool):
    at = reverse("assessment_rows", args=saved(worker, case, tool, ANSWERS))
    out = world.sign_in(client, worker).get(at)

    assert out["Content-Disposition"] == 'attachment; filename="htcds-it_standard.csv"'
    head, first, second = out.text.lstrip("\ufeff").strip().splitlines()
    assert head.startswith("prs_FirstName,vic_MethodsOfControl")
    assert first == "'=Canary,DebtBondage;FalsePromises,Vlora,"
    assert second == ",,Bari,Transit"
    assert logged(worker, "assessment.exported") == 1
    stranger = world.member(world.organisation(country="IT"))
    assert world.sign_in(client, stranger).get(at).status_code == 404


@needs_pango
def test_the_filled_sheet_is_logged_and_names_nobody(client, worker, case):
    answers = {"debt": "yes", "concern": "yes"}
    args = saved(worker, case, load("quick_card"), answers)
    out = world.sign_in(client, worker).get(reverse("assessment_pdf", args=args), {"in": "ar"})

    assert re.fullmatch(
        r'attachment; filename="quick_card-[\d-]+\.pdf"', out["Content-Disposition"]
    )
    assert out.content.startswith(b"%PDF")
    assert args[0].encode() not in out.content
    assert logged(worker, "assessment.printed") == 1
    stranger = world.member(world.organisation(country="IT"))
    assert (
        world.sign_in(client, stranger).get(reverse("assessment_pdf", args=args)).status_code == 404
    )
    assert logged(worker, "assessment.printed") == 1


def test_the_sheet_leaves_out_what_is_closed_to_the_reader():
    tool = load("arrival")
    shown = assessment_files.readable(tool, {"travel"})

    assert "slept" in shown.questions
    assert "suicidality" not in shown.questions
