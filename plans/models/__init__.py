from plans.models.course import Decision, IndicatorValue, Meeting, Progress, Recommendation, Review
from plans.models.edition import Activity, Edition, Indicator, Objective, Risk
from plans.models.plan import Plan

__all__ = [
    "Activity",
    "Decision",
    "Edition",
    "Indicator",
    "IndicatorValue",
    "Meeting",
    "Objective",
    "Plan",
    "Progress",
    "Recommendation",
    "Review",
    "Risk",
]
