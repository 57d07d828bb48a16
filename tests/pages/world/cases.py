"""The worker’s cases, and what the work writes into them."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from referral.actions.absences import report_missing
from referral.actions.covers import stand_in
from referral.actions.drafts import save_draft
from referral.actions.erasures import ask_erasure, set_hold
from referral.actions.evidence import add_evidence
from referral.actions.files import add_file
from referral.actions.gates.signatures import sign_gate
from referral.actions.households import link
from referral.actions.notes import add_appointment, add_note
from referral.actions.protection import confirm_protection, propose_protection
from referral.actions.worksites import join_site
from referral.models import (
    Account,
    Answer,
    Assessment,
    BudgetLine,
    Case,
    ErasureHold,
    Health,
    Identity,
    Legal,
    Need,
    Payment,
    PlanGoal,
    Programme,
    ProtectionRecord,
    Risk,
    Services,
    Summary,
    Task,
    TaskKind,
    TraffickingEvent,
    Travel,
    Whereabouts,
)
from referral.stages import CaseStatus, GateKind, Stage
from tests import world
from tests.pages.world.words import canary, planted
from tests.referral import proving

DAY = timedelta(days=1)
TO_SIGN = ["summary", "risk", "evidence"]


def open_filled(desk, name, child=False):
    """A case with words in each data class, at the stage of assistance."""
    worker = desk.who["worker"]
    case = world.contact(worker, child=child, age_band="9-17" if child else "30-38")
    with world.acting(worker):
        Summary.objects.filter(case=case).update(display_name=canary(name, "summary"))
        for model in (Identity, Whereabouts, Account, Risk, Health, Legal, Services):
            planted(model, case, name, model.DATA_CLASS)
        planted(TraffickingEvent, case, name, "account", kind="Exploitation", country="IT")
        planted(Need, case, name, "services", service="housing", level="now")
        Case.objects.filter(pk=case.pk).update(stage=Stage.ASSISTANCE, status=CaseStatus.ASSESSMENT)
        for colleague in ("granted", "nurse"):
            give(case, desk.who[colleague])
    return case


def fresh(desk):
    """A case on its first day, when what happened may still be written."""
    case = world.contact(desk.who["worker"])
    with world.acting(desk.who["worker"]):
        give(case, desk.who["granted"])
    return case


def give(case, membership, classes=None):
    """The whole case, or these classes of it for the day of a second signature."""
    until, why = (timezone.now() + DAY, "signature") if classes else (None, "assigned")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, %s, %s, %s)",
            [case.pk, membership.user_id, classes, until, why],
        )


def adult(desk, name):
    """The fullest case: everything that the work writes, on the way to a return."""
    case, worker = open_filled(desk, name), desk.who["worker"]
    with world.acting(worker):
        case = Case.objects.get(pk=case.pk)
        give(case, desk.who["signer"], TO_SIGN)
        planted(Travel, case, name, "travel")
        desk.at.goal = planted(PlanGoal, case, name, "services", kind="housing", status="agreed")
        desk.at.note = add_note(case=case, data_class="services", text=canary(name, "services"))
        add_appointment(
            case=case,
            at=timezone.now() + DAY,
            kind="housing",
            text=canary(name, "services"),
            interpreter=False,
        )
        desk.at.assessment = assessment(case, name, worker)
        evidence_with_a_file(desk, case, name)
        desk.at.task = own_task(case, name, worker)
        desk.at.cover = stand_in(
            person=worker.user_id,
            deputy=desk.who["granted"].user_id,
            from_on=timezone.localdate(),
            to_on=timezone.localdate(),
        )
        for gate in (GateKind.G1, GateKind.G2):
            proving.prove(case, gate)
            sign_gate(
                case,
                gate,
                outcome="passed",
                evidence={
                    "kind": "dates" if gate == GateKind.G2 else "conversation",
                    "text": canary(name, "evidence"),
                    "dated_on": timezone.localdate(),
                },
            )
    return case


def evidence_with_a_file(desk, case, name):
    words = dict.fromkeys(["number", "issuer", "seen_by", "lies_at"], canary(name, "evidence"))
    desk.at.evidence = add_evidence(case, kind="letter", gate=GateKind.G5, **words)
    content = canary(name, "evidence").encode()
    desk.at.file = add_file(desk.at.evidence, kind="text", data=content, shows="whole")


def assessment(case, name, worker):
    found = planted(
        Assessment,
        case,
        name,
        "risk",
        data_class="risk",
        instrument="risk_short",
        instrument_version=1,
        by=worker.user,
        finished_at=timezone.now(),
    )
    Answer(
        case=case,
        data_class="risk",
        assessment=found,
        question="fear",
        text=canary(name, "risk"),
    ).save(force_insert=True)
    return found


def own_task(case, name, worker):
    task = Task(
        organisation=worker.organisation,
        journey_id=case.journey_id,
        case=case,
        kind=TaskKind.OWN,
        text=canary(name, "services"),
        assigned_to=worker.user,
        due_on=timezone.localdate(),
    )
    task.save(force_insert=True)
    return task


def begun(desk):
    """A draft of a first contact, the minimum of somebody who stayed nameless; the adult asks to return."""
    at, worker = desk.at, desk.who["worker"]
    with world.acting(worker):
        at.draft = save_draft(answers={"met_at": "border", "note": canary("draft", "account")})
        at.minimum = ProtectionRecord.objects.create(
            organisation=at.casa,
            by=worker.user,
            met_on=timezone.localdate(),
            place="Harbour",
            age_band="9-17",
            noticed="debt",
            told="Youth office",
        )
        at.references = {
            name: Case.objects.get(pk=getattr(at, name).pk).journey.reference
            for name in ("adult", "child", "pending", "fresh")
        }
        Case.objects.filter(pk=at.adult.pk).update(
            stage=Stage.RETURN, status=CaseStatus.RETURN_REQUESTED
        )


def household(desk):
    """The adult and the pending one travel together."""
    with world.acting(desk.who["worker"]):
        link(desk.at.adult, desk.at.pending, this_is="parent", other_is="child")


def protected(desk):
    """One case that only worker and granted know of, and one that waits for the second person."""
    at, worker = desk.at, desk.who["worker"]
    names = [worker.user_id, desk.who["granted"].user_id]
    at.kept = world.contact(worker)
    with world.acting(worker):
        at.references["kept"] = Case.objects.get(pk=at.kept.pk).journey.reference
        held = propose_protection(at.kept, reason="threat", names=names)
        at.protection = propose_protection(at.fresh, reason="threat", names=names)
    with world.acting(desk.who["supervisor"]):
        confirm_protection(held, yes=True)


def missed(desk):
    """A case that is frozen to its lead and to supervisors: nobody reaches the person."""
    at, worker = desk.at, desk.who["worker"]
    at.missed = world.contact(worker)
    with world.acting(worker):
        case = Case.objects.select_related("journey").get(pk=at.missed.pk)
        at.references["missed"] = case.journey.reference
        give(case, desk.who["granted"])
        Whereabouts(case=case, ways=["email"], never=canary("missed", "whereabouts")).save(
            force_insert=True
        )
        report_missing(
            case,
            last_seen="stay",
            last_seen_on=timezone.localdate(),
            noticed="worker",
            supervisor=desk.who["signer"].user_id,
        )


def budgeted(desk):
    """A line of the adult's budget with a payment, a place of work, and a programme of the coordination."""
    at, worker = desk.at, desk.who["worker"]
    at.programme = Programme(
        name="Programme", country="AL", kept_by=desk.who["coordinator"].organisation
    )
    at.programme.save(force_insert=True)
    with world.acting(worker):
        case = Case.objects.get(pk=at.adult.pk)
        how = {"mode": "in_kind", "payer": "ours", "payee": "shop", "unit_cost": 100}
        at.budget_line = planted(BudgetLine, case, "adult", "services", family="health", **how)
        paid = {"amount": 10, "paid_on": timezone.localdate(), "by_id": worker.user_id}
        at.payment = planted(Payment, case, "adult", "services", line=at.budget_line, **paid)
        words = canary("adult", "services")
        at.site = join_site(
            case, name=words, place=words, country="IT", agreed_on=timezone.localdate()
        )


def kept_and_erased(desk):
    """One part of the adult's case waits to be erased, and a hold stands against it."""
    with world.acting(desk.who["worker"]):
        case = Case.objects.get(journey__reference=desk.at.references["adult"])
        set_hold(case, why="court", until=timezone.localdate() + timedelta(days=90))
        ask_erasure(case, ["account"])
        desk.at.erasure_hold = ErasureHold.objects.get()
