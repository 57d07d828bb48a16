"""
Where sealed files lie: put, get, delete, by a random id that stands nowhere else.

On Django's storages: the disk, or whatever S3 speaks (`config/files.py`). What lies there is sealed before it comes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages


class Disk(FileSystemStorage):
    """Private to its owner, and on the disk before the row that speaks of it is."""

    def __init__(self, **options):
        super().__init__(
            file_permissions_mode=0o600, directory_permissions_mode=0o700, base_url=None, **options
        )

    def _save(self, name, content):
        existed = os.path.exists(self.path(name))
        try:
            name = super()._save(name, content)
        except OSError:
            if not existed:  # half of it on a full disk would take the room that is left
                with suppress(OSError):
                    os.unlink(self.path(name))
            raise
        for path in (self.path(name), os.path.dirname(self.path(name))):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return name


class StoreError(OSError):
    """What speaks to the store failed in its own way."""


@contextmanager
def told():
    """Every failure is an `OSError`, also those of a client library that may be missing here."""
    try:
        yield
    except OSError:
        raise
    except Exception as problem:
        raise StoreError(type(problem).__name__) from problem


def files():
    return storages["files"]


def name_of(blob: UUID) -> str:
    return f"{blob.hex[:2]}/{blob.hex}"


def put(blob: UUID, sealed: bytes) -> None:
    """Raises `OSError`."""
    with told():
        saved = files().save(name_of(blob), ContentFile(sealed))
        if saved != name_of(blob):
            files().delete(saved)
            raise FileExistsError(blob.hex)


def get(blob: UUID) -> bytes:
    """Raises `OSError`."""
    with told(), files().open(name_of(blob)) as stored:
        return stored.read()


def delete(blob: UUID) -> None:
    """Raises `OSError`."""
    with told():
        files().delete(name_of(blob))


def all_blobs() -> Iterator[tuple[UUID, datetime]]:
    """Every stored id, and since when it lies there. Raises `OSError`."""
    with told():
        try:
            folders, _files = files().listdir("")
        except FileNotFoundError:
            return
        for folder in folders:
            _folders, names = files().listdir(folder)
            for name in names:
                yield UUID(name), files().get_modified_time(f"{folder}/{name}")
