from django.utils.translation import gettext_lazy as _

from referral.forms.part import PartForm, line
from referral.models import Identity
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
    birth_place = line(Identity, "birth_place")
    identity_number = line(Identity, "identity_number")
    marital_status = line(Identity, "marital_status")
    children = line(Identity, "children", most=30)
    education = line(Identity, "education")
