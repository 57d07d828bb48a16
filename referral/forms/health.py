from django.utils.translation import gettext_lazy as _

from referral.forms.part import PartForm, line
from referral.models import Health


class HealthForm(PartForm):
    """Written by health professionals. Others see instructions without a reason, in the summary."""

    model = Health

    conditions = line(Health, "conditions", text=True)
    medication = line(Health, "medication", text=True)
    allergies = line(Health, "allergies", text=True)
    pregnancy = line(Health, "pregnancy", help_text=_("Week and due date, if the person says so."))
    care_needed = line(Health, "care_needed", text=True)
    travel_advice = line(Health, "travel_advice", text=True)
