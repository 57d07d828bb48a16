from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.stages import DeclineReason, Feedback, Question, RecallAnswer, Reply
from shell.forms import DeskForm


def day_field(label, **options):
    widget = forms.DateInput({"type": "date", "class": "form-control w-m"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class AcceptForm(DeskForm):
    contact_name = forms.CharField(
        label=_("Contact person"),
        max_length=80,
        help_text=_("Seen by the sending organisation."),
    )
    first_date = day_field(_("First appointment"), required=False)
    lead = forms.ChoiceField(label=_("Who takes it on"))

    def __init__(self, *args, leads, **kwargs):
        super().__init__(*args, **kwargs)
        if leads:
            self.fields["lead"].choices = leads
        else:
            del self.fields["lead"]


class AskForm(DeskForm):
    """From a list, so that no story is written into a message."""

    questions = forms.MultipleChoiceField(
        label=_("What do you need to know?"),
        choices=Question.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class ReplyForm(DeskForm):
    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question] = forms.ChoiceField(
                label=Question(question).label, choices=Reply.choices, widget=forms.RadioSelect
            )

    def replies(self):
        return {name: value for name, value in self.cleaned_data.items() if name in Question.values}


class DeclineForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("Why you cannot help now"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    better = forms.ChoiceField(label=_("An organisation that may fit better"), required=False)

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["better"].choices = [("", "…")] + [(str(o.pk), o.name) for o in organisations]


class FeedbackForm(DeskForm):
    feedback = forms.ChoiceField(
        label=_("How it goes"), choices=Feedback.choices, widget=forms.RadioSelect
    )
    on = day_field(_("Day"), initial=timezone.localdate)


class RequestForm(DeskForm):
    reply = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (Reply.YES, _("Issued")),
            (Reply.NOT_KNOWN, _("More is needed")),
            (Reply.NO, _("Refused")),
        ],
        widget=forms.RadioSelect,
    )
    on = day_field(_("Day"), initial=timezone.localdate)


class RecallForm(DeskForm):
    """Of each class that was asked back, what became of it. What stands in the own case is preset: it is a fact."""

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for data_class, answers in asked.items():
            self.fields[data_class] = forms.ChoiceField(
                label=DataClass(data_class).label,
                choices=[(one, RecallAnswer(one).label) for one in answers],
                widget=forms.RadioSelect,
                initial=RecallAnswer.CARE if RecallAnswer.CARE in answers else None,
            )

    def answers(self):
        return {name: self.cleaned_data[name] for name in self.asked}
