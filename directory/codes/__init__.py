"""Choice lists: the published codes of HTCDS 2.0 with labels of ours, and a few lists of our own."""

from directory.codes.casework import (
    CaseStatusHtcds,
    OrganisationTypeHtcds,
    ReferralReason,
    SupportPlanType,
)
from directory.codes.contact import Indicator, MeetingPlace
from directory.codes.exploitation import (
    NOT_HTCDS,
    EventType,
    ExploitationType,
    MethodOfControl,
    OnlinePlatform,
    PerpetratorRole,
    RecruitmentMethod,
    RelationshipToTrafficker,
    SexualExploitationType,
    StatusDecisionBody,
    TraffickingStatus,
    htcds_exploitation,
)
from directory.codes.htcds import HTCDS_LISTS
from directory.codes.labour import LabourIndustry
from directory.codes.person import (
    CHILD_BANDS,
    AgeBand,
    AgeCertainty,
    EducationLevel,
    Gender,
    MaritalStatus,
    Vulnerability,
    age_band,
    may_be_child,
)
from directory.codes.services import SUPPORT_PLAN_TYPE, ServiceKind, service_labels

__all__ = [
    "CHILD_BANDS",
    "HTCDS_LISTS",
    "NOT_HTCDS",
    "SUPPORT_PLAN_TYPE",
    "AgeBand",
    "AgeCertainty",
    "CaseStatusHtcds",
    "EducationLevel",
    "EventType",
    "ExploitationType",
    "Gender",
    "Indicator",
    "LabourIndustry",
    "MaritalStatus",
    "MeetingPlace",
    "MethodOfControl",
    "OnlinePlatform",
    "OrganisationTypeHtcds",
    "PerpetratorRole",
    "RecruitmentMethod",
    "ReferralReason",
    "RelationshipToTrafficker",
    "ServiceKind",
    "SexualExploitationType",
    "StatusDecisionBody",
    "SupportPlanType",
    "TraffickingStatus",
    "Vulnerability",
    "age_band",
    "htcds_exploitation",
    "may_be_child",
    "service_labels",
]
