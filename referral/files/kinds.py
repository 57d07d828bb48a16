"""
What a file is, by its content. Its name must agree, and is then forgotten.

Office files are never unpacked: only the list of what is in them is read.
"""

import unicodedata
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_BYTES_OF_A_CASE = 200 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE  # what an Office file may say that it holds
MOST_ENTRIES = 2000
END_OF_ZIP, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
END_BYTES, ZIP64_BYTES = 22, 20
LOCKED = 1  # the flag of a part that needs a password


class FileKind(models.TextChoices):
    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("JPEG image")
    PNG = "png", _("PNG image")
    WEBP = "webp", _("WebP image")
    TEXT = "text", _("Plain text")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    ODT = "odt", _("OpenDocument text")


ENDINGS = {
    FileKind.PDF: ["pdf"],
    FileKind.JPEG: ["jpg", "jpeg"],
    FileKind.PNG: ["png"],
    FileKind.WEBP: ["webp"],
    FileKind.TEXT: ["txt"],
    FileKind.DOCX: ["docx"],
    FileKind.XLSX: ["xlsx"],
    FileKind.ODT: ["odt"],
}
# A name like "letter.exe.pdf" is made to deceive. "Decision 12.03.pdf" is not.
DECEIVING = set(
    [
        "app",
        "bat",
        "bin",
        "bz2",
        "cmd",
        "com",
        "cpl",
        "dll",
        "dmg",
        "doc",
        "docm",
        "dot",
        "dotm",
        "exe",
        "gz",
        "hta",
        "htm",
        "html",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "msi",
        "pif",
        "ppt",
        "pptm",
        "ps1",
        "py",
        "rar",
        "reg",
        "rtf",
        "scr",
        "sh",
        "svg",
        "swf",
        "tar",
        "url",
        "vbe",
        "vbs",
        "wsf",
        "xhtml",
        "xls",
        "xlsb",
        "xlsm",
        "xml",
        "xz",
        "zip",
        "7z",
    ]
).union(*ENDINGS.values())
CLEANED = {FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.WEBP}

ACTIVE_PARTS = (
    "vbaproject",
    "vbadata",
    "activex/",
    "embeddings/",
    "macrosheets/",
    "dialogsheets/",
    "basic/",
    "scripts/",
    "customui",
)
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.textPK"


class FileRefused(Exception):
    """The file is not kept. The text says why, and what to do now."""


UNKNOWN = _(
    "Files of this kind are not kept here. Send a PDF, a JPEG, PNG or WebP image, plain text (.txt), or a .docx, .xlsx"
    " or .odt file. A scan or a photo of the page will do."
)
ARCHIVE = _("Archives are not kept here: nobody can see what is inside. Send the files one by one.")
TAKE_ANOTHER_PHOTO = _(
    "This is a photo in a format that many computers cannot open. On the telephone, choose the format “Most compatible”,"
    " or make a screenshot of the photo, and send that."
)
AS_PDF = _("Files of this kind can carry programs. Open it, save it as PDF, and send the PDF.")
WEB_PAGE = _(
    "Web pages and drawings in SVG can carry programs. Print the page as PDF, and send that."
)
ACTIVE_OFFICE = _("This file holds macros or other files. Save it as PDF, and send the PDF.")
BROKEN_OFFICE = _(
    "This Office file is damaged or protected. Open it, save it as PDF, and send the PDF."
)
NAME_HIDES = _(
    "The name of the file holds hidden characters. Give it a plain name and send it again."
)
NAME_TWICE = _(
    "The name of the file has two endings. Give it a plain name with one ending and send it again."
)
NO_ENDING = _(
    "The name of the file has no ending, such as .pdf. Add the right one and send it again."
)
NOT_AS_NAMED = _(
    "The name says .%(ending)s, and the content is of another kind (%(kind)s). Give the file the ending .%(right)s and"
    " send it again."
)
EMPTY = _("The file is empty. Choose another one.")
TOO_LARGE = _("The file is larger than 10 MB. Make the scan smaller, or send its pages one by one.")

