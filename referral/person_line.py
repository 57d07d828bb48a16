"""How lists and headings speak of a person: in codes, never by name."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.codes import AgeBand, Gender
from shell.formats import country_name

CHILDREN = {AgeBand.FROM_0, AgeBand.FROM_9, AgeBand.CHILD}


def person_line(summary) -> str:
    """Woman, 30 to 38, Albania."""
    if summary is None:
        return ""
    parts = [gender_word(summary), age_words(summary)]
    parts += [country_name(code) for code in summary.citizenships]
    return ", ".join(part for part in parts if part)


def gender_word(summary) -> str:
    child = summary.age_band in CHILDREN
    if summary.gender == Gender.FEMININE:
        return pgettext("person", "Girl") if child else pgettext("person", "Woman")
    if summary.gender == Gender.MASCULINE:
        return pgettext("person", "Boy") if child else pgettext("person", "Man")
    if summary.gender == Gender.UNKNOWN:
        return pgettext("person", "Person")
    return str(Gender(summary.gender).label)


def age_words(summary) -> str:
    if summary.age_band == AgeBand.UNKNOWN:
        return _("age not known")
    band = str(AgeBand(summary.age_band).label)
    return band[:1].lower() + band[1:]
