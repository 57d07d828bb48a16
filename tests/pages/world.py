"""
One small world for all pages: two organisations on one journey, others beside it, everybody who may knock.

Each data class of each case holds a word of its own, the canary, in all its encrypted fields. Where it is seen, it sang.
"""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.utils import timezone

from accounts.actions.invitations import invite
from accounts.roles import Role
from directory.actions import questions
from directory.actions.drafts import draft
from directory.actions.reports import report
from directory.drafts import content_of
from directory.models import Fact
from directory.still_right import token_for
from exchange.actions.bring import bring, confirm
from exchange.actions.hand_out import make_next_export
from exchange.actions.order import order_export
from instruments.actions.versions import draft as draft_tool
from library.actions import keep
from library.content import content_of as content_of_record
from library.models import CountryMeasure, Document
from plans.actions import editions
from plans.actions.report import tell
from plans.models import IndicatorValue, Recommendation
from plans.reading import read as read_frame
from plans.writing import workbook
from referral.access import DataClass, may_read
from referral.actions.absences import report_missing
from referral.actions.alerts import raise_alert
from referral.actions.answers import accept
from referral.actions.asylum import write_legal
from referral.actions.complaints import send_complaint
from referral.actions.consents import Cell, record_consent
from referral.actions.covers import stand_in
from referral.actions.data_sharing import enter_agreement
from referral.actions.disclosures import answer_disclosure, ask_disclosure
from referral.actions.drafts import save_draft
from referral.actions.emergency import (
    answer_emergency,
    ask_emergency,
    end_emergency,
    open_emergency,
)
from referral.actions.enquiries import ask_without_name
from referral.actions.erasures import ask_erasure, set_hold
from referral.actions.evidence import add_evidence
from referral.actions.files import add_file
from referral.actions.gates import sign_gate
from referral.actions.households import link
from referral.actions.links import issue_link
from referral.actions.notes import add_appointment, add_note
from referral.actions.protection import confirm_protection, propose_protection
from referral.actions.referrals import Ask, send
from referral.actions.worksites import join_site
from referral.keys import EncryptedTextField
from referral.models import (
    Account,
    AgeRecord,
    Answer,
    Assessment,
    BudgetLine,
    Case,
    ChildStep,
    Complaint,
    ConsularAlert,
    ContactCheck,
    ContactWish,
    ErasureHold,
    Evidence,
    Guardianship,
    Health,
    Identity,
    Legal,
    Need,
    Notice,
    Payment,
    PlanGoal,
    Programme,
    ProtectionRecord,
    Purpose,
    Risk,
    Services,
    Summary,
    Task,
    TaskKind,
    TraffickingEvent,
    Travel,
    UnusualReading,
    Visit,
    Whereabouts,
)
from referral.stages import CaseStatus, GateKind, ReferralKind, Stage
from reports import meetings
from reports.justice.enter import enter
from reports.models import Snapshot
from reports.noise.draw import EPSILONS
from reports.noise.release import propose
from reports.statistics.freeze import last_whole_month
from tests import testing_database, world
from tests.directory import rows
from tests.instruments.own_tool import OWN_TOOL
from tests.library.records import a_measure, a_practice
from tests.plans.frames import frame
from tests.referral import proving
from tests.referral.partners import confirmed
from tests.training import learners
from training.actions.sessions import add_participants, plan_session
from training.models import Certificate

SHARED = [
    DataClass.SUMMARY,
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
    DataClass.SERVICES,
    DataClass.RISK,
]
DOCUMENT = [DataClass.IDENTITY]
TO_SIGN = ["summary", "risk", "evidence"]
CLASSES_WITH_WORDS = [
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
    DataClass.ACCOUNT,
    DataClass.RISK,
    DataClass.HEALTH,
    DataClass.LEGAL,
    DataClass.SERVICES,
    DataClass.TRAVEL,
    DataClass.SUMMARY,
    DataClass.CONSENT,
    DataClass.EVIDENCE,
]
DAY = timedelta(days=1)


def canary(case, data_class):
    return f"Kanar{case}{data_class}"


@dataclass
class PageWorld:
    """`who`: actor name → membership (None for a visitor). `at`: what the addresses speak of."""

    who: dict = field(default_factory=dict)
    at: SimpleNamespace = field(default_factory=SimpleNamespace)
    allowed: dict = field(default_factory=dict)

    def may_sing(self, actor):
        """The canaries that this actor may meet anywhere in the product."""
        return self.allowed.get(actor, set())


