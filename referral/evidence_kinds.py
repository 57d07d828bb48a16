"""Kinds of evidence, and which part of the case a file of that kind belongs to. Imports no model."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass


class EvidenceKind(models.TextChoices):
    CONVERSATION = "conversation", _("Conversation with the person")
    COUNSELLING = "options_counselling", _("Options counselling")
    WRITTEN = "written_request", _("Signed by the person")
    DATES = "dates", _("Dates of the period")
    MATRIX = "risk_matrix", _("Risk assessment")
    CONSENT = "consent_record", _("Record of the consent")
    LETTER = "letter", _("Letter of the organisation")
    TELEPHONE = "telephone", _("Answer by telephone")
    PASSPORT = "passport", _("Passport")
    IDENTITY_CARD = "identity_card", _("Identity card")
    BIRTH = "birth_certificate", _("Birth certificate")
    PERMIT = "residence_permit", _("Residence permit")
    EMERGENCY_DOCUMENT = "emergency_document", _("Travel document for one journey")
    DECISION = "decision", _("Decision of an authority")
    ADVICE = "advice", _("Note of the advice")
    COURT_ORDER = "court_order", _("Order of a court")
    STATEMENT = "own_statement", _("The person’s own statement")
    CERTIFICATE = "certificate", _("Certificate")
    CARRIER = "carrier", _("Written answer of the carrier")
    MEDICAL = "medical_record", _("Medical record")
    PLAN = "plan", _("Agreed plan")
    WITH_PARENT = "with_parent", _("Best-interests assessment, with the parent’s document")
    DETERMINATION = "determination", _("Best-interests determination")
    APPOINTMENT = "appointment", _("Appointment of the guardian")
    ASSESSMENT = "interests_assessment", _("Best-interests assessment")
    CONTACT_CHECK = "contact_check", _("Check of the risk of contact")
    FAMILY_VISIT = "family_assessment", _("Family assessment")
    AUTHORITY = "authority_decision", _("Decision of child protection")
    TRAVEL_PLAN = "travel_plan", _("Travel plan")
    OTHER = "other", _("Other record")


K = EvidenceKind
# A record names a document. A file shows what is in it, so only those open it who may read that part of the case.
PART_OF_KIND = {
    K.MATRIX: DataClass.RISK,
    K.CONTACT_CHECK: DataClass.RISK,
    K.FAMILY_VISIT: DataClass.RISK,
    K.CONSENT: DataClass.CONSENT,
    K.PASSPORT: DataClass.IDENTITY,
    K.IDENTITY_CARD: DataClass.IDENTITY,
    K.BIRTH: DataClass.IDENTITY,
    K.PERMIT: DataClass.IDENTITY,
    K.EMERGENCY_DOCUMENT: DataClass.IDENTITY,
    K.ADVICE: DataClass.LEGAL,
    K.COURT_ORDER: DataClass.LEGAL,
    K.STATEMENT: DataClass.HEALTH,
    K.CERTIFICATE: DataClass.HEALTH,
    K.CARRIER: DataClass.HEALTH,
    K.MEDICAL: DataClass.HEALTH,
    K.PLAN: DataClass.SERVICES,
    K.TRAVEL_PLAN: DataClass.TRAVEL,
}


def part_of(kind: str) -> DataClass:
    """The data class of a file that belongs to a record of this kind."""
    return PART_OF_KIND.get(kind, DataClass.EVIDENCE)
