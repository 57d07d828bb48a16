from django import forms
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from referral.enquiries import Asks, For
from referral.stages import Reply
from shell.formats import country_name
from shell.forms import DeskForm


class EnquiryForm(DeskForm):
    """Lists to choose from: there is no place for a name."""

    receiver = forms.ChoiceField(label=_("Organisation"), widget=forms.RadioSelect)
    asks = forms.ChoiceField(label=_("Question"), choices=Asks.choices, widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label=_("Services"), choices=ServiceKind.choices, widget=forms.CheckboxSelectMultiple
    )
    whom = forms.ChoiceField(
        label=_("For whom"),
        choices=For.choices,
        widget=forms.RadioSelect,
        help_text=_("“Somebody” says least."),
    )

    def __init__(self, *args, receivers, **kwargs):
        super().__init__(*args, **kwargs)
        self.receivers = {str(one.pk): one for one in receivers}
        self.fields["receiver"].choices = [
            (pk, f"{one.name}, {country_name(one.country)}") for pk, one in self.receivers.items()
        ]


class ReplyForm(DeskForm):
    reply = forms.ChoiceField(
        label=_("Your answer"), choices=Reply.choices, widget=forms.RadioSelect
    )
