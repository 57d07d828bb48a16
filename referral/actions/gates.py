"""Signing gates, and reading how they stand."""

from dataclasses import replace
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.kept import Kept
from accounts.roles import Role
from audit.models import record
from directory.rights import reflection_of
from referral import gate_sentences as sentences
from referral import gates
from referral.access import DataClass, may_add, may_read
from referral.actions.child_turn import check_turn
from referral.actions.child_words import ChildWords, words_of
from referral.actions.emergency import call
from referral.actions.events import tell
from referral.actions.holding import holds, receiving_side
from referral.actions.pregnancies import travel_rule
from referral.actions.proofs import NO_MATRIX, check_proofs, days_of_the_period
from referral.ageing import decides_alone
from referral.child_order import Step
from referral.consent import holding
from referral.models import (
    Case,
    Consent,
    Evidence,
    GateSignature,
    Journey,
    Legal,
    MoveNotAllowed,
    Purpose,
    RiskTalk,
    RiskWord,
    Travel,
)
from referral.reflection import clock_of
from referral.stages import (
    ASKING,
    ONLY_WITH_WORDS,
    OPEN_OR_PASSED_ONLY,
    EventKind,
    GateKind,
    Outcome,
    Side,
)

COURT_ORDER = "court_order"
# A case manager signs these only where the journey is held: a service beside it does not decide the way.
HOLDER_SIGNS = {
    GateKind.G1,
    GateKind.G2,
    GateKind.G3,
    GateKind.G4,
    GateKind.G5,
    GateKind.G9,
}
# The word of an organisation that no longer holds the journey does not bind the next one.
COUNTS_WHILE_HELD = {GateKind.G3, GateKind.G5}


def gates_of(
    journey: Journey, case: Case | None = None, *, day=None
) -> dict[GateKind, gates.GateState]:
    """
    How the gates stand for the day of travel, or for another `day`. With the own `case`, its consents count too.

    Two or three queries.
    """
    held = [leg for leg in journey.legs.all() if leg.held_to is None]
    holders, receiving = (
        {leg.organisation_id for leg in held},
        receiving_side(held, journey.outlook),
    )
    signatures = [
        one
        for one in signatures_of(journey)
        if of_this_way(journey, one.signed_at)
        and (
            one.outcome == Outcome.ASKS_AGAIN
            or one.kind not in COUNTS_WHILE_HELD
            or one.organisation_id in holders
        )
        and (one.outcome == Outcome.ASKS_AGAIN or one.side in (Side.DESTINATION, receiving))
    ]
    words = words_of(journey)
    signatures = that_still_count(words, signatures)
    accepted = [
        gates.Acceptance(leg.organisation_id, leg.held_from)
        for leg in held
        if leg.side == receiving and of_this_way(journey, leg.held_from)
    ]
    return gates.gate_states(
        child=not words.decides_alone,
        protected=journey.child,
        signatures=[*signatures, *accepted],
        travel_on=day or journey.travel_on,
        today=timezone.localdate(),
        consent_abroad=consent_abroad(case) if case else None,
        parent=words.parent,
        rule=travel_rule(case) if case else None,
        talks=talks_about(journey, signatures),
    )


SIGNATURES = Kept(lambda journey: GateSignature.objects.filter(journey=journey))


def signatures_of(journey: Journey):
    """Those that were fetched with many journeys, else asked for."""
    known = "signatures" in getattr(journey, "_prefetched_objects_cache", {})
    return journey.signatures.all() if known else SIGNATURES.all(journey=journey.pk)


def talks_about(journey: Journey, signatures) -> list[gates.Talk]:
    """Nothing is asked of the database before a second side gave its level."""
    sides = {one.organisation_id for one in signatures if one.kind == GateKind.G3 and one.level}
    if len(sides) < 2:
        return []
    known = "talks" in getattr(journey, "_prefetched_objects_cache", {})
    return [
        as_talk(one)
        for one in (journey.talks.all() if known else journey.talks.prefetch_related("words"))
    ]


def as_talk(row: RiskTalk) -> gates.Talk:
    words = sorted(row.words.all(), key=lambda word: word.said_at)
    return gates.Talk(row.one_id, row.other_id, row.opened_at, tuple(words))


