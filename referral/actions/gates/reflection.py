"""The period to recover and reflect: until when it runs, and who ends it earlier."""

from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.rights import reflection_of
from referral.actions.proofs import days_of_the_period
from referral.ageing import decides_alone
from referral.models import Case, Legal, MoveNotAllowed
from referral.reflection import clock_of
from referral.stages import Side


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


def check_authority(evidence) -> None:
    """For a child nobody ends the period alone: the authority agreed, and its word can be found again (rule 24)."""
    if not (evidence.get("issuer") and evidence.get("dated_on")):
        raise MoveNotAllowed(
            _(
                "For a child the authority agrees to an early end. Name it, with the day of its word."
            )
        )
