from django.db import transaction
from django.utils import timezone

from audit.models import record
from referral.actions.tasks import urgent_need
from referral.models import Case, Need, PlanGoal


@transaction.atomic
def write_needs(*, case: Case, answers) -> None:
    """`answers`: (service, level, wish). What is needed now becomes a task for tomorrow."""
    known = {need.service: need for need in Need.objects.select_for_update().filter(case=case)}
    for service, level, wish in answers:
        need = known.get(service)
        if not level:
            continue  # never asked; what was once needed ends as met
        was = need.level if need else ""
        if need is None:
            Need(case=case, service=service, level=level, wish=wish).save(force_insert=True)
        elif (was, need.wish) != (level, wish):
            need.level, need.wish = level, wish
            need.save()
        if level == Need.Level.NOW and was != Need.Level.NOW:
            urgent_need(case, str(service.label))
    record("needs.changed", target=case.pk)


@transaction.atomic
def add_goal(*, case: Case, write) -> PlanGoal:
    goal = PlanGoal(case=case, status=PlanGoal.Status.PROPOSED)
    write(goal)
    goal.save(force_insert=True)
    record("goal.added", target=goal.pk, phase=goal.phase)
    return goal


@transaction.atomic
def change_goal(*, goal: PlanGoal, write) -> None:
    """Check the version and the next status before (`GoalEditForm`): the goal given here is locked."""
    write(goal)
    done = goal.status == PlanGoal.Status.DONE
    goal.done_on = (goal.done_on or timezone.localdate()) if done else None
    goal.version += 1
    goal.save()
    record("goal.changed", target=goal.pk, status=goal.status)
