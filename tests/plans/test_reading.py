"""A log-frame from a spreadsheet: taken whole or not at all, each mistake named by sheet and line."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from openpyxl.chart import BarChart

from plans.reading import date_of, number_of, read
from plans.writing import workbook
from shell.file_faults import Broken
from shell.spreadsheets import guarded
from tests.plans.frames import ACTIVITIES, FIVE_MISTAKES, INDICATORS, OBJECTIVES, PLAN, frame


def faults(body):
    with pytest.raises(Broken) as problem:
        read(body, country="IT")
    return [(each.sheet, each.line, each.what) for each in problem.value.faults]


def test_a_log_frame_is_read():
    found = read(frame(), country="IT")

    assert found.edition["begins_on"] == date(2026, 1, 1)
    assert [values["code"] for _line, values in found.lines["Objectives"]] == ["1", "1.1"]
    assert found.lines["Objectives"][1][1]["pillar"] == "protection"
    assert found.lines["Activities"][0][1]["budget"] == Decimal("5000.00")
    assert found.lines["Indicators"][0][1]["objective"] == "1"


def test_what_a_spreadsheet_would_run_comes_back_as_it_was():
    risky = ["=1+1", "- in their language", "＋1"]
    rows = [[f"2.{n}", None, None, guarded(text)] for n, text in enumerate(risky)]
    found = read(frame(objectives=[*OBJECTIVES, *rows]), country="IT")

    assert [values["title"] for _line, values in found.lines["Objectives"]][2:] == risky


def test_five_kinds_of_mistakes_are_named_at_once():
    assert faults(frame(**FIVE_MISTAKES)) == [
        ("Plan", 4, "ends"),
        ("Objectives", 4, "code"),
        ("Activities", 4, "lead"),
        ("Indicators", 3, "type"),
        ("Activities", 3, "objective"),
    ]


@pytest.mark.parametrize(
    ("part", "row", "named"),
    [
        ("activities", ["x y", "1", "a", "b"], ("Activities", 3, "code")),
        ("activities", ["2", "1", "a", "b", "2026-31-12"], ("Activities", 3, "begins")),
        ("activities", ["2", "1", "a", "b", "2027-01-01", "2026-01-01"], ("Activities", 3, "ends")),
        ("activities", ["2", "1", "a", "b", None, None, "much", "EUR"], ("Activities", 3, "budget")),
        ("activities", ["2", "1", "a", "b", None, None, 5], ("Activities", 3, "currency")),
        ("activities", ["2", "1", "a" * 401, "b"], ("Activities", 3, "activity")),
        ("objectives", ["2", "hope", None, "a"], ("Objectives", 4, "pillar")),
        ("objectives", ["2", None, "7", "a"], ("Objectives", 4, "under")),
        ("objectives", ["2", None, "2", "a"], ("Objectives", 4, "under")),
        ("indicators", ["I2", "1", "a", None, None, None, "soon"], ("Indicators", 3, "target_year")),
    ],
)  # fmt: skip
def test_each_mistake_is_named_by_its_line(part, row, named):
    rows = {"activities": ACTIVITIES, "objectives": OBJECTIVES, "indicators": INDICATORS}[part]

    assert faults(frame(**{part: [*rows, row]})) == [named]


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        ({**PLAN, "country": "FR"}, ("Plan", 2, "country")),
        ({**PLAN, "ends": "2025-01-01"}, ("Plan", 4, "ends")),
        ({**PLAN, "title": None}, ("Plan", None, "title")),
        ({**PLAN, "stage": "dreamt"}, ("Plan", 5, "stage")),
    ],
)
def test_what_the_plan_itself_lacks_is_named(plan, named):
    assert faults(frame(plan=plan)) == [named]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 no", b"a,b\n1,2", b"x" * 2_100_000])
def test_what_is_no_spreadsheet_is_said(body):
    assert len(faults(body)) == 1


def mended(part, make) -> bytes:
    """A log-frame in which one part is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(frame())) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, make(body) if name == part else body)
    return out.getvalue()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_part_that_no_spreadsheet_program_wrote_is_no_error_of_ours(part):
    assert faults(mended(part, lambda _before: b"<a"))


def test_a_chart_is_no_sheet_of_rows():
    book = openpyxl.load_workbook(io.BytesIO(frame()))
    del book["Activities"], book["Objectives"], book["Indicators"]
    book.create_chartsheet("Objectives").add_chart(BarChart())

    assert faults(saved(book)) == [("Objectives", None, "Rows")]


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_nothing_is_left_out_in_silence():
    many = [[f"{n // 900 + 2}.{n % 900}", None, None, "a"] for n in range(1_000)]
    wrong = [["codes", *INDICATORS[0]], [None, *INDICATORS[1]]]
    book = openpyxl.load_workbook(
        io.BytesIO(frame({**PLAN, "bodi": "A ministry"}, [*OBJECTIVES, *many], indicators=wrong))
    )
    book.create_sheet("Activites").append(["code"])
    book.create_sheet("Empty")

    assert faults(saved(book)) == [
        ("Objectives", 1001, "Rows"),
        ("Activites", None, "Sheet"),
        ("Plan", 6, "bodi"),
        ("Indicators", 1, "codes"),
    ]


def test_a_line_far_below_is_not_walked_to():
    def far(body):
        return body.replace(b'"A2"', b'"A999999"')

    with pytest.raises(Broken):
        read(mended("xl/worksheets/sheet2.xml", far), country="IT")


def test_an_empty_log_frame_names_what_is_needed_and_no_more():
    assert {what for _sheet, _line, what in faults(workbook())} == {"title", "country", "begins", "ends"}  # fmt: skip


def test_few_cells_are_enough():
    found = read(
        frame(
            plan={name: PLAN[name] for name in ("title", "country", "begins", "ends")},
            activities=[["code", "objective", "activity", "lead"], ["1", "1", "Begin", "The officer"]],
            indicators=[],
        ),
        country="IT",
    )  # fmt: skip
    assert found.edition["stage"] == "drafted"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [("31.12.2027", date(2027, 12, 31)), ("31/12/2027", date(2027, 12, 31)), ("2027-1-5", date(2027, 1, 5))],
)  # fmt: skip
def test_dates_as_people_write_them(raw, wanted):
    assert date_of(raw) == wanted


def test_numbers_as_people_write_them():
    assert number_of("1 234,50") == Decimal("1234.50")
    for in_two_ways in ("1,000", "12.500"):
        with pytest.raises(ValidationError):
            number_of(in_two_ways)


def test_a_code_typed_into_the_empty_log_frame_stays_text():
    book = openpyxl.load_workbook(io.BytesIO(workbook()))

    letters = [("Objectives", "A"), ("Objectives", "C"), ("Activities", "B"), ("Indicators", "A")]
    assert {book[name].column_dimensions[at].number_format for name, at in letters} == {"@"}
