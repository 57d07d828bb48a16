"""The codes of rows and columns, and what they are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.codes import AgeBand, ExploitationType, ServiceKind
from referral.stages import (
    RISK_ORDER,
    VISIT_MONTHS,
    DeclineReason,
    Outlook,
    PauseReason,
    ReferralKind,
)

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
SEX = dict([("female", _("Women and girls")), ("male", _("Men and boys")), ("other", pgettext_lazy("gender", "Another gender")), UNKNOWN])  # fmt: skip
AGE = dict([("child", _("Under 18")), ("adult", _("18 and over")), UNKNOWN])
AGES = {
    "child": [AgeBand.FROM_0, AgeBand.FROM_9, AgeBand.CHILD],
    "adult": [AgeBand.FROM_18, AgeBand.FROM_21, AgeBand.FROM_24, AgeBand.FROM_27, AgeBand.FROM_30, AgeBand.FROM_39, AgeBand.FROM_48, AgeBand.ADULT],
}  # fmt: skip
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
DAYS = {
    "law": _("As long as the law of the country gives"),
    "under_30": _("Less than 30 days"),
    "to_44": _("30 to 44 days"),
    "to_89": _("45 to 89 days"),
    "over_89": _("90 days or more"),
}
OUTLOOK = {one.value: one.label for one in Outlook}
WAY = {
    "none": _("No journey arranged"),
    "own": _("Left without us organising it"),
    "asked": _("A return is asked for"),
    "paused": _("Return paused"),
    "day_set": _("A day is set"),
    "approved": _("Return approved"),
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
PLACE = {"inside": _("Inside the country")}
SIGN = {
    "day": _("Within 24 hours"),
    "days_3": _("Within 3 working days"),
    "days_10": _("Within 10 working days"),
    "longer": _("Later"),
    "none": _("No sign yet"),
}
PAUSED = {**{one.value: one.label for one in PauseReason}, "unknown": _("Not known")}
INFORMED = {
    "own": _("In her or his own language"),
    "interpreter": _("In the own language, through an interpreter"),
    "other": _("In another language"),
    "unknown": _("No talk recorded, or no language"),
}
ANSWER = {
    "agreed": _("No refusal recorded"),
    "helped": _("Said no to something, and was helped"),
    "refused": _("Said no to something, no help recorded yet"),
}
PLAN = {
    "none": _("No measure agreed"),
    "nothing": _("None carried out yet"),
    "less": _("Less than half carried out"),
    "more": _("Half or more carried out"),
    "all": _("All carried out"),
}
AGAIN = {
    "yes": _("Signs of new exploitation at a visit"),
    "no": _("Asked, and none"),
    "unknown": _("No visit yet, or not asked"),
}
SCHOOL = {
    "regular": _("A child at school on 80 of 100 days or more"),
    "sometimes": _("A child at school less often"),
    "no": _("A child not at school"),
    "unknown": _("Not a child, or not asked"),
}
PLANNED = {
    "to_500": _("Up to 500"),
    "to_2000": _("501 to 2,000"),
    "over": _("More than 2,000"),
}
SPENT = {
    "nothing": _("Nothing spent yet"),
    "part": _("A part spent"),
    "all": _("All of it spent"),
}
BANDS = {
    "sustainable": _("On its way (66 % or more)"),
    "at_risk": _("At risk (50 to 65 %)"),
    "critical": _("Critical (less than 50 %)"),
}
ROUNDS = dict(
    zip(
        VISIT_MONTHS,
        (_("After 1 month"), _("After 3 months"), _("After 6 months"), _("After 12 months")),
        strict=True,
    )
)
LABOUR = ["ForcedLabour", "ChildLabour", "Servitude", "ForcedBegging", "OnlineScamWork"]
SEVERAL = ("several", pgettext_lazy("several codes", "Several of these"))
FORM_PARTS = {
    "labour": {one: ExploitationType(one).label for one in LABOUR} | dict([SEVERAL]),
    "other": {
        one.value: one.label
        for one in ExploitationType
        if one.value not in LABOUR and one != ExploitationType.SEXUAL
    }
    | dict([SEVERAL]),
}
SERVICES = {
    "unnamed": _("No service named"),
    **{one.value: one.label for one in ServiceKind},
    "several": _("Several services"),
}
THERE_IS = {"bodies": _("Organisations"), "places": _("Places")}
KIND = {one.value: one.label for one in ReferralKind if one != ReferralKind.INFORMATION}