def build():
    desk = PageWorld()
    people(desk)
    files_of_people(desk)
    desk.at.adult = adult(desk, "adult")
    desk.at.child = open_filled(desk, "child", child=True)
    desk.at.appointment = appointment(desk)
    childs_way(desk)
    desk.at.age_word = age_word(desk)
    desk.at.pending = open_filled(desk, "pending")
    desk.at.fresh = fresh(desk)
    shared(desk)
    alerted(desk)
    kept_true(desk)
    library(desk)
    own_tool(desk)
    plans(desk)
    exports(desk)
    rest(desk)
    emergencies(desk)
    kept_and_erased(desk)
    disclosures(desk)
    claimed(desk)
    protected(desk)
    missed(desk)
    unusual(desk)
    noticed(desk)
    household(desk)
    complained(desk)
    budgeted(desk)
    agreed_on_sharing(desk)
    met(desk)
    with_noise(desk)
    desk.allowed = allowed(desk)
    return desk


def people(desk):
    casa = world.organisation("Casa Verde", "IT", "ngo")
    drita = world.organisation("Qendra Drita", "AL", "ngo")
    claire = world.organisation("Maison Claire", "FR", "ngo")
    consulate = world.organisation("Consulate in Milan", "IT", "consulate", represents="AL")
    world.organisation("Return office", "IT", "return", services=["documents"])
    desk.at.casa, desk.at.drita, desk.at.consulate = casa, drita, consulate
    worker = world.member(casa)
    desk.who = {
        "visitor": None,
        "worker": worker,
        "granted": world.member(casa),
        "nurse": world.member(casa, Role.HEALTH),
        "lawyer": world.member(casa, Role.LAWYER),
        "supervisor": world.member(casa, Role.SUPERVISOR),
        "signer": world.member(casa, Role.SUPERVISOR),
        "colleague": world.member(casa),
        "admin": world.member(casa, Role.ORGANISATION_ADMIN),
        "far_admin": world.member(claire, Role.ORGANISATION_ADMIN),
        "protection": world.member(casa, Role.DATA_PROTECTION),
        "elsewhere": world.member(claire, user=worker.user),
        "stranger": world.member(claire),
        "receiver": world.member(drita),
        "receiving_lead": world.member(drita, Role.SUPERVISOR),
        "consul": world.member(consulate, Role.CONSULAR),
        "visa": world.member(consulate, Role.VISA_SECTION),
        "police": world.member(world.organisation("Police", "IT", "police"), Role.POLICE),
        "coordinator": coordinator("IT"),
        "there_coordinator": coordinator("AL"),
        "far_coordinator": coordinator("FR"),
        "operator": operator(),
    }
    for membership in filter(None, desk.who.values()):
        membership.user.knows_leave_quickly = True
        membership.user.save(update_fields=["knows_leave_quickly"])


def own_tool(desk):
    """A draft of a country's own tool, which waits for its classes."""
    with world.acting(desk.who["coordinator"]):
        desk.at.tool_draft = draft_tool(content=OWN_TOOL, report=[])


def agreed_on_sharing(desk):
    """A paper of data protection that waits for its second person."""
    officer, today = desk.who["protection"], timezone.localdate()
    with world.acting(officer):
        desk.at.sharing_paper = enter_agreement(
            other=desk.at.drita,
            classes=["summary", "services"],
            purposes=["assistance"],
            basis="consent",
            abroad="safeguards",
            from_on=today,
            until=today + timedelta(days=700),
            document="12/2026",
            kept_at="Zyra ligjore",
            keeper_id=officer.user_id,
        )


def met(desk):
    """Two coordinations over one page, with a decision that the other side has yet to agree to."""
    today = timezone.localdate()
    with world.acting(desk.who["coordinator"]):
        desk.at.meeting = meetings.prepare(
            other="AL", since=today - timedelta(days=90), held_on=today + timedelta(days=7)
        )
        desk.at.decided = meetings.decide(
            meeting=desk.at.meeting, text="Open a second desk", owner="AL", due_on=None
        )
        desk.at.justice_entry = enter(
            year=today.year - 1,
            measure="convicted",
            numbers={
                ("", ""): 31,
                ("sex", "female"): 11,
                ("sex", "male"): 20,
                ("sex", "other"): 0,
                ("sex", "unknown"): 0,
            },
            source="Ministria e Drejtësisë",
            source_on=today,
        )


