"""Forms of the field: what comes in, what it does here, that nothing of it is lost, and what is said of broken ones."""

import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from accounts.roles import Role
from instruments.forms import answers_from, form_for
from instruments.models import InstrumentVersion
from instruments.reading import Reader
from instruments.shelf import tools
from instruments.xlsform.read import read_form
from instruments.xlsform.report import WHY, shown
from instruments.xlsform.shipped import content_of
from instruments.xlsform.write import workbook_of
from shell.safe_zip import NotAWorkbook
from tests import world
from tests.instruments.forms_of_the_field import TEN, YES_NO, begin, end, q, workbook

HTCDS = Path(__file__).parents[3] / "shared/data/htcds/htcds_xlsform.xlsx"


def brought(form=None, **sheets):
    return read_form(workbook(**(form or sheets)), "IT", "form")


def definition(content):
    return Reader(content, is_ours=False).definition()


def answered(content, **data):
    form = form_for(definition(content), data)
    return answers_from(form) if form.is_valid() else form.errors


@pytest.mark.parametrize("name", TEN)
def test_a_form_goes_round_without_a_loss(name):
    content, report = brought(TEN[name])
    assert not report.is_broken, shown(report.stored())

    written = workbook_of(content)
    again, second = read_form(BytesIO(written), "IT", "form")

    assert not second.is_broken, shown(second.stored())
    columns = again["settings"].pop("columns")
    assert columns.items() >= content["settings"].pop("columns").items()
    assert again == content
    assert convert(BytesIO(written), form_name="data").xform


@pytest.mark.parametrize("name", TEN)
def test_what_was_written_is_written_again(name):
    """Cell by cell: each row of the survey that can be asked here, with its type, name, texts and rules."""
    content, _report = brought(TEN[name])
    sheet = load_workbook(BytesIO(workbook_of(content)))["survey"]
    heads, *rows = sheet.iter_rows(values_only=True)
    found = {(row[0], row[1]): {h: v for h, v in zip(heads, row, strict=True) if v} for row in rows}

    for row in TEN[name]["survey"]:
        if name in ("old_words", "choices") or row["type"].startswith("end"):
            continue
        wanted = {k: v for k, v in row.items() if v and k not in ("type", "name", "required")}
        shown_again = found[row["type"], row.get("name")]
        assert wanted.items() <= shown_again.items()
        assert bool(row.get("required")) == bool(shown_again.get("required"))


def test_kinds_of_questions():
    content, report = brought(TEN["plain"])
    tool = definition(content)

    assert str(tool.title) == "Plain kinds"
    assert content["code"] == "it_plain"
    assert {code: each.kind.value for code, each in tool.questions.items()} == {
        "first_name": "text", "story": "text", "age": "number", "weight": "decimal", "seen_on": "date", "seen_at": "time",
        "noted_at": "moment", "read_it": "choices", "pain": "scale",
    }  # fmt: skip
    assert report.codes == []
    given = answered(
        content, age="0", weight="3.50", seen_on="2026-02-28", seen_at="23:05", noted_at="2026-02-28T23:05",
        read_it=["OK"], pain="10",
    )  # fmt: skip
    assert given == {
        "age": 0, "weight": "3.5", "seen_on": "2026-02-28", "seen_at": "23:05", "noted_at": "2026-02-28T23:05",
        "read_it": ["OK"], "pain": 10,
    }  # fmt: skip


def test_required_and_other():
    content, _report = brought(TEN["choices"])

    assert set(answered(content)) == {"safe", "needs"}
    assert answered(content, safe="yes", needs=["food"], place="other", place_other="a car")
    assert set(answered(content, safe="yes", needs=["food"], place_other="a car")) == {
        "place_other"
    }


def test_conditions():
    tool = definition(brought(TEN["relevant"])[0])

    def asked(**answers):
        return {code for code, each in tool.questions.items() if each.is_relevant(answers)}

    assert asked() == {"child", "needs"}
    assert asked(child="yes") == {"child", "age"}
    assert asked(child="yes", age=17) == {"child", "age", "needs"}
    assert asked(child="yes", age=18) == {"child", "age"}
    assert asked(age=3, needs=["food", "other"]) == {"child", "needs", "other"}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"age": "119"}, set()),
        ({"age": "120"}, {"age"}),
        ({"age": "-1"}, {"age"}),
        ({"phone": "+39021234567"}, set()),
        ({"phone": "0039"}, {"phone"}),
        ({"born": "2990-01-01"}, {"born"}),
        ({"born": "1990-01-01", "left": "1990-01-01"}, {"left"}),
        ({"born": "1990-01-01", "left": "1990-01-02"}, set()),
    ],
)
def test_constraints(given, wrong):
    found = form_for(definition(brought(TEN["constraint"])[0]), given)

    assert set(found.errors) == wrong
    if "age" in wrong:
        assert found.errors["age"] == ["Not an age."]


