"""The gate of risk: signed from a decided matrix, talked about where the sides are far apart, asked again after an event."""

from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from instruments.definition import Value
from instruments.risk import RETURNING, STAYING, CategoryLevel
from instruments.scoring import score
from referral.access import DataClass, may_add
from referral.actions.gates.signatures import write_signature
from referral.actions.gates.signers import check_seen, check_signer
from referral.actions.gates.talks import talks_of
from referral.actions.proofs import NO_MATRIX, standing
from referral.evidence_kinds import EvidenceKind
from referral.models import (
    Assessment,
    Case,
    Evidence,
    GateSignature,
    MoveNotAllowed,
    Risk,
    RiskTalk,
    RiskWord,
    TalkOutcome,
    TalkWord,
)
from referral.stages import GateKind, Outcome, RiskLevel, Side
from referral.tools import decode, definition_of

CATEGORIES = 10
MEASURES_FROM = {RiskLevel.HIGH, RiskLevel.EXTREME}


class RiskEvent(models.TextChoices):
    """What asks for the risk again: a code, kept in the own case. The other side learns that something happened."""

    THREAT = "event_threat", gettext_lazy("A threat, or somebody looks for the person")
    DISCLOSURE = "event_told", gettext_lazy("The person told something new")
    MOVE = "event_move", gettext_lazy("A move, or the address became known")
    HEARING = "event_hearing", gettext_lazy("A hearing, an arrest or a release")
    FAMILY = "event_family", gettext_lazy("News of the family, or contact with it")
    HEALTH = "event_health", gettext_lazy("Health, or a pregnancy")
    COUNTRY = "event_country", gettext_lazy("News of the country or the area")
    SERVICE = "event_service", gettext_lazy("A service or a place is no longer there")


def asked_since(case: Case, assessment: Assessment) -> bool:
    """Whether something happened after it that it cannot know. That it took another's place is no such thing."""
    return case.journey.signatures.filter(
        kind=GateKind.G3, outcome=Outcome.ASKS_AGAIN, signed_at__gt=assessment.finished_at
    ).exists()


def coded(matrix: tuple[CategoryLevel, ...], way: str) -> list[int]:
    """The levels as they cross: see `RiskWord`."""
    known = {line.number: line.known(way) for line in matrix}
    return [int(known.get(number) or 0) for number in range(1, CATEGORIES + 1)]


def ratings(assessment: Assessment) -> dict[str, Value]:
    """The answers that are codes. Words stay closed: a level needs none of them."""
    definition, found = definition_of(assessment), {}
    for answer in assessment.answers.exclude(value="").defer("text"):
        if question := definition.questions.get(answer.question):
            found[answer.question] = decode(question, answer)
    return found


def word_of(assessment: Assessment) -> dict[str, list[int]]:
    matrix = score(definition_of(assessment), ratings(assessment)).figures["matrix"]
    return {"staying": coded(matrix, STAYING), "returning": coded(matrix, RETURNING)}


@transaction.atomic
def sign_risk(case: Case, *, text: str = "") -> GateSignature:
    """The level of returning that was decided in the own case, with its levels by category. Raises `MoveNotAllowed`."""
    check_signer(case, GateKind.G3)
    check_seen(case)
    assessment = standing(case)
    if assessment is None:
        raise MoveNotAllowed(str(NO_MATRIX))
    if asked_since(case, assessment):
        raise MoveNotAllowed(
            _("Something happened since. Go through the matrix again, then sign with its result.")
        )
    row = Risk.objects.filter(case=case).first()
    if row is None or not row.level_returning:
        raise MoveNotAllowed(_("The matrix has no decided level yet. Decide it first."))
    if case.side == Side.DESTINATION and not row.level_staying:
        raise MoveNotAllowed(
            _("The side where the person is now rates staying too. Go through the matrix again.")
        )
    if row.level_returning in MEASURES_FROM and not text:
        raise MoveNotAllowed(_("Write down the measures that were looked for."))
    return write_word(case, assessment, level=row.level_returning, text=text)


def write_word(case: Case, assessment: Assessment, *, level: str, text: str) -> GateSignature:
    actor, key = current_actor(), uuid4()
    evidence = Evidence(
        case=case,
        gate=GateKind.G3,
        kind=EvidenceKind.MATRIX,
        assessment=assessment,
        dated_on=timezone.localdate(assessment.finished_at),
        text=text,
        by_id=actor.user,
    )
    evidence.save(force_insert=True)
    # First the levels: the signature compares them with the other side's, see `73_risk.sql`.
    RiskWord(
        signature_id=key,
        journey=case.journey,
        organisation_id=actor.organisation,
        assessment=assessment,
        **word_of(assessment),
    ).save(force_insert=True)
    return write_signature(
        case, GateKind.G3, outcome=Outcome.PASSED, level=level, evidence=evidence.pk, key=key
    )


def may_talk(case: Case) -> bool:
    return (
        current_actor().role == Role.CASE_MANAGER
        and not case.is_closed
        and may_add(current_actor().role, DataClass.EVIDENCE, case.side, case.stage)
    )


def talk_of(case: Case) -> RiskTalk | None:
    """The newest talk of this organisation, while the levels that led to it stand."""
    ours = [
        one for one in talks_of(case.journey) if case.organisation_id in (one.one_id, one.other_id)
    ]
    return max(ours, key=lambda one: one.opened_at, default=None)


@transaction.atomic
def write_talk(case: Case, *, said: str, text: str) -> TalkWord:
    """What this side says after the talk: a code that both see, and what was said, which stays here. Raises `MoveNotAllowed`."""
    talk = talk_of(case)
    if talk is None or not may_talk(case):
        raise MoveNotAllowed(_("There is nothing to talk about now. Reload the page."))
    if said not in TalkOutcome.values:
        raise MoveNotAllowed(_("This answer is not possible on this gate."))
    actor = current_actor()
    evidence = Evidence(
        case=case, gate=GateKind.G3, kind=f"talk_{said}", text=text, by_id=actor.user
    )
    evidence.save(force_insert=True)
    word = TalkWord(
        talk=talk,
        journey=case.journey,
        organisation_id=actor.organisation,
        by_id=actor.user,
        said=said,
        evidence=evidence.pk,
    )
    word.save(force_insert=True)
    record("risk.talked", target=case.pk, said=said)
    return word


def is_signed(case: Case) -> bool:
    return case.journey.signatures.filter(kind=GateKind.G3, second=False).exclude(level="").exists()


def may_note(case: Case) -> bool:
    """Whoever works on the case may say that something happened."""
    role = current_actor().role
    return not case.is_closed and may_add(role, DataClass.EVIDENCE, case.side, case.stage)


@transaction.atomic
def ask_risk_again(case: Case, *, event: str, text: str = "") -> GateSignature:
    """Something happened: every level that was signed is looked at again, on both sides. Raises `MoveNotAllowed`."""
    if event not in RiskEvent.values or not may_note(case):
        raise MoveNotAllowed(_("This cannot be noted at the present stage of the case."))
    check_seen(case)
    if not is_signed(case):
        raise MoveNotAllowed(_("Nobody has signed yet: go through the matrix with what is new."))
    evidence = Evidence(
        case=case, gate=GateKind.G3, kind=event, text=text, by_id=current_actor().user
    )
    evidence.save(force_insert=True)
    return write_signature(case, GateKind.G3, outcome=Outcome.ASKS_AGAIN, evidence=evidence.pk)
