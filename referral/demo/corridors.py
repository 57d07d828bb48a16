"""Journeys between the other countries, as rows: who found whom, who is asked there, and how far it has come."""

from referral.demo import endings
from referral.demo.people import MAN, OTHER, TRANS_MAN, TRANS_WOMAN, WOMAN

FR, ES, PL, GR = "maison-claire", "casa-almendro", "dom-lipa", "spiti-elia"
AL, AL2, MA, MA2 = "qendra-drita", "shtepia-ullirit", "dar-amal", "dar-yasmine"
UA, UA2 = "dim-nadii", "tepla-oselia"
IT, IT2 = "casa-verde", "colleague@casa-verde"
NG, BD = "NG", "BD"

# found by, asked there (or the country alone), who, age, form, how far, begun so many days ago
_TABLE = [
    # France and Morocco
    (FR, MA, WOMAN, "24-26", "household", "back_long_ago", 420),
    (FR, MA, MAN, "18-20", "criminality", "enquired", 62),
    (FR, MA2, WOMAN, "30-38", "marriage", "settled", 250),
    (FR, MA, MAN, "39-47", "fields", "prepares", 130),
    (FR, NG, WOMAN, "18-20", "sexual", "recovers", 30),
    (FR, MA, WOMAN, "9-17", "child_labour", "child_stays", 200),
    (FR, MA, OTHER, "21-23", "online", "undecided", 90),
    (FR, MA, MAN, "24-26", "scams", "back_recently", 190),
    (FR, BD, MAN, "27-29", "kitchen", "closed_elsewhere", 120),
    (FR, NG, WOMAN, "24-26", "household", "settled", 190),
    # Spain and Morocco
    (ES, MA, MAN, "21-23", "fields", "back_half_a_year", 380),
    (ES, MA2, WOMAN, "27-29", "household", "undecided", 80),
    (ES, MA, WOMAN, "30-38", "fields", "settled_and_closed", 330),
    (ES, MA2, WOMAN, "24-26", "surrogacy", "enquiry_late", 85),
    (ES, MA, TRANS_WOMAN, "27-29", "sexual", "settled", 210),
    (ES, MA, MAN, "9-17", "criminality", "child_new", 1),
    (ES, NG, WOMAN, "21-23", "sexual", "identified", 25),
    (ES, MA, MAN, "30-38", "building", "paused", 140),
    # Poland and Ukraine
    (PL, UA, WOMAN, "30-38", "factory", "back_half_a_year", 400),
    (PL, UA, MAN, "18-20", "scams", "assessed", 45),
    (PL, UA2, WOMAN, "39-47", "household", "settled", 280),
    (PL, UA, MAN, "24-26", "armed_group", "undecided", 75),
    (PL, UA, WOMAN, "48+", "factory", "back_and_closed", 425),
    (PL, UA2, WOMAN, "9-17", "online", "child_stays", 150),
    (PL, UA, WOMAN, "24-26", "kitchen", "enquired", 55),
    (PL, UA, MAN, "0-8", "begging", "child_new", 2),
    (PL, UA, TRANS_MAN, "21-23", "building", "with_plan", 70),
    (PL, UA, MAN, "39-47", "organ", "lost", 160),
    (PL, UA, WOMAN, "27-29", "kitchen", "settled", 205),
    # Greece and Albania
    (GR, AL, MAN, "24-26", "fields", "back_recently", 230),
    (GR, AL, WOMAN, "21-23", "kitchen", "enquired", 50),
    (GR, AL2, MAN, "9-17", "begging", "child_stays", 170),
    (GR, AL, WOMAN, "27-29", "sexual", "back_half_a_year", 360),
    (GR, AL2, WOMAN, "30-38", "household", "prepares", 125),
    (GR, BD, MAN, "30-38", "fields", "declined_formal", 18),
    (GR, AL, MAN, "18-20", "criminality", "new", 2),
    (GR, AL2, WOMAN, "39-47", "household", "settled", 240),
    # Italy and Albania, Ukraine, others
    (IT, AL, WOMAN, "24-26", "sexual", "back_long_ago", 425),
    (IT, AL2, WOMAN, "18-20", "marriage", "settled_and_closed", 310),
    (IT2, AL, MAN, "30-38", "building", "back_half_a_year", 330),
    (IT2, UA, WOMAN, "27-29", "factory", "undecided", 95),
    (IT2, UA2, WOMAN, "39-47", "household", "back_recently", 215),
    (IT2, AL, WOMAN, "9-17", "online", "child_stays", 110),
    (IT2, AL, WOMAN, "9-17", "adoption", "child_new", 3),
    (IT2, AL2, MAN, "9-17", "child_labour", "child_returns", 260),
    (IT2, BD, MAN, "24-26", "kitchen", "not_identified", 40),
    (IT2, UA, MAN, "21-23", "scams", "presumed", 8),
    (IT2, NG, WOMAN, "24-26", "sexual", "asylum", 130),
    (IT2, AL, MAN, "27-29", "other", "withdrew", 60),
    (IT2, UA, WOMAN, "30-38", "kitchen", "left_alone", 100),
]  # fmt: skip
TEAM = "Ritorni"


def tell(story, there, far, days):
    getattr(endings, far)(story, days, there)
    if story.home == IT2:
        story.share(TEAM)


def rows(scene):
    """The table with addresses in full: home, country of origin, who, age, form, and what `tell` needs."""
    for home, there, gender, band, form, far, days in _TABLE:
        home = home if "@" in home else f"caseworker@{home}"
        origin = scene.organisations[there].country if there in scene.organisations else there
        yield home, origin, gender, band, form, (f"caseworker@{there}", far, days)
