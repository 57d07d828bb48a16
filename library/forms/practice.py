from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from library.forms.document import known_record, line, several, text
from library.procedure import procedures
from library.taxonomy import BODIES, THEMES, choices
from shell.formats import country_choices, direction, language_name
from shell.forms import DeskForm


def languages():
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]


def measures():
    return [
        (f"{stage.code}.{measure.code}", f"{measure.number} {measure.title}")
        for stage in procedures()
        for measure in stage.measures
    ]


class PracticeForm(DeskForm):
    title = line(_("What is it, in one line?"), 200, required=True)
    language = forms.ChoiceField(label=_("You write in"), choices=languages)
    tried = text(
        _("What was tried?"), 3000, required=True, help_text=_("Nothing about a person, no names.")
    )
    place = line(_("Where?"), 200, required=True)
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=country_choices,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    bodies = several(_("Who worked together?"), choices(BODIES))
    by_whom = line(
        _("By whom, in words"), 300, required=True, help_text=_("Organisations, not people.")
    )
    period = line(_("When?"), 60)
    result = text(
        _("What came of it?"),
        3000,
        required=True,
        help_text=_("Also what did not work. Say so where nobody measured."),
    )
    watch = text(_("What should others watch?"), 3000, required=True)
    known_from = line(
        _("How is this known?"),
        300,
        required=True,
        help_text=_("Your own work, an evaluation, a report."),
    )
    themes = several(_("Themes"), choices(THEMES))
    measures = forms.MultipleChoiceField(
        label=_("Beside which measures should it stand?"),
        choices=measures,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    document = line(
        _("A document that tells it"),
        80,
        help_text=_("The last part of its address in the library."),
    )
    reason = line(_("A word to the second person"), 300)

    def clean_document(self):
        return known_record(self.cleaned_data["document"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "tried", "result", "watch"):
            written = {"lang": self.initial.get("language", ""), "dir": "auto"}
            self.fields[name].widget.attrs |= written


class TranslationForm(DeskForm):
    title = line(_("Title"), 200, required=True)
    tried = text(_("What was tried"), 3000, required=True, rows=6)
    result = text(_("Result"), 3000, required=True, rows=6)
    watch = text(_("What to watch"), 3000, required=True, rows=6)
    place = line(_("Where"), 200)
    by_whom = line(_("By whom"), 300)
    period = line(_("When"), 60)
    known_from = line(_("How is this known"), 300)

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        written = {"lang": language, "dir": direction(language)}
        for name in ("title", "tried", "result", "watch", "place", "by_whom", "period", "known_from"):  # fmt: skip
            self.fields[name].widget.attrs |= written
