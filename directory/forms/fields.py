"""Fields for what a row of the directory holds: countries and languages as people write them, figures."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from directory.countries import countries_by_name, country, country_name
from directory.languages import language_choices, language_codes, language_name
from directory.names import plain
from directory.values import FEWER_THAN_FIVE
from shell.partial_dates import PartialDateField, PartialDateWidget

BETWEEN = re.compile(r"[,;\n]+")
FIGURE = re.compile(r"^(?P<country>.+?)[\s:=]+(?P<number><\s?5|\d[\d\s.,']*)$")


class ExactDateWidget(PartialDateWidget):
    """A source's date is as exact as the source: no tick for "approximate"."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        return render_to_string("directory/exact_date.html", context)


class SourceDateField(PartialDateField):
    """ISO text: 2014, 2014-05 or 2014-05-31."""

    widget = ExactDateWidget

    def clean(self, value):
        return super().clean(value).value


class ListField(forms.CharField):
    """Several names in one line, kept as codes. Subclasses say how a name is found and shown."""

    def prepare_value(self, value):
        return ", ".join(map(self.name_of, value)) if isinstance(value, list) else value

    def clean(self, value):
        words = [word.strip() for word in BETWEEN.split(super().clean(value) or "")]
        return list(dict.fromkeys(self.code_of(word) for word in words if word))

    def code_of(self, word):
        found = self.find(word)
        if found is None:
            raise ValidationError(self.error_messages["unknown"], params={"word": word})
        return found


class CountriesField(ListField):
    default_error_messages = {"unknown": _("“%(word)s” is not a country. Use its name or code.")}
    name_of = staticmethod(country_name)

    def find(self, word):
        return find_country(word)


class LanguagesField(ListField):
    default_error_messages = {"unknown": _("“%(word)s” is not a language. Use its name or code.")}
    name_of = staticmethod(language_name)

    def find(self, word):
        wanted = plain(word)
        if word.lower() in language_codes():
            return word.lower()
        return next((code for code, name in language_choices() if plain(name) == wanted), None)


def find_country(word):
    by_code = country(word) if len(word) == 2 else None
    if by_code:
        return by_code.iso2
    wanted = plain(word)
    found = (
        each for each in countries_by_name() if wanted in (plain(each.name), each.iso3.lower())
    )
    return next((each.iso2 for each in found), None)


class FigureField(forms.CharField):
    """A number of people, or "<5" where the source counts no closer."""

    default_error_messages = {"figure": _("Enter a whole number, or <5.")}

    def prepare_value(self, value):
        return "" if value is None else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = figure(text)
        if found is None:
            raise ValidationError(self.error_messages["figure"])
        return found


class CountryFiguresField(forms.CharField):
    """One country in each line, with its number."""

    widget = forms.Textarea
    default_error_messages = {
        "line": _("“%(line)s”: write the country, a space and the number, for example Morocco 12.")
    }

    def prepare_value(self, value):
        if isinstance(value, dict):
            return "\n".join(f"{country_name(code)} {number}" for code, number in value.items())
        return value

    def clean(self, value):
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        return dict(self.pair(line) for line in lines if line)

    def pair(self, line):
        found = FIGURE.match(line)
        code = find_country(found["country"].strip()) if found else None
        number = figure(found["number"]) if found else None
        if code is None or number is None:
            raise ValidationError(self.error_messages["line"], params={"line": line[:60]})
        return code, number


def figure(text):
    bare = re.sub(r"[\s.,']", "", text)
    if bare == FEWER_THAN_FIVE:
        return bare
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else None
