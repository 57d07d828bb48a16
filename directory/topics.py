"""
What can be said about a country: sections, topics in the order of the page, and what kind of value each has.

A kind says which column of `Fact` holds what code computes with; what people read is always its `text`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """The parts of a profile, in the order of the page (structure: `docs/directory.md`)."""

    GLANCE = "glance", _("At a glance")
    SITUATION = "situation", _("Situation")
    COMMITMENTS = "commitments", _("Commitments")
    LAW = "law", _("Law")
    COORDINATION = "coordination", _("Coordination")
    MECHANISM = "mechanism", _("Mechanism")
    RIGHTS = "rights", _("Rights and clocks")
    RETURN = "return", _("Return and reintegration")
    SERVICES = "services", _("Services")
    CONTACTS = "contacts", _("Contacts")
    CONSULAR = "consular", _("For consular staff")
    GUIDANCE = "guidance", _("Guidance")


class Kind(StrEnum):
    """Which column holds the typed value."""

    TEXT = "text"
    NUMBER = "number"  # number, unit (people, cases, years, months, days)
    CLOCK = "clock"  # number and unit days, weeks or months; yes=False: none in law
    YES_NO = "yes_no"  # yes; None where the source does not say so plainly
    CODES = "codes"  # codes: see `Topic.codes`
    TREATY = "treaty"  # subject, yes (party), on (date of ratification or accession), codes: [how]
    TIER = "tier"  # year, subject: the tier as published (1, 2, 2WL, 3, Special)
    FIGURES = "figures"  # year, figures: {breakdown: number or "<5"}


@dataclass(frozen=True)
class Topic:
    code: str
    section: Section
    label: str
    kind: Kind = Kind.TEXT
    codes: str = ""  # what the codes are: countries, forms, roles, groups


def _topics(section, *rows):
    return {row[0]: Topic(row[0], section, *row[1:]) for row in rows}


TOPICS: dict[str, Topic] = {
    **_topics(
        Section.GLANCE,
        ("role", _("Role"), Kind.CODES, "roles"),
        ("forms", _("Forms of exploitation"), Kind.CODES, "forms"),
        ("routes", _("Routes"), Kind.CODES, "countries"),
        ("groups", _("Groups at risk")),
    ),
    **_topics(
        Section.SITUATION,
        ("tier", _("Tier in the US Trafficking in Persons Report"), Kind.TIER),
        ("detected", _("Victims detected, as reported to UNODC"), Kind.FIGURES),
        ("detected_citizenship", _("Citizenship of victims detected"), Kind.FIGURES),
        ("detected_abroad", _("Nationals detected in other countries"), Kind.FIGURES),
        ("corridor_to", _("Countries where people from here were found"), Kind.FIGURES),
        ("corridor_from", _("Countries that people found here came from"), Kind.FIGURES),
        ("victims_year", _("Victims in a year, national count"), Kind.NUMBER),
        ("prosecuted_year", _("People prosecuted in a year"), Kind.NUMBER),
        ("convictions_year", _("People convicted in a year"), Kind.NUMBER),
    ),
    **_topics(
        Section.COMMITMENTS,
        ("treaty", _("Treaty"), Kind.TREATY),
        ("membership", _("Memberships"), Kind.CODES, "memberships"),
        ("greta", _("Evaluation by GRETA")),
        ("bilateral", _("Agreements between two countries"), Kind.CODES, "countries"),
    ),
    **_topics(
        Section.LAW,
        ("law", _("Offence in law")),
        ("penalty", _("Penalty")),
        ("child_rule", _("Rule for children")),
        (
            "child_keeps",
            _("A child of 16 or 17 may keep health matters from the guardian"),
            Kind.YES_NO,
        ),
        ("child_later", _("Protection as a child may go on after 18"), Kind.YES_NO),
        ("non_punishment", _("Non-punishment")),
    ),
    **_topics(
        Section.COORDINATION,
        ("coordinator", _("National coordinator")),
        ("rapporteur", _("National rapporteur")),
        ("commission", _("Commission")),
        ("nap", _("National action plan")),
    ),
    **_topics(
        Section.MECHANISM,
        ("nrm", _("National referral mechanism"), Kind.YES_NO),
        ("first_responders", _("Who detects")),
        ("identifies", _("Who may identify formally")),
        ("focal_point", _("Focal point")),
    ),
    **_topics(
        Section.RIGHTS,
        ("reflection_days", _("Recovery and reflection period"), Kind.CLOCK),
        ("residence_permit", _("Residence permit"), Kind.CLOCK),
        ("work_right", _("Right to work"), Kind.YES_NO),
        ("asylum_link", _("Link to asylum")),
        ("compensation", _("Compensation")),
        ("legal_aid", _("Legal aid"), Kind.YES_NO),
        ("health", _("Health care")),
    ),
    **_topics(
        Section.RETURN,
        ("return_programme", _("Return programme")),
        ("return_procedure", _("Return procedure")),
        ("travel_document", _("Travel document")),
        ("child_return", _("Return of children")),
        ("reintegration", _("Reintegration")),
    ),
    **_topics(
        Section.SERVICES,
        ("shelter", _("Shelter")),
        ("service_org", _("Services")),
    ),
    **_topics(
        Section.CONTACTS,
        ("hotline", _("Hotlines in the sources")),
        ("emergency", _("Emergency numbers in the sources")),
    ),
    **_topics(
        Section.CONSULAR,
        ("consular", _("Consular protection")),
        ("do_not", _("What not to do")),
    ),
    **_topics(
        Section.GUIDANCE,
        ("agreement", _("Agreement between the two countries")),
        ("transfer_basis", _("Basis for sending personal data")),
        ("answer_clock", _("Time to answer"), Kind.CLOCK),
        ("who_does_what", _("Who does what")),
        ("guidance", _("Answers of colleagues")),
        ("data_note", _("Notes, and what was not found")),
    ),
}
# Facts about two countries: `Fact.partner` names the other. They stand on the page between the two.
BETWEEN_TWO = ("agreement", "transfer_basis", "answer_clock", "who_does_what", "bilateral")


class Treaty(models.TextChoices):
    """Codes as in the seed; the dates are dates of ratification or accession."""

    PALERMO = "PALERMO", _("UN Protocol against trafficking in persons (Palermo, 2000)")
    UNTOC = "UNTOC", _("UN Convention against transnational organised crime (2000)")
    CETS197 = "CETS197", _("Council of Europe Convention on action against trafficking (2005)")
    C029 = "C029", _("ILO Forced Labour Convention (1930)")
    P029 = "P029", _("ILO Protocol to the Forced Labour Convention (2014)")
    REF1951 = "REF1951", _("Refugee Convention (1951)")
    REF1967 = "REF1967", _("Protocol to the Refugee Convention (1967)")


class CountryRole(models.TextChoices):
    ORIGIN = "origin", _("Origin")
    TRANSIT = "transit", _("Transit")
    DESTINATION = "destination", _("Destination")
    INTERNAL = "internal", _("Inside the country")


class Form(models.TextChoices):
    """Forms as country reports name them; coarser than the codes of a case."""

    SEXUAL = "sexual", _("Sexual exploitation")
    LABOUR = "labour", _("Forced labour")
    DOMESTIC = "domestic", _("Domestic servitude")
    BEGGING = "begging", _("Forced begging")
    CRIMINALITY = "criminality", _("Forced criminality")
    MARRIAGE = "marriage", _("Forced marriage")
    SLAVERY = "slavery", _("Slavery and similar practices")
    ORGANS = "organs", _("Removal of organs")
    CHILD_SOLDIERS = "child_soldiers", _("Recruitment of children by armed groups")
    SURROGACY = "surrogacy", _("Forced surrogacy")
    ADOPTION = "adoption", _("Illegal adoption")
    OTHER = "other", _("Other forms")


class Membership(models.TextChoices):
    """Organisations of states. Names stay as the organisations write them."""

    EU = "eu", _("European Union")
    COE = "coe", _("Council of Europe")
    OSCE = "osce", _("OSCE")
    SCHENGEN = "schengen", _("Schengen area")
    CIS = "cis", _("Commonwealth of Independent States")
    ECOWAS = "ecowas", _("ECOWAS")
    AU = "au", _("African Union")
    SADC = "sadc", _("SADC")
    EAC = "eac", _("East African Community")
    IGAD = "igad", _("IGAD")
    ASEAN = "asean", _("ASEAN")
    SAARC = "saarc", _("SAARC")
    ARAB_LEAGUE = "arab_league", _("League of Arab States")
    GCC = "gcc", _("Gulf Cooperation Council")
    OAS = "oas", _("Organization of American States")
    MERCOSUR = "mercosur", _("Mercosur")
    CARICOM = "caricom", _("CARICOM")
    COMMONWEALTH = "commonwealth", _("Commonwealth")
    OIF = "oif", _("International Organisation of La Francophonie")
    SELEC = "selec", _("Southeast European Law Enforcement Center")
    BSEC = "bsec", _("Black Sea Economic Cooperation")
    IOM = "iom", _("International Organization for Migration")
    INTERPOL = "interpol", _("Interpol")
    ICC = "icc", _("International Criminal Court")
    NATO = "nato", _("NATO")


CODE_LISTS = {"roles": CountryRole, "forms": Form, "memberships": Membership}


def topics_of(section: str) -> list[Topic]:
    return [topic for topic in TOPICS.values() if topic.section == section]


def topic_label(code: str) -> str:
    return TOPICS[code].label if code in TOPICS else code
