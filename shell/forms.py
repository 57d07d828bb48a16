"""The form every page builds on."""

from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.core.validators import MaxLengthValidator
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shell.clean_text import normalised, refuse_hidden_characters
from shell.partial_dates import PartialDate, PartialDateField, PartialDateWidget

__all__ = [
    "DeskForm",
    "PartialDate",
    "PartialDateField",
    "PartialDateWidget",
    "Section",
    "render_form",
    "typed_before",
]

LINE, TEXT = 300, 5000
CHECKED = forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.SelectMultiple

_typed: ContextVar = ContextVar("typed", default=None)


@contextmanager
def typed_before(data):
    """Inside, a fresh form with these fields shows what was typed into it before, complete or not."""
    token = _typed.set(data)
    try:
        yield
    finally:
        _typed.reset(token)


class DeskForm(forms.Form):
    """
    Fields only; the page writes `<form method="post" novalidate>` around `{% crispy form %}`.

    Give `version` where something stored is edited: it travels hidden, and `is_stale()` tells
    whether somebody saved in between. `idempotency_key` makes a double click one action.
    """

    idempotency_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.current_version = version
        if version is not None:
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=version, required=False
            )
        for field in self.fields.values():
            guard_text(field)
            name_what_is_missing(field)
            if isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("class", "form-check-input")

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.attrs = {"novalidate": True}
        helper.render_hidden_fields = True
        layout = self.build_layout()
        if layout is not None:
            helper.layout = layout
        return helper

    def get_initial_for_field(self, field, field_name):
        """With `typed_before`: the draft's answer, its version (so that a conflict shows) and its key."""
        typed = _typed.get()
        if typed is None or self.is_bound or not self._was_typed(typed):
            return super().get_initial_for_field(field, field_name)
        return field.widget.value_from_datadict(typed, {}, self.add_prefix(field_name))

    def _was_typed(self, typed):
        """Of several forms on a page, the one that the answers belong to. A box that was not ticked sends nothing."""
        return any(
            not field.widget.value_omitted_from_data(typed, {}, self.add_prefix(name))
            for name, field in self.fields.items()
            if name not in ("version", "idempotency_key") and not isinstance(field.widget, CHECKED)
        )

    def build_layout(self):
        """A crispy Layout where the order or grouping differs from the fields as declared."""

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        for name, value in self.cleaned_data.items():
            self.cleaned_data[name] = normalised(value)
        if not isinstance(self.cleaned_data.get("idempotency_key"), UUID):
            self.cleaned_data["idempotency_key"] = uuid4()

    def is_stale(self):
        posted = self.cleaned_data.get("version")
        return self.current_version is not None and posted != self.current_version


def guard_text(field):
    """Refuse hidden characters and endless text, also where a form forgot to say so."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.UUIDField):
        return
    field.validators.append(refuse_hidden_characters)
    if field.max_length is None:
        limit = TEXT if isinstance(field.widget, forms.Textarea) else LINE
        field.validators.append(MaxLengthValidator(limit))


def name_what_is_missing(field):
    """The summary lists several answers: each says which question it belongs to."""
    if (
        field.label
        and field.error_messages.get("required") == forms.Field.default_error_messages["required"]
    ):
        field.error_messages["required"] = _("Answer “%(question)s”") % {
            "question": str(field.label).rstrip(".")
        }


class Section(LayoutObject):
    """A numbered part of a long form, for use in `build_layout`."""

    template = "%s/layout/section.html"

    def __init__(self, number, title, *fields, hint=""):
        self.number, self.title, self.fields, self.hint = number, title, list(fields), hint

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        inner = [
            render_field(field, form, context, template_pack=template_pack) for field in self.fields
        ]
        return render_to_string(
            self.get_template_name(template_pack),
            {"number": self.number, "title": self.title, "hint": self.hint, "inner": inner},
        )


def render_form(request, template, context, form):
    """The page of a form: 422 when answers were sent that cannot be taken, else 200."""
    invalid = form.is_bound and not form.is_valid()
    return render(request, template, {**context, "form": form}, status=422 if invalid else 200)
