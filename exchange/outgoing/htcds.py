"""
Cases as rows of HTCDS, the other way round from `htcds/write.py`: what comes in from this file reads the same again.

A person's first row holds the person, the case and the first of each event, goal, comment and referral; each further one
stands in a row of its own with the same `x_person_uuid`. Deprecated fields are read and never written. What the standard
has no field for is not in the file.
"""

from collections import defaultdict
from itertools import zip_longest

from directory.codes import SUPPORT_PLAN_TYPE
from directory.codes.exploitation import htcds_exploitation
from directory.languages import iso639_2
from exchange.htcds.fields import FIELDS
from exchange.htcds.together import SAME_PERSON
from exchange.outgoing.pages import CasePages
from referral.access import DataClass, may_read
from referral.models import (
    Account,
    ConsentItem,
    Identity,
    Note,
    PlanGoal,
    Referral,
    TraffickingEvent,
    Whereabouts,
)
from referral.stages import CaseStatus, Stage

DEPRECATED = {
    "vic_AgreementToManagePersonalData",
    "vic_Vulnerabilities",
    "vic_DetailsOfVulnerabilities",
}
HEADINGS = [
    SAME_PERSON,
    *(name for name in FIELDS if name != SAME_PERSON and name not in DEPRECATED),
]
PERSON = {
    "prs_Birthdate": "born",
    "prs_IdentityNumber": "identity_number",
    "prs_MaritalStatus": "marital_status",
    "prs_NumberOfChildren": "children",
    "prs_HighestLevelOfEducation": "education",
}
VICTIM = {
    name: field.place.partition(".")[2]
    for name, field in FIELDS.items()
    if field.place.startswith("account.") and name not in DEPRECATED
}
EVENT = {
    "hte_Type": "kind",
    "hte_City": "place",
    "hte_Country": "country",
    "hte_Date": "happened_on",
    "hte_Description": "text",
}
WHY_REFERRED = {"service": "AdditionalServicesRequired", "transfer": "MigrationOrChangeOfLocation"}


class HtcdsTable(CasePages):
    # each cell is marked as text; an apostrophe would come back in as a part of the name
    guard = False
    at_once = 100

    def headings(self):
        return HEADINGS

    def rows(self, actor, cases, made):
        made.stages += [case.stage for case in cases]
        found = Rows(actor, cases)
        return [
            [row.get(name, "") for name in HEADINGS] for case in cases for row in found.of(case)
        ]


class Rows:
    """What of these cases is open to who orders, class by class."""

    def __init__(self, actor, cases):
        self.role = actor.role
        self.one = {
            model: {row.case_id: row for row in model.objects.filter(case__in=cases)}
            for model in (Identity, Whereabouts, Account)
        }
        self.many = {
            TraffickingEvent: grouped(TraffickingEvent, cases, "happened_on", "pk"),
            PlanGoal: grouped(PlanGoal, cases, "written_at", "pk"),
            Note: grouped(Note, cases, "written_at", "pk", undone_at=None),
        }
        self.agreed = set(
            ConsentItem.objects.filter(case__in=cases, agreed=True, withdrawn_at=None)
            .exclude(consent__given_by="not_recorded")
            .values_list("case_id", flat=True)
        )
        self.referrals = defaultdict(list)
        sent = Referral.objects.filter(sender=actor.organisation, sent_at__isnull=False)
        journeys = [case.journey_id for case in cases]
        for one in sent.filter(journey__in=journeys).select_related("receiver").order_by("sent_at"):
            self.referrals[one.journey_id].append(one)

    def may(self, case, data_class):
        return may_read(self.role, data_class, case.side, case.stage)

    def row(self, model, case):
        found = self.one[model].get(case.pk)
        return found if found is not None and self.may(case, model.DATA_CLASS) else None

    def rows(self, model, case):
        return [
            row
            for row in self.many[model][case.pk]
            if self.may(case, getattr(row, "data_class", "") or model.DATA_CLASS)
        ]

    def of(self, case) -> list[dict]:
        person = (
            summary_of(case)
            | person_of(self.row(Identity, case))
            | where_of(self.row(Whereabouts, case))
            | victim_of(self.row(Account, case))
            | case_of(case)
        )
        if case.pk in self.agreed and self.may(case, DataClass.CONSENT):
            person["con_Consent"] = "Yes"
        events = [event_of(row) for row in self.rows(TraffickingEvent, case)]
        goals = [goal_of(row) for row in self.rows(PlanGoal, case)]
        notes = [{"cco_CaseComment": row.text} for row in self.rows(Note, case)]
        sent = [referral_of(one) for one in self.referrals[case.journey_id]]
        rows = []
        for pieces in zip_longest([person], events, goals, notes, sent, fillvalue={}):
            row = {SAME_PERSON: str(case.pk)}
            for piece in pieces:
                row |= {name: value for name, value in piece.items() if value not in ("", None)}
            rows.append(row)
        return rows


