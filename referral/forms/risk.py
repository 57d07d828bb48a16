from django.utils.translation import gettext_lazy as _

from referral.forms.part import PartForm, line
from referral.models import Risk


class RiskForm(PartForm):
    """The levels come from the risk tool, or from a person who knows better and writes why in a note."""

    model = Risk
    coded = ("level_staying", "level_returning", "own_fear", "assessed_on")

    level_staying = line(Risk, "level_staying")
    level_returning = line(Risk, "level_returning")
    own_fear = line(Risk, "own_fear", most=10)
    assessed_on = line(Risk, "assessed_on")
    red_lines = line(
        Risk,
        "red_lines",
        text=True,
        help_text=_("For example: do not telephone the family home."),
    )
    safety_plan = line(Risk, "safety_plan", text=True)
