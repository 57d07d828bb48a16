"""Workbooks and tables for the tests, right ones and broken ones. All people are invented."""

import datetime
import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADINGS = ["prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "prs_Citizenship"]
LIRA = ["Lira", "Invented", "1994-05", "Feminine", "AL"]
SECRET = "Unheard-of-secret"


def book(*rows, headings=HEADINGS):
    made = Workbook()
    made.active.append(headings)
    for row in rows or [LIRA]:
        made.active.append(row)
    return made


def packed(made) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(whole: bytes, part="", change=None, more=None, encrypted=False) -> bytes:
    """The workbook with one part changed, or with parts that it did not have."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item.filename, change(content) if item.filename == part else content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def in_sheet(old: bytes, new: bytes):
    return changed(packed(book()), SHEET, lambda text: text.replace(old, new, 1))


def with_declaration(declared: bytes, part=SHEET) -> bytes:
    return changed(
        packed(book()), part, lambda text: declared + re.sub(rb"^<\?xml[^>]*\?>", b"", text)
    )


BILLION = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def no_sheet():
    return changed(
        packed(book()),
        "xl/workbook.xml",
        lambda text: re.sub(rb"<sheets>.*</sheets>", b"<sheets></sheets>", text),
    )


def hidden_first():
    made = book()
    made.create_sheet("Other")
    made.active.sheet_state = "hidden"
    return packed(made)


def merged():
    made = book()
    made.active.merge_cells("A1:B1")
    return packed(made)


def endless_rows():
    made = book()
    whole = packed(made)
    return changed(
        whole,
        SHEET,
        lambda text: text.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
        ),
    )


def too_many():
    return "\n".join(["prs_FirstName", *(f"Invented{n}" for n in range(10_001))]).encode()


def wide():
    made = book()
    made.active.cell(2, 16_384, "x")
    return packed(made)


def bomb():
    return changed(packed(book()), more={"xl/media/image1.bin": b"\0" * (201 * 1024 * 1024)})


def lying_size():
    """The directory says that a part is small; it is not."""
    whole = bytearray(packed(book()))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as opened:
        size = opened.getinfo(SHEET).file_size
    real, lie = size.to_bytes(4, "little"), (10).to_bytes(4, "little")
    return bytes(whole.replace(real, lie))


def csv_of(*lines):
    return "\n".join(lines).encode()


# What is refused at once: kind → (file, words of the answer).
REFUSED = {
    "half a file": lambda: (packed(book())[:-900], "damaged"),
    "a damaged middle": lambda: (packed(book()).replace(b"sheet1", b"sheetX", 1), ""),
    "a lie about a size": lambda: (lying_size(), ""),
    "zip bomb": lambda: (bomb(), "unpacks to far more"),
    "external links": lambda: (
        changed(packed(book()), more={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "links to other files",
    ),
    "macros": lambda: (changed(packed(book()), more={"xl/vbaProject.bin": b"x"}), "macros"),
    "billion laughs": lambda: (with_declaration(BILLION), "entities"),
    "a file from outside": lambda: (with_declaration(OUTSIDE, "xl/workbook.xml"), "entities"),
    "entities in styles": lambda: (with_declaration(BILLION, "xl/styles.xml"), "entities"),
    "another encoding inside": lambda: (
        changed(packed(book()), SHEET, lambda text: text.decode().encode("utf-16")),
        "not an Excel workbook",
    ),
    "wrong encoding of a table": lambda: (
        "prs_FirstName;prs_SecondName\nZoë;Inventée".encode("latin-1"),
        "not UTF-8",
    ),
    "no sheet": lambda: (no_sheet(), ""),
    "password": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "OpenDocument renamed": lambda: (
        changed(
            packed(book()), more={"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
        ),
        "OpenDocument",
    ),
    "web page renamed": lambda: (b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
    "too wide": lambda: (wide(), "more than 120 columns"),
    "merged headings": lambda: (merged(), "merged"),
    "hidden first sheet": lambda: (hidden_first(), "hidden"),
    "NUL": lambda: (b"prs_FirstName,prs_SecondName\nLi\0ra,x", "neither"),
    "a million empty rows": lambda: (endless_rows(), "empty rows"),
    "too many people": lambda: (too_many(), "more than 10000 people"),
    "empty": lambda: (b"", "empty"),
    "no headings of the standard": lambda: (
        packed(book(headings=["Name", "Age"])),
        "no field name",
    ),
    "shifted down": lambda: (packed(book(HEADINGS, LIRA, headings=["", ""])), "no field name"),
    "a quotation mark left open": lambda: (csv_of("prs_FirstName", '"Lira'), "quotation mark"),
    "a picture": lambda: (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "neither"),
}

FORMULA = ["=1+1", *LIRA[1:]]

# What is looked at, reported row by row, and cannot be confirmed: kind → (file, code of the fault).
REPORTED = {
    "shifted columns": lambda: (packed(book(["", *LIRA[:4]])), "date"),
    "doubled headings": lambda: (
        packed(book([*LIRA, "Other"], headings=[*HEADINGS, "prs_FirstName"])),
        "double_field",
    ),
    "formula": lambda: (packed(book(FORMULA)), "formula"),
    "formula error": lambda: (packed(book(["#REF!", *LIRA[1:]])), "error"),
    "ragged": lambda: (csv_of("prs_FirstName,prs_SecondName", "Lira,Invented,x,y"), "beyond"),
    "doubled ids": lambda: (
        packed(book(["A", "X1"], ["B", "X1"], headings=["prs_FirstName", "prs_IdentityNumber"])),
        "double",
    ),
    "unknown codes": lambda: (packed(book([*LIRA[:3], SECRET, "AL"])), "list"),
    "unknown country": lambda: (packed(book([*LIRA[:4], SECRET])), "country"),
    "a day that does not exist": lambda: (
        packed(book([*LIRA[:2], "1994-02-31", *LIRA[3:]])),
        "date",
    ),
    "a birth to come": lambda: (packed(book([*LIRA[:2], "2190-01-01", *LIRA[3:]])), "future"),
    "hidden characters": lambda: (
        csv_of("prs_FirstName,prs_SecondName", "Li\u202era,Invented"),
        "hidden",
    ),
}


def with_1904_dates():
    made = book([*LIRA[:2], datetime.date(1994, 5, 6), *LIRA[3:]])
    made.epoch = CALENDAR_MAC_1904
    return packed(made)


def with_huge_dimensions():
    return changed(
        packed(book()),
        SHEET,
        lambda text: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', text),
    )
