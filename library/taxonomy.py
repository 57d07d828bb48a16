"""The words by which documents and practices are sorted: codes in the rows, labels here. Imports nothing of ours."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "convention": _("Convention"),
    "law": _("Law or national policy"),
    "soft_law": _("Recommendation"),
    "handbook": _("Handbook"),
    "guideline": _("Guideline"),
    "toolkit": _("Toolkit"),
    "form": pgettext_lazy("type of document", "Form"),
    "report": pgettext_lazy("type of document", "Report"),
    "statistics": _("Statistics"),
    "training": _("Training material"),
    "case_law": _("Case law"),
    "leaflet": _("Leaflet"),
}
THEMES = {
    "concepts": _("Definitions and concepts"),
    "international_law": _("International law"),
    "regional_law": _("Regional and EU law"),
    "national_law": _("National law and policy"),
    "nrm": _("National referral mechanisms"),
    "trm": _("Referral across borders"),
    "identification": _("Identification and indicators"),
    "interviewing": _("Interviewing and trauma"),
    "assistance": _("Assistance and shelter"),
    "health": _("Health and psychosocial help"),
    "children": _("Children and best interests"),
    "return": _("Return"),
    "reintegration": _("Reintegration"),
    "risk": _("Risk and safety"),
    "justice": _("Criminal justice and non-punishment"),
    "compensation": _("Compensation and rights of victims"),
    "asylum": _("Asylum and residence"),
    "data": _("Data protection and data collection"),
    "plans": _("National action plans and evaluation"),
    "consular": _("Consular and diplomatic work"),
}
AUDIENCES = {
    "authorities": _("National authorities"),
    "coordinator": _("National coordinators"),
    "police": _("Police"),
    "border": _("Border guards"),
    "justice": _("Prosecutors and judges"),
    "lawyer": _("Lawyers"),
    "social": _("Social workers"),
    "ngo": _("Non-governmental organisations"),
    "reception": _("Reception and asylum staff"),
    "health": _("Health professionals"),
    "consular": _("Consular staff"),
    "guardian": _("Guardians"),
    "labour": _("Labour inspectors"),
    "trainer": _("Trainers"),
    "research": _("Research and statistics"),
}
FORMS = {
    "sexual": _("Sexual exploitation"),
    "labour": _("Forced labour"),
    "domestic": _("Domestic servitude"),
    "begging": _("Forced begging"),
    "crime": _("Forced criminality"),
    "organs": _("Organ removal"),
    "marriage": _("Forced marriage"),
    "online": _("Online exploitation"),
}
LICENCES = {
    "unknown": _("Not known: only the link"),
    "reserved": _("All rights reserved: only the link"),
    "public_domain": _("Public domain"),
    "official": _("Official text, free to reproduce"),
    "cc_by": "CC BY",
    "cc_by_sa": "CC BY-SA",
    "cc_by_nc": "CC BY-NC",
    "own": _("Written by this mechanism"),
    "permission": _("The publisher allowed it in writing"),
}
LICENCES_WITH_FILE = frozenset(LICENCES) - {"unknown", "reserved"}
BODIES = {
    "police": _("Police"),
    "social": _("Social workers"),
    "ngo": _("Non-governmental organisations"),
    "prosecution": _("Prosecution"),
    "health": _("Health services"),
    "consulate": _("Consulate"),
    "labour": _("Labour inspection"),
    "asylum": _("Asylum authority"),
    "child_protection": _("Child protection"),
    "coordination": _("National coordination"),
    "international": _("International organisation"),
}


def kinds() -> list[tuple]:
    """Choices as a function: a new type then needs no migration."""
    return choices(KINDS)


def licences() -> list[tuple]:
    return choices(LICENCES)


def choices(table: dict) -> list[tuple]:
    return [(code, label) for code, label in table.items()]
