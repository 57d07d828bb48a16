"""Text that people type: one Unicode form, and nothing invisible that could mislead a reader."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALLOWED_CONTROLS = "\t\n\r"
BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def is_refused(character):
    if character in ALLOWED_CONTROLS:
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or ord(character) in BIDI_CONTROLS


def refuse_hidden_characters(value):
    """Control characters and direction overrides make text read differently from what is stored."""
    if isinstance(value, str) and any(map(is_refused, value)):
        raise ValidationError(
            _("Remove the hidden characters from this text, or type it again."),
            code="hidden_characters",
        )


def normalised(value):
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
