from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.absence import Decision, DecisionReason, FoundHow, LastSeen, Noticed, TryResult, Way
from referral.forms.part import day, moment, not_in_the_future
from shell.forms import DeskForm


def not_later(found):
    if found > timezone.now():
        raise forms.ValidationError(_("Enter a time that is not in the future."))


class MissingForm(DeskForm):
    last_seen = forms.ChoiceField(
        label=_("Where the person was last seen or heard"),
        choices=LastSeen.choices,
        widget=forms.RadioSelect,
    )
    last_seen_on = day(
        label=_("On which day"), initial=timezone.localdate, validators=[not_in_the_future]
    )
    noticed = forms.ChoiceField(label=_("Who noticed it"), choices=[("", "…"), *Noticed.choices])
    supervisor = forms.ChoiceField(
        label=_("Which supervisor decides with you"),
        help_text=_("Sees the case without the whereabouts, from now on until the person is back."),
        required=False,
    )

    def __init__(self, *args, supervisors, **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(one.user_id), one.user.name) for one in supervisors]
        self.fields["supervisor"].choices = [("", "…"), *people]
        self.fields["supervisor"].required = bool(people)
        if not people:
            del self.fields["supervisor"]


class TryForm(DeskForm):
    """Only the ways that may be used now are in the list: another one is no answer."""

    way = forms.ChoiceField(
        label=_("Which way"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "The person did not give this way, or it is not safe any more. Use another."
            )
        },
    )
    at = moment(label=_("When"), initial=timezone.now, validators=[not_later])
    result = forms.ChoiceField(
        label=_("What came of it"), choices=TryResult.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, ways, first="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way, Way(way).label) for way in ways]
        self.fields["way"].initial = first


class ToldForm(DeskForm):
    whom = forms.ChoiceField(label=_("Who was told"), widget=forms.RadioSelect)
    at = moment(label=_("When"), initial=timezone.now, validators=[not_later])
    number = forms.CharField(
        label=_("Number of the report, if there is one"),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        max_length=80,
        required=False,
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = bodies


class FoundForm(DeskForm):
    how = forms.ChoiceField(
        label=_("How do you know"),
        choices=[(one.value, one.label) for one in (FoundHow.CAME, FoundHow.OTHERS)],
        widget=forms.RadioSelect,
    )


class DecideForm(DeskForm):
    decision = forms.ChoiceField(
        label=_("Your decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "…"), *DecisionReason.choices])

    def __init__(self, *args, child, **kwargs):
        super().__init__(*args, **kwargs)
        if child:
            self.fields["decision"].choices = [(Decision.KEEP.value, Decision.KEEP.label)]
            self.fields["decision"].initial = Decision.KEEP
