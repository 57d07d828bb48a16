"""What the forms of the data classes share: fields made from the model, values in, values out."""

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from referral.keys import EncryptedTextField
from shell.forms import DeskForm, PartialDate, PartialDateField

MOST_PILLS = 6
APPROXIMATE = "~"
BLANK = ("", _("Not recorded"))


class Several(forms.SelectMultiple):
    """A choice of several from a long list: one select each, and always one more that is empty."""

    at_least = 3

    def render(self, name, value, attrs=None, renderer=None):
        attrs = self.build_attrs(self.attrs, attrs)
        chosen = [str(one) for one in value or []]
        rows = chosen + [""] * max(1, self.at_least - len(chosen))
        return format_html_join(
            "\n", "{}", ([self.one(name, row, place, attrs)] for place, row in enumerate(rows))
        )

    def one(self, name, value, place, attrs):
        own = dict(attrs)
        if place:
            own["id"] = f"{attrs.get('id', name)}_{place}"
            own["aria-label"] = _("One more")
        own["class"] = f"{attrs.get('class', 'form-select')} mb-2"
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, flatatt({"selected": code == value}), label)
                for code, label in [("", "…"), *self.choices]
            ),
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(own), options)

    def value_from_datadict(self, data, files, name):
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return list(dict.fromkeys(one for one in given if one))


def line(model, name, *, text=False, **options):
    """A field for a column of `model`, with the column's own label. Never required, unless told."""
    column = model._meta.get_field(name)
    options = {"label": capfirst(column.verbose_name), "required": False, **options}
    if column.choices and "choices" not in options:
        options["choices"] = column.choices
    if "choices" in options:
        return choice(**options)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**options)
    if isinstance(column, models.DateTimeField):
        return moment(**options)
    if isinstance(column, models.DateField):
        return day(**options)
    if isinstance(column, models.PositiveSmallIntegerField):
        return forms.IntegerField(min_value=0, max_value=options.pop("most", 120), **options)
    return words(
        long=text,
        limit=None if isinstance(column, EncryptedTextField) else column.max_length,
        **options,
    )


def words(*, long=False, limit=None, **options):
    if long:
        return forms.CharField(widget=forms.Textarea({"rows": 3, "dir": "auto"}), **options)
    quiet = {"dir": "auto", "spellcheck": "false", "autocomplete": "off"}
    return forms.CharField(max_length=limit, widget=forms.TextInput(quiet), **options)


def not_in_the_future(found):
    if found > timezone.localdate():
        raise forms.ValidationError(_("Enter a day that is not in the future."))


def day(**options):
    return forms.DateField(
        widget=forms.DateInput({"type": "date", "class": "form-control w-m"}, "%Y-%m-%d"), **options
    )


def moment(**options):
    """Day and time in the zone of whoever writes."""
    local = {"type": "datetime-local", "class": "form-control w-m"}
    return forms.DateTimeField(widget=forms.DateTimeInput(local, "%Y-%m-%dT%H:%M"), **options)


def check_times(form, cleaned) -> None:
    """Who arrives has left before."""
    leaves, arrives = cleaned.get("leaves_at"), cleaned.get("arrives_at")
    if leaves and arrives and arrives <= leaves:
        form.add_error("arrives_at", _("Enter a time after the departure."))


def choice(*, choices, required=False, **options):
    if callable(choices):
        listed = choices
        return forms.ChoiceField(choices=lambda: [BLANK, *listed()], required=required, **options)
    choices = list(choices)
    if not required:
        choices = [BLANK, *choices]
    few = len(choices) <= MOST_PILLS
    return forms.ChoiceField(
        choices=choices,
        required=required,
        widget=forms.RadioSelect if few else forms.Select,
        **options,
    )


def ticks(label, choices, **options):
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


def several(label, choices, **options):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=Several, **options
    )


def countries(label, **options):
    return several(label, country_choices, **options)


class PartForm(DeskForm):
    """
    The form of one data class. A field has the name of its column: what is not a field is never written.

    `coded` names the columns that the overview of the record shows without opening anything.
    """

    model = None
    coded = ()

    @classmethod
    def columns(cls):
        return [name for name in cls.base_fields if name != "idempotency_key"]

    @classmethod
    def initial_of(cls, row) -> dict:
        if row is None:
            return {}
        return {name: shown(field, getattr(row, name)) for name, field in cls._columns()}

    @classmethod
    def initial_of_one(cls, row, name):
        return shown(cls.base_fields[name], getattr(row, name))

    @classmethod
    def _columns(cls):
        return [(name, cls.base_fields[name]) for name in cls.columns()]

    def write(self, row) -> None:
        """Put the cleaned answers into the row, and nothing else."""
        for name, _field in self._columns():
            column = row._meta.get_field(name)
            setattr(row, name, stored(column, self.cleaned_data[name]))


def shown(field, value):
    """A stored value as the field takes it."""
    if isinstance(field, PartialDateField):
        text = str(value or "")
        return PartialDate(text.removesuffix(APPROXIMATE), text.endswith(APPROXIMATE))
    return value


def stored(column, value):
    if isinstance(value, PartialDate):
        return written_date(
            value, None if isinstance(column, EncryptedTextField) else column.max_length
        )
    if value is None and not column.null:
        return ""
    return value


def written_date(value: PartialDate, room: int | None) -> str:
    """ISO text, with `~` when approximate. Where the column is too short for both, the day goes."""
    if not value:
        return ""
    text = value.value + (APPROXIMATE if value.approximate else "")
    return text if room is None or len(text) <= room else value.value[:7] + APPROXIMATE
