"""Names of records, as they stand in addresses."""

from collections.abc import Container

from anyascii import anyascii
from django.utils.text import slugify

RESERVED = {"new", "import", "export", "links"}  # pages of the library have these addresses


def free_slug(title: str, taken: Container[str]) -> str:
    """Of the title, in Latin letters whatever its script."""
    start = slugify(anyascii(title))[:70].strip("-") or "record"
    if start not in taken and start not in RESERVED:
        return start
    return next(f"{start}-{n}" for n in range(2, 100_000) if f"{start}-{n}" not in taken)
