"""A file of documents: the export read again changes nothing, each mistake is named by its row, differences become drafts."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from library import exporting
from library.importing import plan, read
from library.models import Document, State
from shell.file_faults import Broken
from tests import world

pytestmark = pytest.mark.django_db
HEAD = "slug,title,publisher,kind,languages,year,address,themes\n"
GOOD = "new-one,New one,Casa Verde,report,en fr,2020,https://example.org/x,data nrm\n"


@pytest.fixture
def editor(client):
    house = world.organisation(kind="coordination")
    world.sign_in(client, world.member(house, Role.NATIONAL_COORDINATOR))
    return client


def exported(form):
    rows = Document.objects.published().order_by("slug")
    parts = {"csv": exporting.csv_lines, "json": exporting.json_parts, "ris": exporting.ris_records}
    return "".join(parts[form](rows)).encode()


def faults(text, name="x.csv"):
    with pytest.raises(Broken) as problem:
        plan(read(name, text if isinstance(text, bytes) else text.encode()))
    return [(each.line, each.what) for each in problem.value.faults]


def send(client, text, name="x.csv"):
    return client.post(
        reverse("document_import"), {"file": SimpleUploadedFile(name, text.encode())}
    )


@pytest.mark.parametrize("form", ["csv", "json", "ris"])
def test_the_export_read_again_says_what_stands(form):
    found = plan(read(f"x.{form}", exported(form)))

    wanted = Document.objects.published().count()
    differing = [] if form != "ris" else [each for each in found.changes if each.base is None]
    assert differing == []
    assert found.unchanged + (len(found.changes) if form == "ris" else 0) == wanted


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",,Casa Verde,report,en,,,\n", "title"),
        ("a,A,Casa Verde,novel,en,,,\n", "kind"),
        ("a,A,Casa Verde,report,english,,,\n", "languages"),
        ("a,A,Casa Verde,report,en,20x0,,\n", "year"),
        ("a,A,Casa Verde,report,en,,ftp://x,\n", "address"),
        ("a,A,Casa Verde,report,en,,,weather\n", "themes"),
        ("new-one,Twice,Casa Verde,report,en,,,\n", "new-one"),
    ],
)
def test_each_mistake_is_named_by_its_row(row, what):
    assert faults(HEAD + GOOD + row) == [(3, what)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.csv", b"\xff\xfe"),
        ("x.csv", b""),
        ("x.csv", b"nothing,known\n1,2\n"),
        ("x.json", b"[1]"),
        ("x.json", b'{"documents":[{"nothing":1}]}'),
        ("x.ris", b"nothing"),
        ("x.exe", b"MZ"),
        ("x.csv", b'slug,title\n"open'),
    ],
)
def test_what_is_no_such_file_is_said(editor, name, text):
    assert faults(text, name)
    answer = editor.post(
        reverse("document_import"), {"file": SimpleUploadedFile(name, text or b" ")}
    )
    assert answer.status_code == 422
    assert "The file was not taken" in answer.text


def test_differences_become_drafts_and_nothing_is_published(editor):
    changed = "gdpr,Another title,European Union,law,en,2016,https://eur-lex.europa.eu/x,data\n"
    looked = send(editor, HEAD + GOOD + changed)
    assert looked.status_code == 200
    assert [each.base is None for each in looked.context["changes"]] == [True, False]
    assert not Document.objects.filter(state=State.DRAFT).exists()

    packed = looked.context["form"].initial["packed"]
    key = "7f1a3c52-6a0e-4d5e-9c1f-0d5f9f0e1a11"
    given = {"packed": packed, "reason": "A list of ours", "idempotency_key": key}
    for _time in range(2):
        assert editor.post(reverse("document_import"), given).url == reverse("library_review_list")

    drafts = {each.slug: each for each in Document.objects.filter(state=State.DRAFT)}
    assert set(drafts) == {"gdpr", "new-one"}
    assert drafts["gdpr"].summary_en == Document.objects.published().get(slug="gdpr").summary_en
    assert Document.objects.published().get(slug="gdpr").title != "Another title"


def test_a_changed_seal_is_refused(editor):
    packed = send(editor, HEAD + GOOD).context["form"].initial["packed"]
    answer = editor.post(reverse("document_import"), {"packed": packed[:-2] + "xx", "reason": "x"})

    assert answer.url == reverse("document_import")
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_a_file_does_not_say_that_somebody_verified_an_address(editor):
    row = {"slug": "gdpr", "is_verified": True, "address": "https://elsewhere.example/x"}
    found = plan(read("x.json", json.dumps({"documents": [row]}).encode()))

    assert "is_verified" not in found.changes[0].values


def test_a_cell_of_ours_runs_in_no_spreadsheet():
    rows = [Document(slug="x", title="=1+1", publisher="-x", kind="law")]
    line = list(csv.reader(io.StringIO("".join(exporting.csv_lines(rows)))))[1]

    assert line[1:2] + line[4:5] == ["'=1+1", "'-x"]


ROW = {"title": "New one", "publisher": "Casa Verde", "kind": "report", "languages": ["en"]}


def as_json(*rows):
    return json.dumps({"documents": rows})


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("x.json", "[" * 200_000, "The file"),
        ("x.json", '{"documents":5}', "The file"),
        ("x.json", '{"documents":["ab"]}', "The file"),
        ("x.json", as_json(ROW | {"year": "9" * 6000}), "year"),
        ("x.json", as_json(ROW | {"title": "a\0b"}), "Line"),
        ("x.json", as_json(ROW | {"beside": ["a\0b"]}), "Line"),
        ("x.json", as_json(ROW | {"title": "\ud800"}), "Line"),
        ("x.json", as_json(ROW | {"\ud800": "x"}), "Line"),
        ("x.json", as_json(ROW | {"title": ["New"]}), "title"),
        ("x.json", as_json(ROW | {"beside": ["somewhere"]}), "beside"),
        ("x.csv", HEAD + GOOD.replace("New one", "New\0one"), "Line"),
        ("x.csv", HEAD + GOOD.replace("\n", ",more\n"), "Line"),
        ("x.csv", "title," + HEAD + "x," + GOOD, "title"),
        ("x.ris", "TY  - BOOK\nTI  - A\nER  - \nTY  - BOOK\nTI  - B\n", "Line"),
        ("x.ris", "TY  - BOOK\nTI  - A\nPB  - B\nLA  - Elvish\nER  - \n", "languages"),
    ],
)
def test_a_file_that_no_program_wrote_is_refused_with_words(editor, name, text, what):
    answer = send(editor, text, name)

    assert answer.status_code == 422
    assert [each.what for each in answer.context["faults"]] == [what]


def test_every_mistake_of_a_row_is_named_at_once():
    assert faults(HEAD + "a,,,novel,english,20x0,ftp://x,\n") == [
        (2, "kind"),
        (2, "languages"),
        (2, "year"),
        (2, "address"),
        (2, "title"),
        (2, "publisher"),
    ]


def test_a_spreadsheet_of_another_country_sets_cells_apart_with_semicolons():
    text = (HEAD + GOOD).replace(",", ";")

    assert plan(read("x.csv", text.encode())).changes[0].values["languages"] == ["en", "fr"]


def test_a_line_that_ends_early_empties_nothing():
    found = plan(read("x.csv", (HEAD + "gdpr,Another title\n").encode()))

    assert [name for name, _before, _after in found.changes[0].columns] == ["title"]


@pytest.mark.parametrize(
    ("said", "code"),
    [("rom", "rom"), ("ger", "de"), ("en-GB", "en"), ("English", "en"), ("français", "fr")],
)
def test_a_language_is_read_as_reference_managers_write_it(said, code):
    text = f"TY  - BOOK\nTI  - A new one\nPB  - B\nLA  - {said}\nER  - \n"

    assert plan(read("x.ris", text.encode())).changes[0].values["languages"] == [code]


def test_a_record_without_a_name_gets_one_in_latin_letters_that_is_free():
    stands = Document.objects.published().get(slug="gdpr")
    rows = [
        ROW | {"title": "حماية الضحايا"},
        ROW | {"title": "!!!"},
        ROW | {"title": "New", "slug": "new"},
        ROW | {"title": "GDPR", "year": 1999},
        ROW | {"title": stands.title, "year": stands.year},
    ]
    found = plan(read("x.json", as_json(*rows).encode())).changes

    assert [each.values.get("slug") for each in found] == ["hmyh-ldhy", "record", "new-2", "gdpr-2", None]  # fmt: skip
    assert found[-1].base == stands