def grouped(model, cases, *order, **only):
    found = defaultdict(list)
    for row in model.objects.filter(case__in=cases, **only).order_by(*order):
        found[row.case_id].append(row)
    return found


def text(value) -> str:
    """Codes with a semicolon between them, as the standard's own files."""
    if isinstance(value, list):
        return ";".join(str(one) for one in value)
    return "" if value is None else str(value)


def columns(row, names) -> dict:
    return {name: text(getattr(row, column)) for name, column in names.items()}


def summary_of(case) -> dict:
    summary = getattr(case, "summary", None)
    if summary is None:
        return {}
    spoken = dict(
        zip(["prs_PrimaryLanguage", "prs_SecondaryLanguage"], summary.languages, strict=False)
    )
    return {
        "prs_Gender": summary.gender,
        "prs_Citizenship": text(summary.citizenships),
    } | {name: three_letters(code) for name, code in spoken.items()}


def three_letters(code) -> str:
    try:
        return iso639_2(code)
    except KeyError:
        return ""


def person_of(identity) -> dict:
    if identity is None:
        return {}
    first, _space, last = identity.name_on_documents.rpartition(" ")
    names = {"prs_FirstName": first, "prs_SecondName": last}
    if not first:
        names = {"prs_FirstName": last}
    found = columns(identity, PERSON)
    found["prs_Birthdate"] = found["prs_Birthdate"].removesuffix("~")
    return names | found


def where_of(whereabouts) -> dict:
    if whereabouts is None:
        return {}
    home, _more, mobile = whereabouts.phone.rpartition("; ")
    return {
        "prs_HomePhone": home,
        "prs_MobilePhone": mobile,
        "prs_Email": whereabouts.email,
        "prs_MailingStreet": whereabouts.address,
        "prs_MailingCountry": whereabouts.country,
    }


def victim_of(account) -> dict:
    if account is None:
        return {}
    found = columns(account, VICTIM)
    kinds = [htcds_exploitation(code) for code in account.exploitation]
    return found | {"vic_TypeOfExploitation": text(list(dict.fromkeys(kinds)))}


def event_of(event) -> dict:
    found = columns(event, EVENT)
    found["hte_Date"] = found["hte_Date"].removesuffix("~")
    return found


def goal_of(goal) -> dict:
    return {
        "spl_Type": SUPPORT_PLAN_TYPE[goal.kind].value,
        "spl_Objectives": goal.goal,
        "spl_ActionPlan": goal.step,
        "spl_PlannedEndDate": text(goal.due_on),
        "spl_ActualEndDate": text(goal.done_on),
    }


def case_of(case) -> dict:
    if case.status == CaseStatus.CLOSED_DECEASED:
        return {"cas_Status": "Closed", "prs_Deceased": "Yes"}
    if case.status == CaseStatus.CLOSED_REFERRED_ELSEWHERE:
        return {"cas_Status": "ClosedReferred"}
    if case.stage == Stage.CLOSED:
        return {"cas_Status": "Closed"}
    return {"cas_Status": "FollowUp" if case.stage == Stage.REINTEGRATION else "Active"}


def referral_of(one) -> dict:
    return {
        "cas_ReferredOrganisation": one.receiver.name,
        "cas_OutgoingReferralDate": one.sent_at.date().isoformat(),
        "cas_ReasonForOutgoingReferral": WHY_REFERRED.get(one.kind, "Other"),
    }