def with_noise(desk):
    """A table with random noise that waits for its second person."""
    month = last_whole_month()
    with testing_database.acting_as_owner():
        Snapshot.objects.create(month=month)
    with world.acting(desk.who["coordinator"]):
        desk.at.noisy = propose(
            cube="sex_age",
            month=month,
            year=month.year,
            epsilon=EPSILONS[1],
            reason="Yearly report",
        )


def coordinator(country):
    office = world.organisation("Coordination", country, "coordination")
    return world.member(office, Role.NATIONAL_COORDINATOR)


def operator():
    membership = world.member(world.organisation("Operation", "IT", "operator"), Role.OPERATOR)
    membership.user.is_superuser = True
    membership.user.save(update_fields=["is_superuser"])
    return membership


def planted(model, case, name, secret, **values):
    """A row with the canary in each encrypted field."""
    words = {
        column.name: canary(name, secret)
        for column in model._meta.fields
        if isinstance(column, EncryptedTextField) and column.name != "born"
    }
    row = model(case=case, **words, **values)
    row.save(force_insert=True)
    return row


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


def appointment(desk):
    """Entered for the child, and not confirmed yet."""
    worker = desk.who["worker"]
    with world.acting(worker):
        return planted(
            Guardianship,
            desk.at.child,
            "child",
            "evidence",
            kind="court",
            dated_on=timezone.localdate(),
            entered_by_id=worker.user_id,
        )


def childs_way(desk):
    """An assessment and a check, a decision that waits for its second person, and a wish that waits for the panel."""
    case, worker = desk.at.child, desk.who["worker"]
    with world.acting(worker):
        case = Case.objects.get(pk=case.pk)
        step(case, worker, "assessment", "go_on")
        planted(
            ContactCheck,
            case,
            "child",
            "risk",
            links="no",
            paid="yes",
            knew="unknown",
            outcome="supervised",
            evidence=uuid4(),
            by_id=worker.user_id,
        )
        desk.at.step = step(case, worker, "decision", "goes_ahead")
        desk.at.wish = ContactWish(
            case=case,
            words=canary("child", "evidence"),
            said_on=timezone.localdate(),
            by_id=worker.user_id,
        )
        desk.at.wish.save(force_insert=True)


def step(case, worker, kind, result):
    behind = Evidence(case=case, gate="G10", kind="other", by_id=worker.user_id)
    behind.text = canary("child", "evidence")
    behind.save(force_insert=True)
    found = ChildStep(
        case=case, kind=kind, result=result, heard="yes", evidence=behind.pk, by_id=worker.user_id
    )
    found.save(force_insert=True)
    return found


def age_word(desk):
    """A decision on the age of the child, and not confirmed yet."""
    worker = desk.who["worker"]
    with world.acting(worker):
        return planted(
            AgeRecord,
            desk.at.child,
            "child",
            "identity",
            source="decision",
            outcome="child",
            kind="court",
            method="papers",
            dated_on=timezone.localdate(),
            entered_by_id=worker.user_id,
        )


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


def agree(case, name, receiver, purpose, classes):
    return record_consent(
        case=case,
        cells=[Cell(purpose, True, receiver, data_class) for data_class in classes],
        given_by="person",
        assent="not_needed",
        how="spoken",
        language="sq",
        text_version="1",
        explained=["voluntary"],
        understood=True,
        conditions=canary(name, "consent"),
        witness=canary(name, "consent"),
    )


