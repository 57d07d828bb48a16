"""
Makes a clean copy of one image or PDF: standard input to standard output.

Runs as a process of its own (`file_cleaning.py`), without the secrets of the desk, with little memory and time, and may write
no file: what it parses was made by somebody else. It imports nothing of ours. Exit code 0 means clean, 3 means refused,
and the word on standard error says why; anything else means that it could not be read.
"""

import io
import resource
import sys
import warnings

MOST_PIXELS = 40_000_000
MOST_PAGES = 2000
MEMORY, SECONDS = 1024 * 1024 * 1024, 15
REFUSED = 3
QUALITY = 88

# A PDF keeps its pages, texts and form fields, and nothing that acts, is attached or tells of its maker.
DROPPED = [
    "/AA",
    "/AF",
    "/Collection",
    "/EF",
    "/EmbeddedFiles",
    "/JavaScript",
    "/JS",
    "/LastModified",
    "/Legal",
    "/Metadata",
    "/Movie",
    "/OpenAction",
    "/Perms",
    "/PieceInfo",
    "/Requirements",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/Sound",
    "/3DD",
    "/XFA",
]
ACTIONS = [
    "/GoTo3DView",
    "/GoToE",
    "/GoToR",
    "/Hide",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/ResetForm",
    "/RichMediaExecute",
    "/SetOCGState",
    "/Sound",
    "/SubmitForm",
    "/Thread",
    "/Trans",
    "/URI",
]
ACTIVE_NOTES = ["/3D", "/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound"]


class Refused(Exception):
    """Says why in one word: `pixels`, `encrypted`, `dynamic`, `pages`."""


def clean(kind: str, data: bytes) -> bytes:
    """`linked_pdf`: a publication, whose links to pages of the web stay; a file of a case keeps none."""
    if kind in ("pdf", "linked_pdf"):
        return clean_pdf(data, keeps_links=kind == "linked_pdf")
    return clean_image(kind, data)


def clean_image(kind: str, data: bytes) -> bytes:
    """The pixels of the first picture, painted anew: no place, no date, no device, nothing behind the picture."""
    from PIL import Image, ImageOps  # noqa: PLC0415 -- only what this one file needs

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        opened = Image.open(io.BytesIO(data), formats=[kind.upper()])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    with opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("pixels")
        picture = with_plain_colours(ImageOps.exif_transpose(opened), kind)
        painted = Image.new(picture.mode, picture.size)
        painted.paste(picture)
    out = io.BytesIO()
    options = {} if kind == "png" else {"quality": QUALITY}
    painted.save(out, kind.upper(), **options)
    return out.getvalue()


def with_plain_colours(picture, kind):
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    clear = picture.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if clear and kind != "jpeg" else "RGB")


def clean_pdf(data: bytes, *, keeps_links: bool = False) -> bytes:
    """Written anew: what no page needs is left out with everything that acts. Seals inside it no longer hold."""
    import pikepdf  # noqa: PLC0415 -- only what this one file needs

    try:
        opened = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    with opened as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Refused("pages")
        if pdf.Root.get("/NeedsRendering"):
            raise Refused("dynamic")
        for page in pdf.pages:
            drop_active_notes(page, pikepdf)
        for thing in pdf.objects:
            scrub(thing, pikepdf, keeps_links)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        out = io.BytesIO()
        pdf.save(
            out,
            encryption=False,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def drop_active_notes(page, pikepdf):
    notes = page.obj.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        kept = [one for one in notes if one.get("/Subtype") not in ACTIVE_NOTES]
        page.obj["/Annots"] = pikepdf.Array(kept)


def scrub(thing, pikepdf, keeps_links=False):
    """This object and what lies directly in it. What it points to has its own turn."""
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            scrub_inside(one, pikepdf, keeps_links)
        return
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    if isinstance(thing, pikepdf.Stream) and is_photo(thing, pikepdf):
        photo = without_segments(thing.read_raw_bytes())
        thing.write(photo, filter=pikepdf.Name.DCTDecode, decode_parms=thing.get("/DecodeParms"))
    if str(thing.get("/S", "")) in ACTIONS and "/K" not in thing:
        kept = ("/S", "/Type", "/URI") if keeps_links and leads_to_web(thing) else ("/S", "/Type")
        for name in list(thing.keys()):
            if name not in kept:
                del thing[name]
    for name in list(thing.keys()):
        if name in DROPPED:
            del thing[name]
        else:
            scrub_inside(thing[name], pikepdf, keeps_links)


def leads_to_web(action) -> bool:
    return str(action.get("/S")) == "/URI" and str(action.get("/URI", "")).lower().startswith(
        ("https://", "http://")
    )


def scrub_inside(value, pikepdf, keeps_links):
    direct = isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect
    if direct:
        scrub(value, pikepdf, keeps_links)


def is_photo(stream, pikepdf) -> bool:
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array) and len(found) == 1:
        found = found[0]
    return found == pikepdf.Name.DCTDecode


def without_segments(photo: bytes) -> bytes:
    """A JPEG without its comments and application segments: place, date and device. Adobe's, on colours, stays."""
    if photo[:2] != b"\xff\xd8":
        return photo
    out, at = bytearray(photo[:2]), 2
    while at + 4 <= len(photo) and photo[at] == 0xFF and photo[at + 1] != 0xDA:
        mark, length = photo[at + 1], int.from_bytes(photo[at + 2 : at + 4], "big")
        if mark in (0xE0, 0xEE) or not (0xE1 <= mark <= 0xEF or mark == 0xFE):
            out += photo[at : at + 2 + length]
        at += 2 + length
    return bytes(out + photo[at:])


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        cleaned = clean(sys.argv[1], sys.stdin.buffer.read())
    except Refused as problem:
        sys.stderr.write(str(problem))
        return REFUSED
    sys.stdout.buffer.write(cleaned)
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except Exception:  # nothing of the file is told
        code = 1
    sys.exit(code)
