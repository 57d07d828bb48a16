"""What is reported while a plan runs. `key` is that of the form: sent twice, it is told once."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from plans.models import Decision, Meeting, Plan, Recommendation


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
