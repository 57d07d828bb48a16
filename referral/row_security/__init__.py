"""Row security: the second lock. The `.sql` files beside this one are its whole text, in reading order."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from directory.zones import zones
from referral import access, retention

FOLDER = Path(__file__).parent
BLOCK = 64  # bytes, SHA-256


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Inner and outer pad of HMAC-SHA-256 (RFC 2104) for `key`."""
    if len(key) > BLOCK:
        key = hashlib.sha256(key).digest()
    key = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)


def apply(connection) -> None:
    """Run all files as the owner and write the rules of `access.py` and the context key. Safe to run again."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(20261121)")
        for path in sorted(FOLDER.glob("*.sql")):
            # Straight to the driver: a `%` in this SQL belongs to format(), not to parameters.
            cursor.cursor.execute(path.read_text())
        inner, outer = pads(settings.ROW_SECURITY_KEY)
        cursor.execute("DELETE FROM desk_private.row_security_key")
        cursor.execute("INSERT INTO desk_private.row_security_key VALUES (%s, %s)", [inner, outer])
        cursor.execute("DELETE FROM desk_private.noise_budget")
        cursor.execute("INSERT INTO desk_private.noise_budget VALUES (%s)", [settings.STATISTICS_NOISE_BUDGET])  # fmt: skip
        cursor.execute("DELETE FROM referral_accessrule")
        rows = [
            (role, data_class, side, stage, given in "RW", given == "W", given in "AW")
            for role, data_class, side, stage, given in access.rules()
        ]
        cursor.executemany(
            "INSERT INTO referral_accessrule (role, data_class, side, stage, can_read, can_write, can_add)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
        cursor.execute("DELETE FROM desk_private.country_zone")
        cursor.executemany(
            "INSERT INTO desk_private.country_zone (country, zone) VALUES (%s, %s)",
            sorted(zones().items()),
        )
        cursor.execute("DELETE FROM desk_private.emergency_rule")
        cursor.executemany(
            "INSERT INTO desk_private.emergency_rule (role, what) VALUES (%s, %s)",
            list(access.emergency_rules()),
        )
        cursor.execute("DELETE FROM desk_private.disclosure_rule")
        cursor.executemany(
            "INSERT INTO desk_private.disclosure_rule (role, what) VALUES (%s, %s)",
            list(access.disclosure_rules()),
        )
        cursor.execute("DELETE FROM desk_private.erasable")
        cursor.executemany(
            "INSERT INTO desk_private.erasable (t, class, sets) VALUES (%s, %s, %s)",
            list(retention.erasable()),
        )
