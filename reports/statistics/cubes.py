"""
The fixed cubes (security C-71): which codes of the frozen months are counted against each other. There is no other combination, and no
free filter. Cubes of the same `people` share their sum and nothing else, so that no two of them can be subtracted from each other:
a dimension stands in one cube only; where a finer one repeats the sums of another cube, `same` says so. People of whom a few are asked something (money planned, a visit after the return) are `people` of
their own, of whom nothing else is said.
"""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.codes import AgeBand, ExploitationType, ServiceKind
from instruments.budget import FAMILIES
from referral.monitoring import LABELS as DIMENSIONS
from referral.stages import (
    RISK_ORDER,
    VISIT_MONTHS,
    DeclineReason,
    Outlook,
    PauseReason,
    ReferralKind,
)
from reports.statistics.protect import ALL, TOTAL
from reports.statistics.rates import Rate
from shell.formats import country_name

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


ABROAD = "abroad"
COUNTRIES = "countries"  # the parts are countries: those that were counted, with their names


@dataclass(frozen=True, slots=True)
class Cube:
    """
    `rows` and `columns`: {code: words}. A list has no columns; `parts` says of what some of its rows are the sum. A cube without a
    `field` of the frozen rows is counted with them, in `row_security/87_statistics.sql`.
    """

    name: str
    people: str  # who is counted
    title: str
    field: str
    rows: dict
    across: str = ""
    columns: dict | None = None
    parts: dict | None = None  # row → {code: words}, or COUNTRIES
    about: str = ""  # what a reader must know of these numbers
    group: str = ""  # shown with others in one table
    label: str = ""  # there
    same: dict | None = None  # sum → (cube, sum) that is the same number there
    rates: tuple = ()
    countries: bool = False  # further rows: those that were counted

    def row_codes(self, seen=()):
        """`seen`: (row, column) that were counted."""
        further = {row for row, _column in seen} - {*self.rows, TOTAL} if self.countries else ()
        return [*self.rows, *sorted(further)]

    def row_words(self, row):
        return self.rows[row] if row in self.rows else country_name(row)

    def column_codes(self, seen=()):
        """`seen`: (row, part) of countries that were counted; the others are many, and nobody."""
        if self.parts is None:
            return list(self.columns) if self.columns else [TOTAL]
        return {
            row: sorted({part for of, part in seen if of == row and part != TOTAL})
            if parts == COUNTRIES
            else list(parts)
            for row, parts in self.parts.items()
        }

    def place(self, row, column):
        """Where a code is counted: one that nobody knows stands with the last part of its row, so that sums stay sums."""
        if self.countries:
            row = column if row == ABROAD else row
            return row, column if column in self.columns else list(self.columns)[-1]
        parts = (self.parts or {}).get(row, COUNTRIES)
        return row, column if parts == COUNTRIES or column in parts else list(parts)[-1]

    def said_place(self, row, column):
        """Where a number that was said stands: countries were parts of one row, before first signs were counted. None: nowhere now."""
        if self.countries and row == ABROAD:
            return (column, TOTAL) if column != TOTAL else None
        return row, column

    def part_words(self, row, part):
        parts = self.parts[row]
        return country_name(part) if parts == COUNTRIES else str(parts[part])


def rate(code, label, rows, less=(), of=None):
    """People of `rows` among everybody, or among everybody less some rows, or among the rows `of`."""
    sums = lambda codes, sign=1: tuple((sign, (code, TOTAL)) for code in codes)  # noqa: E731
    return Rate(code, label, sums(rows), sums(of) if of else ((1, ALL), *sums(less, -1)))


JOURNEYS, REFERRALS, BODIES = "journeys", "referrals", "bodies"
BUDGETS, VISITS = (
    "budget",
    "index",
)  # groups of which each cube, or each round, counts people of its own
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


def budget(family, words):
    """A family of measures: how much is planned for a person, and how much of it is spent."""
    return Cube(
        f"b_{family}",
        f"b_{family}",
        format_lazy("{}: {}", _("Budget"), words),
        "",
        PLANNED,
        columns=SPENT,
        group=BUDGETS,
        label=words,
    )


def index(dimension, months):
    return Cube(
        f"{dimension}_{months}",
        f"visit_{months}",
        format_lazy("{}: {}", ROUNDS[months], DIMENSIONS[dimension]),
        "",
        BANDS,
        group=VISITS,
        label=format_lazy("{}: {}", ROUNDS[months], DIMENSIONS[dimension]),
    )


