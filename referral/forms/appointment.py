from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from referral.forms.part import moment
from shell.forms import DeskForm


class AppointmentForm(DeskForm):
    kind = forms.ChoiceField(label=_("What"), choices=[("", "…"), *ServiceKind.choices])
    at = moment(label=_("When"))
    text = forms.CharField(
        label=_("Details"),
        help_text=_("Where, with whom, what to bring."),
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    interpreter = forms.BooleanField(label=_("Interpreter booked"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("In your time zone: %(zone)s.") % {
            "zone": timezone.get_current_timezone_name()
        }