def shared(desk):
    """The adult's referral is accepted, the other waits, a consulate is asked for a paper."""
    at, worker, receiver = desk.at, desk.who["worker"], desk.who["receiver"]
    with world.acting(worker):
        at.adult, at.pending = (Case.objects.get(pk=case.pk) for case in (at.adult, at.pending))
        at.consent = agree(at.adult, "adult", at.drita, Purpose.TRANSFER, SHARED)
        agree(at.adult, "adult", at.consulate, Purpose.CONSULATE, DOCUMENT)
        agree(at.pending, "pending", at.drita, Purpose.TRANSFER, SHARED)
        ask = Ask(kind=ReferralKind.TRANSFER, services=["housing"])
        at.accepted = send(case=at.adult, receiver=at.drita, ask=ask, classes=SHARED)
        at.waiting = send(case=at.pending, receiver=at.drita, ask=ask, classes=SHARED)
        at.request = send(
            case=at.adult,
            receiver=at.consulate,
            ask=Ask(kind=ReferralKind.TRAVEL_DOCUMENT),
            classes=DOCUMENT,
        )
        partner = world.organisation("Partner without account", "AL", has_account=False)
        agree(at.adult, "adult", partner, Purpose.TRANSFER, SHARED)
        at.by_link = send(case=at.adult, receiver=partner, ask=ask, classes=SHARED)
    at.address = confirmed(worker, partner)
    with world.acting(worker):
        at.issued = issue_link(at.by_link)
    with world.acting(receiver):
        at.there = accept(referral=at.accepted, contact_name="Ann Brown")
        Summary.objects.filter(case=at.there).update(display_name=canary("there", "summary"))
        at.visit = Visit(case=at.there, months=1, due_on=timezone.localdate())
        at.visit.save(force_insert=True)
        at.part = at.accepted.parts.filter(layer="identified").first()


def alerted(desk):
    desk.at.receipt = alert_of_the_consul(desk)
    with world.acting(desk.who["worker"]):
        desk.at.alert = ConsularAlert.objects.get()


def emergencies(desk):
    """A colleague's emergency access: one waits for a second person, one has ended and is to be reviewed."""
    at, asker = desk.at, desk.who["colleague"]
    at.emergency = emergency_of(asker, at.references["child"])
    at.emergency_ended = emergency_of(asker, at.references["adult"])
    with world.acting(desk.who["granted"]):
        answer_emergency(at.emergency_ended, yes=True)
    with world.acting(asker):
        open_emergency(at.emergency_ended)
    with world.acting(asker):
        end_emergency(at.emergency_ended)


def kept_and_erased(desk):
    """One part of the adult's case waits to be erased, and a hold stands against it."""
    with world.acting(desk.who["worker"]):
        case = Case.objects.get(journey__reference=desk.at.references["adult"])
        set_hold(case, why="court", until=timezone.localdate() + timedelta(days=90))
        ask_erasure(case, ["account"])
        desk.at.erasure_hold = ErasureHold.objects.get()


def disclosures(desk):
    """One waits for a second person, one is to be handed to a hospital, one went alone to the police."""
    at = desk.at
    here = {"receiver": desk.who["police"].organisation}
    outside = {"outside_kind": "rescue", "outside_name": "Ospedale", "outside_country": "IT"}
    at.disclosure, at.disclosure_outside = passed_on(desk, here), passed_on(desk, outside)
    with world.acting(desk.who["signer"]):
        answer_disclosure(at.disclosure_outside, yes=True)
    at.disclosed = passed_on(desk, here | {"alone": True})


def claimed(desk):
    """The child asked for asylum; a non-state organisation there was asked without a name, as the child wishes."""
    at, lawyer = desk.at, desk.who["lawyer"]
    with world.acting(desk.who["worker"]):
        give(at.child, lawyer)

    def write(row):
        row.asylum, row.origin_wish = "claimed", "anonymous"

    with world.acting(lawyer):
        case = Case.objects.select_related("journey", "organisation").get(pk=at.child.pk)
        write_legal(case=case, model=Legal, row=Legal.objects.get(case=case), write=write)
        question = {"asks": "offered", "services": ["housing"], "whom": "somebody"}
        at.enquiry = ask_without_name(case=case, receiver=at.drita, **question)


def passed_on(desk, frame):
    frame |= {"ground": "vital", "reason": "Nuk përgjigjet dot.", "person_name": "Ann Brown"}
    with world.acting(desk.who["worker"]):
        return ask_disclosure(
            case=Case.objects.select_related("organisation").get(pk=desk.at.adult.pk),
            frame=frame | {"person_role": "Duty officer"},
            letter={"to": "Ann Brown", "role": "Duty officer", "words": "Nuk përgjigjet dot."},
            contents={"summary": {"age_band": "30-38", "languages": ["sq"]}},
        )


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


def household(desk):
    """The adult and the pending one travel together."""
    with world.acting(desk.who["worker"]):
        link(desk.at.adult, desk.at.pending, this_is="parent", other_is="child")


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


