"""The form that proves a step: filled in before it, and what it says taken over."""

from django.utils import timezone
from django.utils.translation import gettext as _

from referral.access import DataClass
from referral.forms.assessment import AGREE
from referral.forms.child_order import BEHIND, RESULTS
from referral.models import ChildStep
from referral.tools import answers_of, definition_of
from referral.views.tool_links import last_of

TOOL_OF_KIND = {ChildStep.Kind.ASSESSMENT: "bia", ChildStep.Kind.FAMILY: "family"}
KIND_OF_TOOL = {tool: kind for kind, tool in TOOL_OF_KIND.items()}


def may_fill(case, rights, tool) -> bool:
    """The form comes before the step that it proves; once it is decided, the step is recorded from it."""
    return rights.may_write(DataClass.RISK) and behind_step(case, rights, tool) is None


def behind_step(case, rights, tool):
    """The decided form that no step was recorded from yet."""
    found = last_of(case, tool, rights, decided=True)
    steps = ChildStep.objects.filter(case=case, kind=KIND_OF_TOOL.get(tool, ""))
    newest = steps.order_by("-written_at").values_list("written_at", flat=True).first()
    return None if found is None or (newest and newest > found.finished_at) else found


def from_the_form(case, rights, kind) -> dict:
    """What the form already says: nothing is asked twice, and whoever records it can change each answer."""
    tool = TOOL_OF_KIND.get(kind)
    found = behind_step(case, rights, tool) if tool else None
    if found is None:
        return {}
    answers = answers_of(found, definition_of(found), rights.reads)
    results = {one.value for one in RESULTS[kind]}
    return {
        "result": found.proposal if found.proposal in results and found.decision == AGREE else None,
        "heard": answers.get("heard"),
        "kind": BEHIND[kind][0],
        "issuer": case.organisation.name,
        "dated_on": timezone.localtime(found.finished_at).date(),
        "text": found.reasons,
        "lies_at": _("Form in this case"),
    }
