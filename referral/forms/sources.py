from django import forms
from django.utils.translation import gettext as _

from instruments.head import Source
from shell.forms import DeskForm


class SourcesForm(DeskForm):
    """Of each answer, where it comes from. `answered`: from `instruments.answered.sections`."""

    def __init__(self, *args, answered, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [line.question.code for part in answered for line in part.lines]
        for part in answered:
            for line in part.lines:
                code = line.question.code
                self.fields[f"of-{code}"] = forms.ChoiceField(
                    label=_("%(question)s — %(answer)s")
                    % {"question": line.label, "answer": line.text[:80]},
                    choices=Source.choices,
                    initial=sources.get(code, ""),
                    required=False,
                )

    def sources(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"of-{code}"] for code in self.codes}
