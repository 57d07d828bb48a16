"""IOM's form of the case data standard, through the pages: brought, put in use, answered in a case, taken out again."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from directory.codes import HTCDS_LISTS
from exchange.htcds.fields import FIELDS
from exchange.htcds.from_tool import field_of
from instruments.definition import Kind
from instruments.models import InstrumentVersion
from instruments.shelf import load
from instruments.xlsform.read import read_form
from tests import world
from tests.instruments.forms_of_the_field import q, workbook

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parents[3] / "shared/data/htcds/htcds_xlsform.xlsx"
KINDS = {"date": "date", "number": "integer", "yes_no": "select_one answer"}


def published():
    if not PUBLISHED.exists():
        pytest.skip("IOM's form does not lie beside the project")
    return PUBLISHED.read_bytes()


def made():
    """An equal form from the list of fields: every field of the standard, with its codes."""
    survey, choices = [], [("answer", "yes", "Yes"), ("answer", "no", "No")]
    for name, field in FIELDS.items():
        kind = KINDS.get(field.kind, "text")
        if field.kind in ("code", "codes"):
            kind = f"{'select_one' if field.kind == 'code' else 'select_multiple'} {name}"
            choices += [(name, value, str(label)) for value, label in HTCDS_LISTS[name].choices]
        survey.append(q(kind, name, name.partition("_")[2]))
    return workbook(survey, choices).getvalue()


def an_answer(question):
    if question.options:
        codes = [option.code for option in question.options][:2]
        return codes if question.kind == Kind.CHOICES else codes[0]
    return {Kind.DATE: "2020-02-29", Kind.NUMBER: "3", Kind.DECIMAL: "3"}.get(
        question.kind, "=Canary Vlora"
    )


def member(role):
    return world.member(world.organisation("Coordination", "IT", "coordination"), role)


def put_in_use(client, body):
    """By two people, each on their pages."""
    world.sign_in(client, member(Role.NATIONAL_COORDINATOR))
    file = SimpleUploadedFile("htcds.xlsx", body)
    draft = client.post(reverse("tool_version_bring"), {"file": file}, follow=True)
    row = InstrumentVersion.objects.get(origin="own")
    assert "questions have no class of data yet" in draft.text
    form = client.get(reverse("tool_version_classes", args=[row.pk])).context["form"]
    kept = {
        name: form[name].value() or "x" for name in ("title", "purpose", "who", "minutes", "moment")
    }
    kept |= {
        "data_class": "account",
        "rest": "account",
        "version": "1",
        "idempotency_key": str(uuid4()),
    }
    client.post(reverse("tool_version_classes", args=[row.pk]), kept)
    world.sign_in(client, member(Role.FOCAL_POINT))
    at = reverse("tool_version_publish", args=[row.pk])
    assert "In use from now on." in client.post(at, {"version": "2"}, follow=True).text
    return load(row.code), row


@pytest.mark.parametrize("body", [published, made])
def test_the_form_of_the_standard_comes_in_is_answered_and_goes_out(client, body):
    tool, row = put_in_use(client, body())
    worker = world.member(world.organisation())
    with world.acting(worker):
        reference = world.contact(worker).journey.reference
    world.sign_in(client, worker)

    # It is drawn, and takes an answer to every question.
    page = client.get(reverse("case_tool", args=[reference, tool.code]))
    asked = {code: each for code, each in tool.questions.items() if each.takes_answer}
    assert all(f'name="{code}"' in page.text for code in asked)
    answers = {code: an_answer(each) for code, each in asked.items()}
    sent = {**answers, "idempotency_key": str(uuid4()), "version": "0"}
    kept = client.post(reverse("case_tool", args=[reference, tool.code]), sent, follow=True)
    assert kept.status_code == 200
    assert "Everything is answered" in kept.text

    # Out again: blank as a form of the field that asks the same, filled as rows of the standard.
    out = client.get(reverse("tool_xlsform", args=[tool.code]))
    again, report = read_form(BytesIO(out.content), "IT", "htcds")
    assert not report.is_broken
    row.refresh_from_db()
    assert [each["questions"] for each in again["sections"]] == [
        [
            {name: value for name, value in one.items() if name != "data_class"}
            for one in each["questions"]
        ]
        for each in row.content["sections"]
    ]
    rows = client.get(kept.redirect_chain[-1][0] + "rows/")
    first = next(csv.DictReader(StringIO(rows.text.lstrip("\ufeff"))))
    fields = {field_of(each.name): code for code, each in asked.items() if field_of(each.name)}
    assert set(first) == set(fields)
    assert len(fields) >= 30
    for name, code in fields.items():
        value = answers[code]
        told = ";".join(value) if isinstance(value, list) else value
        assert first[name] == told.replace("=Canary", "'=Canary"), name
