"""
Every field of HTCDS 2.0 that a workbook may carry, and where it goes here.

A rule is a table: field → (kind of value, place). A place is `model.attribute`; `note` is kept word for word in one
encrypted note; `consent` is never taken as a consent (see `write.py`).
"""

from dataclasses import dataclass

from directory.codes import HTCDS_LISTS


@dataclass(frozen=True)
class Field:
    name: str
    kind: str  # text, date, number, yes_no, code, codes, country, countries, language
    place: str


def _fields(kind, **places):
    return {name: Field(name, kind, place) for name, place in places.items()}


FIELDS = {
    **_fields(
        "text",
        x_person_uuid="row.person",
        prs_FirstName="name.first",
        prs_MiddleName="name.middle",
        prs_SecondName="name.second",
        prs_IdentityNumber="identity.identity_number",
        prs_Email="whereabouts.email",
        prs_HomePhone="whereabouts.phone",
        prs_MobilePhone="whereabouts.phone",
        prs_MailingStreet="address.1",
        prs_MailingPostalCode="address.2",
        prs_MailingCity="address.3",
        prs_MailingState="address.4",
        vic_LocationOfRecruitment="account.recruitment_place",
        vic_LocationOfExploitation="account.exploitation_place",
        prs_Salutation="note",
        prs_Title="note",
        vic_DetailsOfVulnerabilities="note",
        per_RoleDetails="note",
        cas_CaseOwner="note",
        cas_ReasonForCaseClosure="note",
        cas_ReferringOrganisation="note",
        cas_ReferringPrimaryCaseWorker="note",
        cas_IncomingReferralDetails="note",
        cas_ReferredOrganisation="note",
        cas_ReferredPrimaryCaseWorker="note",
        cas_OutgoingReferralDetails="note",
        cco_CaseComment="note",
        hte_City="event.place",
        hte_Description="event.text",
        spl_Objectives="goal.goal",
        spl_ActionPlan="goal.step",
    ),
    **_fields(
        "date",
        prs_Birthdate="identity.born",
        cas_IncomingReferralDate="note",
        cas_OutgoingReferralDate="note",
        hte_Date="event.happened_on",
        spl_PlannedEndDate="goal.due_on",
        spl_ActualEndDate="goal.done_on",
    ),
    **_fields(
        "number", prs_NumberOfChildren="identity.children", vic_AgeWhenTrafficked="account.age_then"
    ),
    **_fields(
        "yes_no",
        prs_Deceased="status.deceased",
        con_Consent="consent",
        vic_AgreementToManagePersonalData="consent",
    ),
    **_fields(
        "code",
        prs_Gender="summary.gender",
        prs_MaritalStatus="identity.marital_status",
        prs_HighestLevelOfEducation="identity.education",
        vic_TraffickingStatus="account.trafficking_status",
        vic_TraffickingStatusDecisionMakingOrg="account.decision_body",
        vic_RelationshipToTrafficker="account.relationship",
        vic_ForcedLabourIndustry="account.industry",
        cas_Status="status.case",
        cas_ReasonForIncomingReferral="note",
        cas_ReasonForOutgoingReferral="note",
        hte_Type="event.kind",
        spl_Type="goal.kind",
    ),
    **_fields(
        "codes",
        vic_RecruitmentWebsitesAndApps="account.recruitment_platforms",
        vic_MethodOfRecruitment="account.recruitment",
        vic_MethodsOfControl="account.control",
        vic_TypeOfExploitation="account.exploitation",
        vic_TypeOfSexExploitation="account.sexual_exploitation",
        vic_ExploitationWebsitesAndApps="account.exploitation_platforms",
        vic_Vulnerabilities="account.vulnerabilities",
        per_RoleInProcess="account.offender_roles",
    ),
    **_fields("country", prs_MailingCountry="whereabouts.country", hte_Country="event.country"),
    **_fields("countries", prs_Citizenship="summary.citizenships"),
    **_fields(
        "language",
        prs_PrimaryLanguage="summary.languages",
        prs_SecondaryLanguage="summary.languages",
    ),
}

# Written so in the published template; the standard's own name is the other one.
MISSPELT = {"vic_TraffickinStatusDecisionMakingOrg": "vic_TraffickingStatusDecisionMakingOrg"}

# Labels of the published template, where they are not the field's name with spaces between its words.
LABELS = {
    "mailingzippostalcode": "prs_MailingPostalCode",
    "mailingstateprovince": "prs_MailingState",
    "consent": "con_Consent",
    "status": "cas_Status",
}


def plain(text) -> str:
    return "".join(c for c in str(text).casefold() if c.isalnum())


def field_by_name(text) -> Field | None:
    name = str(text or "").strip()
    return FIELDS.get(MISSPELT.get(name, name))


_BY_LABEL = {plain(name.partition("_")[2]): name for name in FIELDS} | LABELS


def field_by_label(text) -> Field | None:
    return FIELDS.get(_BY_LABEL.get(plain(text or ""), ""))


def code_list(field: Field):
    return HTCDS_LISTS[field.name]
