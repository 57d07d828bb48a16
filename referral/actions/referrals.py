from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Organisation, OrganisationKind
from audit.models import record
from directory.organisations import receiving
from directory.working_days import working_time_after
from referral.access import DataClass, may_read
from referral.actions.absences import need_present
from referral.actions.child_turn import check_visit
from referral.actions.close_referral import close_referral
from referral.actions.emergency import call
from referral.actions.events import tell
from referral.actions.signatures import end_request, open_look
from referral.ageing import decides_alone
from referral.consent import READS_AND_ANSWERS, STATE_BODIES, Basis, basis, purpose_for
from referral.models import (
    Case,
    MoveNotAllowed,
    Package,
    PackagePart,
    Referral,
    Task,
    TaskKind,
)
from referral.onward import asks_first_sender, must_know
from referral.packages import Part, compose
from referral.stages import (
    ANSWER_DAYS,
    ANSWER_WORKING_DAYS,
    EventKind,
    ReferralKind,
    ReferralStatus,
    RiskLevel,
    Stage,
    Urgency,
)

# What the second person sees: the summary, the risk, and which parts would go. No name.
SHEET = {"summary", "risk", "referral", "consent"}
ENDED = {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.COMPLETED}
ASKED_ALREADY = [ReferralStatus.SENT, ReferralStatus.ASKED, ReferralStatus.ACCEPTED]


@dataclass(frozen=True)
class Ask:
    """What is asked of the receiver: codes and a day, no text."""

    kind: str
    services: list = field(default_factory=list)
    starts_on: date | None = None
    urgency: str = Urgency.NORMAL
    # Of a case that came by referral: the person’s own answer for the one who sent it.
    first_sender_may_know: bool = False


def kinds_for(receiver: Organisation, *, child: bool = False) -> list[str]:
    if receiver.kind == "consulate":
        return [ReferralKind.TRAVEL_DOCUMENT]
    if receiver.kind in READS_AND_ANSWERS:
        return [ReferralKind.INFORMATION]
    kinds = [ReferralKind.TRANSFER, ReferralKind.SERVICE]
    if receiver.kind == "return":
        kinds = [ReferralKind.RETURN, *kinds]
    if receiver.kind == "guardianship":
        kinds = [ReferralKind.GUARDIAN]
    elif child:
        kinds = [*kinds, ReferralKind.FAMILY]
    return kinds


def is_kept_from(case: Case, receiver: Organisation, ask=call) -> bool:
    """
    From an asylum claim nobody of that state is asked, and none is shown (rules of practice 9). By the instruction of the summary
    alone, or temporary protection of which nothing was said, only its state bodies are left out.

    The database answers: also who may not read about the claim must not ask there.
    """
    states = {receiver.country, receiver.represents} - {""}
    own = set(case.summary.citizenships) or states - {case.organisation.country}
    if not states & own:
        return False
    question = "kept_from" if receiver.kind in STATE_BODIES else "closed_to"
    return any(ask(question, case.pk, state) for state in states & own)


def not_kept_from(case: Case, receivers) -> list[Organisation]:
    """Those who may be asked. The database answers once for each state, however many organisations it has."""
    ask = cache(call)
    return [one for one in receivers if not is_kept_from(case, one, ask)]


def needs_second(case: Case, receiver: Organisation) -> bool:
    high = case.summary.risk_level in {RiskLevel.HIGH, RiskLevel.EXTREME}
    return high and receiver.country != case.organisation.country


@dataclass
class Sent:
    """What one form sent: a referral for each, and (case, why) of those who were left out."""

    referrals: list[Referral]
    left_out: list


@transaction.atomic
def send_together(*, cases: list[Case], receiver, ask: Ask, classes, second=None) -> Sent:
    """
    One form for several of a household: each gets an own package by the own consent (rules of practice 24).

    Whoever lacks it is left out, and only the sender is told who. Raises `MoveNotAllowed` for the first of them.
    """
    first, *others = cases
    unsaid = replace(ask, first_sender_may_know=False)  # it was asked of the first person alone
    fit, left_out = [], []
    for one in others:
        own = shareable(one, receiver, classes)
        try:
            check(one, receiver, unsaid, own)
            if needs_second(one, receiver) and second is None:
                raise MoveNotAllowed(
                    _("The risk is high. Send this one alone, with a second person.")
                )
            fit.append((one, own))
        except MoveNotAllowed as problem:
            left_out.append((one, str(problem)))
    mark = uuid4() if fit else None
    sent = [
        send(case=first, receiver=receiver, ask=ask, classes=classes, second=second, together=mark)
    ]
    sent += [
        send(case=one, receiver=receiver, ask=unsaid, classes=own, second=second, together=mark)
        for one, own in fit
    ]
    return Sent(sent, left_out)


