from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from referral.absence import Way
from referral.forms.part import PartForm, line, ticks
from referral.models import Whereabouts


class WhereaboutsForm(PartForm):
    """How, when and under what pretext comes first: whoever makes contact reads it before the number."""

    model = Whereabouts
    coded = ("country", "confidential")

    ways = ticks(
        _("Ways that the person gave"),
        Way.choices,
        help_text=_(
            "Ask while you can: if contact breaks off, only these ways are tried, and no other."
        ),
    )
    safe_how = line(
        Whereabouts, "safe_how", help_text=_("For example: message only, no voice mail.")
    )
    safe_when = line(Whereabouts, "safe_when")
    pretext = line(Whereabouts, "pretext", help_text=_("What you say if somebody else answers."))
    code_word = line(Whereabouts, "code_word")
    never = line(Whereabouts, "never", text=True)
    phone = line(Whereabouts, "phone")
    email = line(Whereabouts, "email")
    address = line(Whereabouts, "address", text=True)
    country = line(Whereabouts, "country", choices=country_choices)
    confidential = line(Whereabouts, "confidential")
