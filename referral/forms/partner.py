from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OrganisationKind
from accounts.services import service_choices
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
from shell.formats import country_choices
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


class ConfirmForm(DeskForm):
    """The second person: another check than the one that stands there, on a day since it was entered."""

    how = forms.ChoiceField(label=_("How you checked both"), widget=forms.RadioSelect)
    on = day_field(_("When"), initial=timezone.localdate)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.fields["how"].choices = [one for one in VERIFIED if one[0] != kept.verified_how]
        self.initial.setdefault("seen", kept.seen)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if on < self.kept.verified_on:
            raise ValidationError(_("The address was entered after this day. Check it again."))
        return on

    def answer(self):
        return {name: self.cleaned_data[name] for name in ("how", "on", "seen")}


class PartnerForm(DeskForm):
    """An organisation that is not here yet, as the directory has it or as somebody told it."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    services = forms.MultipleChoiceField(
        label=_("Services"), choices=service_choices, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_("Without address and telephone number they are reached on paper only."),
    )
    phone = forms.CharField(label=_("Their telephone number"), max_length=60, required=False)
    verified_how = forms.ChoiceField(
        label=_("How you know that both are theirs"),
        choices=VERIFIED,
        widget=forms.RadioSelect,
        required=False,
    )
    given_by = forms.CharField(
        label=_("Who gave you this"),
        max_length=160,
        required=False,
        help_text=_("Name, function, and where: a colleague, a coordinator, an official page."),
    )

    def __init__(self, *args, contact=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "…"), *partner_kinds()]
        self.fields["country"].choices = [("", "…"), *country_choices()]
        if contact:
            del self.fields["given_by"]
        else:
            self.fields["given_by"].required = True

    def clean(self):
        given = super().clean()
        if (given.get("email") or given.get("phone")) and not given.get("verified_how"):
            self.add_error("verified_how", _("Say how you know that they are theirs."))
        return given

    def answer(self):
        return {name: value for name, value in self.cleaned_data.items() if name in PARTNER_FIELDS}


PARTNER_FIELDS = [name for name in PartnerForm.base_fields if name != "idempotency_key"]
# A consulate needs the country that it represents, a coordination and the operator rights of their own: the operator adds them.
BY_COMMAND_ONLY = {
    OrganisationKind.CONSULATE,
    OrganisationKind.COORDINATION,
    OrganisationKind.OPERATOR,
}


def partner_kinds():
    return [one for one in OrganisationKind.choices if one[0] not in BY_COMMAND_ONLY]


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
        choices=[("", "…"), *(c for c in RecallAnswer.choices if c[0] != RecallAnswer.PASSED_ON)],
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