def shareable(case: Case, receiver: Organisation, classes) -> set:
    """Of these classes, what this person agreed to and the acting person reads."""
    agreed = basis(case, receiver, purpose_for(receiver, case.organisation.country)).agreed
    role = current_actor().role
    return {c for c in set(classes) & agreed if may_read(role, c, case.side, case.stage)}


@transaction.atomic
def send(
    *, case: Case, receiver: Organisation, ask: Ask, classes, second=None, together=None
) -> Referral:
    """One transaction: the referral, its frozen package, who may see the journey, the event. Or nothing at all."""
    found = check(case, receiver, ask, classes)
    if needs_second(case, receiver) and second is None:
        raise MoveNotAllowed(_("The risk is high. Choose a colleague who signs before it is sent."))
    referral = write(case, receiver, ask, together)
    parts = compose(case, receiver=receiver, kind=ask.kind, classes=classes)
    freeze(referral, found, parts, purpose_for(receiver, case.organisation.country))
    if needs_second(case, receiver):
        ask_second(case, referral, second)
    else:
        hand_in(case, referral)
    record(
        "referral.drafted" if second else "referral.packed", referral.pk, classes=sorted(classes)
    )
    return referral


@transaction.atomic
def let_first_sender_know(*, case: Case, referral: Referral, may_know: bool) -> None:
    """The person was asked again. A no holds from now on for the list and for what is still to come. Raises `MoveNotAllowed`."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.first_sender_may_know == may_know:
        return
    if asks_first_sender(case, referral.receiver) is None:
        raise MoveNotAllowed(_("The person did not come here by a referral of somebody else."))
    waits = referral.status not in ENDED
    ask = Ask(referral.kind, first_sender_may_know=may_know)
    if waits:
        check_first_sender(case, referral.receiver, ask)
    referral.first_sender_may_know = may_know
    referral.version += 1
    referral.save(update_fields=["first_sender_may_know", "version"])
    record("referral.first_sender", referral.pk, may_know=may_know)


def check(case, receiver, ask, classes) -> Basis:
    actor = current_actor()
    need_present(case)
    if ask.kind not in kinds_for(receiver, child=not decides_alone(case.journey)) or not (
        receiver.accepts_referrals and receiver.is_active
    ):
        raise MoveNotAllowed(_("This organisation cannot be asked for that."))
    if is_kept_from(case, receiver):
        raise MoveNotAllowed(_("This organisation is not asked for this person."))
    check_visit_of(case, receiver, ask)
    found = basis(case, receiver, purpose_for(receiver, case.organisation.country))
    if not set(classes) <= found.agreed:
        raise MoveNotAllowed(_("The person did not agree to share all of this. Nothing was sent."))
    if ask.kind == ReferralKind.TRAVEL_DOCUMENT and named_for(case) is None:
        raise MoveNotAllowed(
            _(
                "No return organiser works with this desk here, and a consulate is asked in no other name. "
                "The person applies alone, with the neutral letter."
            )
        )
    check_first_sender(case, receiver, ask)
    needed = DataClass.IDENTITY if ask.kind == ReferralKind.TRAVEL_DOCUMENT else DataClass.SUMMARY
    if needed not in classes:
        raise MoveNotAllowed(
            _("Without the person’s agreement to the summary nothing can be asked.")
        )
    if not all(may_read(actor.role, c, case.side, case.stage) for c in classes):
        raise MoveNotAllowed(_("You cannot read all of these parts. Ask the colleague who can."))
    asked = Referral.objects.filter(
        journey=case.journey_id, receiver=receiver, kind=ask.kind, status__in=ASKED_ALREADY
    )
    if asked.exists():
        raise MoveNotAllowed(_("This organisation has been asked already."))
    return found


def check_first_sender(case, receiver, ask) -> None:
    if not ask.first_sender_may_know and must_know(case, receiver, ask.kind):
        raise MoveNotAllowed(
            _(
                "Before the arrival, who holds the person must know who takes over: they plan the way together."
                " Ask for a service instead, then your organisation stays the one they know. Or ask the person again."
            )
        )


def check_visit_of(case, receiver, ask) -> None:
    abroad = receiver.country != case.organisation.country
    check_visit(case.journey, ask.kind, ask.services, abroad=abroad)


def named_for(case: Case) -> Organisation | None:
    """
    The return organiser in whose name a consulate is asked (rules of practice 13); None where there is none.

    A name such as “Shelter” would tell more than the request. Its own request, then who organises this return, then
    whoever in this country declares that it asks for documents.
    """
    own = case.organisation
    if own.kind == OrganisationKind.RETURN:
        return own
    of_journey = Referral.objects.filter(
        journey=case.journey_id, sender=own, status=ReferralStatus.ACCEPTED
    )
    found = receiving().filter(kind=OrganisationKind.RETURN, country=own.country)
    works_on_it = found.filter(pk__in=of_journey.values("receiver")).first()
    declares = found.filter(services__contains=["documents"]).order_by("name", "pk")
    return works_on_it or declares.first()


def write(case, receiver, ask, together=None) -> Referral:
    actor = current_actor()
    document = ask.kind == ReferralKind.TRAVEL_DOCUMENT
    return Referral.objects.create(
        journey_id=case.journey_id,
        sender_id=actor.organisation,
        receiver=receiver,
        in_name_of=named_for(case) if document else None,
        kind=ask.kind,
        services=ask.services,
        starts_on=ask.starts_on,
        urgency=ask.urgency,
        together=together,
        first_sender_may_know=ask.first_sender_may_know
        and asks_first_sender(case, receiver) is not None,
        side=case.side,
        # A consulate's request belongs to the preparation of a return, wherever the case stands.
        stage=Stage.RETURN if document else max(case.stage, Stage.REFERRAL),
        drafted_by_id=actor.user,
    )


def freeze(referral, found: Basis, parts: list[Part], purpose, follows=None, held=False) -> Package:
    package = Package.objects.create(
        referral=referral,
        number=referral.packages.count() + 1,
        supersedes=follows,
        sender_id=referral.sender_id,
        purpose=purpose,
        consent=found.consent,
        packed_by_id=current_actor().user,
        held=held,
    )
    for part in parts:
        PackagePart(
            package=package,
            referral=referral,
            data_class=part.data_class,
            layer=part.layer,
            content=part.sealed_text(),
        ).save(force_insert=True)
    return package


def hand_in(case, referral):
    now = timezone.now()
    referral.move_to(ReferralStatus.SENT)
    referral.sent_at = now
    referral.answer_by = answer_due(referral, now)
    referral.version += 1
    referral.save(update_fields=["status", "sent_at", "answer_by", "version"])
    if referral.kind == ReferralKind.TRANSFER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT show_journey(%s)", [referral.pk])
    # That police or an authority is told something is between the two organisations.
    if referral.kind != ReferralKind.INFORMATION:
        tell(
            case.journey,
            EventKind.REFERRED,
            side=case.side,
            stage=max(case.stage, Stage.REFERRAL),
            referral=referral.pk,
        )
    record("referral.sent", referral.pk, kind=referral.kind)


def answer_due(referral, now):
    """Within a day or five, whatever days they are; else in working days of the country of the body that is asked."""
    if referral.urgency == Urgency.NORMAL:
        return working_time_after(referral.receiver.country, now, ANSWER_WORKING_DAYS)
    return now + timedelta(days=ANSWER_DAYS[referral.urgency])


def ask_second(case, referral, second):
    """The package is frozen as the first person saw it; it stays here until a second one has signed."""
    open_look(case, second.pk, SHEET)
    Task.objects.create(
        organisation_id=case.organisation_id,
        journey_id=case.journey_id,
        case=case,
        referral=referral,
        kind=TaskKind.SECOND_SIGNATURE,
        assigned_to=second,
        due_on=timezone.localdate() + timedelta(days=1),
    )


@transaction.atomic
def sign(*, case: Case, referral: Referral) -> None:
    """The second person has read what will be sent, and it goes."""
    actor = current_actor()
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    task = Task.objects.filter(
        referral=referral, kind=TaskKind.SECOND_SIGNATURE, assigned_to=actor.user, done_at=None
    ).first()
    if task is None or str(referral.drafted_by_id) == actor.user:
        raise MoveNotAllowed(_("Somebody else signs this referral."))
    need_present(case)
    if referral.parts.filter(recalled_at__isnull=False).exists():
        raise MoveNotAllowed(_("The person has changed her or his mind. Ask for a new referral."))
    if is_kept_from(case, referral.receiver):
        raise MoveNotAllowed(_("This organisation is not asked for this person."))
    check_visit_of(case, referral.receiver, referral)
    record("referral.second_signature", referral.pk)
    hand_in(case, referral)
    end_request(case, task)


@transaction.atomic
def take_back(*, case: Case, referral: Referral) -> None:
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    close_referral(referral, case=case)