CUBES = {
    cube.name: cube
    for cube in (
        Cube("sex_age", JOURNEYS, _("Sex and age"), "sex", SEX, "age", AGE),
        Cube(
            "age",
            JOURNEYS,
            _("Age"),
            "",
            AGE,
            parts={row: {band.value: band.label for band in bands} for row, bands in AGES.items()},
            about=_(
                "At the first contact, in the groups of the Counter-Trafficking Data Collaborative (IOM and others). Where the age is disputed,"
                " the group stands that was written down."
            ),
            same={(row, TOTAL): ("sex_age", (TOTAL, row)) for row in AGE},
        ),
        Cube(
            "citizenship",
            JOURNEYS,
            _("Citizenship"),
            "",
            CITIZENSHIP,
            parts={"eu": COUNTRIES, "other": COUNTRIES},
        ),
        Cube("form", JOURNEYS, _("Form of exploitation"), "", FORM, parts=FORM_PARTS),
        Cube(
            "body_status",
            JOURNEYS,
            _("Who registered, and the status"),
            "body",
            BODY,
            "status",
            STATUS,
        ),
        Cube(
            "reflection",
            JOURNEYS,
            _("Reflection period, and its length"),
            "",
            REFLECTION,
            parts={"granted": DAYS},
            about=_(
                "The days between the first and the last one that were written down. “Not recorded” may mean that none was asked for. The"
                " treaty’s minimum is 30 days (Council of Europe convention on action against trafficking, article 13)."
            ),
            rates=(rate("granted", _("Granted, of all people"), ["granted"]),),
        ),
        Cube(
            "informed",
            JOURNEYS,
            _("Informed in the own language, and refusals"),
            "",
            INFORMED,
            columns=ANSWER,
            about=_(
                "The language of the first talk about consent, beside the languages that the person speaks. A refusal is a no to a whole"
                " purpose, in any talk. “Was helped” means that a body took a referral, or that a measure of the plan began: nobody"
                " loses help by saying no."
            ),
            rates=(
                rate(
                    "own_language",
                    _("Informed in the own language, of those whose language is known"),
                    ["own", "interpreter"],
                    ["unknown"],
                ),
                Rate(
                    "helped",
                    _("Helped, of those who said no to something"),
                    ((1, (TOTAL, "helped")),),
                    ((1, (TOTAL, "helped")), (1, (TOTAL, "refused"))),
                ),
            ),
        ),
        Cube("outlook", JOURNEYS, _("What people chose"), "outlook", OUTLOOK),
        Cube(
            "way",
            JOURNEYS,
            _("Travel, and returns that were paused"),
            "",
            WAY,
            parts={"paused": PAUSED, "arrived": AGE},
            about=_("Each person stands where she or he was at the end of the month."),
        ),
        Cube(
            "ended",
            JOURNEYS,
            _("How assistance ended"),
            "ended",
            ENDED,
            rates=(
                rate(
                    "lost",
                    _("Contact lost, of those whose assistance ended"),
                    ["lost_contact"],
                    ["open"],
                ),
            ),
        ),
        Cube("crossing", JOURNEYS, _("Over a border or not"), "crossing", CROSSING),
        Cube("risk", JOURNEYS, _("Risk level"), "risk", RISK),
        Cube(
            "plan",
            JOURNEYS,
            _("Measures of the plan carried out"),
            "",
            PLAN,
            about=_(
                "Of each person’s measures that were agreed and not dropped, the share that is done. Assistance and reintegration"
                " together, whoever carries them out."
            ),
            rates=(
                rate(
                    "half",
                    _("Half or more carried out, of those with measures"),
                    ["more", "all"],
                    ["none"],
                ),
            ),
        ),
        Cube(
            "again",
            JOURNEYS,
            _("New exploitation"),
            "",
            AGAIN,
            about=_(
                "What follow-up visits found, in the year of the first contact and the year after it. Form H of this mechanism, “Signs"
                " of new exploitation”."
            ),
            rates=(rate("again", _("With signs, of those who were asked"), ["yes"], ["unknown"]),),
        ),
        Cube(
            "school",
            JOURNEYS,
            _("Children at school"),
            "",
            SCHOOL,
            about=_(
                "At the last visit that asked. Whoever was under 18 at the first contact is a child here. Form H of this mechanism; the"
                " limit of 80 days is ours."
            ),
            rates=(
                rate(
                    "at_school",
                    _("At school, of the children who were asked about"),
                    ["regular", "sometimes"],
                    ["unknown"],
                ),
            ),
        ),
        *(budget(family, words) for family, words in FAMILIES.items()),
        *(index(dimension, months) for months in VISIT_MONTHS for dimension in DIMENSIONS),
        Cube(
            "answers",
            REFERRALS,
            _("Answers, and how soon"),
            "result",
            RESULT,
            "wait",
            WAIT,
            rates=(rate("accepted", _("Accepted, of those answered"), ["accepted"], ["none"]),),
        ),
        Cube(
            "place",
            REFERRALS,
            _("Where referrals go, and how soon there is a first sign"),
            "",
            PLACE,
            columns=SIGN,
            countries=True,
            about=_(
                "A first sign is a question or an answer of whoever was asked. Working days are those of the country where that body is. A"
                " consulate stands under the country it represents."
            ),
            rates=(
                Rate(
                    "sign_3",
                    _("A first sign within 3 working days, of all"),
                    ((1, (TOTAL, "day")), (1, (TOTAL, "days_3"))),
                    ((1, ALL),),
                ),
            ),
        ),
        Cube("kind", REFERRALS, _("What was asked"), "", KIND, parts={"service": SERVICES}),
        Cube(
            "capacity",
            BODIES,
            _("What there is"),
            "",
            {one.value: one.label for one in ServiceKind},
            columns=THERE_IS,
        ),
    )
}


def same_cells(names) -> list:
    """Groups of (cube, cell) that are one number, among these cubes."""
    return [
        [(name, cell), other]
        for name in names
        for cell, other in (CUBES[name].same or {}).items()
        if other[0] in names
    ]
