"""Stages, statuses, gates and the moves between them. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.IntegerChoices):
    IDENTIFICATION = 1, _("Detection and identification")
    REFERRAL = 2, _("Referral")
    ASSISTANCE = 3, _("Assistance")
    RETURN = 4, _("Return")
    REINTEGRATION = 5, _("Reintegration")
    CLOSED = 6, _("Closed")


class Side(models.TextChoices):
    """Where an organisation stands on a journey: where the person was found, or where she or he comes from."""

    DESTINATION = "destination", _("Country where the person was found")
    ORIGIN = "origin", _("Country of origin")
    THIRD = "third", _("A third country")


class JourneyStatus(models.TextChoices):
    """No status of a journey tells a story: the story is in the cases."""

    ACTIVE = "active", _("Active")
    WAITING = "waiting", _("Waiting")
    SUSPENDED = "suspended", _("Paused")
    IN_TRANSIT = "in_transit", _("Travelling")
    CLOSED = "closed", _("Closed")


class Outlook(models.TextChoices):
    """What the person wants next. All weigh the same; none has a due date."""

    UNDECIDED = "undecided", _("Not decided")
    STAY = "stay", _("Stay")
    RETURN = "return", _("Return")
    THIRD = "third", _("A third country")


class CaseStatus(models.TextChoices):
    NEW = "new", _("New contact")
    PRESUMED = "presumed", _("Presumed")
    FORMAL_PENDING = "formal_pending", _("Waiting for the authority’s decision")
    IDENTIFIED = "identified", _("Identified by the authority")
    DECLINED_FORMAL = "declined_formal", _("Does not wish formal identification")
    NOT_IDENTIFIED = "not_identified", _("Not identified by the authority")
    PROTECTION = "protection", _("Protection and first help")
    REFLECTION = "reflection", _("Recovery and reflection")
    ASSESSMENT = "assessment", _("Needs and risks are being assessed")
    PLAN_ACTIVE = "plan_active", _("Plan agreed")
    OPTIONS = "options", _("Options counselling")
    STAY = "stay", _("Stays and settles")
    RETURN_REQUESTED = "return_requested", _("Return requested")
    RETURN_APPROVED = "return_approved", _("Return approved")
    RETURN_SUSPENDED = "return_suspended", _("Return paused")
    LEFT_ON_OWN = "left_on_own", _("Leaves on her or his own")
    IN_TRANSIT = "in_transit", _("Travelling")
    RECEIVING = "receiving", _("Preparing to receive")
    ARRIVED = "arrived", _("Arrived")
    REINTEGRATION = "reintegration", _("Reintegration")
    CLOSED_COMPLETED = "closed_completed", _("Closed: plan completed")
    CLOSED_SELF_RELIANT = "closed_self_reliant", _("Closed: needs no more help")
    CLOSED_WITHDRAWN = "closed_withdrawn", _("Closed: the person ended it")
    CLOSED_LOST_CONTACT = "closed_lost_contact", _("Closed: contact lost")
    CLOSED_TRANSFERRED = "closed_transferred", _("Closed: handed over")
    CLOSED_REFERRED_ELSEWHERE = "closed_referred_elsewhere", _("Closed: other need, referred")
    CLOSED_DECEASED = "closed_deceased", _("Closed: the person died")
    CLOSED_OTHER = "closed_other", _("Closed: other reason")


CLOSED_STATUSES = {status for status in CaseStatus if status.startswith("closed_")}


class PauseReason(models.TextChoices):
    """Why a return is paused: a code for counting, which stays with the case that paused it."""

    PERSON = "person", _("The person wishes to wait, or not to return")
    SAFETY = "safety", _("New information on safety")
    PRACTICAL = "practical", _("Documents, health or travel")


# These are reached by their own verbs only (approve, depart, arrive, close), behind gates or a second person.
BY_VERB_ONLY = CLOSED_STATUSES | {
    CaseStatus.RETURN_APPROVED,
    CaseStatus.IN_TRANSIT,
    CaseStatus.ARRIVED,
}

# People enter the mechanism at any point, so other statuses are free; each belongs to a stage.
STAGE_OF = {
    CaseStatus.NEW: Stage.IDENTIFICATION,
    CaseStatus.PRESUMED: Stage.IDENTIFICATION,
    CaseStatus.FORMAL_PENDING: Stage.IDENTIFICATION,
    CaseStatus.IDENTIFIED: Stage.IDENTIFICATION,
    CaseStatus.DECLINED_FORMAL: Stage.IDENTIFICATION,
    CaseStatus.NOT_IDENTIFIED: Stage.IDENTIFICATION,
    CaseStatus.PROTECTION: Stage.REFERRAL,
    CaseStatus.REFLECTION: Stage.ASSISTANCE,
    CaseStatus.ASSESSMENT: Stage.ASSISTANCE,
    CaseStatus.PLAN_ACTIVE: Stage.ASSISTANCE,
    CaseStatus.OPTIONS: Stage.ASSISTANCE,
    CaseStatus.STAY: Stage.ASSISTANCE,
    CaseStatus.RETURN_REQUESTED: Stage.RETURN,
    CaseStatus.RETURN_APPROVED: Stage.RETURN,
    CaseStatus.RETURN_SUSPENDED: Stage.RETURN,
    CaseStatus.LEFT_ON_OWN: Stage.RETURN,
    CaseStatus.IN_TRANSIT: Stage.RETURN,
    CaseStatus.RECEIVING: Stage.RETURN,
    CaseStatus.ARRIVED: Stage.REINTEGRATION,
    CaseStatus.REINTEGRATION: Stage.REINTEGRATION,
} | {status: Stage.CLOSED for status in CLOSED_STATUSES}


class ReferralKind(models.TextChoices):
    TRANSFER = "transfer", _("Take over, or share, the care of the person")
    SERVICE = "service", _("Give a service")
    RETURN = "return", _("Organise the return")
    GUARDIAN = "guardian", _("Act as guardian")
    FAMILY = "family", _("Look at the child’s family, with a visit")
    TRAVEL_DOCUMENT = "travel_document", _("Issue a travel document")
    INFORMATION = "information", _("Information for an authority")


# No case is opened from these: the receiver reads the package and answers.
ANSWERED_WITHOUT_CASE = {ReferralKind.TRAVEL_DOCUMENT, ReferralKind.INFORMATION}


class Urgency(models.TextChoices):
    DAY = "day", _("Within 24 hours")
    DAYS_5 = "days_5", _("Within 5 days")
    NORMAL = "normal", _("Within 10 working days")


ANSWER_DAYS = {Urgency.DAY: 1, Urgency.DAYS_5: 5}  # calendar days
ANSWER_WORKING_DAYS = 10


class ReferralStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    ASKED = "asked", _("Question asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Closed by sender")
    EXPIRED = "expired", _("Not answered in time")
    COMPLETED = "completed", _("Completed")
    RETURNED = "returned", _("Given back")


MOVES = {
    ReferralStatus.DRAFT: {ReferralStatus.SENT, ReferralStatus.WITHDRAWN},
    ReferralStatus.SENT: {
        ReferralStatus.ASKED,
        ReferralStatus.ACCEPTED,
        ReferralStatus.DECLINED,
        ReferralStatus.WITHDRAWN,
        ReferralStatus.EXPIRED,
    },
    ReferralStatus.ASKED: {
        ReferralStatus.SENT,
        ReferralStatus.ACCEPTED,
        ReferralStatus.DECLINED,
        ReferralStatus.WITHDRAWN,
        ReferralStatus.EXPIRED,
    },
    # An answer that comes late still counts: nobody is left without one because a clock ran out.
    ReferralStatus.EXPIRED: {
        ReferralStatus.ACCEPTED,
        ReferralStatus.DECLINED,
        ReferralStatus.WITHDRAWN,
    },
    ReferralStatus.ACCEPTED: {
        ReferralStatus.WITHDRAWN,
        ReferralStatus.COMPLETED,
        ReferralStatus.RETURNED,
    },
    ReferralStatus.DECLINED: set(),
    ReferralStatus.WITHDRAWN: set(),
    ReferralStatus.COMPLETED: set(),
    ReferralStatus.RETURNED: set(),
}

WAITING_FOR_ANSWER = {ReferralStatus.SENT, ReferralStatus.ASKED, ReferralStatus.EXPIRED}
OPEN_TO_RECEIVER = {ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED}


class DeclineReason(models.TextChoices):
    NO_CAPACITY = "no_capacity", _("No place free")
    MANDATE = "mandate", _("Outside our mandate")
    AREA = "area", _("Outside our area")
    SAFETY = "safety", _("Not safe with us")
    EXCEEDS = "exceeds", _("The person needs more than we can give")
    ELIGIBILITY = "eligibility", _("Does not meet conditions we are bound by")
    OTHER = "other", _("Other reason")


# Why a receiver that had accepted cannot go on.
GIVE_BACK_REASONS = [
    DeclineReason.NO_CAPACITY,
    DeclineReason.EXCEEDS,
    DeclineReason.SAFETY,
    DeclineReason.OTHER,
]


class Question(models.TextChoices):
    """What a receiver may ask before accepting: from a list, so that no story is written into a message."""

    CHILDREN = "children", _("Do children come along?")
    ACCESS = "access", _("Is step-free access needed?")
    PREGNANCY = "pregnancy", _("Is a birth expected soon?")
    START = "start", _("Can it start two weeks later?")
    LANGUAGE = "language", _("Is an interpreter needed at all times?")
    GENDER = "gender", _("Is a women-only place needed?")
    COSTS = "costs", _("Are the costs covered?")
    LENGTH = "length", _("Is it for more than three months?")


class Reply(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known yet")


class MessageKind(models.TextChoices):
    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
    ACCEPT = "accept", _("Accepted")
    DECLINE = "decline", _("Declined")
    WITHDRAW = "withdraw", _("Closed by sender")
    RECALL = "recall", _("Request to stop using")
    RECEIPT = "receipt", _("Received")
    FEEDBACK = "feedback", _("Feedback")
    GIVEN_BACK = "given_back", _("Given back")


class RecallAnswer(models.TextChoices):
    """What became of a class that was asked back. What is in work stays: the end of a consent deletes nothing of it."""

    DELETED = "deleted", _("Deleted or destroyed, with every copy")
    CARE = "care", _("Kept: care is in work, and it is part of the own case")
    DUTY = "duty", _("Kept: the law says that it must be kept")
    UNOPENED = "unopened", _("Never opened")
    PASSED_ON = "passed_on", _("Kept, and passed on with a new consent of the person")


# What a body owes after a recall, in days. The same number stands in row_security/67_crossing.sql.
RECALL_DAYS = 7


class Feedback(models.TextChoices):
    ARRIVED = "arrived", _("The person arrived")
    STARTED = "started", _("The service began")
    ENGAGED = "engaged", _("Still in contact after 14 days")
    ENDED = "ended", _("The service ended as planned")
    DID_NOT_COME = "did_not_come", _("The person did not come")


class GateKind(models.TextChoices):
    G1 = "G1", _("Free and informed decision")
    G2 = "G2", _("Time to recover and reflect")
    G3 = "G3", _("Risk looked at together")
    G4 = "G4", _("Consent to data going abroad")
    G5 = "G5", _("Receiving organisation accepts")
    G6 = "G6", _("Identity and travel document")
    G7 = "G7", _("Legal advice given")
    G8 = "G8", _("Health: own statement")
    G9 = "G9", _("Reintegration plan and budget")
    G10 = "G10", _("Best interests of the child")
    G11 = "G11", _("Safe travel plan")


class Outcome(models.TextChoices):
    PASSED = "passed", _("Passed")
    WAIVED = "waived", _("Freely waived")
    INFORMED_REFUSAL = "informed_refusal", _("Informed refusal recorded")
    BLOCKED = "blocked", _("Cannot go ahead")
    # Not said by anybody: the gate asks. After an event all sides, after a change of what stood behind it its own signer.
    ASKS_AGAIN = "asks_again", _("Something happened: look again")
    REPLACED = "replaced", _("What stood behind it changed")


ASKING = {Outcome.ASKS_AGAIN, Outcome.REPLACED}
# The person’s refusal, once explained, lets these pass for an adult: consent is never the price of going home.
REFUSAL_PASSES = {GateKind.G4, GateKind.G5, GateKind.G9}
# A gate passes here without what it asks for: never without a word on why.
ONLY_WITH_WORDS = {Outcome.WAIVED, Outcome.INFORMED_REFUSAL}
CHILD_ONLY = {GateKind.G10}
# Other organisations see of these only whether they are open or passed.
OPEN_OR_PASSED_ONLY = {GateKind.G7, GateKind.G8, GateKind.G10}
# The person’s own decisions: no due date, no overdue, no reminder; the page says “her time”.
PERSONS_OWN = {GateKind.G1, GateKind.G2, GateKind.G4}
# Days a signature holds, judged for the day of travel (domain reference 3.3). Absent: until withdrawn or per journey.
GATE_DAYS = {
    GateKind.G1: 30,
    GateKind.G3: 60,
    GateKind.G5: 60,
    GateKind.G7: 60,
    GateKind.G8: 14,
    GateKind.G9: 60,
    GateKind.G10: 90,
}


class RiskLevel(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    EXTREME = "extreme", _("Extreme")


RISK_ORDER = [RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.EXTREME]


class EventKind(models.TextChoices):
    OPENED = "opened", _("Contact recorded")
    REFERRED = "referred", _("Referral sent")
    QUESTION = "question", _("Question asked")
    ANSWERED = "answered", _("Question answered")
    UPDATED = "updated", _("Correction sent")
    ACCEPTED = "accepted", _("Referral accepted")
    DECLINED = "declined", _("Referral declined")
    CLOSED_BY_SENDER = "closed_by_sender", _("Closed by sender")
    GIVEN_BACK = "given_back", _("Care given back")
    STAGE = "stage", _("Next stage")
    OUTLOOK = "outlook", _("Next step chosen")
    GATE_SIGNED = "gate_signed", _("Gate signed")
    LOOK_AGAIN = "look_again", _("Asked to look at the risk again")
    RISK_TALK = "risk_talk", _("The levels of risk are far apart: asked to talk")
    RETURN_APPROVED = "return_approved", _("Return approved")
    RETURN_SUSPENDED = "return_suspended", _("Return paused")
    TRAVEL_PLANNED = "travel_planned", _("Travel planned")
    DEPARTED = "departed", _("Departed")
    ARRIVED = "arrived", _("Arrived")
    ARRIVAL_MISSED = "arrival_missed", _("Arrival not confirmed")
    STOPPED = "stopped", _("Travel stopped by the person")
    VISIT = "visit", _("Follow-up visit")
    FEEDBACK = "feedback", _("Feedback given")
    DOCUMENT = "document", _("Travel document answered")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


# Follow-up visits after arrival: months from the day of arrival (domain reference 3.4).
VISIT_MONTHS = (1, 3, 6, 12)
TWO_WEEKS = 0  # a child is seen two weeks after the arrival too: the round before the first month
MORE_VISITS = (9, 18)


def case_statuses():
    return CaseStatus.choices


def referral_statuses():
    return ReferralStatus.choices


def message_kinds():
    return MessageKind.choices


def event_kinds():
    return EventKind.choices