def complained(desk):
    """The adult says something of the organisation there, to the coordination of the country where she is."""
    at, worker = desk.at, desk.who["worker"]
    with world.acting(worker):
        case = Case.objects.select_related("organisation").get(pk=at.adult.pk)
        words = dict.fromkeys(["words", "wish", "reach"], canary("adult", "complaint"))
        to = str(desk.who["coordinator"].organisation_id)
        send_complaint(case, about=str(at.drita.pk), to=to, kind="disrespect", **words)
        at.complaint = Complaint.objects.get()


def unusual(desk):
    """A line that is told to the lead and to data protection."""
    at = desk.at
    at.unusual = UnusualReading(
        organisation=at.casa,
        reader=desk.who["granted"].user,
        rule="many",
        on=timezone.localdate(),
        number=30,
        told=[desk.who["worker"].user_id, desk.who["protection"].user_id],
        found_at=timezone.now(),
    )
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            'INSERT INTO referral_unusualreading (id, organisation_id, reader_id, rule, "on", number, told, found_at)'
            " VALUES (%s, %s, %s, 'many', current_date, 30, %s::uuid[], now())",
            [
                str(at.unusual.pk),
                str(at.casa.pk),
                str(at.unusual.reader_id),
                [str(one) for one in at.unusual.told],
            ],
        )


def noticed(desk):
    """A notice for one colleague; the organisation has others from what happened before."""
    worker = desk.who["worker"]
    with world.acting(worker):
        desk.at.notice = Notice.objects.create(
            organisation=worker.organisation, user=worker.user, kind="arrived"
        )


def emergency_of(asker, reference):
    with world.acting(asker):
        return ask_emergency(
            reference=reference,
            classes=["identity"],
            reason="danger",
            urgency="today",
            text="Dikush telefonoi me frikë.",
        )


def alert_of_the_consul(desk):
    """The consulate met an adult in Italy; Casa Verde is told, and the consul keeps a receipt."""
    answers = {
        "country": "IT",
        "place": "mission",
        "noticed_on": timezone.localdate(),
        "minor": "no",
        "unfree": "yes",
        "danger": "no",
        "fear": False,
        "nationality": "AL",
        "language": "sq",
        "indicators": ["no_papers"],
        "documents": "held",
        "done": ["alone"],
        "agreed": "yes",
        "reach": "now",
        "comes_back_on": None,
    }
    with world.acting(desk.who["consul"]):
        return raise_alert(answers=answers, mission=desk.at.consulate)


def kept_true(desk):
    """A fact with an open change, a line that is asked whether it is right, something reported."""
    at = desk.at
    at.fact = rows.fact("AL", "shelter", text="Two shelters")
    at.line = rows.contact(
        "AL",
        "trafficking",
        phone_local="116 006",
        email="line@example.org",
        asked_monthly=True,
        asked_at=timezone.now(),
    )
    at.asked = (token_for(at.line),)
    with world.acting(desk.who["coordinator"]):
        change = Fact(**{**content_of(at.fact), "text": "Three shelters"}, reason="One opened")
        at.fact_draft = draft(change, key=uuid4(), base=at.fact)
        at.report = report(
            country="AL",
            about=at.line,
            text="It rings and rings",
            user=desk.who["coordinator"].user,
            key=uuid4(),
        )


def library(desk):
    """A practice that a worker proposes, a document that a supervisor drafts, and a measure of Italy's own."""
    at = desk.at
    with world.acting(desk.who["worker"]):
        at.proposal = keep.draft(a_practice(slug="a-quiet-room"), key=uuid4())
    with world.acting(desk.who["supervisor"]):
        base = Document.objects.published().get(slug="htcds")
        change = Document(**{**content_of_record(base), "edition": "2.1"}, reason="A new edition")
        at.record_draft = keep.draft(change, key=uuid4(), base=base)
        own = a_measure(procedure="proceedings", code="inform", slug="it-proceedings-inform")
        measure = keep.draft(own, key=uuid4())
    with world.acting(desk.who["coordinator"]):
        keep.publish(measure.pk, CountryMeasure, seen=measure.version)


