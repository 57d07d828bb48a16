import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from directory.cells import COLUMNS
from directory.export import csv_lines, json_parts
from directory.import_file import LARGEST, read
from directory.imports import plan
from directory.models import Contact, Fact, Source, State
from shell.file_faults import Broken
from tests import world
from tests.accessibility import sideways, violations
from tests.directory.rows import contact, fact

pytestmark = pytest.mark.django_db
URL = "/countries/import/"
HEADER = "country,topic,partner,text,source_title\n"


@pytest.fixture
def coordinator():
    return world.member(
        world.organisation("Coordination", "AL", "coordination"), Role.NATIONAL_COORDINATOR
    )


@pytest.fixture
def editor(client, coordinator):
    return world.sign_in(client, coordinator)


def faults(text, name="x.csv"):
    whole = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Broken) as problem:
        plan(read(name, whole)[0])
    return [(fault.line, fault.what) for fault in problem.value.faults]


def planned(text, name="x.csv"):
    return plan(read(name, text.encode())[0])


def export_of(model=Fact, country="BV", **changes):
    """The CSV of a country with some cells changed in each row; None takes a column away."""
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(model, country))[1:])))
    out = io.StringIO()
    names = [name for name in COLUMNS[model] if changes.get(name, "") is not None]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, **changes})
    return out.getvalue()


def upload(client, text, name="x.csv"):
    whole = text if isinstance(text, bytes) else text.encode()
    return client.post(URL, {"file": SimpleUploadedFile(name, whole)})


def confirm(client, looked_at, **more):
    packed = looked_at.context["form"].initial["packed"]
    return client.post(URL, {"packed": packed, "reason": "A new law", **more})


def test_what_differs_becomes_drafts_and_nothing_is_published(editor, coordinator):
    old = fact("BV", "agreement", partner="HM", text="Protocol of 2010")
    same = fact("BV", "law", text="Criminal code")
    text = export_of()
    changed = text.replace("Protocol of 2010", "Protocol of 2019")

    looked = upload(editor, changed)
    assert looked.status_code == 200
    assert (len(looked.context["plan"].changes), looked.context["plan"].unchanged) == (1, 1)
    assert not Fact.objects.filter(state=State.DRAFT).exists()
    assert confirm(editor, looked).url == "/reviews/"

    draft = Fact.objects.get(state=State.DRAFT)
    assert (draft.text, draft.supersedes, draft.seed_key) == ("Protocol of 2019", old, old.seed_key)
    assert (draft.source, draft.reason) == (old.source, "A new law")
    assert draft.drafted_by_id == coordinator.user_id
    old.refresh_from_db()
    same.refresh_from_db()
    assert old.state == same.state == State.PUBLISHED


def test_a_new_row_with_a_new_source(editor):
    text = "country,topic,partner,text,source_title,source_publisher,as_of\n" + (
        "BV,agreement,HM,Protocol,Gazette 7,Ministry,2020-05\n"
    )

    confirm(editor, upload(editor, text))

    draft = Fact.objects.get(state=State.DRAFT)
    assert (draft.country, draft.partner, draft.supersedes) == ("BV", "HM", None)
    assert (draft.source.title, draft.source.publisher, draft.as_of) == (
        "Gazette 7",
        "Ministry",
        "2020-05",
    )


def test_who_brought_it_in_cannot_publish_it(editor, coordinator):
    confirm(editor, upload(editor, HEADER + "BV,agreement,HM,Protocol,Gazette\n"))
    draft = Fact.objects.get(state=State.DRAFT)

    page = editor.get(f"/reviews/{draft.pk}/")
    assert page.status_code == 200
    editor.post(f"/reviews/{draft.pk}/", {"publish": "1"})
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk=draft.pk).update(
            state=State.PUBLISHED, published_by=coordinator.user
        )


def test_confirmed_twice_the_drafts_are_the_same(editor):
    looked = upload(editor, HEADER + "BV,agreement,HM,Protocol,Gazette\n")
    key = {"idempotency_key": "11111111-1111-4111-8111-111111111111"}
    confirm(editor, looked, **key)
    confirm(editor, looked, **key)

    assert Fact.objects.filter(state=State.DRAFT).count() == 1


def test_a_second_upload_finds_the_drafts_waiting(editor):
    text = HEADER + "BV,agreement,HM,Protocol,Gazette\n"
    confirm(editor, upload(editor, text))

    again = upload(editor, text)

    assert again.context["plan"].waiting == 1
    assert again.context["plan"].changes == []


def test_a_tampered_export_is_refused_as_a_whole(editor):
    fact("BV", "agreement", partner="HM", text="Protocol")
    contact("BV", "trafficking", phone_local="116")
    text = "".join(json_parts("BV"))
    assert upload(editor, text, "x.json").context["is_signed"]

    for wrong in (
        text.replace('"116"', '"117"'),
        text.replace('"signature":"', '"signature":"0'),
        text.replace('"format"', '"more":1,"format"'),
    ):
        answer = upload(editor, wrong, "x.json")
        assert answer.status_code == 422
        assert "does not fit the content" in answer.content.decode()


