"""What a notice says and where it leads. The words are fixed by its kind: nothing in a notice is about anybody."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from shell.navigation import visible_items

# A notice for the whole organisation is for those who work with people or with requests (79_notices.sql says the same).
ONLY_OWN = [
    Role.ORGANISATION_ADMIN,
    Role.OPERATOR,
    Role.ANALYST,
    Role.VISA_SECTION,
    Role.DATA_PROTECTION,
]

COLLEAGUE, OTHER, DESK, COORDINATION = (
    _("A colleague"),
    _("The other organisation"),
    _("This desk"),
    _("The coordination"),
)


@dataclass(frozen=True)
class Kind:
    words: str
    source: str
    page: str = "start"
    part: str = "case_overview"  # of the case, for those to whom it is open


KINDS = {
    "reminder": Kind(
        _("A friendly reminder: an answer from you is waited for"), COORDINATION, "inbox"
    ),
    "reminder_ring": Kind(
        _("A partner without an account has not answered: please ring"), COORDINATION, "case_list"
    ),
    "meeting": Kind(
        _("A meeting of two coordinations was prepared: please answer"),
        COORDINATION,
        "meeting_list",
    ),
    "meeting_answered": Kind(
        _("A meeting of two coordinations was answered"), COORDINATION, "meeting_list"
    ),
    "meeting_decided": Kind(
        _("A decision of a meeting waits for your agreement"), COORDINATION, "meeting_list"
    ),
    "alert": Kind(_("An alert has come"), OTHER, "alerts"),
    "alert_24h": Kind(_("An alert has waited for a day"), DESK, "alerts"),
    "accepted": Kind(_("A referral was accepted"), OTHER, "case_list", "case_referrals"),
    "declined": Kind(_("A referral was declined"), OTHER, "case_list", "case_referrals"),
    "question": Kind(_("A question about a referral"), OTHER, "case_list", "case_referrals"),
    "feedback": Kind(_("Word on how it goes"), OTHER, "case_list", "case_referrals"),
    "document": Kind(_("News of a travel document"), OTHER, "case_list"),
    "given_back": Kind(_("Care was given back"), OTHER, "case_list", "case_referrals"),
    "recall": Kind(_("A referral was asked back"), OTHER, "case_list", "case_referrals"),
    "referral_expired": Kind(
        _("An answer did not come in its days"), DESK, "case_list", "case_referrals"
    ),
    "answer_waits": Kind(_("A referral waits for your answer"), DESK, "inbox"),
    "answer_ring": Kind(
        _("A partner without an account has not answered: please ring"),
        DESK,
        "case_list",
        "case_referrals",
    ),
    "answer_late": Kind(
        _("A body has not answered in its time"), DESK, "case_list", "case_referrals"
    ),
    "answer_missing": Kind(_("A body has not answered for days: please help"), DESK, "dashboard"),
    "missed_arrival": Kind(_("An arrival is not confirmed: ring now"), DESK, "case_list"),
    "missed_arrival_24h": Kind(
        _("An arrival has not been confirmed for a day: ring now"), DESK, "case_list"
    ),
    "arrived": Kind(_("An arrival was confirmed"), OTHER, "case_list"),
    "enquiry_came": Kind(_("A question without a name has come"), OTHER, "inbox"),
    "enquiry_answered": Kind(_("A question without a name was answered"), OTHER),
    "file_refused": Kind(_("A file was refused by the scanner"), DESK, "case_list"),
    "unusual_reading": Kind(_("Unusual reading: please look into it"), DESK, "unusual_list"),
    "signature_returned": Kind(_("A signature came back unsigned"), COLLEAGUE, "case_list"),
    "task_given": Kind(_("A colleague gave you a task"), COLLEAGUE, "work_list"),
    "task_finished": Kind(_("A task that you gave is done"), COLLEAGUE, "work_list"),
    "cover": Kind(_("You stand in for a colleague"), COLLEAGUE, "work_list"),
    "cover_made": Kind(_("Somebody is away: see which cases to open"), COLLEAGUE, "cover_list"),
    "covered": Kind(_("A colleague stands in for you"), COLLEAGUE, "cover_list"),
    "merge_approved": Kind(_("Two records were put together"), COLLEAGUE, "case_list"),
    "merge_ended": Kind(_("Two records stay apart"), COLLEAGUE, "case_list"),
    "merge_undone": Kind(_("Two records were taken apart again"), COLLEAGUE, "case_list"),
    "emergency_asked": Kind(
        _("Emergency access is asked for: please answer"), COLLEAGUE, "emergency_list"
    ),
    "emergency_answered": Kind(
        _("Your request for emergency access was answered"), COLLEAGUE, "emergency_list"
    ),
    "emergency_opened": Kind(
        _("Emergency access was opened: please review it"), COLLEAGUE, "emergency_list"
    ),
    "emergency_reviewed": Kind(
        _("Your emergency access was reviewed"), COLLEAGUE, "emergency_list"
    ),
    "export_asked": Kind(_("A file is to leave the desk: please answer"), COLLEAGUE, "export_list"),
    "export_answered": Kind(_("Your order of a file was answered"), COLLEAGUE, "export_list"),
    "agreement_asked": Kind(
        _("An agreement on sharing data was entered: please compare"),
        COLLEAGUE,
        "data_sharing_list",
    ),
    "agreement_answered": Kind(
        _("Your agreement on sharing data was answered"), COLLEAGUE, "data_sharing_list"
    ),
    "agreement_ends": Kind(
        _("An agreement on sharing data ends in 60 days"), DESK, "data_sharing_list"
    ),
    "justice_asked": Kind(
        _("Yearly figures of justice were entered: please compare"), COLLEAGUE, "justice_list"
    ),
    "justice_answered": Kind(
        _("Your yearly figures of justice were answered"), COLLEAGUE, "justice_list"
    ),
    "noise_asked": Kind(
        _("A table with random noise was proposed: please answer"), COLLEAGUE, "statistics"
    ),
    "noise_answered": Kind(_("Your table with random noise was answered"), COLLEAGUE, "statistics"),
    "disclosure_came": Kind(_("Something was passed on to you"), OTHER, "inbox"),
    "disclosure_given": Kind(_("Something was passed on without consent"), COLLEAGUE),
    "disclosure_asked": Kind(_("Passing on without consent: please answer"), COLLEAGUE),
    "disclosure_answered": Kind(_("Your request to pass on was answered"), COLLEAGUE),
    "disclosure_review": Kind(_("Passed on alone: please review it"), COLLEAGUE),
    "disclosure_reviewed": Kind(_("What you passed on was reviewed"), COLLEAGUE),
    "disclosure_read": Kind(_("What you passed on was read"), OTHER),
    "protection_set": Kind(_("A case is open to named colleagues only"), COLLEAGUE, "case_list"),
    "protection_names": Kind(
        _("The names to whom a case is open have changed"), COLLEAGUE, "case_list"
    ),
    "protection_lift": Kind(_("A case is to be opened again: please look"), COLLEAGUE, "case_list"),
}
UNKNOWN = Kind(_("Something waits for you"), DESK)
# Where a role does the same work on another page.
ELSEWHERE = {
    (Role.CONSULAR, "inbox"): "request_list",
    (Role.NATIONAL_COORDINATOR, "case_list"): "journey_list",
}
# Lists that stand in no navigation: below another page, for these roles.
BELOW = {
    "justice_list": {Role.NATIONAL_COORDINATOR, Role.ANALYST},
    "meeting_list": {Role.NATIONAL_COORDINATOR},
}


def page_for(kind: Kind, role) -> str:
    """The list where the work waits, if it is this role's; else its first page."""
    name = ELSEWHERE.get((role, kind.page), kind.page)
    if name == "alerts":  # a consulate finds them on its desk, everybody else among what came in
        name = "consular_desk" if role == Role.CONSULAR else "inbox"
    mine = {item.url_name for item in visible_items(str(getattr(role, "value", role)))}
    return reverse(name if name in mine or role in BELOW.get(name, ()) else "start")


def row_of(notice, role, references) -> dict:
    """`references`: journey → reference, of the cases that are open to the reader. To everybody else a notice says what waits, and no more."""
    kind = KINDS.get(notice.kind, UNKNOWN)
    reference = references.get(notice.journey_id, "") if kind.page == "case_list" else ""
    return {
        "id": notice.pk,
        "words": kind.words,
        "source": kind.source,
        "reference": reference,
        "url": reverse(kind.part, args=[reference]) if reference else page_for(kind, role),
        "at": notice.made_at,
        "is_read": notice.read_at is not None,
    }
