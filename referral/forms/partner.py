from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import CheckMethod
from referral.forms.answer import day_field
from referral.models import PartnerEntry
from referral.stages import (
    OPEN_TO_RECEIVER,
    WAITING_FOR_ANSWER,
    DeclineReason,
    Feedback,
    Question,
    RecallAnswer,
    ReferralStatus,
)
from shell.clean_text import refuse_hidden_characters
from shell.forms import DeskForm

VERIFIED = [(value, label) for value, label in CheckMethod.choices if value != "still_right"]


class AddressForm(DeskForm):
    """Where the partner is reached: the link goes to the address, the code by telephone."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("It gets a link, and learns only that something waits."),
    )
    phone = forms.CharField(
        label=_("Their telephone number"),
        max_length=60,
        help_text=_(
            "You ring it and say the code. Take it from a source of your own, not from their e-mail."
        ),
    )
    verified_how = forms.ChoiceField(
        label=_("How you know that both are theirs"), choices=VERIFIED, widget=forms.RadioSelect
    )


class RecordForm(DeskForm):
    """What the receiver told you, and who said it."""

    what = forms.ChoiceField(label=_("What they said"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("If they declined: why"),
        choices=[("", "…"), *DeclineReason.choices],
        required=False,
    )
    questions = forms.MultipleChoiceField(
        label=_("If they asked: what"),
        choices=Question.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    feedback = forms.ChoiceField(
        label=_("If they told how it goes"), choices=[("", "…"), *Feedback.choices], required=False
    )
    recall = forms.ChoiceField(
        label=_("If they were told to stop using it: what became of it"),
        choices=[("", "…"), *RecallAnswer.choices],
        required=False,
    )
    said_by = forms.CharField(label=_("Who said it"), max_length=80)
    function = forms.CharField(label=_("Function there"), max_length=80)
    channel = forms.ChoiceField(
        label=_("How"), choices=PartnerEntry.Channel.choices[1:], widget=forms.RadioSelect
    )
    on = day_field(_("When"), initial=timezone.localdate)

    needs = {"declined": "reason", "asked": "questions", "feedback": "feedback", "recall": "recall"}

    def __init__(self, *args, status, recalled, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = may_be_said(status, recalled)
        offered = dict(self.fields["what"].choices)
        for what, field in self.needs.items():
            if what not in offered:
                del self.fields[field]

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return on

    def clean(self):
        given = super().clean()
        field = self.needs.get(given.get("what"))
        if field and not given.get(field) and field not in self.errors:
            self.add_error(field, _("Choose what they said."))
        return given

    def answer(self):
        given = self.cleaned_data
        codes = {name: given[name] for name in self.needs.values() if given.get(name)}
        fixed = {name: given[name] for name in ("what", "channel", "said_by", "function", "on")}
        return fixed | codes


def may_be_said(status, recalled):
    said = []
    if status in WAITING_FOR_ANSWER:
        said = ["accepted", "declined"]
    if status in {ReferralStatus.SENT, ReferralStatus.ASKED}:
        said.insert(1, "asked")
    if status == ReferralStatus.ACCEPTED:
        said = ["named"]
    if status in OPEN_TO_RECEIVER:
        said = ["feedback", *said]
    if recalled:
        said.append("recall")
    return [(what, PartnerEntry.Kind(what).label) for what in said]


class PersonForm(forms.Form):
    """Who reads the identified part: asked on the page of the link, in a plain form."""

    name = forms.CharField(max_length=80, validators=[refuse_hidden_characters])
    function = forms.CharField(max_length=80, validators=[refuse_hidden_characters])