def test_without_its_signature_each_row_is_judged(editor):
    fact("BV", "agreement", partner="HM", text="Protocol")
    document = json.loads("".join(json_parts("BV")))
    del document["signature"]
    document["facts"][0]["text"] = "Another protocol"

    looked = upload(editor, json.dumps(document), "x.json")

    assert looked.context["is_signed"] is False
    assert len(looked.context["plan"].changes) == 1


@pytest.mark.parametrize(
    ("whole", "name", "expected"),
    [
        (b"", "x.csv", (None, "The file")),
        ("country,topic\nBV,caf\xe9\n".encode("latin-1"), "x.csv", (2, "The file")),
        ("country;topic\n".encode("utf-16"), "x.csv", (1, "The file")),
        (b"country,topic\n", "x.csv", (None, "The file")),
        (b"name,text\nx,y\n", "x.csv", (None, "The first line")),
        (b"topic,text\nlaw,x\n", "x.csv", (1, "The first line")),
        (b"country,topic,password\nBV,law,x\n", "x.csv", (1, "The first line")),
        (b"country,topic,topic\nBV,law,law\n", "x.csv", (1, "The first line")),
        (b"country,topic,text\nBV,law\n", "x.csv", (2, "The line")),
        (b'country,topic,text\nBV,law,"open\n', "x.csv", (2, "The file")),
        (b"country,topic,text\nBV,law,a\x00b\n", "x.csv", None),
        ("country,topic,text\nBV,law,a\u202eb\n".encode(), "x.csv", (2, "text")),
        (b'{"format":"referral-desk-directory-1","facts":[', "x.json", (None, "The file")),
        (b"[" * 100_000, "x.json", (None, "The file")),
        (b"[]", "x.json", (None, "The file")),
        (b'{"format":"another"}', "x.json", (None, "The file")),
        (b'{"format":"referral-desk-directory-1","facts":[1]}', "x.json", (1, "The row")),
        (b'{"format":"referral-desk-directory-1","facts":{}}', "x.json", (None, "facts")),
        (
            b'{"format":"referral-desk-directory-1","signature":"x","made_on":"\\ud800"}',
            "x.json",
            (None, "The signature"),
        ),
        (b"x" * (LARGEST + 1), "x.csv", (None, "The file")),
    ],
)
def test_a_broken_file_is_refused_with_its_place(whole, name, expected):
    found = faults(whole, name)

    assert expected is None or expected in found


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ZZ,agreement,HM,x,Gazette", "country"),
        ("BV,weather,HM,x,Gazette", "topic"),
        ("BV,agreement,ZZ,x,Gazette", "partner"),
        ("BV,agreement,BV,x,Gazette", "partner"),
        ("BV,agreement,,x,Gazette", "partner"),
        ("BV,agreement,HM,,Gazette", "text"),
        ("BV,agreement,HM,x,", "source_title"),
        (f"BV,agreement,HM,{'x' * 301},Gazette", "text"),
    ],
)
def test_a_row_that_cannot_be_taken_names_line_and_column(row, column):
    assert (2, column) in faults(f"{HEADER}{row}\n")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("year", "next"),
        ("number", "1,000"),
        ("number", "-1"),
        ("yes", "perhaps"),
        ("as_of", "4 March"),
        ("as_of", "2026-13"),
        ("confidence", "sure"),
        ("language", "xx"),
        ("unit", "hours"),
        ("source_address", "https://xn--pple-43d.com/"),
        ("source_address", "javascript:alert(1)"),
    ],
)
def test_values_are_checked_as_in_the_form(column, value):
    names = ["country", "topic", "number", "unit", "source_title"]
    cells = dict(zip(names, ["BV", "reflection_days", "30", "days", "Gazette"], strict=True))
    cells[column] = f'"{value}"'
    text = ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"

    assert (2, column) in faults(text)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "hotline"}, "kind"),
        ({"phone_international": "0044 1"}, "phone_international"),
        ({"phone_local": "ring us"}, "phone_local"),
        ({"email": "someone at example"}, "email"),
        ({"website": "https://user@example.org"}, "website"),
        ({"represents": "HM"}, "represents"),
        ({"kind": "mission"}, "represents"),
        ({"phone_local": ""}, "phone_local"),
        ({"name": ""}, "name"),
    ],
)
def test_contacts_are_checked_as_in_the_form(cells, column):
    row = {
        "country": "AL",
        "kind": "trafficking",
        "name": "Line",
        "phone_local": "116 006",
        "source_title": "Gazette",
        **cells,
    }

    assert (2, column) in faults(",".join(row) + "\n" + ",".join(row.values()) + "\n")


def test_a_doubled_row_is_named_with_the_first():
    row = "BV,agreement,HM,x,Gazette\n"

    assert faults(HEADER + row + row) == [(3, "The line")]


def test_an_id_twice_is_refused():
    fact("BV", "law", text="Criminal code")
    text = export_of()
    row = text.splitlines()[1]

    assert faults(text + row.replace("Criminal code", "Another") + "\n") == [(3, "The line")]


