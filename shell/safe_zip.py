"""
Looks through a workbook before any reader opens it: what it unpacks to, and what it must not hold.

Every part is unpacked once, in pieces, so that a cut file, a lie about sizes or a declaration of entities is found
before an XML parser sees it.
"""

import re
import zlib
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

MOST_PARTS = 500
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, all parts
LARGEST_STRINGS = 40 * 1024 * 1024  # the one part that openpyxl keeps in memory as a whole
PIECE = 1024 * 1024
OVERLAP = 64
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']+)")
MERGED_HEADING = re.compile(rb"<mergeCell [^>]*ref=\"[A-Z]{1,3}[12]:")
XML = (".xml", ".rels", ".vml")


class NotAWorkbook(Exception):
    """The file cannot be read as what it should be. Its words are for the person who chose it."""


def refuse_unsafe(file, most: int = LARGEST_UNPACKED) -> None:
    """`most`: bytes that all parts may unpack to. Raises `NotAWorkbook`."""
    try:
        with ZipFile(file) as book:
            parts = book.infolist()
            refuse_by_names(book, parts)
            refuse_by_sizes(parts, most)
            for part in parts:
                look_through(book, part)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        raise NotAWorkbook(
            _("The file is damaged or cut off. Save it again in the spreadsheet program.")
        ) from None


def refuse_by_names(book, parts):
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise NotAWorkbook(
            _(
                "This is an OpenDocument file with another name. Save it as “Excel workbook (.xlsx)”."
            )
        )
    if any(part.flag_bits & 1 for part in parts):
        raise NotAWorkbook(_("The file is protected with a password. Save it without one."))
    if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
        raise NotAWorkbook(_("The file holds macros. Save it as “Excel workbook (.xlsx)”."))
    if any("externallinks/" in name.lower() for name in names):
        raise NotAWorkbook(_("The file has links to other files. Break the links and save again."))
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise NotAWorkbook(_("This is not an Excel workbook (.xlsx) that can be opened."))


def refuse_by_sizes(parts, most):
    strings = [part.file_size for part in parts if part.filename.endswith("sharedStrings.xml")]
    if (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > most
        or sum(strings) > LARGEST_STRINGS
    ):
        raise NotAWorkbook(
            _("The file unpacks to far more than people’s data need. Copy the rows to a new file.")
        )


def look_through(book, part):
    is_xml = part.filename.lower().endswith(XML)
    before, first = b"", True
    with book.open(part) as stream:
        while piece := stream.read(PIECE):
            if is_xml:
                if first:
                    refuse_encoding(piece)
                refuse_content(before + piece)
            before, first = piece[-OVERLAP:], False


def refuse_encoding(start):
    """Another encoding could hide a declaration from this look."""
    named = ENCODING.search(start[:200])
    plain = start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    if not plain or (named and named[1].lower() not in {b"utf-8", b"us-ascii"}):
        raise NotAWorkbook(_("This is not an Excel workbook (.xlsx) that can be opened."))


def refuse_content(piece):
    if DECLARATION.search(piece):
        raise NotAWorkbook(_("The file declares entities, which no spreadsheet program writes."))
    if MERGED_HEADING.search(piece):
        raise NotAWorkbook(_("Cells of the headings are merged. Undo that and save again."))