def test_calculations():
    content, _report = brought(TEN["calculate"])

    given = answered(content, born="2000-03-01", asked="2026-03-02", a="1.105", b="2")
    assert (given["years"], given["total"], given["band"]) == ("26", "3.11", "low 26")
    assert answered(content, a="9", b="1")["band"] == "high"
    assert "total" not in answered(content, a="9")


def test_a_group_that_does_not_apply_is_not_asked():
    tool = definition(brought(TEN["groups"])[0])

    assert [str(section.title) for section in tool.sections] == [
        "form",
        "Family",
        "Far away",
        "Family",
        "form",
    ]
    assert not tool.questions["father"].is_relevant({"has_family": "no"})
    assert tool.questions["country"].is_relevant({"has_family": "yes", "mother": "x"})
    assert not tool.questions["country"].is_relevant({"has_family": "yes"})


def test_a_repeat_is_asked_for_each_entry():
    content, report = brought(TEN["repeats"])
    tool = definition(content)

    assert "child_3_age" in tool.questions
    assert "child_4_age" not in tool.questions
    assert tool.questions["child_2_class_of"].is_relevant(
        {"child_2_age": 7, "child_2_name_of": "A"}
    )
    assert not tool.questions["child_2_class_of"].is_relevant(
        {"child_1_age": 7, "child_2_name_of": "A"}
    )
    given = answered(
        content, child_1_name_of="A", child_1_age="4", child_3_name_of="C", child_3_age="9"
    )
    assert (given["all"], given["how_many"], given["oldest"]) == ("13", "2", "9")
    assert report.codes == ["repeat"]


def test_translations():
    content, report = brought(TEN["languages"])
    tool = definition(content)

    for language, text in (
        ("en", "Are you safe?"),
        ("ar", "هل أنت بأمان؟"),
        ("it", "Êtes-vous en sécurité ?"),
    ):
        with translation.override(language):
            assert str(tool.questions["safe"].text) == text
    with translation.override("ar"):
        assert [str(option.text) for option in tool.questions["safe"].options] == ["نعم", "لا"]
    assert report.codes == []


def test_what_is_not_used_here_is_said_and_kept():
    content, report = brought(TEN["kept"])

    said = [(each.row, each.code, each.column) for each in report.findings]
    assert (2, "meta", "type") in said
    assert (4, "not_used", "required_message") in said
    assert (4, "default", "default") in said
    assert (6, "range", "parameters") in said
    assert (2, "not_used", "style") in said
    assert content["settings"]["meta"] == [["start", "start"], ["today", "today"]]


def test_what_is_not_available_is_left_out_by_row():
    content, report = brought(
        survey=[
            q("geopoint", "where"),
            q("image", "photo"),
            q("rank yn", "order"),
            q("select_one_from_file x.csv", "far"),
            q("text", "why", relevant="${where} != ''"),
            q("text", "who", relevant="pulldata('a', 'b', 'c', ${why}) = 1"),
            q("select_one yn", "near", choice_filter="x=1", required="${why} = ''"),
            begin("repeat", "r"),
            begin("repeat", "inside"),
            q("text", "deep"),
            end("repeat"),
            end("repeat"),
        ],
        choices=YES_NO,
        extra={"notes": [{"a": "b"}]},
    )

    assert [(each.row, each.code) for each in report.findings] == [
        (0, "sheet"), (2, "place"), (3, "file"), (4, "other_type"), (5, "external"), (8, "choice_filter"),
        (8, "required_rule"), (10, "repeat_in_repeat"), (9, "repeat"), (6, "of_left_out"), (7, "function"),
    ]  # fmt: skip
    tool = definition(content)
    assert tool.questions["why"].is_relevant({})
    assert set(tool.questions) >= {"why", "who", "near", "r_1_deep"}


