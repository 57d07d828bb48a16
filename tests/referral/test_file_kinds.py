"""Files of all kinds (classes E-9 to E-11 of the attack list): taken as what they are, or refused with what to do now."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from referral.files import apart
from referral.files.kinds import (
    ACTIVE_OFFICE,
    ARCHIVE,
    AS_PDF,
    BROKEN_OFFICE,
    EMPTY,
    MOST_BYTES,
    NAME_HIDES,
    NAME_TWICE,
    NO_ENDING,
    TAKE_ANOTHER_PHOTO,
    TOO_LARGE,
    UNKNOWN,
    WEB_PAGE,
    FileKind,
    FileRefused,
    recognise,
)
from shell import file_cleaner as cleaner
from tests.referral import made_files as made

pytestmark = pytest.mark.rule(29)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def refused(name, data):
    with pytest.raises(FileRefused) as problem:
        recognise(name, data)
    return str(problem.value)


def test_what_is_taken():
    taken = {
        "decision.pdf": made.pdf(),
        "photo.jpg": made.picture(),
        "PHOTO.JPEG": made.picture(),
        "photo.png": made.picture("PNG"),
        "photo.webp": made.picture("WEBP"),
        "note.txt": "Il decreto è del 12.03; الأصل عند المحكمة\r\n".encode(),
        "with mark.txt": b"\xef\xbb\xbfwords",
        "letter.docx": made.docx(),
        "list.xlsx": made.xlsx(),
        "letter.odt": made.odt(),
        "Decision 12.03.2026.pdf": made.pdf(),
        "v. Roma, n. 4.pdf": made.pdf(),
    }
    kinds = [recognise(name, data) for name, data in taken.items()]

    K = FileKind
    assert kinds == [
        K.PDF,
        K.JPEG,
        K.JPEG,
        K.PNG,
        K.WEBP,
        K.TEXT,
        K.TEXT,
        K.DOCX,
        K.XLSX,
        K.ODT,
        K.PDF,
        K.PDF,
    ]


ARCHIVES = {
    "a plain one": ("a.zip", made.archive()),
    "a bomb": ("bomb.zip", made.archive([("zeros", bytes(3_000_000))])),
    "nested ones": ("nested.zip", made.nested()),
    "one that climbs out": ("slip.zip", made.archive([("../../etc/cron.d/x", b"x")])),
    "one with an absolute path": ("slip.zip", made.archive([("/etc/passwd", b"x")])),
    "a locked one": ("locked.zip", made.encrypted_flag(made.archive())),
    "one named as a letter": ("letter.docx", made.archive()),
    "one named as a table": ("list.xlsx", made.archive()),
    "one named as a PDF": ("a.pdf", made.archive()),
    "one named as a photo": ("a.jpg", made.archive()),
    "a bomb named as a letter": ("bomb.docx", made.that_says(made.docx(), 110_000_000)),
    "a letter with something before it": ("a.docx", b"PK\x03\x04" + made.docx()),
    "a letter with something behind it": ("a.docx", made.docx() + b"MZ program"),
    "a letter with a remark": ("a.docx", made.docx(comment=b"<script>")),
    "a letter with thousands of parts": (
        "a.docx",
        made.docx(*((f"p{n}", b"") for n in range(2001))),
    ),
    "half a letter": ("a.docx", made.docx()[:-30]),
    "a tar with a link out": ("a.tar", made.tar()),
    "a packed tar": ("a.tar.gz", made.tar("w:gz")),
    "a tar of another packer": ("a.txz", made.tar("w:xz")),
    "one of 7-Zip": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    "one of RAR": ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
}


@pytest.mark.parametrize("what", ARCHIVES)
@pytest.mark.asvs("5.2.5", "5.3.3")
def test_archives_are_refused(what):
    said = refused(*ARCHIVES[what])

    assert said in (ARCHIVE, NAME_TWICE)


IMAGES = {
    "a drawing with a script": ("a.svg", SVG, WEB_PAGE),
    "a drawing named as a photo": ("a.png", SVG, WEB_PAGE),
    "a drawing behind blanks": ("a.svg", b"\xef\xbb\xbf \n" + SVG, WEB_PAGE),
    "a photo of a telephone": ("a.heic", HEIC, TAKE_ANOTHER_PHOTO),
    "a photo of a telephone, renamed": ("a.jpg", HEIC, TAKE_ANOTHER_PHOTO),
    "an AVIF photo": ("a.avif", b"\x00\x00\x00\x1cftypavif" + bytes(16), TAKE_ANOTHER_PHOTO),
    "a TIFF scan": ("a.tif", made.picture("TIFF"), TAKE_ANOTHER_PHOTO),
    "a TIFF scan of the other order": ("a.tiff", b"MM\x00*" + bytes(20), TAKE_ANOTHER_PHOTO),
    "an animation": ("a.gif", made.picture("GIF", "P"), UNKNOWN),
    "a script that is an animation": ("a.gif", b"GIF89a/*" + bytes(8) + b"*/=1;alert(1)", UNKNOWN),
    "the same, named as words": ("a.txt", b"GIF89a=1;alert(1)", UNKNOWN),
    "a bitmap": ("a.bmp", made.picture("BMP"), UNKNOWN),
    "an icon": ("a.ico", made.picture("ICO"), UNKNOWN),
    "a Photoshop file": ("a.psd", b"8BPS\x00\x01" + bytes(20), UNKNOWN),
    "PostScript": ("a.eps", b"%!PS-Adobe-3.0", UNKNOWN),
    "a PNG called JPEG": ("a.jpg", made.picture("PNG"), ".png"),
    "a JPEG called PNG": ("a.png", made.picture(), ".jpg"),
    "a JPEG called PDF": ("a.pdf", made.picture(), ".jpg"),
    "a WebP called PNG": ("a.png", made.picture("WEBP"), ".webp"),
    "a sound in the same box": ("a.webp", b"RIFF\x24\x00\x00\x00WAVEfmt ", UNKNOWN),
}


@pytest.mark.parametrize("what", IMAGES)
@pytest.mark.asvs("5.2.2", "1.3.4")
def test_images_that_are_not_taken(what):
    name, data, said = IMAGES[what]

    assert str(said) in refused(name, data)


DOCUMENTS = {
    "a web page": ("a.html", HTML, WEB_PAGE),
    "a web page named as a PDF": ("a.pdf", HTML, WEB_PAGE),
    "a web page that is a PDF too": ("a.pdf", HTML + made.pdf(), WEB_PAGE),
    "a PDF behind something else": ("a.pdf", b"\n" + made.pdf(), UNKNOWN),
    "a web page named as words": ("a.txt", b" \n<html>", WEB_PAGE),
    "rich text with an object": ("a.rtf", rb"{\rtf1{\object\objdata 01}}", AS_PDF),
    "rich text named as words": ("a.txt", rb"{\rtf1 words}", AS_PDF),
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), AS_PDF),
    "a locked Word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), AS_PDF),
    "a letter with macros": ("a.docm", made.docx(("word/vbaProject.bin", b"x")), ACTIVE_OFFICE),
    "the same, renamed": ("a.docx", made.docx(("word/vbaProject.bin", b"x")), ACTIVE_OFFICE),
    "a letter with a program in it": (
        "a.docx",
        made.docx(("word/embeddings/o.bin", b"x")),
        ACTIVE_OFFICE,
    ),
    "a letter with a control": ("a.docx", made.docx(("word/activeX/x.xml", b"x")), ACTIVE_OFFICE),
    "a table with macros": ("a.xlsx", made.xlsx(("xl/vbaProject.bin", b"x")), ACTIVE_OFFICE),
    "a table with old macros": ("a.xlsx", made.xlsx(("xl/macrosheets/s.xml", b"x")), ACTIVE_OFFICE),
    "a text with macros": ("a.odt", made.odt(("Basic/script-lc.xml", b"x")), ACTIVE_OFFICE),
    "a text with scripts": ("a.odt", made.odt(("Scripts/x.js", b"x")), ACTIVE_OFFICE),
    "a locked letter": ("a.docx", made.encrypted_flag(made.docx()), BROKEN_OFFICE),
    "a letter called a table": ("a.xlsx", made.docx(), ".docx"),
    "a PDF called a letter": ("a.docx", made.pdf(), ".pdf"),
    "a program": ("a.exe", b"MZ\x90\x00" + bytes(40), UNKNOWN),
    "a program named as a PDF": ("a.pdf", b"MZ\x90\x00" + bytes(40), UNKNOWN),
    "a script": ("a.sh", b"#!/bin/sh\nrm -rf /", UNKNOWN),
    "a script named as words": ("a.txt", b"#!/bin/sh\nrm -rf /", UNKNOWN),
    "words with a hole": ("a.txt", b"words\x00words", UNKNOWN),
    "words of another alphabet's code": ("a.txt", "perché".encode("latin-1"), UNKNOWN),
    "two endings": ("a.exe.pdf", made.pdf(), NAME_TWICE),
    "two endings the other way": ("a.pdf.exe", made.pdf(), NAME_TWICE),
    "two endings of pages": ("a.html.jpg", made.picture(), NAME_TWICE),
    "a name that reads backwards": ("a\u202efdp.exe", made.pdf(), NAME_HIDES),
    "a name with a mark that nobody sees": ("a\u200b.pdf", made.pdf(), NAME_HIDES),
    "a name with an end in it": ("a.pdf\x00.jpg", made.pdf(), NAME_HIDES),
    "a name on two lines": ("a\r\nb.pdf", made.pdf(), NAME_HIDES),
    "a name that ends in a point": ("a.pdf.", made.pdf(), NO_ENDING),
    "a name that ends in a blank": ("a. ", made.pdf(), NO_ENDING),
    "a name without an ending": ("decision", made.pdf(), NO_ENDING),
    "nothing": ("a.pdf", b"", EMPTY),
    "too much": ("a.pdf", b"%PDF-" + bytes(MOST_BYTES), TOO_LARGE),
}


@pytest.mark.parametrize("what", DOCUMENTS)
@pytest.mark.asvs("5.2.2")
def test_documents_that_are_not_taken(what):
    name, data, said = DOCUMENTS[what]

    assert str(said) in refused(name, data)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "CON.pdf", "é" * 300 + ".pdf", "a;b|c.pdf", ".pdf"]
)
def test_a_strange_name_is_no_matter_because_it_is_forgotten(name):
    assert recognise(name, made.pdf()) == FileKind.PDF


# What is kept of an image


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
@pytest.mark.asvs("14.2.8")
def test_place_device_and_date_go_from_a_photo(kind, mode):
    sent = made.picture(kind, mode)
    assert made.CANARY in sent

    kept = cleaner.clean_image(kind.lower(), sent + b"<script>canary</script>")

    assert b"canary" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size) == (kind, (40, 30))
        assert not image.getexif()
        assert not image.info.keys() & {"exif", "comment", "icc_profile", "xmp"}


def test_a_photo_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)

    with Image.open(io.BytesIO(cleaner.clean_image("jpeg", out.getvalue()))) as image:
        assert image.size == (30, 40)


@pytest.mark.parametrize("size", [(50_000, 50_000), (40_000_001, 1), (8000, 5001)])
@pytest.mark.asvs("5.2.6")
def test_an_image_of_too_many_points_is_not_painted(size):
    with pytest.raises(cleaner.Refused, match="pixels"):
        cleaner.clean_image("png", made.png_that_says(*size))


# What is kept of a PDF

ACTIVE = {
    "a script at the beginning": made.with_script,
    "a script with a name": made.with_named_script,
    "a program to start": made.with_launch,
    "an attachment": made.with_attachment,
    "a page that sends a form": made.with_page_action,
    "a link": made.with_link,
    "an attached note": made.with_note("FileAttachment", FS="canary.exe"),
    "a film": made.with_note("RichMedia", RichMediaContent="canary"),
    "a 3D model": made.with_note("3D", Contents="canary"),
    "what it says about itself": made.with_metadata,
    "a photo with a place": made.with_photo,
}


@pytest.mark.parametrize("what", ACTIVE)
def test_what_acts_or_tells_goes_from_a_pdf(what):
    sent = made.pdf(
        ACTIVE[what],
        compress_streams=False,
        object_stream_mode=made.pikepdf.ObjectStreamMode.disable,
    )
    assert b"canary" in sent

    kept = cleaner.clean_pdf(sent + b"<script>canary</script>")

    with made.pikepdf.open(io.BytesIO(kept)) as clean:
        assert len(clean.pages) == 1
        plain = io.BytesIO()
        clean.save(plain, qdf=True, object_stream_mode=made.pikepdf.ObjectStreamMode.disable)
    for trace in (
        b"canary",
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/EmbeddedFile",
        b"/AA",
        b"/Author",
    ):
        assert trace not in plain.getvalue()
    if what == "a photo with a place":
        assert b"/DCTDecode" in kept


def test_a_pdf_that_nobody_can_open_is_refused():
    for sent, why in [
        (made.pdf(encryption=made.pikepdf.Encryption(owner="a", user="b")), "encrypted"),
        (made.pdf(made.dynamic), "dynamic"),
    ]:
        with pytest.raises(cleaner.Refused, match=why):
            cleaner.clean_pdf(sent)
    # Whoever may open it without a password may keep it: only printing was forbidden.
    kept = cleaner.clean_pdf(made.pdf(encryption=made.pikepdf.Encryption(owner="a", user="")))
    assert b"/Encrypt" not in kept


# The process that does it


def test_it_is_done_apart_without_the_secrets_of_the_desk(monkeypatch):
    monkeypatch.setenv("MASTER_KEYS", "canary")
    assert made.CANARY not in apart.clean_copy(FileKind.JPEG, made.picture())
    assert apart.clean_copy(FileKind.TEXT, b"words") == b"words"


@pytest.mark.parametrize(
    ("kind", "sent", "why"),
    [
        (FileKind.JPEG, made.picture()[:300], apart.BROKEN),
        (FileKind.PDF, b"%PDF-1.7 nothing", apart.BROKEN),
        (FileKind.PNG, made.png_that_says(50_000, 50_000), apart.WHY["pixels"]),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_what_to_do(kind, sent, why):
    with pytest.raises(FileRefused) as problem:
        apart.clean_copy(kind, sent)

    assert str(problem.value) == why


@pytest.mark.asvs("15.2.2")
def test_it_may_write_no_file_and_use_little_memory(tmp_path):
    program = tmp_path / "greedy.py"
    program.write_text(
        Path(cleaner.__file__).read_text().split("if __name__")[0]
        + f"""
def clean(kind, data):
    if kind == "write":
        with open({str(tmp_path / "out")!r}, "wb") as file:
            file.write(data * 100)
            file.flush()
    return bytes(2 * MEMORY)[:1]
main()
"""
    )
    for kind in ("write", "much"):
        done = subprocess.run(
            [sys.executable, "-I", program, kind],
            input=b"x",
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode != 0
        assert not done.stdout
    assert (tmp_path / "out").stat().st_size == 0


def test_no_office_file_is_unpacked(monkeypatch):
    letter = made.docx()
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)

    assert recognise("a.docx", letter) == FileKind.DOCX
