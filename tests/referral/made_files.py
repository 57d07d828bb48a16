"""Files as they come from telephones, offices and people who mean harm. Made here, small, and of invented content."""

import io
import struct
import tarfile
import zipfile
import zlib

import pikepdf
from PIL import Image

CANARY = b"zq7idk canary of a file"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PLACE = {1: "N", 2: (44.0, 29.0, 39.0), 3: "E", 4: (11.0, 20.0, 33.0)}


def picture(kind="JPEG", mode="RGB", size=(40, 30), *, where=True, **options):
    """A photo with the place, the device and a comment in it."""
    image = Image.new(mode, size)
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    if where:
        exif.get_ifd(0x8825).update(PLACE)
    out = io.BytesIO()
    if kind in ("JPEG", "WEBP", "PNG"):
        options["exif"] = exif
    image.save(out, kind, **options)
    return out.getvalue()


def png_that_says(width, height):
    """The head alone of a huge image: nothing was ever painted."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(3000)))
        + chunk(b"IEND", b"")
    )


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pdf(change=lambda _pdf: None, **saving):
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    made.docinfo["/Author"] = CANARY.decode()
    change(made)
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def with_script(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('canary')")


def with_named_script(made):
    action = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('canary')")
    )
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["canary", action]))
    )


def with_launch(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="canary.exe")


def with_attachment(made):
    made.attachments["canary.exe"] = b"MZ canary"


def with_page_action(made):
    made.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://canary.example")
    )


def with_note(kind, **more):
    def change(made):
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + kind), Rect=[0, 0, 9, 9], **more
        )
        made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(note)])

    return change


def with_link(made):
    with_note("Link", A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://canary.example"))(made)


def with_metadata(made):
    made.Root.Metadata = made.make_stream(b"<x:xmpmeta>canary</x:xmpmeta>")


def with_photo(made):
    """A scan to PDF, as telephones make it: the photo lies inside with its place."""
    photo = made.make_stream(picture())
    photo.Type, photo.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    photo.Width, photo.Height, photo.BitsPerComponent = 40, 30, 8
    photo.ColorSpace, photo.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    made.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    made.pages[0].obj.Contents = made.make_stream(b"q 40 0 0 30 0 0 cm /Im0 Do Q")


def dynamic(made):
    made.Root.NeedsRendering = True


def archive(parts=(("a.txt", b"words"),), *, first=None, comment=b"", method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        if first:
            made.writestr(zipfile.ZipInfo(first[0]), first[1], zipfile.ZIP_STORED)
        for name, body in parts:
            made.writestr(name, body)
        made.comment = comment
    return out.getvalue()


def docx(*more, **options):
    parts = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]
    return archive([*parts, *more], **options)


def xlsx(*more):
    return archive(
        [("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"), *more]
    )


def odt(*more):
    mark = ("mimetype", b"application/vnd.oasis.opendocument.text")
    return archive([("content.xml", b"<office/>"), *more], first=mark)


def tar(mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as made:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    return out.getvalue()


def nested(depth=4):
    body = b"0" * 100_000
    for level in range(depth):
        body = archive([(f"{level}{number}.zip", body) for number in range(3)])
    return body


def that_says(data, size):
    """The same archive, whose last part says that it unpacks to so many bytes."""
    at = data.rfind(b"PK\x01\x02") + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


def encrypted_flag(data):
    """The same archive, saying of its parts that they need a password."""
    changed = bytearray(data)
    changed[6] |= 1
    at = changed.find(b"PK\x01\x02")
    while at != -1:
        changed[at + 8] |= 1
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)
