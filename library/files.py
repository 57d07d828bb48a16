"""A PDF that is kept here: written anew, without scripts, attachments and actions, and only where the licence allows."""

import hashlib
import io

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from library.models import StoredFile

LARGEST = 10 * 1024 * 1024
ACTIVE = ("/OpenAction", "/AA", "/AcroForm")
ACTIVE_NAMES = ("/JavaScript", "/EmbeddedFiles")


def clean_pdf(body: bytes) -> tuple[bytes, int]:
    """The file without what acts, and its number of pages. Raises `ValidationError` for what is no readable PDF."""
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(body)) as pdf:
            calm(pdf)
            pdf.save(out)
            return out.getvalue(), len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError) as problem:
        text = _(
            "This is not a PDF that can be read. Save it once more as PDF, without a password."
        )
        raise ValidationError(text) from problem


def calm(pdf):
    drop(pdf.Root, ACTIVE)
    drop(pdf.Root.get("/Names", {}), ACTIVE_NAMES)
    for page in pdf.pages:
        drop(page.obj, ("/AA",))
        for note in page.obj.get("/Annots", []):
            leads_out = "/A" in note and note["/A"].get("/S") == "/URI"
            drop(note, ("/AA",) if leads_out else ("/AA", "/A"))


def drop(thing, keys):
    for key in keys:
        if key in thing:
            del thing[key]


def keep(body: bytes) -> StoredFile:
    """The same file twice is one."""
    cleaned, pages = clean_pdf(body)
    digest = hashlib.sha256(cleaned).hexdigest()
    found = StoredFile.objects.defer("body").filter(sha256=digest).first()
    return found or StoredFile.objects.create(
        body=cleaned, sha256=digest, size=len(cleaned), pages=pages
    )
