"""The one thing to do next in a case. Pure: from the case, its tasks and its gates to one sentence, never with a day for the person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referral.models import TaskKind
from referral.stages import PERSONS_OWN, CaseStatus, Outlook


@dataclass(frozen=True, slots=True)
class NextStep:
    """`page` is the name of a page that takes the reference; empty where there is nothing to open."""

    label: str
    why: str = ""
    page: str = ""
    button: str = ""


# A task whose day has come goes before everything else; the first kinds cannot wait for the others.
TASKS = {
    TaskKind.MISSED_ARRIVAL: (
        gettext_lazy("Ring now: the arrival is not confirmed"),
        "case_travel",
    ),
    TaskKind.MISSING_CHILD: (
        gettext_lazy("A child is missing: ring now"),
        "case_missing",
    ),
    TaskKind.CHILD_MISSING: (gettext_lazy("The child is missing: ring who holds the case"), ""),
    TaskKind.NOBODY_MEETS: (
        gettext_lazy("Ring now: name who meets the person, the receiver cannot"),
        "case_travel",
    ),
    TaskKind.TELL_PROTECTION: (
        gettext_lazy("Ring child protection now, and write down who answered"),
        "minimum_list",
    ),
    TaskKind.BUDGET: (gettext_lazy("Look at a budget and sign"), "case_budget"),
    TaskKind.URGENT_NEED: (gettext_lazy("Meet the urgent need"), "case_needs"),
    TaskKind.KEEP_SAFE: (gettext_lazy("Keep the person safe tonight"), "case_travel"),
    TaskKind.RISK_AGAIN: (gettext_lazy("Look at the risk again: something happened"), "case_risk"),
    TaskKind.RISK_TALK: (gettext_lazy("Talk with the other side about the risk"), "case_risk"),
    TaskKind.HIGH_ALERT: (gettext_lazy("High alert: look at the risks again"), "case_assessments"),
    TaskKind.SCREEN_AGAIN: (
        gettext_lazy("Screen again, and look at the risks anew"),
        "case_assessments",
    ),
    TaskKind.NEW_GUARDIAN: (
        gettext_lazy("Tell the authority that the child has no guardian"),
        "case_guardian",
    ),
    TaskKind.GUARDIAN: (gettext_lazy("Ask for a guardian"), "refer"),
    TaskKind.GUARDIAN_CONFIRM: (
        gettext_lazy("Compare the appointment of the guardian and confirm it"),
        "case_guardian",
    ),
    TaskKind.CHILD_PATH: (
        gettext_lazy("Look at the age, and who decides for the child"),
        "case_age",
    ),
    TaskKind.AGE_CONFIRM: (gettext_lazy("Compare what is written about the age"), "case_age"),
    TaskKind.OF_AGE: (gettext_lazy("Ask the person anew: nobody else decides now"), "case_consent"),
    TaskKind.BEFORE_18: (
        gettext_lazy("Ask what the person wants from the 18th birthday on"),
        "case_consent",
    ),
    TaskKind.NO_CONTACT: (
        gettext_lazy("Stop every contact with the family, and tell colleagues"),
        "case_child",
    ),
    TaskKind.CHILD_WISH: (
        gettext_lazy("Answer the child who asks for contact with the family"),
        "case_child",
    ),
    TaskKind.CHILD_STEP: (
        gettext_lazy("Compare a step for a child with its document and confirm it"),
        "case_child",
    ),
    TaskKind.ARRIVAL_CARE: (gettext_lazy("Look after the first 72 hours"), "case_plan"),
    TaskKind.ALTERNATIVE: (gettext_lazy("Ask another organisation"), "refer"),
    TaskKind.NOT_CONFIRMED: (
        gettext_lazy("Ring: nobody has confirmed the care for three days"),
        "case_referrals",
    ),
    TaskKind.HOLDER_LOST: (
        gettext_lazy("Care was given back: help to find who takes over"),
        "journey_detail",
    ),
    TaskKind.CANCEL_BOOKINGS: (gettext_lazy("Cancel the bookings"), "case_travel"),
    TaskKind.COMPANION: (
        gettext_lazy("Ring now: who is with this person? Somebody who travels along has stopped"),
        "case_travel",
    ),
    TaskKind.STOPPED: (
        gettext_lazy("The person does not travel on: look who helps"),
        "case_travel",
    ),
    TaskKind.RECALL: (
        gettext_lazy("Stop using what was asked back, and say what became of it"),
        "case_referrals",
    ),
    TaskKind.RECALL_ASK: (
        gettext_lazy("Ask what became of what was recalled"),
        "case_referrals",
    ),
    TaskKind.SECOND_SIGNATURE: (gettext_lazy("Give the second signature"), "case_gates"),
    TaskKind.MERGE: (gettext_lazy("Look at two records of one person"), "case_known"),
    TaskKind.CLOSE: (gettext_lazy("Look at the closing and sign"), "case_close_confirm"),
    TaskKind.CONTACT_TRY: (gettext_lazy("Try a safe way to reach the person"), "case_missing"),
    TaskKind.MISSING_DECISION: (
        gettext_lazy("Contact is lost: decide what comes next"),
        "case_missing",
    ),
    TaskKind.CONSENT_REVIEW: (gettext_lazy("Ask whether the consent still holds"), "case_consent"),
    TaskKind.VISIT: (gettext_lazy("Make the follow-up visit"), "case_visits"),
    TaskKind.HEALTH_PAPERS: (
        gettext_lazy("Give the health papers into the person’s own hands"),
        "",
    ),
    TaskKind.FEEDBACK: (gettext_lazy("Tell the sender how it goes"), "case_referrals"),
    TaskKind.TELL: (
        gettext_lazy("Tell the person, when it is safe, what was passed on"),
        "case_disclosures",
    ),
    TaskKind.ASSIGNED: (gettext_lazy("Do what a colleague asked for"), "case_plan"),
    TaskKind.OWN: (gettext_lazy("Do the task you set yourself"), "case_plan"),
}
URGENCY = list(TASKS)

STATUSES = {
    CaseStatus.NEW: (gettext_lazy("Ask what the person needs now"), "case_needs"),
    CaseStatus.PRESUMED: (gettext_lazy("Look at the risks together"), "case_assessments"),
    CaseStatus.FORMAL_PENDING: (gettext_lazy("Arrange first help meanwhile"), "refer"),
    CaseStatus.IDENTIFIED: (gettext_lazy("Arrange first help and protection"), "refer"),
    CaseStatus.DECLINED_FORMAL: (gettext_lazy("Arrange help without a formal decision"), "refer"),
    CaseStatus.NOT_IDENTIFIED: (gettext_lazy("Arrange legal advice on the decision"), "refer"),
    CaseStatus.PROTECTION: (gettext_lazy("Look at the risks together"), "case_assessments"),
    CaseStatus.REFLECTION: (gettext_lazy("Ask what the person needs now"), "case_needs"),
    CaseStatus.ASSESSMENT: (gettext_lazy("Write the plan together"), "case_plan"),
    CaseStatus.PLAN_ACTIVE: (gettext_lazy("Follow the plan and look at it again"), "case_plan"),
    CaseStatus.OPTIONS: (gettext_lazy("Talk about the options"), "case_assessments"),
    CaseStatus.STAY: (gettext_lazy("Follow the plan for settling"), "case_plan"),
    CaseStatus.RETURN_APPROVED: (gettext_lazy("Prepare the travel"), "case_travel"),
    CaseStatus.RETURN_SUSPENDED: (gettext_lazy("Talk about what changed"), "case_gates"),
    CaseStatus.LEFT_ON_OWN: (gettext_lazy("Keep a safe way of contact open"), "case_record"),
    CaseStatus.IN_TRANSIT: (gettext_lazy("Confirm the arrival"), "case_travel"),
    CaseStatus.RECEIVING: (gettext_lazy("Prepare to receive the person"), "case_plan"),
    CaseStatus.ARRIVED: (gettext_lazy("Look after the first 72 hours"), "case_plan"),
    CaseStatus.REINTEGRATION: (
        gettext_lazy("Follow the plan and offer the next visit"),
        "case_visits",
    ),
}


def next_step(case, journey, gates, tasks, today: date, *, user: UUID | None = None) -> NextStep:
    """
    `gates`: open gates in order (`referral.gates.departure.open_gates`). `tasks`: open tasks of the case.

    What was asked of a colleague is that colleague's step, not the one of `user`.
    """
    if case.is_closed:
        return NextStep(_("Nothing: this case is closed"), page="case_history", button=_("History"))
    mine = [task for task in tasks if task.assigned_to_id in (None, user)]
    due = [task for task in mine if task.due_on and task.due_on <= today]
    if due:
        return _of_task(min(due, key=lambda task: (URGENCY.index(task.kind), task.due_on)), today)
    if case.status == CaseStatus.RETURN_REQUESTED:
        return _of_gates(gates)
    label, page = STATUSES[case.status]
    return NextStep(str(label), _why(case, journey), page)


def _of_task(task, today):
    label, page = TASKS[task.kind]
    why = _("It was due earlier.") if task.due_on < today else _("It is due today.")
    return NextStep(str(label), why, page)


def _of_gates(gates):
    """A gate of the person's own is offered last: it takes the time that the person needs."""
    owed = [gate for gate in gates if gate.kind not in PERSONS_OWN] or list(gates)
    if not owed:
        why = _("All gates are passed.")
        return NextStep(_("Approve the return with a second person"), why, "case_gates")
    gate = owed[0]
    why = gate.sentence or _("It is the first gate that is still open.")
    return NextStep(_("Work on the gate “%(gate)s”") % {"gate": gate.kind.label}, why, "case_gates")


def _why(case, journey):
    if case.status == CaseStatus.NEW:
        return _("Help comes first. A few minutes; it carries over into the plan.")
    if journey.outlook == Outlook.UNDECIDED and case.status in (
        CaseStatus.REFLECTION,
        CaseStatus.OPTIONS,
    ):
        return _("What comes next is the person’s decision, in the person’s time.")
    return ""
