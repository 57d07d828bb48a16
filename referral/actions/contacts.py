"""What a first contact may end in: a case, a draft, a minimum for protection, or a count."""

from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Organisation
from audit.models import record
from directory.codes import may_be_child
from referral.actions.alerts import protects_children, tell_child_protection
from referral.actions.open import open_contact
from referral.alerts import Said
from referral.beginning import need_clearance
from referral.models import (
    Account,
    Case,
    Consent,
    ConsentItem,
    MoveNotAllowed,
    ProtectionRecord,
    Purpose,
    RefusedContact,
    Task,
    TaskKind,
)
from referral.stages import Side

CONSENT_TEXT = "contact-1"
NOT_KNOWN = "unknown"


def case_of(key) -> Case | None:
    """The case that this sending of the form made, if it made one that is open to the actor."""
    return Case.objects.visible_to(current_actor()).filter(pk=case_id(key)).first()


def case_id(key):
    """Follows from the form's key, so that a second sending finds the case. Nobody can choose it."""
    return uuid5(key, current_actor().user)


@transaction.atomic
def keep_contact(*, key, answers: dict, child: bool) -> Case:
    """The person agreed: open the case, write what was noticed and the agreement itself. Raises `MoveNotAllowed`."""
    need_clearance()
    side = Side.ORIGIN if answers.get("back") else Side.DESTINATION
    case = open_contact(summary=_summary(answers), child=child, side=side, case_id=case_id(key))
    Account(
        case=case,
        met_at=answers["met_at"],
        met_on=answers["met_on"].value,
        noticed=answers["noticed"],
        noticed_note=answers["note"],
    ).save(force_insert=True)
    _agree(case, answers, child)
    if child:
        ask_for_guardian(case)
    return case


def _summary(answers):
    nationality, language = answers["nationality"], answers["language"]
    return {
        "age_band": answers["age_band"],
        "gender": answers["gender"],
        "citizenships": [] if nationality == NOT_KNOWN else [nationality],
        "languages": [] if language == NOT_KNOWN else [language],
        "interpreter": answers["interpreter"],
    }


def _agree(case, answers, child):
    language = answers["language"]
    consent = Consent(
        case=case,
        given_by=Consent.GivenBy.PUBLIC_BODY if child else Consent.GivenBy.PERSON,
        assent=Consent.Assent.YES if child else Consent.Assent.NOT_NEEDED,
        how=Consent.How.SPOKEN,
        language="" if language == NOT_KNOWN else language,
        interpreter="none" if answers["interpreter"] == "needed" else "not_needed",
        text_version=CONSENT_TEXT,
        by_id=current_actor().user,
    )
    consent.save(force_insert=True)
    ConsentItem(case=case, consent=consent, purpose=Purpose.INTERVIEW, agreed=True).save(
        force_insert=True
    )
    record("consent.recorded", target=case.pk, purpose=Purpose.INTERVIEW.value)


def ask_for_guardian(case) -> Task:
    """Owed today. It runs beside urgent help and never before it."""
    actor = current_actor()
    return Task.objects.create(
        organisation_id=actor.organisation,
        journey_id=case.journey_id,
        case=case,
        kind=TaskKind.GUARDIAN,
        assigned_to_id=actor.user,
        due_on=timezone.localdate(),
    )


@transaction.atomic
def refuse_contact() -> None:
    """Nothing about the person: a dated count."""
    RefusedContact.objects.create(
        organisation_id=current_actor().organisation, on=timezone.localdate()
    )
    record("contact.refused")


@transaction.atomic
def keep_minimum(*, answers: dict) -> ProtectionRecord:
    """What the legal duty asks for when a child, or somebody in danger, said no (rules of practice 19)."""
    actor = current_actor()
    sender = Organisation.objects.get(pk=actor.organisation)
    met_on = _day(answers["met_on"].value)
    child = may_be_child(answers["age_band"])
    alerted = None
    if child and not protects_children(sender):
        alerted = tell_child_protection(
            sender=sender,
            met_on=met_on,
            minor=Said.UNSURE if answers["age_band"] == NOT_KNOWN else Said.YES,
            danger=answers["danger"],
        )
        if alerted is None:
            ask_to_ring(actor)
    minimum = ProtectionRecord(
        organisation_id=actor.organisation,
        by_id=actor.user,
        met_on=met_on,
        place=answers["place"],
        age_band=answers["age_band"],
        noticed=",".join(answers["noticed"]),
        told=answers["told"],
        alerted=alerted,
    )
    minimum.save(force_insert=True)
    record("contact.minimum_kept", target=minimum.pk)
    return minimum


def ask_to_ring(actor) -> Task:
    """Nobody at this desk protects children in this country: today somebody rings, and writes down who answered."""
    return Task.objects.create(
        organisation_id=actor.organisation,
        kind=TaskKind.TELL_PROTECTION,
        assigned_to_id=actor.user,
        due_on=timezone.localdate(),
    )


@transaction.atomic
def answer_protection(minimum: ProtectionRecord, *, answer: str) -> None:
    """What child protection said and does. Written once. Raises `MoveNotAllowed`."""
    fresh = ProtectionRecord.objects.select_for_update().get(pk=minimum.pk)
    if fresh.answered_at:
        raise MoveNotAllowed(_("A colleague wrote down an answer meanwhile. Reload the page."))
    fresh.answer = answer
    fresh.answered_at, fresh.answered_by_id = timezone.now(), current_actor().user
    fresh.save(update_fields=["answer", "answered_at", "answered_by"])
    if not ProtectionRecord.objects.filter(by_id=minimum.by_id, answered_at=None).exists():
        Task.objects.filter(
            kind=TaskKind.TELL_PROTECTION, assigned_to_id=minimum.by_id, done_at=None
        ).update(done_at=timezone.now(), done_by_id=current_actor().user)
    record("contact.protection_answered", target=minimum.pk)


def _day(partial: str):
    """The record needs a day. Where only the month is known, it is the day of writing, not an invented one."""
    return partial if len(partial) == 10 else timezone.localdate()
