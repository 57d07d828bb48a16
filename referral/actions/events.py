from accounts.acting import current_actor
from referral.models import Journey, JourneyEvent


def tell(journey: Journey, kind: str, *, side: str = "", **codes) -> JourneyEvent:
    """Add a coded event to the journey in the name of the acting organisation: all its parties will see it."""
    actor = current_actor()
    return JourneyEvent.objects.create(
        journey=journey,
        kind=kind,
        organisation_id=actor.organisation,
        country=actor.country,
        side=side,
        **codes,
    )
