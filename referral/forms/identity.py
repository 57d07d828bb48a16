from django import forms
from django.utils.translation import gettext_lazy as _

from referral.ageing import needs_reason
from referral.forms.part import PartForm, line, stored
from referral.models import AgeRecord, Identity
from shell.forms import PartialDateField


class IdentityForm(PartForm):
    model = Identity
    coded = ("marital_status", "children", "education")

    name_said = line(
        Identity,
        "name_said",
        help_text=_("In the script and order the person uses. One name is enough."),
    )
    name_on_documents = line(Identity, "name_on_documents")
    born = PartialDateField(
        label=_("Date of birth"),
        help_text=_("The year alone is enough. Leave empty what is not known."),
        future=False,
        required=False,
    )
    born_reason = forms.ChoiceField(
        label=_("Why the date of birth changes"),
        choices=[("", _("It does not change")), *AgeRecord.Reason.choices[:3]],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Asked for a child, and for who was one not long ago. It stays in the history."
        ),
    )
    birth_place = line(Identity, "birth_place")
    identity_number = line(Identity, "identity_number")
    marital_status = line(Identity, "marital_status")
    children = line(Identity, "children", most=30)
    education = line(Identity, "education")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.born_before():
            del self.fields["born_reason"]

    @classmethod
    def columns(cls):
        return [name for name in super().columns() if name != "born_reason"]

    def born_before(self) -> str:
        return stored(Identity._meta.get_field("born"), self.initial.get("born")) or ""

    def clean(self):
        cleaned = super().clean()
        born = stored(Identity._meta.get_field("born"), cleaned.get("born")) or ""
        if needs_reason(self.born_before(), born) and not cleaned.get("born_reason"):
            self.add_error(
                "born_reason",
                _(
                    "The date of birth decides until when somebody is protected as a child. Say why it changes."
                ),
            )
        return cleaned

    def write(self, row):
        super().write(row)
        row.age_reason = self.cleaned_data.get("born_reason", "")
