"""Has a clean copy made and says in words what could not be taken."""

from django.utils.translation import gettext_lazy as _

from referral.files.kinds import CLEANED, MOST_BYTES, FileKind, FileRefused
from shell.file_cleaning import NotCleaned, cleaned

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
        return cleaned(FileKind(kind).value, data, most=MOST_CLEANED)
    except NotCleaned as problem:
        raise FileRefused(WHY.get(problem.why, BROKEN)) from None
