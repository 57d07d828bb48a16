from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.access import DataClass, may_write
from referral.actions.close_referral import close_those
from referral.actions.record import write_part
from referral.forms.legal import PROTECTED, Asylum, Lift, closes_origin, is_kept, only_a_lawyer
from referral.models import (
    Case,
    Legal,
    MoveNotAllowed,
    PackagePart,
    Referral,
    SafetyFlag,
    Summary,
)
from referral.stages import ANSWERED_WITHOUT_CASE, ReferralStatus

CLAIMS = {Asylum.CLAIMED, Asylum.GRANTED}
ENDED = {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.COMPLETED}


@transaction.atomic
def write_legal(*, case: Case, model, row, write) -> Legal:
    """
    As `write_part`. With a new claim, or temporary protection where the person wants no contact, the journey leaves the lists of the
    country of origin.
    """
    before, lifted, closed = facts_of(row)
    row = write_part(
        case=case, model=model, row=row, write=_guarding_asylum(_naming_who_sets_the_end(write))
    )
    new = row.asylum != before and (before not in CLAIMS or lifted)
    if closes_origin(row) and (new or not closed):
        keep_from_origin(case)
    return row


def facts_of(row) -> tuple[str, str, bool]:
    """Before writing: the answer, how it was lifted, and whether the country of origin was closed."""
    return (row.asylum, row.asylum_lift, closes_origin(row)) if row else ("", "", False)


@transaction.atomic
def lift_claim(case: Case, *, ground: str, asylum: str = "") -> None:
    """
    The lawyer's confirmation: the country of origin may be asked again. Raises `MoveNotAllowed`.

    Nothing is sent and nothing is shown there; an instruction of the summary stays until somebody takes it away.
    """
    if not may_lift(case):
        raise MoveNotAllowed(only_a_lawyer())
    row = Legal.objects.select_for_update().filter(case=case).first()
    if not is_kept(row):
        raise MoveNotAllowed(_("There is nothing to lift. Reload the page."))

    def write(row):
        row.asylum = asylum if ground == Lift.ENDED else row.asylum
        row.asylum_lift = Lift(ground)
        row.asylum_lift_by_id = current_actor().user
        row.asylum_lift_at = timezone.now()

    write_part(case=case, model=Legal, row=row, write=write)
    record("journey.origin_may_be_asked", target=case.pk)


def may_lift(case: Case) -> bool:
    role = current_actor().role
    return role == Role.LAWYER and may_write(role, DataClass.LEGAL, case.side, case.stage)


def _guarding_asylum(write):
    """Writing does not lift what a claim closed. A new answer that protects ends an old confirmation."""

    def write_and_guard(row):
        before, kept, wish = row.asylum, is_kept(row), row.origin_wish
        write(row)
        if kept and wish and row.origin_wish != wish and current_actor().role != Role.LAWYER:
            raise MoveNotAllowed(only_a_lawyer())
        if kept and not is_kept(row):
            raise MoveNotAllowed(only_a_lawyer())
        if row.asylum in PROTECTED and row.asylum != before:
            row.asylum_lift, row.asylum_lift_by_id, row.asylum_lift_at = "", None, None

    return write_and_guard


def _naming_who_sets_the_end(write):
    """Another end of the reflection period stands with the name of who set it."""

    def write_and_name(row):
        before = (row.reflection_to, row.reflection_reason)
        write(row)
        if (row.reflection_to, row.reflection_reason) != before:
            row.reflection_set_by_id = current_actor().user if row.reflection_to else None

    return write_and_name


def keep_from_origin(case: Case) -> None:
    """
    What we asked there is closed by the sender, the same words as any withdrawal; the reason is not told.

    Source: rules of practice, 9. Who has taken the person into care there keeps the own case.
    """
    actor = current_actor()
    summary = (
        Summary.objects.select_for_update().filter(case=case).first() if _writes(case) else None
    )
    citizenships = Summary.objects.values_list("citizenships", flat=True).get(case=case)
    there = Q(receiver__country__in=citizenships) & ~Q(receiver__country=actor.country)
    sent = Referral.objects.filter(
        there | Q(receiver__represents__in=citizenships),  # its consulates work in this country
        journey=case.journey,
        sender_id=actor.organisation,
    )
    closed = close_those(sent.exclude(status__in=ENDED), case=case)
    end_reading(sent.filter(status=ReferralStatus.COMPLETED, kind__in=ANSWERED_WITHOUT_CASE))
    if summary is not None:
        write_part(case=case, model=Summary, row=summary, write=_flag)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hide_from_origin(%s)", [case.pk])
    record("journey.kept_from_origin", target=case.journey.reference, closed=closed)


def end_reading(answered) -> None:
    """A consulate or police there answered before and opened no case: what it was sent is closed to it."""
    with connection.cursor() as cursor:
        for part in PackagePart.objects.filter(referral__in=answered, recalled_at=None):
            cursor.execute("SELECT recall_part(%s)", [part.pk])


def _writes(case: Case) -> bool:
    return may_write(current_actor().role, DataClass.SUMMARY, case.side, case.stage)


def _flag(summary: Summary) -> None:
    flag = SafetyFlag.NO_AUTHORITY_OF_ORIGIN.value
    summary.safety_flags = [*(f for f in summary.safety_flags if f != flag), flag]
