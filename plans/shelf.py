"""A plan with all that hangs on it, read once: the input of its pages, its workbook and its report."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from plans import lights
from plans.models import Edition, IndicatorValue, Plan, Progress
from plans.words import TONES, Light, Pillar, State
from shell.formats import country_name


@dataclass
class Row:
    """A line of the plan with its light. `newest`: the last report or value. `aim`: what its objective says."""

    line: object
    newest: object
    light: Light
    aim: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.light]

    @property
    def label(self) -> str:
        return self.light.label


@dataclass
class Branch:
    """An objective, what is done for it, how one sees it, and what stands under it."""

    objective: object
    activities: list
    indicators: list
    under: list


class PlanView:
    """Six queries, whatever its size."""

    def __init__(self, edition: Edition, on: date | None = None):
        self.edition, self.plan, self.on = edition, edition.plan, on or timezone.localdate()

    @property
    def country(self) -> str:
        return (
            _("An invented country") if self.plan.is_invented else country_name(self.plan.country)
        )

    @cached_property
    def objectives(self):
        return list(self.edition.objectives.order_by("place", "code"))

    @cached_property
    def aims(self) -> dict:
        return {each.code: each.title for each in self.objectives}

    @cached_property
    def activities(self) -> list[Row]:
        newest = newest_by_code(Progress, self.plan)
        return [
            Row(each, newest.get(each.code), lights.of_activity(each, self.edition, newest.get(each.code), self.on), self.aims.get(each.objective, ""))
            for each in self.edition.activities.order_by("place", "code")
        ]  # fmt: skip

    @cached_property
    def indicators(self) -> list[Row]:
        newest = newest_by_code(IndicatorValue, self.plan)
        return [
            Row(each, newest.get(each.code), lights.of_indicator(each, self.edition, newest.get(each.code)), self.aims.get(each.objective, ""))
            for each in self.edition.indicators.order_by("place", "code")
        ]  # fmt: skip

    @cached_property
    def risks(self):
        return list(self.edition.risks.order_by("place", "code"))

    @cached_property
    def pillars(self) -> list[tuple]:
        """(label, strategic objectives with all below), in the order of the pillars."""
        known = {each.code for each in self.objectives}
        top = [each for each in self.objectives if each.parent not in known]
        found = []
        for pillar in Pillar:
            branches = [self.branch(each) for each in top if each.pillar == pillar]
            if branches:
                found.append((pillar, pillar.label, branches))
        return found

    def branch(self, objective, depth=0) -> Branch:
        """Deeper than three levels nothing is drawn: a circle of objectives ends there, too."""
        below = [each for each in self.objectives if each.parent == objective.code and depth < 3]
        return Branch(
            objective,
            [row for row in self.activities if row.line.objective == objective.code],
            [row for row in self.indicators if row.line.objective == objective.code],
            [self.branch(each, depth + 1) for each in below],
        )

    @cached_property
    def counts(self) -> list[dict]:
        """How many activities and indicators have which light."""
        activities = Counter(row.light for row in self.activities)
        indicators = Counter(row.light for row in self.indicators)
        return [
            {"label": each.label, "tone": TONES[each], "activities": activities[each], "indicators": indicators[each]}
            for each in Light
        ]  # fmt: skip

    @cached_property
    def bars(self) -> list[dict]:
        """Of the timeline: where a bar begins and how wide it is, in per cent of the plan's time."""
        return [self.bar(row) for row in self.activities]

    def bar(self, row) -> dict:
        begins = row.line.begins_on or self.edition.begins_on
        ends = row.line.ends_on or self.edition.ends_on
        start = self.percent(begins)
        width = max(1, self.percent(ends) - start)
        done = row.newest.percent if row.newest else 0
        return {"row": row, "begins": begins, "ends": ends, "x": start, "width": width, "done": width * done / 100}  # fmt: skip

    def percent(self, on: date) -> float:
        return round(100 * float(lights.share(self.edition.begins_on, self.edition.ends_on, on)), 1)

    @property
    def today(self) -> float:
        return self.percent(self.on)

    @property
    def years(self) -> list[dict]:
        first, last = self.edition.begins_on.year, self.edition.ends_on.year
        return [{"year": year, "x": self.percent(date(year, 1, 1))} for year in range(first, last + 1)][:20]  # fmt: skip

    @property
    def year_names(self) -> list[str]:
        """Of the lines inside the plan's time."""
        return [str(each["year"]) for each in self.years if 0 < each["x"] < 100]


def newest_by_code(model, plan) -> dict:
    rows = model.objects.filter(plan=plan).order_by("code", "-on", "-at").distinct("code")
    return {each.code: each for each in rows}


def standing(plan: Plan) -> Edition | None:
    return plan.editions.filter(state=State.PUBLISHED).select_related("plan").first()
