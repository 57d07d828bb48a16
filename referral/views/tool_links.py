"""Tools that belong to a page of the case: what each said last, and where it goes on."""

from django.urls import reverse

from instruments.scoring import score
from instruments.shelf import load
from referral.models import Assessment
from referral.tools import answers_of, definition_of


def last_of(case, instrument, rights, *, decided=False) -> Assessment | None:
    """The newest use of the tool that this role may read."""
    found = Assessment.objects.filter(case=case, instrument=instrument, data_class__in=rights.reads)
    if decided:
        found = found.filter(finished_at__isnull=False).exclude(decision="")
    return found.order_by("-began_at").first()


def tool_link(case, instrument, rights) -> dict | None:
    """A line for the page, or nothing where this role does not use the tool."""
    tool = load(instrument)
    if not rights.may_add(tool.data_class):
        return None
    reference = case.journey.reference
    line = {"tool": tool, "url": reverse("case_tool", args=[reference, instrument]), "result": None}
    last = last_of(case, instrument, rights)
    if last is None:
        return line
    try:
        definition = definition_of(last)
    except LookupError:
        return line
    return line | {
        "on": last.finished_at or last.began_at,
        "result": score(definition, answers_of(last, definition, rights.reads)),
        "detail": reverse("assessment_detail", args=[reference, last.pk]),
    }


def tool_links(case, instruments, rights) -> list[dict]:
    return [line for one in instruments if (line := tool_link(case, one, rights))]
