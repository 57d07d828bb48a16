import uuid

from django.db import IntegrityError, connection, transaction

from accounts.acting import current_actor
from referral.actions.events import tell
from referral.beginning import need_clearance
from referral.models import Case, Journey, JourneyEvent, Leg, Referral, Summary, new_reference
from referral.stages import CaseStatus, EventKind, ReferralKind, Side, Stage


def open_case(*, journey, side, stage, status, lead, referral=None, case_id=None) -> Case:
    """Through the database's one door: the case, its first grant, who may see the journey, the audit entry."""
    case_id = case_id or uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT open_case(%s, %s, %s, %s, %s, %s, %s)",
            [
                case_id,
                journey if isinstance(journey, uuid.UUID) else journey.pk,
                side,
                stage,
                status,
                lead,
                referral.pk if referral else None,
            ],
        )
    return Case.objects.filter(pk=case_id).first() or Case(pk=case_id)


TRIES = 4


def begin_journeys(journeys: list[Journey]) -> list[Journey]:
    """
    Written, each under a reference that nobody has.

    References are drawn: now and then two are the same, and the other one may be of a journey that nobody here sees. Then all are drawn again.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return Journey.objects.bulk_create(journeys)
        except IntegrityError:
            if not left:
                raise
        for journey in journeys:
            journey.reference = new_reference()


@transaction.atomic
def open_contact(
    *, summary: dict, child: bool = False, side: str = Side.DESTINATION, case_id=None
) -> Case:
    """
    A new contact: a journey with one lane, "next: not decided", and the acting organisation's case on it.

    `summary` holds the fields of `Summary`. The person's country learns nothing of this.
    """
    actor = current_actor()
    journey = Journey(found_in=actor.country, opened_by_id=actor.organisation, child=child)
    begin_journeys([journey])
    case = open_case(
        journey=journey,
        side=side,
        stage=Stage.IDENTIFICATION,
        status=CaseStatus.NEW,
        lead=actor.user,
        case_id=case_id,
    )
    Leg.objects.create(
        journey=journey, organisation_id=actor.organisation, country=actor.country, side=side
    )
    Summary(case=case, **summary).save(force_insert=True)
    tell(journey, EventKind.OPENED, side=side, stage=Stage.IDENTIFICATION)
    return case


@transaction.atomic
def open_contacts(people: list[tuple[dict, bool]]) -> list[Case]:
    """Many new contacts at once, each as in `open_contact`: (fields of `Summary`, whether it is a child). Of an import."""
    need_clearance()
    actor, side = current_actor(), Side.DESTINATION
    journeys = begin_journeys(
        [
            Journey(found_in=actor.country, opened_by_id=actor.organisation, child=child)
            for _summary, child in people
        ]
    )
    cases = [
        Case(
            journey=journey,
            organisation_id=actor.organisation,
            side=side,
            stage=Stage.IDENTIFICATION,
            status=CaseStatus.NEW,
            lead_id=actor.user,
        )
        for journey in journeys
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT open_case(x.of_case, x.of_journey, %s, %s, %s, %s, NULL)"
            " FROM unnest(%s::uuid[], %s::uuid[]) AS x (of_case, of_journey)",
            [
                side,
                Stage.IDENTIFICATION,
                CaseStatus.NEW,
                actor.user,
                [str(case.pk) for case in cases],
                [str(journey.pk) for journey in journeys],
            ],
        )
    mine = {"organisation_id": actor.organisation, "country": actor.country, "side": side}
    Leg.objects.bulk_create(Leg(journey=journey, **mine) for journey in journeys)
    Summary.objects.bulk_create(
        Summary(case=case, **summary) for case, (summary, _child) in zip(cases, people, strict=True)
    )
    JourneyEvent.objects.bulk_create(
        JourneyEvent(journey=journey, kind=EventKind.OPENED, stage=Stage.IDENTIFICATION, **mine)
        for journey in journeys
    )
    return cases


STAGE_WHEN_OPENED = {
    ReferralKind.SERVICE: Stage.ASSISTANCE,
    ReferralKind.FAMILY: Stage.ASSISTANCE,
    ReferralKind.RETURN: Stage.RETURN,
}


def stage_for(referral: Referral) -> int:
    """A return organiser begins with the return, a service with assistance, others where the sender stood."""
    return STAGE_WHEN_OPENED.get(referral.kind, max(referral.stage, Stage.REFERRAL))
