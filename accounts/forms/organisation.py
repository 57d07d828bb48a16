from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Taker
from accounts.services import service_choices, spoken_language_choices
from shell.forms import DeskForm


class OrganisationForm(DeskForm):
    services = forms.MultipleChoiceField(
        label=_("Services"),
        choices=service_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    takes = forms.MultipleChoiceField(
        label=_("Takes in"),
        choices=Taker.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=spoken_language_choices,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl to choose several."),
        required=False,
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=0, max_value=5000, required=False)
    places_free = forms.IntegerField(
        label=_("Places free now"), min_value=0, max_value=5000, required=False
    )
    usual_answer_days = forms.IntegerField(
        label=_("Usually answers within (days)"), min_value=0, max_value=90, required=False
    )
    accepts_referrals = forms.BooleanField(label=_("Accepts referrals"), required=False)

    def clean(self):
        given = super().clean()
        free, places = given.get("places_free"), given.get("capacity")
        if free is not None and places is not None and free > places:
            self.add_error("places_free", _("There cannot be more free places than places."))
        return given


ANSWERS = [name for name in OrganisationForm.base_fields if name != "idempotency_key"]