def test_nothing_is_written_if_one_row_is_broken(editor):
    text = HEADER + "BV,agreement,HM,Protocol,Gazette\nBV,weather,,x,Gazette\n"

    answer = upload(editor, text)

    assert answer.status_code == 422
    assert "Nothing was written" in answer.content.decode()
    assert not Fact.objects.filter(state=State.DRAFT).exists()
    assert not Fact.objects.filter(source__title="Gazette").exists()


def test_a_row_that_somebody_changed_since_the_export_is_named():
    fact("BV", "law", text="Criminal code")
    text = export_of(text="Another")
    Fact.objects.filter(country="BV").update(state=State.WITHDRAWN)

    assert faults(text) == [(2, "id")]


def test_an_id_of_another_country_or_kind_is_refused():
    row = contact("BV", "trafficking", phone_local="116")
    fact("HM", "law", text="Code")

    assert faults(export_of(country="HM", id=str(row.pk))) == [(2, "id")]
    assert faults(export_of(country="HM", topic="penalty")) == [(2, "topic")]


def test_a_column_that_the_file_lacks_stays():
    fact("BV", "law", text="Criminal code", detail="Article 110", confidence="high")

    (change,) = planned(export_of(detail=None, confidence=None, text="Penal code")).changes

    assert [name for name, _before, _after in change.columns] == ["text"]
    assert (change.values["detail"], change.values["confidence"]) == ("Article 110", "high")


def test_what_is_only_told_is_not_taken():
    contact("BV", "trafficking", phone_local="116")

    found = planned(
        export_of(Contact, verified_on="2026-11-20", is_wrong="yes", checked_on="2030-01-01")
    )

    assert found.changes == []


def test_a_number_with_plus_survives_the_round_trip():
    contact("AL", "trafficking", name="Line of the test", phone_international="+355 4 222 2222")
    text = export_of(Contact, "AL")
    assert "'+355 4 222 2222" in text

    assert planned(text).changes == []


def test_semicolons_and_old_line_ends_of_a_spreadsheet():
    text = "country;topic;text;source_title\r\nBV;law;Criminal code, article 110;Gazette\r\n"

    (change,) = planned(text).changes

    assert change.values["text"] == "Criminal code, article 110"


def test_too_many_changes_are_refused():
    rows = "".join(f"BV,agreement,HM,Protocol {number},Gazette\n" for number in range(501))

    assert faults(HEADER + rows) == [(None, "The file")]


def test_a_file_from_another_page_is_not_taken(editor):
    answer = editor.post(URL, {"packed": "made up", "reason": "x"})

    assert answer.url == URL
    assert not Fact.objects.filter(state=State.DRAFT).exists()


def test_what_was_published_meanwhile_is_looked_at_again(editor):
    text = HEADER + "BV,agreement,HM,Protocol,Gazette\nBV,agreement,HM,Second,Gazette\n"
    looked = upload(editor, text)
    gazette = Source.objects.create(title="Gazette")
    fact("BV", "agreement", partner="HM", text="Second", source=gazette, as_of="")

    again = confirm(editor, looked)

    assert again.status_code == 200
    assert len(again.context["plan"].changes) == 1
    assert not Fact.objects.filter(state=State.DRAFT).exists()


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.FOCAL_POINT, Role.ORGANISATION_ADMIN])
def test_others_bring_nothing_in(client, role):
    world.sign_in(client, world.member(world.organisation(), role))

    assert client.get(URL).status_code == 403
    assert upload(client, HEADER).status_code == 403


def test_queries_do_not_grow_with_the_rows(editor):
    def count(rows):
        lines = "".join(f"BV,agreement,HM,Protocol {rows} {n},Gazette\n" for n in range(rows))
        with CaptureQueriesContext(connection) as queries:
            upload(editor, HEADER + lines)
        return len(queries)

    count(1)
    assert count(1) == count(50)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_without_script(browser, sign_in, tmp_path, coordinator, language):
    user = coordinator.user
    user.language = language
    user.save()
    fact("AL", "agreement", partner="IT", text="A protocol of the test")
    page = browser(script=False, width=360, locale=language)
    sign_in(page, user)
    broken, right = tmp_path / "broken.csv", tmp_path / "right.csv"
    broken.write_text(HEADER + "AL,weather,,x,Gazette\n")
    right.write_text(HEADER + "AL,agreement,IT,Protocol on the return of people,Gazette\n")
    for path in (broken, right):
        page.goto(URL)
        assert sideways(page) <= 0
        page.set_input_files("#id_file", path)
        page.click("main .btn-primary")
        assert sideways(page) <= 0
    page.fill("#id_reason", "A new protocol")
    page.click("main .btn-primary")
    assert page.url.endswith("/reviews/")


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(browser, sign_in, tmp_path, coordinator):
    page = browser()
    sign_in(page, coordinator.user)
    for text in ("AL,weather,,x,Gazette", "AL,agreement,IT,Protocol,Gazette"):
        path = tmp_path / "x.csv"
        path.write_text(f"{HEADER}{text}\n")
        page.goto(URL)
        assert violations(page) == []
        page.set_input_files("#id_file", path)
        page.click("main .btn-primary")
        assert violations(page) == []
