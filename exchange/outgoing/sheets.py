"""
A table as .xlsx or CSV, row by row: nothing is held but what is packed already, and nothing is written to a disk.

No cell is a formula. In a workbook each is marked as text, so that it stays as it is; with `guard` it also carries an
apostrophe before what a spreadsheet would run once the table is saved as something else. CSV always has it.
"""

import csv
import io
import re
import zipfile
from xml.sax.saxutils import escape

from shell.spreadsheets import BYTE_ORDER_MARK, guarded

TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
BOOK_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    "</Relationships>"
)
BOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf fontId="1" applyFont="1" numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
# What no XML may hold.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767


class Workbook:
    def __init__(self, headings, guard=True):
        self.guard = guard
        self.out = io.BytesIO()
        self.packed = zipfile.ZipFile(self.out, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        for name, text in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/styles.xml", STYLES),
        ]:
            self.packed.writestr(name, text)
        self.sheet = self.packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self.sheet.write(HEAD.encode())
        self.write([headings], style=1)

    def write(self, rows, style=0):
        self.sheet.write("".join(self.row(values, style) for values in rows).encode())

    def row(self, values, style):
        cells = "".join(self.cell(value, style) for value in values)
        return f"<row>{cells}</row>"

    def cell(self, value, style):
        if value in ("", None):
            return "<c/>"
        text = REFUSED.sub("", str(value))[:LONGEST]
        if self.guard:
            text = guarded(text)
        return (
            f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        )

    def finish(self) -> bytes:
        self.sheet.write(b"</sheetData></worksheet>")
        self.sheet.close()
        self.packed.close()
        return self.out.getvalue()


class Table:
    """CSV in UTF-8, with the mark by which Excel knows that it is."""

    def __init__(self, headings, guard=True):
        self.out = io.StringIO(BYTE_ORDER_MARK)
        self.out.seek(0, io.SEEK_END)
        self.writer = csv.writer(self.out)
        self.write([headings])

    def write(self, rows):
        self.writer.writerows(
            [guarded("" if value is None else str(value)) for value in values] for values in rows
        )

    def finish(self) -> bytes:
        return self.out.getvalue().encode()


def sheet(form, headings, guard=True):
    return (Table if form == "csv" else Workbook)([str(one) for one in headings], guard)
