"""
Passwords that leaked elsewhere, asked of a file on this machine: nobody outside learns what somebody wants to choose.

The file holds SHA-1 digests in hexadecimal, sorted, one a line and perhaps a number behind a colon: the form in which such lists are
given out. It has many gigabytes, so that it is searched where it lies.
"""

import hashlib
import mmap

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SIGNS = 40  # of a digest


class RefuseBreached:
    """Without a file it refuses nothing; the common ones of leaks are refused by length and list anyway."""

    def validate(self, password, user=None):
        if settings.BREACHED_PASSWORDS and stands_in(settings.BREACHED_PASSWORDS, password):
            raise ValidationError(
                _("This password was found in a leak of another service. Choose another one."),
                code="password_breached",
            )

    def get_help_text(self):
        return ""


def stands_in(path, password: str) -> bool:
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            middle = (low + high) // 2
            start = lines.rfind(b"\n", low, middle) + 1 or low
            line = lines[start : start + SIGNS].upper()
            if line == wanted:
                return True
            if line < wanted:
                end = lines.find(b"\n", start)
                low = high if end < 0 else end + 1
            else:
                high = start
    return False
