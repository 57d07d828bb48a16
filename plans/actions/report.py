"""What is reported while a plan runs. `key` is that of the form: sent twice, it is told once."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from plans.models import Decision, IndicatorValue, Meeting, Plan, Recommendation


@transaction.atomic
def tell(model, plan: Plan, *, key: UUID, **values):
    """A row of `plans.models.course`."""
    user = current_actor().user
    row, is_new = model.objects.get_or_create(
        pk=uuid5(key, f"{model.__name__} {user}"),
        defaults={**values, "plan": plan, "by_id": UUID(user)},
    )
    if is_new:
        record(f"plan.{model.__name__.lower()}", target=plan.pk, code=values.get("code", ""))
    return row


class OwnValue(Exception):
    """Whoever entered a value is never the one who verifies it."""


@transaction.atomic
def verify(value: IndicatorValue) -> None:
    """A second person looked at the source of a value that was entered by hand. The first one who did stands."""
    found = IndicatorValue.objects.select_for_update().get(pk=value.pk)
    user = UUID(current_actor().user)
    if found.by_id == user:
        raise OwnValue
    if found.verified_by_id is None and not found.is_of_mechanism:
        found.verified_by_id, found.verified_at = user, timezone.now()
        found.save(update_fields=["verified_by", "verified_at"])
        record("plan.value_verified", target=found.plan_id, code=found.code)


@transaction.atomic
def hold_meeting(plan: Plan, *, key: UUID, decisions: list[str], **values) -> Meeting:
    """`decisions`: one a line."""
    meeting = tell(Meeting, plan, key=key, **values)
    if not meeting.decisions.exists():
        Decision.objects.bulk_create(
            Decision(meeting=meeting, place=place, text=text)
            for place, text in enumerate(decisions)
        )
    return meeting


@transaction.atomic
def answer(recommendation: Recommendation, **values) -> None:
    """The newest answer stands; when it was given is kept."""
    found = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    for name, value in {**values, "answered_at": timezone.now()}.items():
        setattr(found, name, value)
    found.save()
    record("plan.answered", target=found.plan_id)
