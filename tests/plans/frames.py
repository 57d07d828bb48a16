"""Log-frames for tests."""

import io

import openpyxl

PLAN = {
    "title": "A plan for the coast",
    "country": "IT",
    "begins": "2026-01-01",
    "ends": "2028-12-31",
    "stage": "adopted",
}
OBJECTIVES = [
    ["code", "pillar", "under", "objective"],
    ["1", "protection", None, "Everybody is noticed"],
    [1.1, None, "1", "In harbours, too"],
]
ACTIVITIES = [
    ["code", "objective", "activity", "lead", "begins", "ends", "budget", "currency"],
    ["1.1.1", "1.1", "Train the harbour office", "Coast guard", "2026-02-01", "2026-12-31", 5000, "EUR"],
]  # fmt: skip
INDICATORS = [
    ["code", "objective", "indicator", "type", "baseline", "target", "target_year"],
    ["I1", 1, "People trained", "output", 0, 100, 2028],
]


def frame(plan=PLAN, objectives=OBJECTIVES, activities=ACTIVITIES, indicators=INDICATORS) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Plan"
    for row in plan.items():
        book.active.append(list(row))
    for name, rows in [("Objectives", objectives), ("Activities", activities), ("Indicators", indicators)]:  # fmt: skip
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FIVE_MISTAKES = {
    "plan": {**PLAN, "ends": "the end of 2028"},
    "objectives": [*OBJECTIVES, ["1", "protection", None, "The same code again"]],
    "activities": [
        *ACTIVITIES,
        ["1.1.2", "9", "Under an objective that is not there", "Coast guard", None, None, None, None],
        ["1.1.3", "1.1", "Without anybody who leads", None, None, None, None, None],
    ],
    "indicators": [*INDICATORS, ["I2", "1", "A word that nobody knows", "dream", None, None, None]],
}  # fmt: skip
