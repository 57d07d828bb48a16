"""Two records of one person become one file, by two people; and how that is undone."""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.kept import Kept
from audit.models import record
from referral.access import DataClass
from referral.actions.emergency import call
from referral.ageing import needs_reason
from referral.keys import EncryptedTextField
from referral.models import (
    Case,
    Identity,
    Merge,
    MergedField,
    MoveNotAllowed,
    Notice,
    Task,
    TaskKind,
    Whereabouts,
)

LOOK_DAYS = 7
# Where a value is chosen: what a person is called and how contact is safe must be one. All else is read side by side.
MADE_ONE = (Identity, Whereabouts)
LOOK = [DataClass.SUMMARY, *(model.DATA_CLASS for model in MADE_ONE)]
NOT_ASKED = {"case", "version", "reflection_kept"}
Choice = MergedField.Choice


@dataclass(frozen=True)
class Difference:
    """One field that differs. `proposed`: nothing that protects is lost by not choosing."""

    model: type
    field: str
    here: object
    there: object

    @property
    def name(self):
        return f"{self.model.DATA_CLASS}__{self.field}"

    @property
    def may_be_both(self):
        column = self.model._meta.get_field(self.field)
        text = isinstance(column, EncryptedTextField) and self.field not in ("born", "code_word")
        return bool(text and self.here and self.there)

    @property
    def proposed(self):
        if self.field == "confidential":
            return Choice.HERE if self.here else Choice.THERE
        if self.here in ("", None):
            return Choice.THERE
        return Choice.BOTH if self.field == "never" and self.may_be_both else Choice.HERE


def differences(main: Case, other: Case) -> list[Difference]:
    """Opens both records of these classes: the database writes that they were read."""
    found = []
    for model in MADE_ONE:
        here = model.objects.filter(case=main).first() or model(case=main)
        there = model.objects.filter(case=other).first()
        for field in fields_of(model) if there else ():
            one, two = getattr(here, field), getattr(there, field)
            if one != two and two not in ("", None) and may_change(field, one, two):
                found.append(Difference(model, field, one, two))
    return found


def fields_of(model):
    return [column.name for column in model._meta.concrete_fields if column.name not in NOT_ASKED]


def may_change(field, one, two):
    """A birth date by which somebody is protected as a child is changed on its own page, with a reason."""
    return field != "born" or not needs_reason(one, two)


def merges_of(case: Case):
    """Waiting and live ones in which this case takes part."""
    mine = models.Q(main=case) | models.Q(other=case)
    found = Merge.objects.visible_to(current_actor()).filter(mine, ended_at=None)
    return found.select_related("main__journey", "other__journey", "asked_by", "asked_of")


UNDER = Kept(
    lambda actor, case: (
        Merge.objects.visible_to(actor).live().filter(main=case).values_list("other", flat=True)
    )
)


def records_under(case: Case) -> list[Case]:
    """The records that are read under this one."""
    if not getattr(case, "has_under", True):  # said with the case, for the pages of a case
        return []
    under = UNDER.all(actor=current_actor(), case=case.pk)
    if not under:  # of most there is none
        return []
    found = Case.objects.visible_to(current_actor()).filter(pk__in=under)
    return list(found.select_related("journey", "lead"))


@transaction.atomic
def ask_merge(main: Case, other: Case, *, of, choices: dict[str, str]) -> Merge:
    """`choices`: {name of a difference: here, there or both}. Raises `MoveNotAllowed`."""
    found = differences(main, other)
    new = Merge()
    told(call("ask_merge", new.pk, main.pk, other.pk, of, [str(one) for one in LOOK]))
    new = Merge.objects.get(pk=new.pk)
    for one in found:
        MergedField(
            merge=new,
            case=main,
            data_class=one.model.DATA_CLASS,
            field=one.field,
            choice=choices.get(one.name, one.proposed),
            here_text=json.dumps(one.here),
            there_text=json.dumps(one.there),
        ).save(force_insert=True)
    Task.objects.create(
        organisation_id=current_actor().organisation,
        journey=main.journey,
        case=main,
        kind=TaskKind.MERGE,
        assigned_to_id=of,
        due_on=timezone.localdate() + timedelta(days=LOOK_DAYS),
    )
    return new