def plans(desk):
    """A plan of Italy that stands, a recommendation on it, and the draft of its next edition."""
    at = desk.at
    with world.acting(desk.who["coordinator"]):
        first = editions.draft(read_frame(frame(), country="IT"), reason="", key=uuid4())
    with world.acting(desk.who["supervisor"]):
        at.plan = editions.publish(first.pk).plan
    with world.acting(desk.who["coordinator"]):
        body = workbook(first)
        at.edition = editions.draft(read_frame(body, country="IT"), reason="New", key=uuid4())
        counted = {"code": "I1", "period": "2026", "on": timezone.localdate(), "value": 7}
        at.plan_figure = tell(IndicatorValue, at.plan, key=uuid4(), **counted)
        asked = {"body": "GRETA", "text": "More places"}
        at.recommendation = tell(Recommendation, at.plan, key=uuid4(), **asked)


def rest(desk):
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
        at.question = questions.ask(country="AL", text="Who appoints a guardian?", key=uuid4())
    with world.acting(desk.who["there_coordinator"]):
        at.answer = questions.answer(at.question, text="A court does.", key=uuid4())
    with world.acting(desk.who["admin"]):
        at.invitation, token = invite(at.casa, email="new@example.org", role=Role.CASE_MANAGER)
    at.link = (token,)
    at.team = world.team(at.casa)
    at.person = desk.who["colleague"]
    with world.acting(desk.who["worker"]):
        at.attempt = learners.passes(desk.who["worker"].user)
    with world.acting(desk.who["signer"]):
        today = timezone.localdate()
        at.training_session = plan_session(
            course="introduction", language="en", begins_on=today, ends_on=today, place="room",
            country="IT", trainers="Two trainers",
        )  # fmt: skip
        add_participants(at.training_session, [{"name": "Ann Lee"}])
    at.participant = at.training_session.participants.get()
    at.certificate = Certificate.objects.get(user=desk.who["worker"].user)
    user = desk.who["colleague"].user
    at.reset = (user_pk_to_url_str(user), default_token_generator.make_token(user))


def files_of_people(desk):
    """One looked at, one on its way in. Neither shows what a cell holds."""
    for name in ("brought", "queued"):
        table = f"prs_FirstName,prs_Gender\n{name.title()},Feminine".encode()
        with world.acting(desk.who["worker"]):
            found = bring(io.BytesIO(table))
            if name == "queued":
                confirm(found, version=found.version)
            setattr(desk.at, name, found)


def exports(desk):
    """One that is ready and one that waits for a second person."""
    with world.acting(desk.who["worker"]):
        desk.at.export_ready = order_export(kind="cases", form="csv", reason="Për bordin e majit")
    make_next_export()
    with world.acting(desk.who["worker"]):
        desk.at.export_waits = order_export(
            kind="htcds", form="xlsx", reason="Po shkojmë diku tjetër"
        )


def allowed(desk):
    """From the access table and the grants alone: which words each actor may meet."""
    at, found = desk.at, {}
    here = [("adult", at.adult), ("child", at.child), ("pending", at.pending)]
    for name in ("worker", "granted", "nurse"):
        found[name] = words(desk.who[name].role, here)
    found["lawyer"] = words(Role.LAWYER, [("child", at.child)])
    found["worker"].add(canary("draft", "account"))
    found["worker"].add(canary("missed", "whereabouts"))
    found["supervisor"] = {canary("draft", "account")}
    to_sign = {canary("adult", data_class) for data_class in TO_SIGN}
    found["signer"] = words(desk.who["signer"].role, [("adult", at.adult)]) & to_sign
    found["signer"].add(canary("draft", "account"))
    # The receiver's case is filled from the package, so the sender's words stand in it.
    taken = words(desk.who["receiver"].role, [("adult", at.there)])
    shared_words = {canary("adult", data_class) for data_class in SHARED} - {
        canary("adult", "summary")
    }
    found["receiver"] = (taken & shared_words) | {canary("there", "summary")}
    found["consul"] = {canary("adult", "identity")}
    found["coordinator"] = set()
    for name in ("worker", "granted", "nurse", "coordinator"):
        found[name].add(canary("adult", "complaint"))
    return found


def words(role, cases):
    return {
        canary(name, data_class)
        for name, case in cases
        for data_class in CLASSES_WITH_WORDS
        if any(may_read(role, data_class, case.side, stage) for stage in (case.stage, Stage.RETURN))
    }
