"""Before anything is written: which rows of a file may be people who are known here already, or stand in it twice."""

from django.db import transaction

from accounts.acting import current_actor
from audit.models import record
from exchange.htcds.write import names_in
from exchange.models import KnownRow, RowChoice
from referral.actions.known import answer_same_person
from referral.known import possibly_known
from referral.models import Case, MoveNotAllowed, SamePerson
from referral.name_keys import Twins


class KnownRows:
    """Collects the rows of one file, some at a time; what somebody chose for a row before stays chosen where it still fits."""

    def __init__(self, brought):
        self.brought, self.twins = brought, Twins()
        self.before = dict(brought.known_rows.values_list("row", "choice"))
        brought.known_rows.all().delete()

    def look(self, rows) -> None:
        """`rows`: (row number, values)."""
        named = [(number, *names_in(values)) for number, values in rows]
        marks = possibly_known([(names, born) for _number, names, born in named])
        found = []
        for (number, names, born), mark in zip(named, marks, strict=True):
            twin = self.twins.before(number, names, born)
            if mark or twin:
                found.append(
                    KnownRow(
                        of=self.brought,
                        row=number,
                        name=names,
                        cases=list(mark.cases),
                        others=mark.others,
                        twin=twin,
                        choice=self.chosen(number, mark),
                    )
                )
        KnownRow.objects.bulk_create(found)

    def chosen(self, number, mark):
        choice = self.before.get(number, RowChoice.NEW)
        return RowChoice.NEW if choice == RowChoice.LINK and not mark.cases else choice


@transaction.atomic
def choose(brought, choices: dict[int, str]) -> None:
    """`choices`: {row: choice}. Rows that are not marked are passed over."""
    for each in brought.known_rows.filter(row__in=choices):
        if choices[each.row] != each.choice:
            KnownRow.objects.filter(pk=each.pk).update(choice=choices[each.row])
    left = brought.known_rows.filter(choice=RowChoice.LEAVE).count()
    record("import.chosen", target=brought.pk, left_out=left)


def chosen_for(brought, numbers) -> dict[int, KnownRow]:
    return {each.row: each for each in brought.known_rows.filter(row__in=numbers)}


def link(case: Case, known: KnownRow) -> None:
    """Under the rights of this moment: a case that was closed to this person since is not linked."""
    actor = current_actor()
    for other in Case.objects.visible_to(actor).filter(pk__in=known.cases):
        try:
            answer_same_person(case, other, answer=SamePerson.Answer.LINKED)
        except MoveNotAllowed:
            continue
