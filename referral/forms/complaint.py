from django import forms
from django.utils.translation import gettext_lazy as _

from referral.forms import part
from referral.models import Complaint
from shell.forms import DeskForm


class ComplaintForm(DeskForm):
    about = forms.ChoiceField(label=_("Which body is it about?"))
    kind = forms.ChoiceField(
        label=_("What it is about"), choices=[("", "…"), *Complaint.Kind.choices]
    )
    words = part.words(long=True, label=_("In the person’s own words"))
    wish = part.words(long=True, label=_("What the person wants to happen"), required=False)
    reach = part.words(
        label=_("How to tell the person the answer"),
        help_text=_(
            "A safe way only, or how the person asks for the answer by the number. No name is needed."
        ),
    )
    to = forms.ChoiceField(label=_("Who outside reads and answers it?"), widget=forms.RadioSelect)

    def __init__(self, *args, about, to, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "…"), *((str(one.pk), one.name) for one in about)]
        self.fields["to"].choices = [(str(one.pk), one.name) for one in to]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("about") and cleaned.get("about") == cleaned.get("to"):
            self.add_error(
                "to", _("The body complained about does not answer it. Choose another one.")
            )
        return cleaned


class ComplaintAnswerForm(DeskForm):
    answer = forms.ChoiceField(
        label=_("What came of it"), choices=Complaint.Answer.choices, widget=forms.RadioSelect
    )
    told = part.words(
        long=True,
        label=_("What the person is told"),
        help_text=_("In plain words. Say what changes, or why not, and who else can be asked."),
    )
