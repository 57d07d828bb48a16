import json

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass, may_read, may_write
from referral.actions.absences import need_not_kept_back
from referral.models import (
    Case,
    Layer,
    MoveNotAllowed,
    Need,
    PackagePart,
    PlanGoal,
    Referral,
    Summary,
    TraffickingEvent,
)
from referral.packages import CHANGED, FIELDS, MODELS


def read_part(part: PackagePart) -> dict:
    """The frozen content. Opening it writes the read entry; raises `NoKey` where the right is missing."""
    return json.loads(part.content or "{}")


def introduce(case: Case, referral: Referral, *, for_colleague: bool) -> None:
    """The new case's summary, from what was shown before accepting."""
    if for_colleague:
        with connection.cursor() as cursor:
            cursor.execute("SELECT introduce_case(%s)", [case.pk])
    shown = {
        part.data_class: read_part(part)
        for part in referral.parts.filter(layer=Layer.SUMMARY, recalled_at=None)
    }
    content = shown.get(DataClass.SUMMARY, {})
    level = shown.get(DataClass.RISK, {}).get("risk_level", "")
    Summary(case=case, risk_level=level, **fitting(Summary, DataClass.SUMMARY, content)).save(
        force_insert=True
    )


def fitting(model, data_class, content) -> dict:
    """The part's values as the model's own; what the package does not hold stays at its default."""
    names = [name for name in FIELDS[data_class].split() if name in content]
    return {name: model._meta.get_field(name).to_python(content[name]) for name in names}


def may_take(actor, case: Case, data_class: str) -> bool:
    return may_read(actor.role, data_class, case.side, case.stage)


def take_readable(case: Case, referral: Referral) -> None:
    """Everything this colleague may read becomes the receiver's own. The rest waits for one who may."""
    for part in waiting_parts(referral):
        if may_take(current_actor(), case, part.data_class):
            take_part(case=case, part=part)


def waiting_parts(referral: Referral):
    return referral.parts.filter(layer=Layer.IDENTIFIED, recalled_at=None, taken_at=None)


@transaction.atomic
def take_part(*, case: Case, part: PackagePart) -> None:
    """Copy one class into the receiver's own case. What stands there already is not written over."""
    need_not_kept_back(part.referral)
    waiting = PackagePart.objects.filter(pk=part.pk, taken_at=None)
    if not waiting.update(taken_at=timezone.now()):
        return  # a colleague, or a second click, was faster
    content = read_part(part)
    model = MODELS[part.data_class]
    own = dict(fitting(model, part.data_class, content))
    if content.get("reply_channel"):
        own.setdefault("safe_how", content["reply_channel"])
    row = model.objects.filter(case=case).first()
    if own and row is None:
        model(case=case, **own).save(force_insert=True)
    elif row and corrects(part):
        correct(case, row, part.data_class, content, own)
    take_lines(case, part.data_class, content)
    record("package.taken", part.pk, data_class=part.data_class)


def corrects(part: PackagePart) -> bool:
    """Something of this class came from here before: the changes of this part are changes of that."""
    before = PackagePart.objects.filter(
        referral=part.referral_id, data_class=part.data_class, taken_at__isnull=False
    )
    return before.exclude(pk=part.pk).exists()


def correct(case, row, data_class, content, own) -> None:
    """Only the fields that the sender changed. What was written here in others stays."""
    changed = set(content.get(CHANGED, []))
    names = [name for name in FIELDS[data_class].split() if name in changed]
    if "reply_channel" in changed:
        names.append("safe_how")
    if not names:
        return
    if not may_write(current_actor().role, data_class, case.side, case.stage):
        raise MoveNotAllowed(_("You may not write this part. Ask the colleague who can."))
    for name in names:
        setattr(row, name, own.get(name, row._meta.get_field(name).get_default()))
    row.version += 1
    row.age_reason = "package"  # read where a birth date changes
    row.save(update_fields=[*names, "version"])


def take_lines(case, data_class, content):
    if data_class == DataClass.SERVICES:
        had = set(Need.objects.filter(case=case).values_list("service", flat=True))
        for need in content.get("needs", []):
            if need["service"] not in had:
                Need(case=case, **need).save(force_insert=True)
        steps = {(g.kind, g.goal, g.step) for g in PlanGoal.objects.filter(case=case)}
        for goal in content.get("goals", []):
            if (goal["kind"], goal["goal"], goal["step"]) in steps:
                continue
            PlanGoal(case=case, status=PlanGoal.Status.PROPOSED, **goal).save(force_insert=True)
    if data_class == DataClass.ACCOUNT:
        known = set(
            TraffickingEvent.objects.filter(case=case).values_list("kind", "country", "happened_on")
        )
        for event in content.get("events", []):
            if (event["kind"], event["country"], event["happened_on"]) not in known:
                TraffickingEvent(case=case, **event).save(force_insert=True)
