"""A date of which only the year, or the year and month, may be known."""

import datetime
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PartialDate(NamedTuple):
    """`value` is "YYYY", "YYYY-MM", "YYYY-MM-DD" or empty. Unpacks as value, approximate."""

    value: str = ""
    approximate: bool = False

    def __bool__(self):
        return bool(self.value)


class PartialDateWidget(forms.MultiWidget):
    use_fieldset = True

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control"}
        widgets = [
            forms.TextInput({**number, "maxlength": 2}),
            forms.TextInput({**number, "maxlength": 2}),
            forms.TextInput({**number, "maxlength": 4, "class": "form-control y"}),
            forms.CheckboxInput({"class": "form-check-input"}),
        ]
        super().__init__(widgets, attrs)

    def decompress(self, value):
        if not value:
            return ["", "", "", False]
        if isinstance(value, (str, datetime.date)):
            value = PartialDate(str(value)[:10])
        text, approximate = value
        year, month, day = [*text.split("-"), "", ""][:3]
        return [day, month, year, approximate]

    def get_context(self, name, value, attrs):
        if isinstance(value, PartialDate):  # a tuple, which Django would take for the parts
            value = self.decompress(value)
        return super().get_context(name, value, attrs)

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        return render_to_string("bootstrap5/layout/date3.html", context)

    def use_required_attribute(self, initial):
        return False

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class PartialDateField(forms.Field):
    widget = PartialDateWidget
    default_error_messages = {
        "required": _("Enter the year, even if it is approximate."),
        "year": _("Enter the year with four digits, for example 2019."),
        "month": _("Enter the month as a number from 1 to 12."),
        "month_missing": _("Enter the month too, or leave the day empty."),
        "day": _("Enter a day that this month has."),
        "future": _("Enter a date that is not in the future."),
        "past": _("Enter a date that is not in the past."),
    }

    def __init__(self, *, future=True, past=True, **kwargs):
        self.future, self.past = future, past
        super().__init__(**kwargs)

    def clean(self, value):
        day, month, year, approximate = value or ["", "", "", False]
        parts = [str(part or "").strip() for part in (year, month, day)]
        if not any(parts):
            if self.required:
                raise self._error("required")
            return PartialDate()
        result = PartialDate("-".join(self._checked(*parts)), bool(approximate))
        self._check_limits(result.value)
        return result

    def has_changed(self, initial, data):
        return self.widget.decompress(initial) != list(data or ["", "", "", False])

    def _checked(self, year, month, day):
        if not year:
            raise self._error("required")
        if not (year.isdecimal() and len(year) == 4 and 1900 <= int(year) <= 2100):
            raise self._error("year")
        if day and not month:
            raise self._error("month_missing")
        found = [f"{int(year):04d}"]
        if month:
            if not (month.isdecimal() and 1 <= int(month) <= 12):
                raise self._error("month")
            found.append(f"{int(month):02d}")
        if day:
            try:
                datetime.date(int(year), int(month), int(day))
            except ValueError:
                raise self._error("day") from None
            found.append(f"{int(day):02d}")
        return found

    def _check_limits(self, value):
        today = timezone.localdate().isoformat()[: len(value)]
        if not self.future and value > today:
            raise self._error("future")
        if not self.past and value < today:
            raise self._error("past")

    def _error(self, code):
        return ValidationError(self.error_messages[code], code=code)