DEEP = "(" * 60 + "1" + ")" * 60
BROKEN = {
    "cycle in relevant": ([q("text", "a", relevant="${b} = '1'"), q("text", "b", relevant="${a} = '1'")], "cycle"),
    "cycle through a group": (
        [begin("group", "g", relevant="${a} = '1'"), q("text", "a"), end("group")], "cycle"),
    "cycle of calculations": (
        [q("text", "t"), {"type": "calculate", "name": "a", "calculation": "${b} + 1"},
         {"type": "calculate", "name": "b", "calculation": "${a} + 1"}], "cycle"),
    "speaks of itself": ([q("text", "a", relevant="${a} = '1'")], "cycle"),
    "unknown function": ([q("text", "a", relevant="abracadabra(1)")], "unknown_function"),
    "unknown name": ([q("text", "a", relevant="${nobody} = 1")], "unknown_name"),
    "half an expression": ([q("text", "a", constraint=". >")], "unfinished"),
    "no expression": ([q("text", "a", constraint="is it so?")], "syntax"),
    "python": ([q("text", "a", constraint="__import__('os').system('x')")], "unknown_function"),
    "brackets": ([q("text", "a", constraint=DEEP)], "deep"),
    "too many arguments": ([q("text", "a", constraint="selected(., 'a', 'b')")], "arguments"),
    "endless pattern": ([q("text", "a", constraint="regex(., '(a+)+$')")], "pattern_slow"),
    "wrong pattern": ([q("text", "a", constraint="regex(., '(')")], "pattern"),
    "pattern of an answer": ([q("text", "b"), q("text", "a", constraint="regex(., ${b})")], "pattern_not_fixed"),
    "duplicate names": ([q("text", "a"), q("text", "a")], "name_twice"),
    "duplicate names in groups": (
        [begin("group", "g"), q("text", "a"), end("group"), q("text", "a")], "name_twice"),
    "bad name": ([q("text", "1 a")], "name"),
    "name of the page": ([q("text", "csrfmiddlewaretoken")], "name_taken"),
    "long name": ([q("text", "a" * 61)], "name_long"),
    "no name": ([q("text", "")], "no_name"),
    "no label": ([{"type": "text", "name": "a", "label": None}, q("text", "b")], "no_label"),
    "unknown type": ([q("hologram", "a")], "type"),
    "missing list": ([q("select_one nowhere", "a")], "no_list"),
    "group without end": ([begin("group", "g"), q("text", "a")], "no_end"),
    "end without group": ([q("text", "a"), end("group")], "end_alone"),
    "crossed ends": ([begin("group", "g"), q("text", "a"), end("repeat")], "end_crossed"),
    "groups without bottom": (
        [*(begin("group", f"g{n}") for n in range(20)), q("text", "a"), *(end("group") for n in range(20))], "too_deep"),
    "no question": ([q("note", "n")], "no_questions"),
    "calculation without one": ([q("text", "t"), {"type": "calculate", "name": "a", "label": "A"}], "no_calculation"),
    "formula": ([q("text", "a", "=1+1")], "formula"),
    "hidden characters": ([q("text", "a", "evil\u202etext")], "hidden"),
    "endless text": ([q("text", "a", "x" * 2_001)], "long"),
    "no such sheet": ([{"kind": "text"}], "no_survey"),
    "100,000 rows": ([q("text", f"a{n}") for n in range(1_200)], "rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_answered_row_by_row(name):
    survey, code = BROKEN[name]

    _content, report = brought(survey=survey)

    assert report.is_broken
    assert code in report.codes
    told = [each for each in shown(report.stored()) if each["text"] == WHY[code]]
    assert told[0]["where"].startswith("survey")


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ([("yn", "yes", "Yes"), ("yn", "yes", "Again")], "choice_twice"),
        ([("yn", "a b", "Space")], "choice_name"),
        ([("yn", "a,b", "Comma")], "choice_name"),
        ([("", "a", "No list"), *YES_NO], "no_list"),
    ],
)
def test_broken_choices(choices, code):
    _content, report = brought(survey=[q("select_one yn", "a")], choices=choices)

    assert code in report.codes


def test_what_only_the_reference_reader_finds_is_said_in_its_words():
    survey = [
        q("text", "a"),
        begin("group", "b"),
        end("group"),
        q("select_one yn", "c", parameters="nonsense=1"),
    ]
    _content, report = brought(survey=survey, choices=YES_NO)

    assert report.codes[-1] == "checker"
    assert "nonsense" in shown(report.stored())[0]["about"]


def bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<x/>")
        book.writestr("xl/workbook.xml", "<x/>")
        book.writestr("xl/worksheets/sheet1.xml", b"<x>" + b" " * 70_000_000 + b"</x>")
    return out


def laughs():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("[Content_Types].xml", "<x/>")
        book.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "b">]><x>&b;</x>')
    return out


def cut():
    return BytesIO(workbook([q("text", "a")]).getvalue()[:-200])


@pytest.mark.parametrize(
    "made",
    [
        bomb,
        laughs,
        cut,
        BytesIO,
        lambda: BytesIO(b"type,name"),
        lambda: BytesIO(b"\xd0\xcf\x11\xe0" * 9),
    ],
)
def test_what_is_no_workbook_is_refused_in_little_memory(made):
    file = made()
    file.seek(0)
    tracemalloc.start()
    with pytest.raises(NotAWorkbook):
        read_form(file, "IT")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 30_000_000


