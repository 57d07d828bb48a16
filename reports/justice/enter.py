"""A year's figures are entered with their source, and confirmed by a second person of the country's coordination."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.models import MoveNotAllowed
from reports.justice.measures import MEASURES, PARTINGS
from reports.justice_models import JusticeEntry, JusticeNumber, JusticeSaid, JusticeState
from reports.statistics.protect import ALL, TOTAL, Said, hide_together, with_sums
from reports.suppress import INSIDE, OUTSIDE

WHOLE = ""
ENTERS = {Role.NATIONAL_COORDINATOR}
ANSWERS = {Role.NATIONAL_COORDINATOR, Role.ANALYST}


@transaction.atomic
def enter(*, year, measure, numbers, source, source_on, source_url="", is_public=False, from_file=False) -> JusticeEntry:  # fmt: skip
    """`numbers`: {(parting, category): number}, the whole under ("", ""). Checked by the form."""
    actor = current_actor()
    waiting = JusticeEntry.objects.filter(country=actor.country, year=year, measure=measure, state=JusticeState.WAITING)  # fmt: skip
    if waiting.exists():
        raise MoveNotAllowed(
            _(
                "%(what)s of %(year)s were entered already and wait for a second person. Whoever entered them can take them back."
            )
            % {"what": MEASURES[measure].title, "year": year}
        )
    entry = JusticeEntry.objects.create(
        country=actor.country,
        year=year,
        measure=measure,
        source=source,
        source_on=source_on,
        source_url=source_url,
        is_public=is_public,
        from_file=from_file,
        entered_by_id=actor.user,
    )
    JusticeNumber.objects.bulk_create(
        JusticeNumber(of=entry, parting=parting, category=category, number=number)
        for (parting, category), number in numbers.items()
    )
    record("justice.entered", entry.pk, measure=measure, year=year, from_file=from_file)
    return entry


@transaction.atomic
def answer(*, entry: JusticeEntry, yes: bool) -> None:
    """By somebody else than who entered it; the database says the same."""
    actor = current_actor()
    here = JusticeEntry.objects.select_for_update().filter(pk=entry.pk)
    entry = here.filter(state=JusticeState.WAITING).first()
    if entry is None:
        raise MoveNotAllowed(_("Somebody has answered already. Reload the page."))
    if str(entry.entered_by_id) == str(actor.user):
        raise MoveNotAllowed(_("You entered it yourself. A second person confirms."))
    if yes:
        JusticeSaid.objects.bulk_create(said(entry))
    here.update(
        state=JusticeState.CONFIRMED if yes else JusticeState.REFUSED,
        answered_by_id=actor.user,
        answered_at=timezone.now(),
    )
    record("justice.confirmed" if yes else "justice.refused", entry.pk, year=entry.year)


@transaction.atomic
def take_back(*, entry: JusticeEntry) -> None:
    changed = JusticeEntry.objects.filter(
        pk=entry.pk, state=JusticeState.WAITING, entered_by_id=current_actor().user
    ).update(state=JusticeState.WITHDRAWN)
    if not changed:
        raise MoveNotAllowed(_("Somebody has answered already. Reload the page."))
    record("justice.withdrawn", entry.pk, year=entry.year)


def said(entry):
    """What may be told of it. A published number stands as it is; of others small ones are held back, against earlier entries too."""
    tables = tables_of(entry)
    for inside, least in ((False, OUTSIDE), (True, INSIDE)):
        held = {name: frozenset() for name in tables}
        if entry.about.people and not entry.is_public:
            held = hide_together(tables, told_before(entry, inside), least)
        for name, table in tables.items():
            for cell, number in table.items():
                if cell == ALL and name != WHOLE:
                    continue
                yield JusticeSaid(
                    of=entry,
                    inside=inside,
                    parting=name,
                    category=WHOLE if cell == ALL else cell[0],
                    number=None if cell in held[name] else number,
                )


def tables_of(entry) -> dict:
    """{parting: {cell: number}} as `protect` takes them. The whole is a table of its own: it is told in all of them or in none."""
    numbers = {(one.parting, one.category): one.number for one in entry.numbers.all()}
    found = {WHOLE: {ALL: numbers[WHOLE, WHOLE]}}
    for parting in {name for name, _category in numbers} - {WHOLE}:
        parts = {(category, TOTAL): number for (name, category), number in numbers.items() if name == parting}  # fmt: skip
        found[parting] = with_sums(parts, list(PARTINGS[parting].categories), [TOTAL])
    return found


def told_before(entry, inside) -> dict:
    earlier = {}
    for one in JusticeEntry.objects.filter(
        country=entry.country, year=entry.year, measure=entry.measure, state=JusticeState.CONFIRMED
    ):
        told = {(row.parting, row.category) for row in one.said.filter(inside=inside) if row.number is not None}  # fmt: skip
        for name, table in tables_of(one).items():
            held = {
                cell
                for cell in table
                if ((WHOLE, WHOLE) if cell == ALL else (name, cell[0])) not in told
            }
            earlier.setdefault(name, []).append(Said(table, frozenset(held)))
    return earlier
