"""Texts to colleagues: without anything that leads to a person."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from directory.countries import country_choices
from directory.personal import LABELS, Kind, find_personal
from shell.forms import DeskForm

LAST_WORD = gettext_lazy("and")


class AboutCountryForm(forms.Form):
    country = forms.ChoiceField(
        label=gettext_lazy("About which country?"),
        choices=lambda: [("", _("Choose the country")), *country_choices()],
    )


class WithoutPersonForm(DeskForm):
    """
    `checked` names the fields that are read for what may identify a person. What `refused` names cannot
    stand; about the rest the form asks, and takes it when the writer says that it leads to no person.
    """

    checked: tuple[str, ...] = ("text",)
    refused: tuple[Kind, ...] = (Kind.EMAIL, Kind.REFERENCE)

    keep = forms.BooleanField(
        label=gettext_lazy("It leads to no person, keep it"),
        help_text=gettext_lazy("For example the number of an office, or the date of a law."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = []
        if self.is_bound:
            texts = [self.data.get(self.add_prefix(name), "") for name in self.checked]
            self.found = find_personal("\n".join(texts))
        if not self.doubtful():
            del self.fields["keep"]

    def doubtful(self):
        return [each for each in self.found if each.kind not in self.refused]

    def clean(self):
        given = super().clean()
        refused = [each for each in self.found if each.kind in self.refused]
        if refused:
            self.add_error(
                self.checked[0],
                ValidationError(
                    _("Your text holds %(what)s. Take it out: whoever reads this may not have it.")
                    % {"what": in_words(refused)}
                ),
            )
        elif self.doubtful() and not given.get("keep"):
            self.add_error(
                "keep",
                ValidationError(
                    _("Your text holds what may be %(what)s. Take it out, or say that it stays.")
                    % {"what": in_words(self.doubtful())}
                ),
            )
        return given


def in_words(found) -> str:
    """ "a telephone number (0123) and a name (Ana)": each kind once, with the first piece."""
    first = {}
    for each in found:
        first.setdefault(each.kind, each.words)
    parts = [f"{LABELS[kind]} ({words})" for kind, words in first.items()]
    return get_text_list(parts, LAST_WORD)


class QuestionForm(WithoutPersonForm):
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy(
            "Ask about law, procedure or services. No name, number, date of birth or story of a person."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ("text", "keep")


class AnswerForm(WithoutPersonForm):
    refused = (Kind.REFERENCE,)
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Say where it stands, if you can. Nothing about a person."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ("text", "keep")


class GuidanceForm(WithoutPersonForm):
    checked = ("text", "detail")
    refused = (Kind.REFERENCE,)
    text = forms.CharField(
        label=gettext_lazy("In one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    detail = forms.CharField(
        label=gettext_lazy("The guidance"),
        help_text=gettext_lazy("So that somebody understands it who has not read the question."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the text"), choices=settings.LANGUAGES, initial=get_language
    )
    field_order = ("text", "detail", "language", "keep")
