"""
Which of our lists carries which field of HTCDS 2.0 (IOM, CC BY 4.0), for import and export.

Countries are ISO 3166-1 alpha-2 (`directory.countries`), languages ISO 639-2 (`directory.languages`).
"""

from directory.codes import casework, exploitation, labour, person

HTCDS_LISTS = {
    "org_Type": casework.OrganisationTypeHtcds,
    "prs_Gender": person.Gender,
    "prs_MaritalStatus": person.MaritalStatus,
    "prs_HighestLevelOfEducation": person.EducationLevel,
    "vic_TraffickingStatus": exploitation.TraffickingStatus,
    "vic_TraffickingStatusDecisionMakingOrg": exploitation.StatusDecisionBody,
    "vic_RelationshipToTrafficker": exploitation.RelationshipToTrafficker,
    "vic_RecruitmentWebsitesAndApps": exploitation.OnlinePlatform,
    "vic_MethodOfRecruitment": exploitation.RecruitmentMethod,
    "vic_MethodsOfControl": exploitation.MethodOfControl,
    "vic_TypeOfExploitation": exploitation.ExploitationType,
    "vic_ForcedLabourIndustry": labour.LabourIndustry,
    "vic_TypeOfSexExploitation": exploitation.SexualExploitationType,
    "vic_ExploitationWebsitesAndApps": exploitation.OnlinePlatform,
    "vic_Vulnerabilities": person.Vulnerability,
    "per_RoleInProcess": exploitation.PerpetratorRole,
    "cas_Status": casework.CaseStatusHtcds,
    "cas_ReasonForIncomingReferral": casework.ReferralReason,
    "cas_ReasonForOutgoingReferral": casework.ReferralReason,
    "hte_Type": exploitation.EventType,
    "spl_Type": casework.SupportPlanType,
}