# What is most often tried and not taken: the first bytes, where they stand, and what to do.
OTHERS = [
    (0, b"PK", ARCHIVE),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"MSCF", ARCHIVE),
    (4, b"ftyphei", TAKE_ANOTHER_PHOTO),
    (4, b"ftyphev", TAKE_ANOTHER_PHOTO),
    (4, b"ftypmif1", TAKE_ANOTHER_PHOTO),
    (4, b"ftypmsf1", TAKE_ANOTHER_PHOTO),
    (4, b"ftypavif", TAKE_ANOTHER_PHOTO),
    (0, b"II*\x00", TAKE_ANOTHER_PHOTO),
    (0, b"MM\x00*", TAKE_ANOTHER_PHOTO),
    (0, b"\xd0\xcf\x11\xe0", AS_PDF),
    (0, b"{\\rtf", AS_PDF),
]


def recognise(name: str, data: bytes) -> FileKind:
    """The kind of an allowed file whose name agrees with its content. Raises `FileRefused`."""
    if not data:
        raise FileRefused(EMPTY)
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_LARGE)
    ending = ending_of(name)
    kind = kind_of(data)
    if kind is None:
        raise FileRefused(advice_on(data))
    if ending not in ENDINGS[kind]:
        words = {"ending": ending, "kind": kind.label, "right": ENDINGS[kind][0]}
        raise FileRefused(NOT_AS_NAMED % words)
    return kind


def ending_of(name: str) -> str:
    if any(unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for one in name):
        raise FileRefused(NAME_HIDES)
    parts = [part.strip().lower() for part in name.split(".")]
    if len(parts) < 2 or not parts[-1]:
        raise FileRefused(NO_ENDING)
    if len(parts) > 2 and DECEIVING.intersection(parts[1:-1]):
        raise FileRefused(NAME_TWICE)
    return parts[-1]


def kind_of(data: bytes) -> FileKind | None:
    if data.startswith(b"%PDF-"):
        return FileKind.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileKind.WEBP
    if data.startswith(b"PK\x03\x04"):
        return office_kind(data)
    return FileKind.TEXT if is_text(data) else None


def is_text(data: bytes) -> bool:
    """Words, and nothing that a program would take for its own."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(one) < 32 and one not in "\t\n\r\f" for one in text) or "\x7f" in text:
        return False
    return not text.lstrip().startswith(("<", "{\\rtf", "%!", "#!", "%PDF", "GIF8"))


def office_kind(data: bytes) -> FileKind | None:
    """By the list of its parts. An archive that is no Office file is none of ours."""
    parts = parts_inside(data)
    names = {part.filename for part in parts}
    if data[30:].startswith(OPEN_DOCUMENT) and "content.xml" in names:
        kind = FileKind.ODT
    elif "[Content_Types].xml" not in names:
        return None
    elif "word/document.xml" in names:
        kind = FileKind.DOCX
    elif "xl/workbook.xml" in names:
        kind = FileKind.XLSX
    else:
        return None
    if any(part.flag_bits & LOCKED for part in parts):
        raise FileRefused(BROKEN_OFFICE)
    if any(part in name.lower() for name in names for part in ACTIVE_PARTS):
        raise FileRefused(ACTIVE_OFFICE)
    return kind


def parts_inside(data: bytes) -> list[ZipInfo]:
    """None where something stands before or behind the archive, or where it says that it holds more than it may."""
    end = data[-END_BYTES:]
    if not end.startswith(END_OF_ZIP) or data[-END_BYTES - ZIP64_BYTES :].startswith(ZIP64):
        return []
    count = int.from_bytes(end[10:12], "little")
    directory = int.from_bytes(end[12:16], "little") + int.from_bytes(end[16:20], "little")
    if count > MOST_ENTRIES or directory != len(data) - END_BYTES:
        return []
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return []
    return parts if sum(part.file_size for part in parts) <= MOST_UNPACKED else []


def advice_on(data: bytes):
    for place, mark, advice in OTHERS:
        if data[place : place + len(mark)] == mark:
            return advice
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return WEB_PAGE
    return UNKNOWN