def talks_of(journey: Journey) -> list[RiskTalk]:
    """The talks about the levels that stand now, as rows."""
    levels = journey.signatures.filter(kind=GateKind.G3, second=False).exclude(level="")
    signatures = list(levels.order_by("signed_at"))
    newest = {one.organisation_id: one for one in signatures}
    rows = journey.talks.prefetch_related("words__by")
    return gates.talks_that_stand(rows, newest.values(), signatures)


def of_this_way(journey: Journey, at) -> bool:
    """What was signed before the case was opened again does not carry another return."""
    return journey.gates_from is None or at >= journey.gates_from


def parents_word(journey_id) -> str:
    """What a parent's word counts for on this journey: a value of `gates.Parent`. For the organisations on the way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parents_word(%s)", [journey_id])
        return cursor.fetchone()[0]


def parent_of(journey: Journey) -> str:
    """`gates.Parent`: an adult decides alone, and nobody is asked for it."""
    return words_of(journey).parent


def that_still_count(words: ChildWords, signatures) -> list:
    """
    Without what somebody signed who was no guardian, or is suspected (rules of practice 20), and without a determination
    that is older than the newest check of the risk of contact (22).
    """
    start, checked = words.guardian_from, words.checked
    return [
        one
        for one in signatures
        if (start is None or one.role != Role.GUARDIAN or one.signed_at > start)
        and (checked is None or one.kind != GateKind.G10 or one.signed_at > checked)
    ]


def guardian_stands(journey_id) -> bool:
    """Whether a confirmed appointment stands on this journey, in whichever organisation's case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT guardian_stands(%s)", [journey_id])
        return cursor.fetchone()[0]


ABROAD = Kept(
    lambda holding, case: (
        Consent.objects.filter(holding, case=case, items__purpose=Purpose.TRANSFER)
        .order_by("-given_at", "pk")
        .values_list("pk", "given_by", "items__agreed", "items__withdrawn_at")
    )
)


def consent_abroad(case: Case) -> bool | None:
    """The newest answer on consent B3 in this case: agreed, refused or withdrawn; None when never asked or not mine to read."""
    if not may_read(current_actor().role, DataClass.CONSENT, case.side, case.stage):
        return None
    items = ABROAD.all(holding=holding(case), case=case.pk)
    newest, given_by, *_more = items[0] if items else (None, Consent.GivenBy.NOT_RECORDED)
    if given_by == Consent.GivenBy.NOT_RECORDED:
        return None
    return any(
        agreed and withdrawn_at is None
        for consent, _by, agreed, withdrawn_at in items
        if consent == newest
    )


@transaction.atomic
def sign_gate(
    case: Case,
    kind: str,
    *,
    outcome: str,
    evidence: dict,
    explained: bool = False,
    until=None,
) -> GateSignature:
    """
    The acting person's word on a gate, with the evidence in the own case. G3 is signed by `risks.sign_risk`.

    `evidence` holds the fields of `Evidence`. `explained`: an informed refusal was explained and the emergency contact
    and hotline were given. `until`: the last day of the document of G6. Raises `MoveNotAllowed`.
    """
    check_seen(case)
    check_signer(case, kind)
    check_outcome(case, kind, outcome, evidence, explained)
    tool = None
    if rests_on_proofs(case, kind, outcome):
        tool = check_proofs(case, kind, evidence)
        until = last_day(case, kind, until)
    by = current_actor().user
    row = Evidence(case=case, gate=kind, by_id=by, assessment=tool, **evidence)
    row.save(force_insert=True)
    return write_signature(case, kind, outcome=outcome, evidence=row.pk, until=until)


def last_day(case: Case, kind: str, until):
    """A document ends on a day of its own, and a travel plan is of one journey."""
    travel_on = case.journey.travel_on
    if kind == GateKind.G11:
        return travel_on
    if kind != GateKind.G6:
        return None
    if until is None:
        raise MoveNotAllowed(_("Write down until which day the document is valid."))
    if until < (travel_on or timezone.localdate()):
        raise MoveNotAllowed(sentences.document_ends(until))
    return until


