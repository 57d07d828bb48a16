"""
The fixed cubes (security C-71): which codes of the frozen months are counted against each other. There is no other combination, and no
free filter. Cubes of the same `people` share their sum and nothing else, so that no two of them can be subtracted from each other:
a dimension stands in one cube only.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referral.stages import RISK_ORDER, DeclineReason, Outlook, ReferralKind
from reports.statistics.protect import TOTAL

UNKNOWN = ("unknown", _("Not known"))
# Member states of the European Union, for "other EU country".
UNION = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]


@dataclass(frozen=True, slots=True)
class Cube:
    """`rows` and `columns`: {code: words}. A list has no columns."""

    name: str
    people: str  # journeys or referrals
    title: str
    field: str
    rows: dict
    across: str = ""
    columns: dict | None = None

    @property
    def column_codes(self):
        return list(self.columns) if self.columns else [TOTAL]


JOURNEYS, REFERRALS = "journeys", "referrals"
SEX = dict([("female", _("Women and girls")), ("male", _("Men and boys")), ("other", pgettext_lazy("gender", "Another gender")), UNKNOWN])  # fmt: skip
AGE = dict([("child", _("Under 18")), ("adult", _("18 and over")), UNKNOWN])
CITIZENSHIP = dict([("own", _("The reporting country")), ("eu", _("Another EU country")), ("other", _("A country outside the EU")), UNKNOWN])  # fmt: skip
FORM = dict([("sexual", _("Sexual exploitation")), ("labour", _("Forced labour or services")), ("other", pgettext_lazy("exploitation", "Another form")), ("several", _("Several forms")), UNKNOWN])  # fmt: skip
STATUS = {"identified": _("Formally identified"), "presumed": _("Presumed")}
BODY = {
    "police": _("Police"),
    "authority": _("Another public body"),
    "ngo": _("Non-governmental organisation"),
    "international": _("International organisation"),
    "consulate": _("Embassy or consulate"),
}
REFLECTION = {"granted": _("Granted"), "none": _("Not recorded")}
OUTLOOK = {one.value: one.label for one in Outlook}
WAY = {
    "none": _("No journey arranged"),
    "day_set": _("A day is set"),
    "travelling": _("Travelling"),
    "arrived": _("Arrived"),
}
ENDED = {
    "open": _("Open"),
    "completed": _("Plan completed"),
    "self_reliant": _("Needs no more help"),
    "withdrawn": _("The person ended it"),
    "lost_contact": _("Contact lost"),
    "handed_over": _("Handed over or referred elsewhere"),
    "other": _("Other reason"),
}
CROSSING = {
    "inside": _("Exploited in a country of the own citizenship"),
    "abroad": _("Exploited in another country"),
    "unknown": _("Not known"),
}
RISK = {**{one.value: one.label for one in RISK_ORDER}, "none": _("Not assessed")}
RESULT = {
    "accepted": _("Accepted"),
    **{one.value: one.label for one in DeclineReason},
    "none": _("No answer yet, or taken back"),
}
WAIT = {
    "day": _("Within a day"),
    "days_5": _("Within 5 days"),
    "days_14": _("Within 14 days"),
    "longer": _("Later"),
    "none": _("No answer"),
}
PLACE = {"inside": _("Inside the country"), "abroad": _("To another country")}
KIND = {one.value: one.label for one in ReferralKind if one != ReferralKind.INFORMATION}

CUBES = {
    cube.name: cube
    for cube in (
        Cube("sex_age", JOURNEYS, _("Sex and age"), "sex", SEX, "age", AGE),
        Cube("citizenship", JOURNEYS, _("Citizenship"), "citizenship", CITIZENSHIP),
        Cube("form", JOURNEYS, _("Form of exploitation"), "form", FORM),
        Cube(
            "body_status",
            JOURNEYS,
            _("Who registered, and the status"),
            "body",
            BODY,
            "status",
            STATUS,
        ),
        Cube("reflection", JOURNEYS, _("Reflection period"), "reflection", REFLECTION),
        Cube("outlook", JOURNEYS, _("What people chose"), "outlook", OUTLOOK),
        Cube("way", JOURNEYS, _("Travel"), "way", WAY),
        Cube("ended", JOURNEYS, _("How assistance ended"), "ended", ENDED),
        Cube("crossing", JOURNEYS, _("Over a border or not"), "crossing", CROSSING),
        Cube("risk", JOURNEYS, _("Risk level"), "risk", RISK),
        Cube("answers", REFERRALS, _("Answers, and how soon"), "result", RESULT, "wait", WAIT),
        Cube("place", REFERRALS, _("Where referrals go"), "place", PLACE),
        Cube("kind", REFERRALS, _("What was asked"), "kind", KIND),
    )
}
