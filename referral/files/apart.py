"""Runs `cleaner.py` in a process of its own and says in words what it could not take."""

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from referral.files import cleaner
from referral.files.kinds import CLEANED, MOST_BYTES, FileKind, FileRefused

PROGRAM = Path(cleaner.__file__)
WAIT = 20  # seconds
MOST_CLEANED = 2 * MOST_BYTES  # an image painted anew may be larger than it came

WHY = {
    "pixels": _(
        "The image has too many points (more than 40 million). Make it smaller and send it again."
    ),
    "encrypted": _(
        "The PDF is protected with a password. Open it, print it as a new PDF, and send that."
    ),
    "dynamic": _(
        "This PDF is a form that shows itself only in one program. Open it there, print it as a new PDF, and send that."
    ),
    "pages": _("The PDF has more than 2,000 pages. Send only the pages that count."),
}
BROKEN = _(
    "The file is damaged, so no clean copy can be made. Scan or save it again, and send that."
)


def clean_copy(kind: FileKind, data: bytes) -> bytes:
    """What is kept: images and PDF made anew, everything else as it came. Raises `FileRefused`."""
    if kind not in CLEANED:
        return data
    try:
        done = subprocess.run(
            [sys.executable, "-I", PROGRAM, FileKind(kind).value],
            input=data,
            capture_output=True,
            timeout=WAIT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(BROKEN) from None
    if done.returncode == cleaner.REFUSED:
        raise FileRefused(WHY.get(done.stderr.decode(errors="replace"), BROKEN))
    if done.returncode or not done.stdout or len(done.stdout) > MOST_CLEANED:
        raise FileRefused(BROKEN)
    return done.stdout
