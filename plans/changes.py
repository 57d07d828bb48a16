"""What changed in a plan since its last review: lines of the text, progress, values, answers."""

from dataclasses import dataclass, field

from django.db.models import Q

from plans.models import Edition, IndicatorValue, Plan, Progress, Recommendation, Review
from plans.sheets import SHEETS
from plans.words import State
from plans.writing import RELATED


@dataclass(frozen=True)
class LineChange:
    sheet: str
    code: str
    title: str
    what: str  # new, gone, changed
    fields: tuple = ()  # (label, before, after)


@dataclass
class Since:
    review: Review | None
    before: Edition | None
    lines: list = field(default_factory=list)
    progress: list = field(default_factory=list)
    values: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.progress or self.values or self.answers)


def since_last_review(plan: Plan, now: Edition) -> Since:
    """Without a review: since the first edition."""
    review = plan.reviews.order_by("-on", "-at").first()
    before = edition_at(plan, review)
    found = Since(review, before)
    if before is not None and before.pk != now.pk:
        found.lines = compare(before, now)
    later = Q(at__gt=review.at) if review else Q()
    found.progress = list(
        Progress.objects.filter(later, plan=plan).order_by("code", "-on", "-at")[:200]
    )
    found.values = list(
        IndicatorValue.objects.filter(later, plan=plan).order_by("code", "-on")[:200]
    )
    answered = Recommendation.objects.filter(plan=plan, answered_at__isnull=False)
    if review:
        answered = answered.filter(answered_at__gt=review.at)
    found.answers = list(answered.order_by("-answered_at")[:100])
    return found


def edition_at(plan, review) -> Edition | None:
    """The one that was in force when the review was made; the first where none was."""
    stood = plan.editions.filter(state__in=[State.PUBLISHED, State.SUPERSEDED]).order_by("number")
    if review is not None:
        held = stood.filter(published_at__lte=review.at).last()
        if held is not None:
            return held
    return stood.first()


def compare(before: Edition, now: Edition) -> list[LineChange]:
    found = []
    for sheet, (_model, columns) in SHEETS.items():
        old = {each.code: each for each in getattr(before, RELATED[sheet]).all()}
        new = {each.code: each for each in getattr(now, RELATED[sheet]).all()}
        for code in sorted({*old, *new}):
            found += line_change(sheet, code, old.get(code), new.get(code), columns)
    return found


def line_change(sheet, code, old, new, columns) -> list[LineChange]:
    if old is None:
        return [LineChange(sheet, code, new.title, "new")]
    if new is None:
        return [LineChange(sheet, code, old.title, "gone")]
    fields = tuple(
        (str(new._meta.get_field(name).verbose_name), told(old, name), told(new, name))
        for name in columns.values()
        if getattr(old, name) != getattr(new, name)
    )
    return [LineChange(sheet, code, new.title, "changed", fields)] if fields else []


def told(row, name) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return "" if value is None else str(value)
