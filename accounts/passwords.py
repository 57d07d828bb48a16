"""Which passwords are too easy. Length counts, not a mixture of signs."""

import re
import unicodedata

from babel import Locale
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 256
NEEDED_BEYOND_WORDS = 8
SHORTEST_WORD = 4
PRODUCT_WORDS = ["referraldesk", "referral", "desk", "password", "caseworker", "trafficking"]
LOOK_ALIKES = str.maketrans("013457@$!", "oleastasi")


def folded(text: str) -> str:
    """Letters and digits only, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


class RefuseGuessable:
    """Beyond well-known words (this desk, the organisation, countries, own name) something must remain."""

    def validate(self, password, user=None):
        for known in (folded(password), folded(password.casefold().translate(LOOK_ALIKES))):
            if len(without(context_words(user), known)) < NEEDED_BEYOND_WORDS <= len(known):
                raise ValidationError(
                    _("This password is made of words that are easy to guess here."),
                    code="password_context",
                )

    def get_help_text(self):
        return _("Do not use your name, your organisation or a country.")


class RefuseVariants:
    """A common password with digits behind it, or a short piece repeated, is still easy."""

    def __init__(self):
        self.common = CommonPasswordValidator().passwords

    def validate(self, password, user=None):
        lowered = password.casefold()
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lowered)
        repeated = re.fullmatch(r"(.{1,6}?)\1+.{0,2}", lowered)
        if bare in self.common or repeated or len(set(lowered)) < 5 or walks(lowered):
            raise ValidationError(_("This password is too common."), code="password_variant")

    def get_help_text(self):
        return _("Three or four words that do not belong together make a good password.")


ROWS = ["qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn"]
ROWS += ["abcdefghijklmnopqrstuvwxyz", "1234567890", "01234567890"]
WALKS = {
    row[i : i + 4] for line in ROWS for row in (line, line[::-1]) for i in range(len(line) - 3)
}


def walks(text: str) -> bool:
    """Whether nearly all of it runs along a keyboard, the alphabet or the digits."""
    covered = {i + j for i in range(len(text) - 3) if text[i : i + 4] in WALKS for j in range(4)}
    return len(text) - len(covered) < 4


def without(words, text: str) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def context_words(user) -> set[str]:
    spoken = [*PRODUCT_WORDS, *Locale("en").territories.values()]
    if user is not None:
        spoken += [user.name, *user.name.split(), *re.split(r"[@.]", user.email)]
        spoken += [user.email.partition("@")[0]]
        for name in organisation_names(user):
            spoken += [name, *name.split()]
    return {word for word in map(folded, spoken) if len(word) >= SHORTEST_WORD}


def organisation_names(user):
    invited = [user.joins] if getattr(user, "joins", None) else []
    if user.pk is None or user._state.adding:
        return invited
    return invited + list(user.memberships.values_list("organisation__name", flat=True))
