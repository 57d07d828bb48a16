"""
The figures of the coordinators' desk, as they are read from what the worker counted.

Each has a name, a sentence that defines it, and is either a number of people (small ones stay hidden) or of things that bodies owe.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.stages import Outlook, Stage
from reports.models import DeskCell, DeskCount

ALL, ORGANISATION, CORRIDOR = "all", "organisation", "corridor"


class Period(models.TextChoices):
    """Whole months, this one included."""

    QUARTER = "3", _("Last 3 months")
    YEAR = "12", _("Last 12 months")
    THREE = "36", _("Last 3 years")
    EVER = "ever", _("Since the beginning")

    def first_month(self, today: date) -> date | None:
        if self == Period.EVER:
            return None
        months = today.year * 12 + today.month - int(self)
        return date(months // 12, months % 12 + 1, 1)


class Owed(models.TextChoices):
    """What a body owes. Never what the person decides (rules of practice 4)."""

    DOCUMENT = "document", _("A travel document")
    CARE = "care", _("An answer about sharing care")
    HELP = "help", _("An answer about a service")
    QUESTION = "question", _("An answer to a question")
    RECALL = "recall", _("Word about what was recalled")
    ARRIVAL = "arrival", _("Confirmation of an arrival")


# An arrival rings by itself, on both sides, two hours after it was due.
REMINDED = [Owed.DOCUMENT, Owed.CARE, Owed.HELP, Owed.QUESTION, Owed.RECALL]


class Figure(models.TextChoices):
    OPEN = "open", _("Open journeys")
    CAME = "came", _("Journeys that came in")
    CLOSED = "closed", _("Journeys that closed")
    OUTLOOK = "outlook", _("What people chose")
    FLOW = "flow", _("Where journeys go")
    OWED = "owed", _("What bodies owe")
    ANSWERED = "answered", _("Time to answer")


DEFINED = {
    Figure.OPEN: _(
        "Journeys that your country’s coordination sees and that are not closed. A journey is seen from its first day where it began here,"
        " and from the first package sent here with the person’s consent where it began elsewhere."
    ),
    Figure.CAME: _(
        "Journeys by the month in which your country’s coordination first saw them. It is not the month of the first contact where that was"
        " in another country."
    ),
    Figure.CLOSED: _(
        "Journeys that your country’s coordination sees, by the month in which they were closed."
    ),
    Figure.OUTLOOK: _(
        "What the person wants next, as it was written down last: of the journeys that are open, and of those that closed in the period."
        " To stay, to return, to go elsewhere and not to have decided weigh the same. None of them is a target."
    ),
    Figure.FLOW: _(
        "Open journeys by the country where the person was found and the country in which somebody else holds the journey, or held it last."
    ),
    Figure.OWED: _(
        "Answers, documents and confirmations that a body owes now, by the country of the body; a consulate stands under the country it"
        " represents. One journey may stand here several times. What a person decides is nobody’s debt and is not counted."
    ),
    Figure.ANSWERED: _(
        "Days from sending a request to its first yes or no, for answers of the period. What police or an authority was asked is left out."
        " Half of the answers took no longer than the middle; eight in ten lie within the bar."
    ),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of the figures: all, what one organisation holds or owes, or one corridor. Not two at once (fixed cubes, C-71)."""

    organisation: str = ""
    found_in: str = ""
    goes_to: str = ""

    @property
    def name(self):
        if self.organisation:
            return ORGANISATION
        return CORRIDOR if self.found_in else ALL

    def cells(self, country):
        found = DeskCell.objects.filter(country=country, slice=self.name)
        if self.organisation:
            return found.filter(organisation=self.organisation)
        if self.found_in:
            return found.filter(found_in=self.found_in, goes_to=self.goes_to)
        return found


# As plain rows: a large country has thousands of cells.
CELL = ("figure", "month", "stage", "outlook", "kind", "body", "number", "late")