@transaction.atomic
def confirm_gate(case: Case, kind: str) -> GateSignature:
    """ "Still true": the same word again, in one tap. Nothing changed, so nothing is asked. Raises `MoveNotAllowed`."""
    check_seen(case)
    check_signer(case, kind)
    if gates_of(case.journey, case)[GateKind(kind)].state != gates.State.STILL_TRUE:
        raise MoveNotAllowed(_("This gate does not ask for that. Reload the page."))
    actor = current_actor()
    mine = case.journey.signatures.filter(
        kind=kind, organisation_id=actor.organisation, second=False
    ).exclude(outcome__in=ASKING)
    before = mine.order_by("-signed_at").first()
    if before is None and not (kind == GateKind.G5 and case.side != Side.DESTINATION):
        raise MoveNotAllowed(_("The organisation that signed before confirms it."))
    if kind == GateKind.G10:
        check_turn(case.journey_id, Step.DETERMINATION)
    key = uuid4()
    if before:
        keep_word(before, key)
    return write_signature(
        case,
        kind,
        outcome=before.outcome if before else Outcome.PASSED,
        level=before.level if before else "",
        evidence=before.evidence if before else None,
        key=key,
        until=last_day(case, kind, before and before.until),
    )


def check_seen(case: Case) -> None:
    """A gate binds all who hold the person. Who is unknown to one of them signs nothing: both would see other gates."""
    if call("signs_unseen", case.pk):
        raise MoveNotAllowed(
            _(
                "The person does not want everybody on the way to know of your organisation, and all of them read a gate."
                " Give what you know to the organisation that referred the person to you: it signs."
            )
        )


def keep_word(before: GateSignature, key) -> None:
    """The same levels by category stand behind the same level."""
    word = RiskWord.objects.filter(signature=before).first()
    if word is not None:
        word.pk = key
        word.save(force_insert=True)


def may_sign(case: Case, kind: str) -> bool:
    child = not decides_alone(case.journey)
    return gates.may_sign(
        current_actor().role,
        kind,
        child=child,
        protected=case.journey.child,
        parent=parent_of(case.journey),
    )


def check_signer(case: Case, kind: str) -> None:
    actor = current_actor()
    if not may_sign(case, kind):
        raise MoveNotAllowed(_("Somebody else signs this gate. The page of the gate says who."))
    if actor.role == Role.GUARDIAN and not guardian_stands(case.journey_id):
        raise MoveNotAllowed(
            _(
                "A guardian signs once the authority’s appointment was entered and confirmed by a second person."
                " The case manager of the child does that."
            )
        )
    if actor.role == Role.CASE_MANAGER and kind in HOLDER_SIGNS and not holds(case):
        raise MoveNotAllowed(_("The organisation that holds the journey signs this gate."))
    if case.is_closed or not may_add(actor.role, DataClass.EVIDENCE, case.side, case.stage):
        raise MoveNotAllowed(_("This gate cannot be signed at the present stage of the case."))


def check_outcome(case, kind, outcome, evidence, explained):
    if outcome not in gates.outcomes(kind, child=not decides_alone(case.journey)):
        raise MoveNotAllowed(_("This answer is not possible on this gate."))
    if kind == GateKind.G3:
        raise MoveNotAllowed(str(NO_MATRIX))
    if outcome == Outcome.INFORMED_REFUSAL and not explained:
        raise MoveNotAllowed(
            _("First explain the refusal, and give the emergency contact and the hotline.")
        )
    if outcome in ONLY_WITH_WORDS and not evidence.get("text", "").strip():
        raise MoveNotAllowed(sentences.no_words(outcome))
    if kind == GateKind.G7 and outcome == Outcome.BLOCKED and evidence["kind"] != COURT_ORDER:
        raise MoveNotAllowed(
            _("Only the order of a court stands in the way. An open case is noted.")
        )
    if kind == GateKind.G8 and outcome == Outcome.PASSED:
        check_carrier(case, evidence)
    if kind == GateKind.G2 and outcome == Outcome.PASSED:
        check_period(case, evidence)
    if kind == GateKind.G2 and outcome == Outcome.WAIVED and case.journey.child:
        check_authority(evidence)
    if kind == GateKind.G11 and outcome == Outcome.PASSED and case.journey.child:
        check_escort(case)
    # That a return is not in the child’s interests may be said at any time.
    if kind == GateKind.G10 and outcome == Outcome.PASSED and not by_parents_route(case):
        check_turn(case.journey_id, Step.DETERMINATION)


