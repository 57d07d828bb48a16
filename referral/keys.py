"""
Data keys and the encrypted column. The only module of the casework half that touches ciphers.

Each case, package part and draft has one random key per data class, wrapped by the installation's master key and
kept where the application cannot read it. `use_key` in the database checks the right, writes the read entry and hands
the wrapped key out: no entry, no data. Erasing is deleting the key.
"""

import os
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.db import connection, models

from accounts.acting import held_keys

VERSION = b"\x01"
NONCE_BYTES = 12
READ, WRITE = "read", "write"


class NoKey(Exception):
    """The right to this data is missing, or its key was destroyed."""


def wrap(key: bytes) -> bytes:
    return aes_key_wrap(settings.MASTER_KEYS[settings.MASTER_KEY_VERSION], key)


def unwrap(wrapped: bytes, master_version: int) -> bytes:
    return aes_key_unwrap(settings.MASTER_KEYS[master_version], wrapped)


def data_key(owner: uuid.UUID, data_class: str, why: str = READ) -> bytes:
    """The key of one class of one case, part or draft. Raises `NoKey`. The first writing makes it."""
    held = held_keys()
    place = (str(owner), data_class)
    if place not in held:
        held[place] = _fetch(owner, data_class, why)
    return held[place]


def make_keys(rows) -> None:
    """The keys that these rows will be sealed with, in one question. Each is judged and logged like any other."""
    places = sorted({(str(row.key_owner), str(row.key_class)) for row in rows if _seals(row)})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x.of, x.class, k.wrapped, k.master_version"
            " FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) AS x (of, class, fresh)"
            " CROSS JOIN LATERAL make_key(x.of, x.class, x.fresh, %s) AS k",
            [
                [owner for owner, _class in places],
                [data_class for _owner, data_class in places],
                [wrap(os.urandom(32)) for _place in places],
                settings.MASTER_KEY_VERSION,
            ],
        )
        for owner, data_class, wrapped, version in cursor.fetchall():
            held_keys()[str(owner), data_class] = unwrap(bytes(wrapped), version)


def _seals(row) -> bool:
    fields = (f for f in row._meta.concrete_fields if isinstance(f, EncryptedTextField))
    return any(row.__dict__.get(field.attname) for field in fields)


def _fetch(owner, data_class, why):
    with connection.cursor() as cursor:
        if why == WRITE:
            cursor.execute(
                "SELECT wrapped, master_version FROM make_key(%s, %s, %s, %s)",
                [owner, data_class, wrap(os.urandom(32)), settings.MASTER_KEY_VERSION],
            )
        else:
            cursor.execute(
                "SELECT wrapped, master_version FROM use_key(%s, %s)", [owner, data_class]
            )
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise NoKey(data_class)
    return unwrap(bytes(row[0]), row[1])


def new_file_key() -> bytes:
    """One file's own. It lies in the file's row, sealed with the key of its data class."""
    return os.urandom(32)


def seal(text: str, key: bytes, place: str) -> bytes:
    """`version | nonce | ciphertext and tag`, bound to `place` (table|column|id): it opens nowhere else."""
    return seal_bytes(text.encode(), key, place)


def seal_bytes(content: bytes, key: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal(sealed: bytes, key: bytes, place: str) -> str:
    return unseal_bytes(sealed, key, place).decode()


def unseal_bytes(sealed: bytes, key: bytes, place: str) -> bytes:
    """Raises `InvalidTag` when it was changed, or belongs to another place."""
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return AESGCM(key).decrypt(nonce, body, place.encode())


class Sealed(bytes):
    """A value as it lies in the database, not opened yet."""


class OpenedOnUse:
    """Opens the sealed value when somebody first looks at it, so that what is not shown is not logged as read."""

    def __init__(self, field):
        self.field = field

    def __get__(self, row, owner=None):
        if row is None:
            return self
        value = row.__dict__.get(self.field.attname)
        if isinstance(value, Sealed):
            value = row.__dict__[self.field.attname] = unseal(
                value, data_key(row.key_owner, row.key_class), self.field.place(row)
            )
        return value

    def __set__(self, row, value):
        row.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):
    """
    Text that only its data class's key opens. The model gives `key_owner` (a UUID) and `key_class`.

    It cannot be searched, ordered or updated in bulk.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def _check_str_default_value(self):
        return []  # the column holds bytes, the attribute holds text

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, self.attname, OpenedOnUse(self))

    def place(self, row) -> str:
        return f"{row._meta.db_table}|{self.column}|{row.pk}"

    def from_db_value(self, value, expression, connection):
        return Sealed(bytes(value)) if value else ""

    def to_python(self, value):
        return value

    def pre_save(self, row, add):
        value = row.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            return value
        if not value:
            return Sealed(b"")
        key = data_key(row.key_owner, row.key_class, WRITE)
        return Sealed(seal(value, key, self.place(row)))

    def get_db_prep_value(self, value, connection, prepared=False):
        if value in ("", b"", None):
            value = Sealed(b"")
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is encrypted: save the row, not the column")
        return connection.Database.Binary(bytes(value))

    def value_to_string(self, row):
        raise TypeError(f"{self.name} is encrypted and is not serialised")

    def get_default(self):
        return ""
