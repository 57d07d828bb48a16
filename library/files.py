"""A PDF that is kept here: written anew, without scripts, attachments and actions, and only where the licence allows."""

import hashlib
import io

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from library.models import StoredFile
from shell.file_cleaning import NotCleaned, cleaned

LARGEST = 10 * 1024 * 1024


def clean_pdf(body: bytes) -> bytes:
    """The file without what acts. Raises `ValidationError` for what is no readable PDF."""
    try:
        return cleaned("linked_pdf", body, most=2 * LARGEST)
    except NotCleaned as problem:
        text = _(
            "This is not a PDF that can be read. Save it once more as PDF, without a password."
        )
        raise ValidationError(text) from problem


def pages_of(kept: bytes) -> int:
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        return len(pdf.pages)


def keep(cleaned_body: bytes) -> StoredFile:
    """What `clean_pdf` made. The same file twice is one."""
    digest = hashlib.sha256(cleaned_body).hexdigest()
    found = StoredFile.objects.defer("body").filter(sha256=digest).first()
    return found or StoredFile.objects.create(
        body=cleaned_body,
        sha256=digest,
        size=len(cleaned_body),
        pages=pages_of(cleaned_body),
    )
