"""From the needs assessment to the list of needs and to goals: which area asks for which service. Pure."""

from collections.abc import Iterator

from directory.codes import ServiceKind
from instruments.definition import NO, Answers, Definition
from instruments.needs import LEVELS, needed_now, ranked
from referral.models import Need

SERVICE_OF_AREA = {
    "housing": ServiceKind.HOUSING,
    "health": ServiceKind.HEALTH,
    "mind": ServiceKind.PSYCHOLOGICAL,
    "papers": ServiceKind.DOCUMENTS,
    "law": ServiceKind.LEGAL,
    "work": ServiceKind.WORK,
    "learning": ServiceKind.EDUCATION,
    "family": ServiceKind.FAMILY,
    "money": ServiceKind.FINANCIAL,
}
# What the first three days ask for. The rest of them is a task, not a service.
SERVICE_NOW = {
    "food": ServiceKind.MATERIAL_AID,
    "clothes": ServiceKind.MATERIAL_AID,
    "sleep": ServiceKind.HOUSING,
    "safe_now": ServiceKind.HOUSING,
    "doctor": ServiceKind.HEALTH,
    "medicine_now": ServiceKind.HEALTH,
    "language": ServiceKind.INTERPRETATION,
    "children_here": ServiceKind.CHILDCARE,
    "papers_held": ServiceKind.DOCUMENTS,
}
TASK_NOW = {"suicide", "call", "pregnant"}
WHEN = {"urgent": Need.Level.NOW, "medium": Need.Level.SOON, "low": Need.Level.LATER}


def needs_of(definition: Definition, answers: Answers) -> Iterator[tuple[ServiceKind, str, str]]:
    """(service, level, wish), each service once: what is needed now wins. What is not wanted is left out."""
    found: dict[ServiceKind, tuple[str, str]] = {}
    for need in ranked(definition, answers):
        service = SERVICE_OF_AREA.get(need.area)
        if service and need.wanted != NO:
            found.setdefault(service, (WHEN[need.level], need.wish))
    for question in needed_now(definition, answers):
        if service := SERVICE_NOW.get(question.code):
            found[service] = (Need.Level.NOW, found.get(service, ("", ""))[1])
    for service, (level, wish) in found.items():
        yield service, level, wish


def met(definition: Definition, answers: Answers) -> list[ServiceKind]:
    """Services whose area was looked at and needs nothing now."""
    quiet = {area for area in SERVICE_OF_AREA if answers.get(f"{area}_level") == "none"}
    return [SERVICE_OF_AREA[area] for area in SERVICE_OF_AREA if area in quiet]


def tasks_of(definition: Definition, answers: Answers) -> list[str]:
    """What is urgent and no service of the list, in words."""
    now = [str(one.text) for one in needed_now(definition, answers) if one.code in TASK_NOW]
    areas = [
        one.title
        for one in ranked(definition, answers)
        if one.area not in SERVICE_OF_AREA and LEVELS[one.level] == 3 and one.wanted != NO
    ]
    return [*now, *areas]
