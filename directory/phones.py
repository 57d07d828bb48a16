"""
Telephone numbers as somebody types them: brought into one form, refused where they cost extra or do not exist.

The numbering plans are those of libphonenumber (the package phonenumberslite). A fake or dear number given to
a person in danger is the harm to prevent, so what the plans do not know from abroad is refused, too.
"""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ShortNumberCost

SEVERAL = re.compile(r"\s*[;/,]\s*")
WRITTEN = re.compile(r"^\+?[\d\s().\-]+$")
LONGEST_SHORT = 6  # digits: emergency numbers and helplines such as 116 000
DEAR = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)

NOT_A_NUMBER = _("Enter digits, with spaces where you like, for example %(example)s.")
UNKNOWN = _("This number does not exist in the numbering plan. Check it against the source.")
COSTS_EXTRA = _("This number costs extra to ring. Look for another one of the same body.")
FROM_ABROAD = _("Enter the number from abroad with + and the code of the country.")


def local_number(text: str, country: str) -> str:
    """As it is rung inside the country. Raises `ValidationError`."""
    return _each(text, lambda part: _local(part, country))


def international_number(text: str) -> str:
    """As it is rung from abroad: +CC and the rest. Raises `ValidationError`."""
    return _each(text, _international)


def _each(text, check):
    parts = [part for part in SEVERAL.split(_western_digits(text).strip()) if part]
    return " / ".join(check(part) for part in parts)


def _western_digits(text):
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() else sign
        for sign in text.replace("\u00a0", " ").replace("\u2011", "-")
    )


def _local(part, country):
    _refuse_words(part, "800 12345")
    if part.startswith(("+", "00")):
        return _international(part)
    digits = re.sub(r"\D", "", part)
    try:
        number = phonenumbers.parse(part, country)
    except phonenumbers.NumberParseException:
        raise ValidationError(UNKNOWN) from None
    if len(digits) <= LONGEST_SHORT:
        cost = phonenumbers.expected_cost_for_region(number, country)
        if len(digits) < 3:
            raise ValidationError(UNKNOWN)
        if cost == ShortNumberCost.PREMIUM_RATE:
            raise ValidationError(COSTS_EXTRA)
    elif not phonenumbers.is_possible_number(number):
        raise ValidationError(UNKNOWN)
    if phonenumbers.number_type(number) in DEAR:
        raise ValidationError(COSTS_EXTRA)
    return re.sub(r"[\s.\-]+", " ", part).strip()


def _international(part):
    _refuse_words(part, "+355 4 123 4567")
    part = "+" + part[2:] if part.startswith("00") else part
    if not part.startswith("+"):
        raise ValidationError(FROM_ABROAD)
    try:
        number = phonenumbers.parse(part)
    except phonenumbers.NumberParseException:
        raise ValidationError(UNKNOWN) from None
    if phonenumbers.number_type(number) in DEAR:
        raise ValidationError(COSTS_EXTRA)
    if not phonenumbers.is_possible_number(number) or number.country_code == 979:
        raise ValidationError(UNKNOWN)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _refuse_words(part, example):
    if not WRITTEN.match(part):
        raise ValidationError(NOT_A_NUMBER, params={"example": example})