def rows_of(count):
    """A workbook whose survey has so many questions: the rows are put into the sheet of a small one."""
    small, out = workbook([q("text", "a")]), BytesIO()
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f"<row>{cell.format('text')}{cell.format(f'a{n}')}{cell.format('A')}</row>"
        for n in range(count)
    )
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if b"<sheetData>" in body and b">label<" in body:
                body = body.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            new.writestr(name, body)
    out.seek(0)
    return out


def test_a_sheet_of_100_000_rows_is_not_held():
    file = rows_of(100_000)
    tracemalloc.start()
    _content, report = read_form(file, "IT")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert report.codes == ["rows"]
    assert most < 30_000_000


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.code)
def test_every_tool_that_ships_is_a_form_of_the_field(tool):
    """Given out and brought back it asks the same under the same conditions."""
    content, report = read_form(BytesIO(workbook_of(content_of(tool))), "IT")

    assert not report.is_broken, shown(report.stored())
    found = definition(content)
    assert list(found.questions) == list(tool.questions)
    for answers in (
        {},
        {code: "yes" for code in tool.questions},
        {"by": "guardian", "purposes": ["labour"]},
    ):
        relevant = [[e.is_relevant(answers) for e in t.questions.values()] for t in (tool, found)]
        assert relevant[0] == relevant[1]
    with translation.override("fr"):
        assert [str(e.text) for e in found.questions.values()] == [
            str(e.text) for e in tool.questions.values()
        ]


@pytest.mark.skipif(not HTCDS.exists(), reason="IOM's form does not lie beside the project")
def test_the_form_of_the_case_data_standard():
    with HTCDS.open("rb") as file:
        content, report = read_form(file, "IT", "htcds")
    tool = definition(content)

    assert report.codes == ["meta", "meta"]
    assert len(tool.questions) == 32
    given = answered(
        content, prs_First_Name="X", prs_Citizenship="AL", vic_Methods_of_Control=["DebtBondage"]
    )
    assert {"prs_First_Name", "vic_Methods_of_Control", "__version__"} <= set(given)
    again, _second = read_form(BytesIO(workbook_of(content)), "IT", "htcds")
    assert again["sections"] == content["sections"]
    assert again["lists"] == content["lists"]


# The pages


def coordinator(country="IT"):
    office = world.organisation("Coordination", country, "coordination")
    return world.member(office, Role.NATIONAL_COORDINATOR)


def post(client, body, name="my form.xlsx"):
    file = SimpleUploadedFile(name, body)
    return client.post(reverse("tool_version_bring"), {"file": file}, follow=True)


@pytest.mark.django_db
def test_a_form_becomes_a_draft_and_goes_out_again(client):
    world.sign_in(client, coordinator())
    page = post(client, workbook(**TEN["groups"]).getvalue())

    made = InstrumentVersion.objects.get(code="it_my_form")
    assert page.status_code == 200
    assert "5 questions have no class of data yet" in page.text
    out = client.get(reverse("tool_version_xlsform", args=[made.pk]))
    assert out["Content-Disposition"] == 'attachment; filename="it_my_form-1.xlsx"'
    again, _report = read_form(BytesIO(out.content), "IT", "my form")
    assert again["sections"] == made.content["sections"]
    assert "waits already" in post(client, workbook(**TEN["groups"]).getvalue()).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [bomb().getvalue(), cut().getvalue(), b"", workbook([q("text", "a b")]).getvalue()]
)
def test_a_file_that_cannot_be_taken_leaves_nothing(client, body):
    world.sign_in(client, coordinator())

    page = post(client, body)

    assert page.status_code == 422
    assert not InstrumentVersion.objects.filter(origin="own").exists()


@pytest.mark.django_db
def test_the_report_stays_with_the_draft(client):
    world.sign_in(client, coordinator())
    page = post(client, workbook(**TEN["kept"]).getvalue())

    assert "survey, row 2, type" in page.text
    assert "Nothing is answered beforehand." in page.text


@pytest.mark.django_db
def test_every_reader_takes_the_blank_form(client):
    world.sign_in(client, world.member(world.organisation()))
    out = client.get("/tools/quick_card/xlsform/")

    assert "Spokesperson" not in out.headers.values()
    assert load_workbook(BytesIO(out.content)).sheetnames == ["survey", "choices", "settings"]
    assert client.get(reverse("tool_version_bring")).status_code == 403
