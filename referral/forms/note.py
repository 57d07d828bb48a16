from django import forms
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.forms.part import MOST_PILLS
from shell.forms import DeskForm


class NoteForm(DeskForm):
    """The choice of part is made of what this role may add to."""

    data_class = forms.ChoiceField(
        label=_("Part of the case"),
        help_text=_("Only colleagues who may see this part can read the note."),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Note"),
        help_text=_("Facts and what was agreed. No names of other people."),
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args, classes, **kwargs):
        super().__init__(*args, **kwargs)
        field, choices = self.fields["data_class"], [(one.value, one.label) for one in classes]
        if len(choices) > MOST_PILLS:
            field.widget, choices = forms.Select(), [("", "…"), *choices]
        field.choices = choices

    @property
    def chosen(self):
        return DataClass(self.cleaned_data["data_class"])
