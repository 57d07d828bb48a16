"""How dates, countries and languages read, in the language of the page."""

import datetime
import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils import formats, timezone, translation
from django.utils.translation import gettext, ngettext

NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
PARTIAL_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ckb", "yi", "dv", "ug"}


@cache
def _locale(language):
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def locale():
    return _locale(translation.get_language() or "en")


def country_name(code):
    return locale().territories.get(str(code or "").upper(), code or "")


def direction(language: str) -> str:
    """Of any language, not only of those that our pages speak."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def language_name(code):
    code = str(code or "")
    parts = code.replace("-", "_").split("_")
    name = locale().languages.get(code.replace("-", "_")) or locale().languages.get(parts[0])
    return name[:1].upper() + name[1:] if name else code


def partial_date(value, approximate=False):
    """Shows "2019", "March 2019" or "4 March 2019"; never more than is known. "2019~" is kept for about 2019."""
    if isinstance(value, datetime.date):
        value = value.isoformat()[:10]
    text = str(value or "")
    approximate = approximate or text.endswith("~")
    match = PARTIAL_DATE.match(text.removesuffix("~"))
    if not match:
        return ""
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day:
            shown = formats.date_format(datetime.date(year, month, day), "DATE_FORMAT")
        elif month:
            shown = formats.date_format(datetime.date(year, month, 1), "YEAR_MONTH_FORMAT")
        else:
            shown = str(year)
    except ValueError:  # a table may name a 31 February
        shown = match[0]
    return gettext("about %(date)s") % {"date": shown} if approximate else shown


def ago(value):
    """Today, yesterday, or the date: a number of days is only told for what is late."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    days = (timezone.localdate() - value).days
    if days == 0:
        return gettext("Today")
    if days == 1:
        return gettext("Yesterday")
    return formats.date_format(value, "DATE_FORMAT")


def days_late(value):
    """ "2 days late", or nothing while there is time."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    days = (timezone.localdate() - value).days
    if days <= 0:
        return ""
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def country_choices():
    """Every country with a code of two letters, in the order of the page's language."""
    names = {
        code: name
        for code, name in locale().territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    return sorted(names.items(), key=lambda pair: sorting_key(pair[1]))


def sorting_key(name):
    """Letters without their accents, so that É stands beside E."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
