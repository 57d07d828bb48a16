"""The ready tables: which cubes stand in each, after whose shape, and by which method. A table is data; a page renders it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.statistics.cube import BUDGETS, VISITS
from reports.statistics.cubes import CUBES


@dataclass(frozen=True, slots=True)
class ReadyTable:
    slug: str
    title: str
    about: str
    cubes: tuple
    shape: str  # whose table it follows, and what of it
    justice: tuple = ()  # yearly figures that public bodies count (`reports/justice/measures.py`)
    all_countries: bool = False  # one table of every country that is told, by the year alone


COUNTED = _(
    "Counted are people who are presumed or identified as trafficked, by the year of the first contact and by the country where they were"
    " found, whether or not they wished formal identification. Whoever was found not to have been trafficked is not counted, nor is a first"
    " contact of which nothing more is known. A person counts once, also with records in several organisations."
)
REFERRALS_COUNTED = _(
    "Counted are referrals by the year in which they were sent and the country of who asked. What police or an authority was told is left"
    " out. The time runs from sending to the answer."
)
VISITS_COUNTED = _(
    "Counted are people who were found in this country and whom a follow-up visit reached that many months after the return, by the year of"
    " the visit."
)
BODIES_COUNTED = _(
    "Organisations and places are what stands in the directory at the end of the month. No person stands behind these numbers. How many"
    " places are free does not stand here: what is not free is somebody."
)
RATES_COUNTED = _(
    "A percentage is worked out from numbers that stand here, of one month, and from no others. Where one of them is not said, there is none."
)
METHOD = _(
    "Each month is frozen after its end and never changed. Only codes are read: no name, no text, no address. Numbers from 1 to 10 are not"
    " said, nor others from which they could be worked out. A number that was said stands until it has changed by at least 11 or by nothing,"
    " so that two months cannot be subtracted. That is why parts and sums may be of different months."
)
METHOD_MONTHS = _(
    "The lines repeat what the table of each month said to the same readers. Whoever kept those tables could draw them: no number that was"
    " held back stands behind a line."
)
METHOD_INSIDE = _(
    "For your country’s coordination: as in the public table, but numbers are held back from 1 to 4 only. Do not pass this table on."
)

JUSTICE_COUNTED = _(
    "Figures of investigations, courts and rights are those of public bodies: entered by the country’s coordination with their source,"
    " and compared with it by a second person. What the source has published stands as it is; of other numbers of people small ones are"
    " not said."
)

TABLES = {
    table.slug: table
    for table in (
        ReadyTable(
            "eurostat",
            _("Registered victims (Eurostat)"),
            _("By sex, age, citizenship, form of exploitation, registering body and status."),
            ("sex_age", "age", "citizenship", "form", "body_status"),
            _(
                "After Eurostat’s yearly collection on trafficking in human beings (crim_thb): its dimensions, not its file format."
            ),
            ("suspects", "prosecuted", "convicted", "decisions", "assisted"),
        ),
        ReadyTable(
            "greta",
            _("Victims and their rights (GRETA)"),
            _(
                "Identified and presumed, citizenship, form, reflection period, return, courts, permits, compensation."
            ),
            (
                "body_status",
                "sex_age",
                "age",
                "citizenship",
                "form",
                "crossing",
                "reflection",
                "way",
            ),
            _("After the questions on figures of the Council of Europe’s monitoring body."),
            (
                "investigations",
                "prosecuted",
                "convicted",
                "prison",
                "confiscations",
                "unpunished",
                "assisted",
                "permits",
                "asylum_asked",
                "asylum_given",
                "claimed",
                "compensated",
            ),
        ),
        ReadyTable(
            "glotip",
            _("Detected victims (UNODC)"),
            _("By sex, age, form and citizenship, in the columns of the global report."),
            ("sex_age", "form", "citizenship"),
            _(
                "After the data of UNODC’s Global Report on Trafficking in Persons; the files have its columns."
            ),
            ("offences", "suspects", "prosecuted", "convicted"),
        ),
        ReadyTable(
            "referrals",
            _("Referral performance"),
            _("What was asked, where, how soon there was a sign, what came of it, and why not."),
            ("answers", "kind", "place"),
            _("Own table."),
        ),
        ReadyTable(
            "corridors",
            _("Corridors"),
            _("From which country to which: referrals of all countries in one table."),
            ("place",),
            _("Own table."),
            all_countries=True,
        ),
        ReadyTable(
            "return",
            _("Return"),
            _(
                "What people chose, the risk level, travel and pauses, and how assistance ended. Staying and returning weigh the same."
            ),
            ("outlook", "risk", "way", "ended"),
            _("Own table. None of these numbers is a target."),
        ),
        ReadyTable(
            "reintegration",
            _("Reintegration"),
            _(
                "Measures carried out, budget by family, how people are after 1, 3, 6 and 12 months, new exploitation, children at school."
            ),
            (
                "plan",
                *(name for name, cube in CUBES.items() if cube.group == BUDGETS),
                *(name for name, cube in CUBES.items() if cube.group == VISITS),
                "again",
                "school",
            ),
            _("Own table, from this mechanism’s plans, budgets and visits."),
        ),
        ReadyTable(
            "rights",
            _("Rights"),
            _(
                "Reflection periods and their length, information in the own language, refusals, and the status under which people were"
                " registered."
            ),
            ("reflection", "informed", "body_status"),
            _("Own table."),
        ),
        ReadyTable(
            "service",
            _("Service"),
            _(
                "What there is beside what is asked of whom, and how long people wait for the answer."
            ),
            ("capacity", "kind", "answers"),
            _("Own table."),
        ),
    )
}