def rests_on_proofs(case: Case, kind: str, outcome: str = Outcome.PASSED) -> bool:
    """A “no”, a refusal or a waiver rests on its words alone. On the way of a parent a document does (rule 24)."""
    return outcome == Outcome.PASSED and not (kind == GateKind.G10 and by_parents_route(case))


def by_parents_route(case: Case) -> bool:
    """With a parent who is not suspected, the assessment and the document stand in for a determination (rule 24)."""
    manager = current_actor().role == Role.CASE_MANAGER
    return manager and parent_of(case.journey) == gates.Parent.ROUTE


def check_period(case: Case, evidence: dict) -> None:
    """
    "Respected" is not signed while the period still runs on the day of travel. It ends earlier by the person alone.

    The clock never signs: without a word of the person nothing opens, and the treaty minimum names no day (rule 18).
    Who may not read the class has no row here, and is told nothing; what is typed as the first day of the period counts.
    """
    if case.side != Side.DESTINATION:
        return
    legal = Legal.objects.filter(case=case).select_related("reflection_set_by").first()
    clock = clock_of(legal, reflection_of(case.organisation.country))
    if not clock.is_known and days_of_the_period(evidence):
        clock = replace(clock, begins_on=evidence["dated_on"])
    if clock.runs_on(case.journey.travel_on or timezone.localdate()):
        freely = _(
            "The period lasts until %(day)s. Until then only the person can give it up, freely."
        )
        child = _(
            "The period lasts until %(day)s. Before that, the guardian signs for a child with the authority:"
            " freely waived."
        )
        text = freely if decides_alone(case.journey) else child
        raise MoveNotAllowed(text % {"day": date_format(clock.ends_on)})


def check_carrier(case: Case, evidence) -> None:
    """The own statement is enough until the carrier asks for more on the day of travel. No reason is told (rule 25)."""
    rule = travel_rule(case)
    day = case.journey.travel_on
    asked = rule.asks(day) if rule and day else ()
    if not asked or evidence["kind"] in asked:
        return
    if day > rule.not_after:
        raise MoveNotAllowed(sentences.too_late(rule.not_after))
    raise MoveNotAllowed(
        _(
            "For this day of travel the carrier asks for a certificate. The own statement is not enough."
        )
    )


def check_authority(evidence) -> None:
    """For a child nobody ends the period alone: the authority agreed, and its word can be found again (rule 24)."""
    if not (evidence.get("issuer") and evidence.get("dated_on")):
        raise MoveNotAllowed(
            _(
                "For a child the authority agrees to an early end. Name it, with the day of its word."
            )
        )


def check_escort(case: Case) -> None:
    travel = Travel.objects.filter(case=case).only("escort").first()
    if travel is None or travel.escort in ("", "alone"):
        raise MoveNotAllowed(_("A child never travels alone. Name the escort in the travel plan."))


def write_signature(
    case, kind, *, outcome, level="", evidence=None, second=False, key=None, until=None
):
    actor = current_actor()
    signature = GateSignature(
        id=key or uuid4(),
        journey=case.journey,
        kind=kind,
        organisation_id=actor.organisation,
        side=case.side,
        role=actor.role,
        by_id=actor.user,
        outcome=outcome,
        level=level,
        second=second,
        evidence=evidence,
        until=until,
    )
    signature.save(force_insert=True)
    if is_told(case, kind, outcome):
        tell(case.journey, EventKind.GATE_SIGNED, side=case.side, gate=kind)
    record("gate.signed", target=case.pk, gate=kind, outcome=outcome, level=level, second=second)
    return signature


def is_told(case, kind, outcome) -> bool:
    """That health, law or best interests stand in the way is nobody else's business."""
    silent = (kind in OPEN_OR_PASSED_ONLY and outcome != Outcome.PASSED) or outcome in ASKING
    return not silent and may_add(current_actor().role, DataClass.REFERRAL, case.side, case.stage)
