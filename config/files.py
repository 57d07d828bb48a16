"""Where files lie and who looks through them. Files are taken only where somebody decided both."""

from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DISK = "referral.files.store.Disk"
S3 = "storages.backends.s3.S3Storage"
NO_SCANNER = "none"
SCANNERS = ("unix:", "tcp:")


def storage(folder: Path, bucket: str, endpoint: str = "", region: str = "") -> dict:
    """An entry of STORAGES. A bucket wins over the folder. Keys of the bucket come as boto3 reads them."""
    if not bucket:
        return {"BACKEND": DISK, "OPTIONS": {"location": folder}}
    if not all(find_spec(name) for name in ("storages", "boto3")):
        raise ImproperlyConfigured(
            "FILES_S3_BUCKET is set, and what speaks to it is missing: pip install 'django-storages[s3]'."
        )
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "file_overwrite": False,
        "default_acl": None,
        "gzip": False,
    }
    return {"BACKEND": S3, "OPTIONS": options}


def scanner(text: str) -> str:
    """`none`, `unix:/path` or `tcp:host:port` of a clamd, or empty where nobody decided."""
    fits = text in ("", NO_SCANNER) or text.startswith(SCANNERS)
    if text.startswith("tcp:"):
        fits = text.removeprefix("tcp:").rpartition(":")[2].isdigit()
    if not fits:
        raise ImproperlyConfigured(
            "FILE_SCANNER is unix:/path/of/clamd.sock, tcp:host:3310, or none (files are kept unscanned, and pages say so)."
        )
    return text


def are_taken(*, production: bool, scanner: str, placed: bool) -> bool:
    """Production takes no file before its operator has said where they lie and what scans them, if anything."""
    return not production or (placed and bool(scanner))
