from referral.models.absence import Absence, ContactTry, MissingNotice
from referral.models.age import AgeRecord, ComingOfAge, KeptFromGuardian
from referral.models.alert import AlertReceipt, ConsularAlert
from referral.models.budget import BudgetApproval, BudgetLine, Payment, Programme
from referral.models.case import Case, FitToTravel, SafetyFlag, Summary
from referral.models.child_order import ChildStep, ContactCheck, ContactWish, Known
from referral.models.complaint import ANSWERS_COMPLAINTS, Complaint
from referral.models.consent import SHARING, Consent, ConsentItem, Purpose
from referral.models.cover import Cover
from referral.models.disclosure import DisclosedPart, Disclosure
from referral.models.emergency import EmergencyAccess
from referral.models.enquiry import AnonymousEnquiry
from referral.models.erasure import CONFIRMS_ERASURE, ErasedKey, Erasure, ErasureHold
from referral.models.evidence import Evidence, EvidenceFile, FileState
from referral.models.grant import CaseGroupGrant, CaseUserGrant
from referral.models.guardianship import Guardianship
from referral.models.household import Household, HouseholdMember
from referral.models.journey import (
    GateSignature,
    Journey,
    JourneyEvent,
    JourneyParty,
    Leg,
    new_reference,
    read_reference,
)
from referral.models.known import NameCount, PersonKeys, SamePerson
from referral.models.merge import Merge, MergedField
from referral.models.notice_mail import NoticeMail
from referral.models.parental_care import ParentalCare
from referral.models.partner import PartnerAddress, PartnerEntry, ReferralLink
from referral.models.person import (
    Account,
    Health,
    Identity,
    Legal,
    Risk,
    Services,
    TraffickingEvent,
    Travel,
    Whereabouts,
)
from referral.models.plan import PlanAgreement
from referral.models.pregnancy import Pregnancy, TravelLimit
from referral.models.protection import Protection
from referral.models.referral import (
    Layer,
    Message,
    MoveNotAllowed,
    Package,
    PackagePart,
    Referral,
)
from referral.models.reminder import Reminder
from referral.models.risk_word import RiskTalk, RiskWord, TalkOutcome, TalkWord
from referral.models.security import AccessRule, CaseKey
from referral.models.sharing_agreement import (
    ENTERS_AGREEMENTS,
    KEEPS_AGREEMENTS,
    Abroad,
    AgreementPurpose,
    AgreementState,
    LegalBasis,
    SharingAgreement,
)
from referral.models.snooze import Snooze, SnoozeReason
from referral.models.task import ALARMS, ON_WORKING_DAYS, Errand, Notice, Task, TaskKind, UsedKey
from referral.models.unsent import UnsentForm
from referral.models.unusual import UnusualReading
from referral.models.work import (
    Answer,
    Appointment,
    Assessment,
    Draft,
    Need,
    Note,
    PlanGoal,
    ProtectionRecord,
    RefusedContact,
    Visit,
)
from referral.models.worksite import SiteLink, Worksite

__all__ = [
    "ALARMS",
    "ANSWERS_COMPLAINTS",
    "CONFIRMS_ERASURE",
    "ENTERS_AGREEMENTS",
    "KEEPS_AGREEMENTS",
    "ON_WORKING_DAYS",
    "SHARING",
    "Abroad",
    "Absence",
    "AccessRule",
    "Account",
    "AgeRecord",
    "AgreementPurpose",
    "AgreementState",
    "AlertReceipt",
    "AnonymousEnquiry",
    "Answer",
    "Appointment",
    "Assessment",
    "BudgetApproval",
    "BudgetLine",
    "Case",
    "CaseGroupGrant",
    "CaseKey",
    "CaseUserGrant",
    "ChildStep",
    "ComingOfAge",
    "Complaint",
    "Consent",
    "ConsentItem",
    "ConsularAlert",
    "ContactCheck",
    "ContactTry",
    "ContactWish",
    "Cover",
    "DisclosedPart",
    "Disclosure",
    "Draft",
    "EmergencyAccess",
    "ErasedKey",
    "Erasure",
    "ErasureHold",
    "Errand",
    "Evidence",
    "EvidenceFile",
    "FileState",
    "FitToTravel",
    "GateSignature",
    "Guardianship",
    "Health",
    "Household",
    "HouseholdMember",
    "Identity",
    "Journey",
    "JourneyEvent",
    "JourneyParty",
    "KeptFromGuardian",
    "Known",
    "Layer",
    "Leg",
    "Legal",
    "LegalBasis",
    "Merge",
    "MergedField",
    "Message",
    "MissingNotice",
    "MoveNotAllowed",
    "NameCount",
    "Need",
    "Note",
    "Notice",
    "NoticeMail",
    "Package",
    "PackagePart",
    "ParentalCare",
    "PartnerAddress",
    "PartnerEntry",
    "Payment",
    "PersonKeys",
    "PlanAgreement",
    "PlanGoal",
    "Pregnancy",
    "Programme",
    "Protection",
    "ProtectionRecord",
    "Purpose",
    "Referral",
    "ReferralLink",
    "RefusedContact",
    "Reminder",
    "Risk",
    "RiskTalk",
    "RiskWord",
    "SafetyFlag",
    "SamePerson",
    "Services",
    "SharingAgreement",
    "SiteLink",
    "Snooze",
    "SnoozeReason",
    "Summary",
    "TalkOutcome",
    "TalkWord",
    "Task",
    "TaskKind",
    "TraffickingEvent",
    "Travel",
    "TravelLimit",
    "UnsentForm",
    "UnusualReading",
    "UsedKey",
    "Visit",
    "Whereabouts",
    "Worksite",
    "new_reference",
    "read_reference",
]
