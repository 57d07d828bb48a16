"""The common head of a sheet, folded above the questions of a tool. Nothing of it has to be touched."""

from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.languages import language_choices
from instruments import drawing, head
from instruments.forms import InstrumentForm
from referral.forms.part import day, not_in_the_future
from shell.forms import DeskForm

UNSAID = ("", gettext_lazy("Not said"))
BEFORE = "head-"  # no code of a question can begin like this


def languages():
    return [UNSAID, *language_choices()]


def one_of(name, **more):
    choices = [UNSAID, *head.CHOICES[name].choices]
    return forms.ChoiceField(label=head.LABELS[name], required=False, choices=choices, **more)


class HeadForm(DeskForm):
    held_on = day(label=head.LABELS["held_on"], required=False, validators=[not_in_the_future])
    place = one_of("place", help_text=gettext_lazy("The kind only. Never write an address."))
    language = forms.ChoiceField(label=head.LABELS["language"], required=False, choices=languages)
    interpreter = one_of("interpreter")
    interpreter_checked = one_of("interpreter_checked")
    present = forms.MultipleChoiceField(
        label=head.LABELS["present"],
        required=False,
        choices=head.Present.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    with_body = forms.CharField(
        label=head.LABELS["with_body"],
        required=False,
        max_length=120,
        help_text=gettext_lazy("The name of the body, of nobody in it. Encrypted."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where the answers of today come from"),
        required=False,
        choices=head.Source.choices,
    )
    incomplete = one_of("incomplete")


NAMES = (*head.LABELS, "source")


def in_form(heading: dict) -> dict:
    """The columns as the fields of `SheetForm` are called."""
    return {BEFORE + name: heading.get(name) or "" for name in NAMES}


class SheetForm(InstrumentForm):
    """
    A tool in a case, with its head. `heading`: the columns as they stand, or as they most likely are.

    Sent without the head, as by a page of before, it leaves the head as it stands.
    """

    leaves_out: tuple[str, ...] = ()

    def __init__(self, *args, heading=None, **kwargs):
        super().__init__(*args, **kwargs)
        made = HeadForm().fields
        for name in NAMES:
            if name not in self.leaves_out:
                self.fields[BEFORE + name] = made[name]
        self.initial = in_form(heading or {}) | self.initial

    def build_layout(self):
        return Layout(HeadFold(), *super().build_layout().fields)

    def clean(self):
        cleaned = super().clean()
        if BEFORE + "place" not in self.data:
            for name in self.fields:
                if name.startswith(BEFORE):
                    cleaned[name] = self.initial[name]
        present = cleaned.get(BEFORE + "present") or []
        if head.Present.NOBODY in present and len(present) > 1:
            text = _("Either nobody else was there, or somebody was. Change one of them.")
            self.add_error(BEFORE + "present", text)
        if cleaned.get(BEFORE + "interpreter") not in head.WITH_INTERPRETER:
            cleaned[BEFORE + "interpreter_checked"] = ""
        return cleaned

    def head(self) -> dict:
        """The columns of the head, as a sheet keeps them."""
        given = {name: self.cleaned_data.get(BEFORE + name) for name in head.LABELS}
        found = {name: value or "" for name, value in given.items()}
        return found | {
            "held_on": given["held_on"] or timezone.localdate(),
            "present": given["present"] or [],
        }

    def source(self) -> str:
        return self.cleaned_data.get(BEFORE + "source") or ""

    def head_summary(self) -> str:
        """One line, so that nobody opens what is right as it is."""
        said = {}
        for name in ("held_on", "language", "interpreter"):
            if BEFORE + name in self.fields:
                said[name] = self[BEFORE + name].value()
        return ", ".join(line.text for line in head.head_lines(said))


class HeadFold(LayoutObject):
    """Drawn as one folded line above the questions."""

    fields = ()

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        names = [name for name in form.fields if name.startswith(BEFORE)]
        inner = []
        for name in names:
            depth = len(context.dicts)
            html = drawing.drawn(form[name]) or render_field(
                name, form, context, "instruments/question.html", template_pack=template_pack
            )
            del context.dicts[depth:]
            inner.append(html)
        shown = {
            "inner": inner,
            "summary": form.head_summary(),
            "open": any(name in form.errors for name in names),
        }
        return render_to_string("instruments/head.html", shown)
