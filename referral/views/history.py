"""What happened in a case, and who looked."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import roles
from accounts.models import Membership
from accounts.roles import Role
from audit.models import AuditEntry
from referral.access import DataClass
from referral.actions.merge import records_under
from referral.models import Evidence, GateSignature, JourneyEvent
from referral.stages import ONLY_WITH_WORDS
from referral.views.case import entry_of, journeys_of, named_to, sent_and_received
from referral.views.case_page import open_case
from referral.views.rights import CASE_ROLES

SHOWN = 100

# Entries worth a line; reading and writing of a class are spoken of by the class.
ACTIONS = {
    "case.opened": gettext_lazy("Case opened"),
    "case.assigned": gettext_lazy("Opened to a colleague or a team"),
    "case.unassigned": gettext_lazy("Taken back from a colleague or a team"),
    "case.handed_over": gettext_lazy("Handed over"),
    "consent.recorded": gettext_lazy("Consent recorded"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn"),
    "erasure.asked": gettext_lazy("The person asked to have data erased"),
    "erasure.done": gettext_lazy("Data erased for good"),
    "erasure.kept": gettext_lazy("Data kept for now"),
    "hold.set": gettext_lazy("Hold set: nothing is erased"),
    "hold.confirmed": gettext_lazy("Hold confirmed"),
    "hold.ended": gettext_lazy("Hold ended"),
    "case.status": gettext_lazy("Status changed"),
    "evidence.added": gettext_lazy("Evidence recorded"),
    "evidence.withdrawn": gettext_lazy("Evidence withdrawn"),
    "file.added": gettext_lazy("File added"),
    "file.opened": gettext_lazy("File opened"),
    "file.removed": gettext_lazy("File destroyed"),
    "gate.signed": gettext_lazy("Gate signed"),
    "signature.asked": gettext_lazy("Second signature asked for"),
    "signature.returned": gettext_lazy("Given back without a second signature"),
    "return.requested": gettext_lazy("Wish to return recorded"),
    "return.suspended": gettext_lazy("Return paused"),
    "return.approved": gettext_lazy("Return approved"),
    "return.left_on_own": gettext_lazy("Leaves without our organising it"),
    "journey.departed": gettext_lazy("Departed"),
    "journey.arrived": gettext_lazy("Arrived"),
    "case.arrival_noted": gettext_lazy("Arrived"),
    "journey.outlook": gettext_lazy("Next step chosen"),
    "journey.kept_from_origin": gettext_lazy("Kept from the country of origin"),
    "journey.origin_may_be_asked": gettext_lazy("The country of origin may be asked again"),
    "journey.seen": gettext_lazy("Seen by a coordinator"),
    "visit.recorded": gettext_lazy("Visit recorded"),
    "part.changed": gettext_lazy("Part of the case changed"),
    "event.added": gettext_lazy("Place and time added"),
    "needs.changed": gettext_lazy("Needs changed"),
    "guardian.entered": gettext_lazy("Appointment of a guardian entered"),
    "guardian.confirmed": gettext_lazy("Appointment of a guardian confirmed"),
    "guardian.ended": gettext_lazy("Guardianship ended here"),
    "guardian.shut_out": gettext_lazy("Guardian shut out"),
    "age.date_kept": gettext_lazy("First day as an adult noted"),
    "age.doubted": gettext_lazy("Age in doubt"),
    "age.decision_entered": gettext_lazy("Decision on the age entered"),
    "age.path_end_proposed": gettext_lazy("End of the protection as a child proposed"),
    "age.confirmed": gettext_lazy("Confirmed by a second person: the age"),
    "age.contested": gettext_lazy("Decision on the age contested"),
    "age.settled": gettext_lazy("Appeal on the age ended"),
    "wish.kept": gettext_lazy("Kept from the guardian, as the child wishes"),
    "wish.ended": gettext_lazy("Shown to the guardian again"),
    "emergency.asked": gettext_lazy("Emergency access asked for"),
    "emergency.agreed": gettext_lazy("Emergency access agreed to"),
    "emergency.declined": gettext_lazy("Emergency access declined"),
    "emergency.opened": gettext_lazy("Emergency access opened"),
    "emergency.opened_alone": gettext_lazy("Emergency access opened without a second person"),
    "emergency.ended": gettext_lazy("Emergency access ended"),
    "emergency.reviewed": gettext_lazy("Emergency access reviewed"),
    "disclosure.asked": gettext_lazy("Passing on without consent asked for"),
    "disclosure.agreed": gettext_lazy("Passing on without consent agreed to"),
    "disclosure.declined": gettext_lazy("Passing on without consent declined"),
    "disclosure.taken_back": gettext_lazy("Passing on without consent taken back"),
    "disclosure.alone": gettext_lazy("Passing on without consent decided alone"),
    "disclosure.given": gettext_lazy("Passed on without consent"),
    "disclosure.reviewed": gettext_lazy("Passing on without consent reviewed"),
    "disclosure.told": gettext_lazy("The person was told what was passed on"),
    "disclosure.not_told": gettext_lazy("Why the person is not told what was passed on"),
    "enquiry.asked": gettext_lazy("Asked there without a name"),
    "protection.proposed": gettext_lazy("Protection proposed"),
    "protection.set": gettext_lazy("Case protected: named people only"),
    "protection.declined": gettext_lazy("Protection declined"),
    "protection.named": gettext_lazy("Named for the protected case"),
    "protection.unnamed": gettext_lazy("No longer named for the protected case"),
    "protection.lift_proposed": gettext_lazy("Lifting the protection proposed"),
    "protection.kept": gettext_lazy("Protection kept"),
    "protection.lifted": gettext_lazy("Protection lifted"),
    "merge.asked": gettext_lazy("Asked to make one file of two records"),
    "merge.approved": gettext_lazy("Two records became one file"),
    "merge.refused": gettext_lazy("One file of two records refused"),
    "merge.taken_back": gettext_lazy("Question about one file taken back"),
    "merge.undone": gettext_lazy("One file became two records again"),
    "person.same_answered": gettext_lazy("Answered whether two cases are of one person"),
    "person.same_undone": gettext_lazy("Answer about two cases taken back"),
    "case.closing_proposed": gettext_lazy("Closing proposed"),
    "case.closed": gettext_lazy("Case closed"),
    "case.reopened": gettext_lazy("Opened again"),
    "case.copied_as_text": gettext_lazy("Copied as text"),
    "export.of_case": gettext_lazy("File ordered of this case"),
    "export.case_opened": gettext_lazy("File of this case opened"),
}


@roles(*CASE_ROLES)
def case_history(request, reference):
    case, rights, context = open_case(request, reference, "history")
    case.records = [case, *records_under(case)]
    events = JourneyEvent.objects.filter(journey__in=journeys_of(case)).select_related(
        "organisation"
    )
    entries = list(
        AuditEntry.objects.filter(
            organisation=request.actor.organisation,
            target__in=[
                target for one in case.records for target in (str(one.pk), one.journey.reference)
            ],
        ).order_by("-id")[:SHOWN]
    )
    names = colleagues(entries)
    looks = [line(entry, names) for entry in entries if is_look(entry)]
    done = [line(entry, names) for entry in entries if not is_look(entry)]
    named = named_to(case, sent_and_received(case, request.actor))
    context |= {
        "entries": [
            entry_of(one, case.journey, named, case.organisation_id)
            for one in events.order_by("-at", "-id")[:SHOWN]
        ],
        "given_up": given_up(case, rights, named),
        "looks": looks,
        "done": done,
        "shown": SHOWN,
    }
    return render(request, "referral/case_history.html", context)


def given_up(case, rights, named):
    """
    Gates that passed without what they ask for: which, by which role, when. Why, in words, only from the own case and for
    whoever reads its evidence.
    """
    found = GateSignature.objects.filter(
        journey__in=journeys_of(case), outcome__in=ONLY_WITH_WORDS
    ).select_related("by", "organisation")
    signed = list(found.order_by("-signed_at"))
    reasons = {}
    if signed and rights.may_read(DataClass.EVIDENCE):
        rows = Evidence.objects.filter(
            case__in=case.records, pk__in=[one.evidence for one in signed if one.evidence]
        )
        reasons = {row.pk: row.text for row in rows}
    return [
        {
            "at": one.signed_at,
            "gate": f"{one.kind} {one.get_kind_display()}",
            "what": one.get_outcome_display(),
            "role": Role(one.role).label,
            "who": who_of(one, case, named),
            "why": reasons.get(one.evidence, ""),
        }
        for one in signed
    ]


def who_of(signature, case, named):
    if signature.organisation_id == case.organisation_id:
        return signature.by.name
    return signature.organisation.name if signature.organisation_id in named else ""


def is_look(entry) -> bool:
    return entry.action.startswith("read.") or entry.action == "file.opened"


def colleagues(entries):
    """By membership: the name. An entry knows only who acted, not what the person is called."""
    found = Membership.objects.filter(pk__in={one.actor for one in entries if len(one.actor) == 36})
    return {str(one.pk): one.user.short_name for one in found.select_related("user")}


def line(entry, names):
    return {
        "at": entry.at,
        "who": names.get(entry.actor, _("The system")),
        "what": words(entry.action),
    }


def words(action):
    verb, _dot, data_class = action.partition(".")
    if verb in ("read", "write") and data_class in DataClass.values:
        label = str(DataClass(data_class).label)
        return label if verb == "read" else _("Written: %(part)s") % {"part": label}
    return str(ACTIONS.get(action, action.replace(".", ": ").replace("_", " ")))
