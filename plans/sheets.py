"""The log-frame as a workbook: its sheets, their columns, and which cells nobody may leave empty."""

from plans.models import Activity, Indicator, Objective, Risk
from plans.words import Figure, Kind, Level, Pillar, Stage

PLAN = "Plan"
PLAN_ROWS = ("plan", "title", "country", "language", "begins", "ends", "stage", "body", "legal_basis", "vision")  # fmt: skip
PLAN_NEEDED = ("title", "country", "begins", "ends")
# Column of the sheet → field of the row.
SHEETS = {
    "Objectives": (
        Objective,
        {"code": "code", "pillar": "pillar", "under": "parent", "objective": "title"},
    ),
    "Activities": (
        Activity,
        {
            **{"code": "code", "objective": "objective", "activity": "title", "lead": "lead"},
            **{"partners": "partners", "begins": "begins_on", "ends": "ends_on"},
            **{"budget": "budget", "currency": "currency", "funding": "funding"},
        },
    ),
    "Indicators": (
        Indicator,
        {
            **{"code": "code", "objective": "objective", "indicator": "title", "type": "kind"},
            **{"unit": "unit", "baseline": "baseline", "baseline_year": "baseline_year"},
            **{"target": "target", "target_year": "target_year", "frequency": "frequency"},
            **{"source": "source", "figure": "figure"},
        },
    ),
    "Risks": (Risk, {"code": "code", "risk": "title", "level": "level", "answer": "answer"}),
}
NEEDED = {
    "Objectives": ("code", "objective"),
    "Activities": ("code", "objective", "activity", "lead"),
    "Indicators": ("code", "objective", "indicator"),
    "Risks": ("code", "risk"),
}
WORDS = {"pillar": Pillar, "type": Kind, "level": Level, "stage": Stage, "figure": Figure}
DATES = {"begins", "ends"}
NUMBERS = {"budget", "baseline", "target"}
YEARS = {"baseline_year", "target_year"}


def is_code(sheet, column) -> bool:
    """In a line of another sheet `objective` names one; in its own it is the title."""
    return sheet != PLAN and (
        column in ("code", "under") or (column == "objective" and sheet != "Objectives")
    )