@dataclass(slots=True)
class Desk:
    """All numbers of one page, before small ones are hidden."""

    open: int = 0
    came: int = 0
    closed: int = 0
    by_stage: Counter = field(default_factory=Counter)
    open_outlook: Counter = field(default_factory=Counter)
    closed_outlook: Counter = field(default_factory=Counter)
    came_in: Counter = field(default_factory=Counter)  # by month
    closed_in: Counter = field(default_factory=Counter)
    owed: Counter = field(default_factory=Counter)  # (kind, country)
    owed_late: Counter = field(default_factory=Counter)
    days: dict = field(default_factory=dict)  # kind of request → Counter of days
    answered_late: Counter = field(default_factory=Counter)
    flow: Counter = field(default_factory=Counter)  # (found in, goes to)


def desk_of(country: str, part: Slice, period: Period, today: date | None = None) -> Desk:
    """What stands, what was answered (thousands of cells by month, added up there), and the flow."""
    first = period.first_month(today or timezone.localdate())
    lately = Q(month=None) | Q(month__gte=first) if first else Q()
    desk = Desk()
    cells = part.cells(country).filter(lately)
    for cell in cells.exclude(figure=Figure.ANSWERED).values_list(*CELL, named=True):
        ADD[cell.figure](desk, cell)
    add_answered(desk, cells.filter(figure=Figure.ANSWERED))
    flow = DeskCell.objects.filter(country=country, slice=CORRIDOR, figure=Figure.OPEN)
    if part.found_in:
        flow = flow.filter(found_in=part.found_in, goes_to=part.goes_to)
    if not part.organisation:
        flow = flow.values_list("found_in", "goes_to").annotate(total=Sum("number"))
        desk.flow.update({(found_in, goes_to): total for found_in, goes_to, total in flow})
    return desk


def add_open(desk, cell):
    desk.open += cell.number
    desk.by_stage[cell.stage] += cell.number
    desk.open_outlook[cell.outlook] += cell.number


def add_came(desk, cell):
    desk.came += cell.number
    desk.came_in[cell.month] += cell.number


def add_closed(desk, cell):
    desk.closed += cell.number
    desk.closed_in[cell.month] += cell.number
    desk.closed_outlook[cell.outlook] += cell.number


def add_owed(desk, cell):
    desk.owed[cell.kind, cell.body] += cell.number
    desk.owed_late[cell.kind, cell.body] += cell.late


def add_answered(desk, cells):
    summed = cells.values_list("kind", "days").annotate(all=Sum("number"), over=Sum("late"))
    for kind, days, number, late in summed:
        desk.days.setdefault(kind, Counter())[days] += number
        desk.answered_late[kind] += late


ADD = {
    "open": add_open,
    "came": add_came,
    "closed": add_closed,
    "owed": add_owed,
}


def share_at(days: Counter, share: float) -> int:
    """The day by which this share of the answers had come."""
    total, so_far = sum(days.values()), 0
    for day in sorted(days):
        so_far += days[day]
        if so_far >= total * share:
            return day
    return 0


def as_of():
    """When the figures were counted; None before the first time."""
    return DeskCount.objects.values_list("as_of", flat=True).first()


def organisations(country: str) -> set:
    """Ids of those that hold or owe something in the figures."""
    found = DeskCell.objects.filter(country=country, slice=ORGANISATION)
    return set(found.values_list("organisation", flat=True).distinct())


def corridors(country: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT found_in, goes_to FROM corridors_of(%s)", [country])
        return sorted(cursor.fetchall())


def near(country: str) -> set[str]:
    """Countries with journeys between them and this one, or with something that a body owes or has answered."""
    bodies = DeskCell.objects.filter(country=country, slice=ALL).values_list("body", flat=True)
    places = {*bodies.distinct(), *(place for way in corridors(country) for place in way)}
    return places - {"", country}


STAGES = [stage for stage in Stage if stage != Stage.CLOSED]
# In the order of the alphabet of their names: none before another by worth.
OUTLOOKS = [Outlook.THIRD, Outlook.UNDECIDED, Outlook.RETURN, Outlook.STAY]
