"""
The fixed cubes (security C-71). There is no other combination of codes, and no free filter. Cubes of the same `people` share their sum
and nothing else, so that no two of them can be subtracted from each other: a dimension stands in one cube only; where a finer one repeats
the sums of another cube, `same` says so. People of whom a few are asked something (money planned, a visit after the return) are `people`
of their own, of whom nothing else is said.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from instruments.budget import FAMILIES
from referral.monitoring import LABELS as DIMENSIONS
from referral.stages import VISIT_MONTHS
from reports.statistics import codes
from reports.statistics.cube import (
    BODIES,
    BUDGETS,
    COUNTRIES,
    JOURNEYS,
    REFERRALS,
    VISITS,
    Cube,
    rate,
)
from reports.statistics.protect import ALL, TOTAL
from reports.statistics.rates import Rate


def budget(family, words):
    """A family of measures: how much is planned for a person, and how much of it is spent."""
    return Cube(
        f"b_{family}",
        f"b_{family}",
        format_lazy("{}: {}", _("Budget"), words),
        "",
        codes.PLANNED,
        columns=codes.SPENT,
        group=BUDGETS,
        label=words,
    )


def index(dimension, months):
    return Cube(
        f"{dimension}_{months}",
        f"visit_{months}",
        format_lazy("{}: {}", codes.ROUNDS[months], DIMENSIONS[dimension]),
        "",
        codes.BANDS,
        group=VISITS,
        label=format_lazy("{}: {}", codes.ROUNDS[months], DIMENSIONS[dimension]),
    )


CUBES = {
    cube.name: cube
    for cube in (
        Cube("sex_age", JOURNEYS, _("Sex and age"), "sex", codes.SEX, "age", codes.AGE),
        Cube(
            "age",
            JOURNEYS,
            _("Age"),
            "",
            codes.AGE,
            parts={
                row: {band.value: band.label for band in bands} for row, bands in codes.AGES.items()
            },
            about=_(
                "At the first contact, in the groups of the Counter-Trafficking Data Collaborative (IOM and others). Where the age is disputed,"
                " the group stands that was written down."
            ),
            same={(row, TOTAL): ("sex_age", (TOTAL, row)) for row in codes.AGE},
        ),
        Cube(
            "citizenship",
            JOURNEYS,
            _("Citizenship"),
            "",
            codes.CITIZENSHIP,
            parts={"eu": COUNTRIES, "other": COUNTRIES},
        ),
        Cube("form", JOURNEYS, _("Form of exploitation"), "", codes.FORM, parts=codes.FORM_PARTS),
        Cube(
            "body_status",
            JOURNEYS,
            _("Who registered, and the status"),
            "body",
            codes.BODY,
            "status",
            codes.STATUS,
        ),
        Cube(
            "reflection",
            JOURNEYS,
            _("Reflection period, and its length"),
            "",
            codes.REFLECTION,
            parts={"granted": codes.DAYS},
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
            codes.INFORMED,
            columns=codes.ANSWER,
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
        Cube("outlook", JOURNEYS, _("What people chose"), "outlook", codes.OUTLOOK),
        Cube(
            "way",
            JOURNEYS,
            _("Travel, and returns that were paused"),
            "",
            codes.WAY,
            parts={"paused": codes.PAUSED, "arrived": codes.AGE},
            about=_("Each person stands where she or he was at the end of the month."),
        ),
        Cube(
            "ended",
            JOURNEYS,
            _("How assistance ended"),
            "ended",
            codes.ENDED,
            rates=(
                rate(
                    "lost",
                    _("Contact lost, of those whose assistance ended"),
                    ["lost_contact"],
                    ["open"],
                ),
            ),
        ),
        Cube("crossing", JOURNEYS, _("Over a border or not"), "crossing", codes.CROSSING),
        Cube("risk", JOURNEYS, _("Risk level"), "risk", codes.RISK),
        Cube(
            "plan",
            JOURNEYS,
            _("Measures of the plan carried out"),
            "",
            codes.PLAN,
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
            codes.AGAIN,
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
            codes.SCHOOL,
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
            codes.RESULT,
            "wait",
            codes.WAIT,
            rates=(rate("accepted", _("Accepted, of those answered"), ["accepted"], ["none"]),),
        ),
        Cube(
            "place",
            REFERRALS,
            _("Where referrals go, and how soon there is a first sign"),
            "",
            codes.PLACE,
            columns=codes.SIGN,
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
        Cube(
            "kind",
            REFERRALS,
            _("What was asked"),
            "",
            codes.KIND,
            parts={"service": codes.SERVICES},
        ),
        Cube(
            "capacity",
            BODIES,
            _("What there is"),
            "",
            {one.value: one.label for one in ServiceKind},
            columns=codes.THERE_IS,
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
