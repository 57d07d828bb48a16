from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shell.forms import DeskForm


class TranslationForm(DeskForm):
    """The texts of a lesson and, for each question of it, three fields more."""

    title = forms.CharField(label=_("Title"), max_length=160)
    aim = forms.CharField(label=_("What it is for"), max_length=300)
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_(
            "An empty line ends a paragraph. “## ” begins a heading, “- ” a point, “> ” a sentence that could be said."
        ),
    )
    todo = forms.CharField(
        label=_("To do today"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, lesson, language, direction, **kwargs):
        self.asked = [(f"q{n}", question) for n, question in enumerate(lesson.questions, 1)]
        super().__init__(*args, **kwargs)
        for name, question in self.asked:
            self.add_question(name, question)
        for each in self.fields.values():
            if not each.widget.is_hidden:
                each.widget.attrs.update(lang=language, dir=direction)

    def add_question(self, name, question):
        source = question.said.get(get_language(), question.said["en"])
        number = {"number": name[1:]}
        lines = forms.Textarea(attrs={"rows": len(source.options) + 1})
        self.fields[f"{name}_ask"] = forms.CharField(
            label=_("Question %(number)s") % number, max_length=500, help_text=source.ask
        )
        self.fields[f"{name}_options"] = forms.CharField(
            label=_("Answers to question %(number)s, the right one first") % number,
            widget=lines,
            max_length=1500,
            help_text=" / ".join(source.options),
        )
        self.fields[f"{name}_why"] = forms.CharField(
            label=_("Why, question %(number)s") % number, max_length=700, help_text=source.why
        )

    def clean(self):
        given = super().clean()
        for name, question in self.asked:
            wanted = len(question.said["en"].options)
            options = lines_of(given.get(f"{name}_options", ""))
            if f"{name}_options" in given and (len(options) != wanted or len(set(options)) != wanted):  # fmt: skip
                self.add_error(
                    f"{name}_options",
                    _("Write %(wanted)d different answers, one a line.") % {"wanted": wanted},
                )
        return given

    @property
    def texts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "aim", "text", "todo")}

    @property
    def questions(self) -> list[dict]:
        given = self.cleaned_data
        return [
            {
                "key": question.key,
                "ask": given[f"{name}_ask"],
                "options": lines_of(given[f"{name}_options"]),
                "why": given[f"{name}_why"],
            }
            for name, question in self.asked
        ]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