@transaction.atomic
def approve_merge(merge: Merge) -> None:
    """The second person's yes: the chosen values stand in the main record from now on. Raises `MoveNotAllowed`."""
    # The door first: it locks both records and lets one answer through.
    told(call("approve_merge", merge.pk))
    fields = list(merge.fields.all())
    rows = {model: locked(model, merge.main) for model in MADE_ONE}
    theirs = {model: locked(model, merge.other) for model in MADE_ONE}
    if any(changed_since(one, rows, theirs) for one in fields) or len(fields) != len(
        differences(merge.main, merge.other)
    ):
        raise MoveNotAllowed(
            _("One of the records was changed since this was asked. It has to be asked again.")
        )
    for model, row in rows.items():
        write(model, row, {one.field: one.chosen for one in of_class(fields, model)}, merge.main)
    tell(merge, merge.asked_by_id, "merge_approved")
    answered(merge)


def locked(model, case):
    return model.objects.select_for_update(of=("self",)).filter(case=case).first() or model(
        case=case
    )


def of_class(fields, model):
    return [one for one in fields if one.data_class == model.DATA_CLASS]


def model_of(one):
    return next(model for model in MADE_ONE if one.data_class == model.DATA_CLASS)


def changed_since(one, rows, theirs):
    model = model_of(one)
    return (
        getattr(rows[model], one.field) != one.here
        or getattr(theirs[model], one.field) != one.there
    )


def write(model, row, values, case):
    """Only what differs; nothing is written where nothing does."""
    new = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not new:
        return
    for name, value in new.items():
        setattr(row, name, value)
    if row._state.adding:
        row.save(force_insert=True)
    else:
        row.version += 1
        row.save()
    record("part.changed", target=case.pk, part=str(model.DATA_CLASS))


@dataclass(frozen=True)
class Back:
    """What an undo would do with one field: give the value before back, or leave what was changed since."""

    field: MergedField
    now: object

    @property
    def is_changed(self):
        return self.now != self.field.chosen


def what_comes_back(merge: Merge, rows=None) -> list[Back]:
    rows = rows or {model: model.objects.filter(case=merge.main).first() for model in MADE_ONE}
    return [
        Back(one, getattr(rows[model_of(one)], one.field))
        for one in merge.fields.all()
        if one.choice != Choice.HERE and rows[model_of(one)] is not None
    ]


@transaction.atomic
def end_merge(merge: Merge) -> None:
    """Taken back, refused or undone. An undo gives back what did not change since. Raises `MoveNotAllowed`."""
    was_live = merge.approved_at is not None
    if was_live:
        give_back(merge)
    told(call("end_merge", merge.pk))
    for person in {merge.asked_by_id, merge.asked_of_id}:
        tell(merge, person, "merge_undone" if was_live else "merge_ended")
    answered(merge)


def give_back(merge):
    rows = {model: locked(model, merge.main) for model in MADE_ONE}
    for model, row in rows.items():
        back = [one for one in what_comes_back(merge, rows) if model_of(one.field) is model]
        before = {one.field.field: one.field.here for one in back if not one.is_changed}
        write(model, row, before, merge.main)


def tell(merge, person, kind):
    actor = current_actor()
    if str(person) != actor.user:
        Notice.objects.create(
            organisation_id=actor.organisation,
            user_id=person,
            kind=kind,
            journey_id=merge.main.journey_id,
        )


def answered(merge):
    """The task of the second person is done, and the look that came with it ends."""
    waiting = Task.objects.filter(
        case=merge.main, kind=TaskKind.MERGE, assigned_to=merge.asked_of_id, done_at=None
    )
    waiting.update(done_at=timezone.now(), done_by_id=current_actor().user)
    call("end_merge_look", merge.pk)


def told(problem: str) -> None:
    if problem:
        raise MoveNotAllowed(why_not(problem))


def why_not(problem: str) -> str:
    return {
        "second": _("Choose a case manager of your organisation who looks at it with you."),
        "protected": _("A protected case is not merged. Nothing was changed."),
        "guardian": _(
            "The two records have different guardians, or a guardian was shut out of one. They stay apart."
        ),
        "on_the_way": _(
            "One of the records is closed, or its return is being prepared. Only two records before that become one file."
        ),
        "child": _(
            "One record is a child’s and the other is not. Settle the age first; until then they stay apart."
        ),
        "household": _(
            "The record that would be read under the other is linked with people who travel along. Choose it as the main record, or part it from them first, with a reason."
        ),
        "apart": _("Somebody answered that these are two people. Take that answer back first."),
        "there": _("One of the records is part of a merge already, or somebody asked for one."),
        "late": _("The look at the records has ended. It has to be asked again."),
        "done": _("Somebody has decided already. Reload the page."),
    }[problem]
