"""The sample that ships: an invented country, which each of its pages says. Loaded once, and mended when the file changes."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from plans.models import (
    Decision,
    Edition,
    IndicatorValue,
    Meeting,
    Plan,
    Progress,
    Recommendation,
    Review,
)
from plans.sheets import SHEETS
from plans.words import State
from plans.writing import RELATED

FOLDER = Path(__file__).parent / "seed"
COURSE = {"progress": Progress, "values": IndicatorValue, "reviews": Review, "recommendations": Recommendation}  # fmt: skip


@transaction.atomic
def load(folder: Path = FOLDER) -> int:
    """How many plans were written. What nobody changed in the file is not touched."""
    return sum(
        place(tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml"))
    )


def place(raw: dict) -> int:
    plan, _is_new = Plan.objects.get_or_create(
        slug=raw["slug"], defaults={"country": "ZZ", "is_invented": True}
    )
    if not plan.is_invented or plan.editions.filter(number=raw["number"]).exists():
        return 0
    plan.editions.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    for number, content in enumerate(raw["editions"], raw["number"] - len(raw["editions"]) + 1):
        write(plan, number, content, is_last=number == raw["number"])
    tell(plan, raw)
    return 1


def write(plan, number, content, *, is_last):
    edition = Edition.objects.create(
        plan=plan,
        number=number,
        state=State.PUBLISHED if is_last else State.SUPERSEDED,
        published_at=content.get("published_at") or timezone.now(),
        **content["plan"],
    )
    for name, (model, _columns) in SHEETS.items():
        rows = content.get(RELATED[name], [])
        model.objects.bulk_create(
            model(edition=edition, place=place, **row) for place, row in enumerate(rows)
        )


def tell(plan, raw):
    for name, model in COURSE.items():
        model.objects.bulk_create(model(plan=plan, **row) for row in raw.get(name, []))
    for row in raw.get("meetings", []):
        decisions = row.pop("decisions", [])
        meeting = Meeting.objects.create(plan=plan, **row)
        Decision.objects.bulk_create(
            Decision(meeting=meeting, place=place, **each) for place, each in enumerate(decisions)
        )
