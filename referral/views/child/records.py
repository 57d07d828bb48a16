"""What was written on the way of a child, with what stands behind it."""

from referral.access import DataClass
from referral.evidence_kinds import EvidenceKind
from referral.models import ChildStep, ContactCheck, Evidence
from referral.views.child.rights import CONFIRMS


def records(case, actor, rights):
    """The own organisation's steps, newest first, with what stands behind each."""
    steps = ChildStep.objects.filter(case=case).select_related("by", "confirmed_by")
    evidence = {row.pk: row for row in Evidence.objects.filter(case=case, gate__in=["G10", "G1"])}
    confirms = actor.role in CONFIRMS and rights.may_add(DataClass.EVIDENCE)
    return [
        {
            "step": one,
            "evidence": evidence.get(one.evidence),
            "behind": behind(evidence.get(one.evidence)),
            "may_confirm": confirms and not one.counts and str(one.by_id) != actor.user,
        }
        for one in steps.order_by("-written_at")
    ]


def behind(evidence):
    return dict(EvidenceKind.choices).get(evidence.kind, "") if evidence else ""


def checks(case):
    found = ContactCheck.objects.filter(case=case).select_related("by").order_by("-written_at")
    evidence = {row.pk: row for row in Evidence.objects.filter(case=case, gate="G10")}
    return [
        {
            "check": one,
            "evidence": evidence.get(one.evidence),
            "behind": behind(evidence.get(one.evidence)),
        }
        for one in found[:5]
    ]
