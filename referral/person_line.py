"""How lists and headings speak of a person: in codes, never by name."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.codes import AgeBand, Gender
from shell.formats import country_name

CHILDREN = {AgeBand.FROM_0, AgeBand.FROM_9, AgeBand.CHILD}


def person_line(summary, grown: bool = False) -> str:
    """Woman, 30 to 38, Albania. `grown`: came of age since the age group was written down."""
    if summary is None:
        return ""
    band = AgeBand.FROM_18 if grown and summary.age_band in CHILDREN else summary.age_band
    parts = [_gender(summary.gender, band), _age(band)]
    parts += [country_name(code) for code in summary.citizenships]
    return ", ".join(part for part in parts if part)


def gender_word(summary) -> str:
    return _gender(summary.gender, summary.age_band)


def _gender(gender, band):
    child = band in CHILDREN
    if gender == Gender.FEMININE:
        return pgettext("person", "Girl") if child else pgettext("person", "Woman")
    if gender == Gender.MASCULINE:
        return pgettext("person", "Boy") if child else pgettext("person", "Man")
    if gender == Gender.UNKNOWN:
        return pgettext("person", "Person")
    return str(Gender(gender).label)


def _age(band):
    if band == AgeBand.UNKNOWN:
        return _("age not known")
    words = str(AgeBand(band).label)
    return words[:1].lower() + words[1:]
