"""
What a package says, class by class. The preview, the frozen package and the receiver's page all come from here.

Allow-list: what is not named here never leaves. Names of exploiters, the person's own account and where the person stays
while another country is asked are named nowhere.
"""

import json
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from directory.codes import CHILD_BANDS, AgeBand
from referral.access import CROSSING, DataClass
from referral.ageing import came_of_age
from referral.models import (
    Account,
    Case,
    Health,
    Identity,
    Layer,
    Legal,
    Need,
    PlanGoal,
    Risk,
    Services,
    Summary,
    TraffickingEvent,
    Travel,
    Whereabouts,
)
from referral.stages import Outlook, ReferralKind, Side

MODELS = {
    DataClass.SUMMARY: Summary,
    DataClass.IDENTITY: Identity,
    DataClass.WHEREABOUTS: Whereabouts,
    DataClass.ACCOUNT: Account,
    DataClass.RISK: Risk,
    DataClass.HEALTH: Health,
    DataClass.LEGAL: Legal,
    DataClass.SERVICES: Services,
    DataClass.TRAVEL: Travel,
}
FIELDS = {
    DataClass.SUMMARY: "age_band gender citizenships languages interpreter safety_flags",
    DataClass.IDENTITY: "name_said name_on_documents born birth_place identity_number marital_status children education",
    DataClass.WHEREABOUTS: "safe_how safe_when pretext code_word never phone email address country",
    DataClass.ACCOUNT: "trafficking_status decision_body decided_on recruitment control exploitation industry"
    " sexual_exploitation exploitation_countries",
    DataClass.RISK: "level_staying level_returning assessed_on red_lines safety_plan",
    DataClass.HEALTH: "conditions medication allergies pregnancy care_needed travel_advice",
    DataClass.LEGAL: "residence permit_until asylum reflection_from reflection_to reflection_reason"
    " proceedings compensation advice",
    DataClass.SERVICES: "main_goal practical agreed_on review_on",
    DataClass.TRAVEL: "document document_kind document_until leaves_at arrives_at route escort greeter code_word"
    " first_night arrangements",
}
# Across a border: no place and no number by which the person can be found, no protection flag, nothing about asylum.
NOT_ABROAD = {
    DataClass.SUMMARY: {"safety_flags"},
    DataClass.WHEREABOUTS: {"safe_how", "phone", "email", "address", "country"},
    DataClass.LEGAL: {
        "asylum",
        "residence",
        "permit_until",
        "reflection_from",
        "reflection_to",
        "reflection_reason",
    },
}
# In the content of a part that corrects an earlier one: which of its fields differ from it.
CHANGED = "changed_fields"
FOR_A_DOCUMENT = ["name_on_documents", "name_said", "born", "birth_place", "identity_number"]
FOR_AN_AUTHORITY = ["name_said", "name_on_documents", "born", "birth_place"]


@dataclass(frozen=True)
class Part:
    """One class in one layer, as it would be sent: values and codes, no labels."""

    data_class: str
    layer: str
    content: dict

    def sealed_text(self) -> str:
        return json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))


def compose(case: Case, *, receiver, kind, classes) -> list[Part]:
    """All parts that would go to `receiver`, in the order of showing. The caller has checked consent and the right to read."""
    chosen = [c for c in CROSSING if c in classes]
    abroad = receiver.country != case.organisation.country
    if kind == ReferralKind.TRAVEL_DOCUMENT:
        return [for_a_document(case)] if DataClass.IDENTITY in chosen else []
    third = is_third(case, receiver)
    parts = [summary_part(case, data_class, kind, abroad, third) for data_class in chosen]
    identified = [c for c in chosen if c != DataClass.SUMMARY]
    parts += [
        Part(data_class, Layer.IDENTIFIED, content_of(case, data_class, kind, abroad))
        for data_class in identified
    ]
    return [part for part in parts if part]


def is_third(case, receiver) -> bool:
    """
    Neither where the person was found nor where a return would lead.

    Who goes back to a country of residence is no citizen there: while a return is wished, and nobody of a country of
    origin has been found, the first organisation abroad is the one it leads to.
    """
    own, country = case.summary.citizenships, receiver.country
    if country == case.journey.found_in or not own or country in own:
        return False
    held = case.journey.legs.filter(side=Side.ORIGIN, held_to=None)
    return case.journey.outlook != Outlook.RETURN or held.exclude(country=country).exists()


def summary_part(case, data_class, kind, abroad, third=False):
    """What this class shows before accepting; None when it shows nothing then."""
    if data_class == DataClass.SUMMARY:
        content = values(case.summary, names_for(data_class, abroad))
        content |= age_of(case, content)
        content["found_in"] = case.journey.found_in
        if third:
            content["third"] = True
        if kind != ReferralKind.INFORMATION:
            content["reference"] = case.journey.reference
        return Part(data_class, Layer.SUMMARY, content)
    if data_class == DataClass.SERVICES:
        needs = [{"service": n.service, "level": n.level} for n in needs_of(case)]
        return Part(data_class, Layer.SUMMARY, {"needs": needs})
    if data_class == DataClass.RISK:
        return Part(data_class, Layer.SUMMARY, {"risk_level": case.summary.risk_level})
    return None


def age_of(case, content) -> dict:
    """Who came of age is sent as an adult, also while the protection as a child goes on here."""
    if not came_of_age(case.journey_id):
        return {"child": case.journey.child}
    grown = content.get("age_band") in CHILD_BANDS
    return {"child": False, **({"age_band": AgeBand.FROM_18.value} if grown else {})}


def names_for(data_class, abroad):
    left_out = NOT_ABROAD.get(data_class, ()) if abroad else ()
    return [name for name in FIELDS[data_class].split() if name not in left_out]


def content_of(case, data_class, kind, abroad):
    names = names_for(data_class, abroad)
    if kind == ReferralKind.INFORMATION and data_class == DataClass.IDENTITY:
        names = FOR_AN_AUTHORITY
    content = values(MODELS[data_class].objects.filter(case=case).first(), names)
    if data_class == DataClass.WHEREABOUTS and abroad:
        content["reply_channel"] = case.organisation.name
    if data_class == DataClass.SERVICES:
        content["needs"] = [
            {"service": n.service, "level": n.level, "wish": n.wish} for n in needs_of(case)
        ]
        content["goals"] = [
            {"phase": g.phase, "kind": g.kind, "goal": g.goal, "step": g.step}
            for g in PlanGoal.objects.filter(case=case).order_by("written_at", "pk")
            if g.status not in {PlanGoal.Status.DONE, PlanGoal.Status.DROPPED}
        ]
    if data_class == DataClass.ACCOUNT:
        events = TraffickingEvent.objects.filter(case=case).order_by("happened_on", "pk")
        content["events"] = [
            {"kind": e.kind, "country": e.country, "happened_on": e.happened_on} for e in events
        ]
    return content


def needs_of(case):
    return Need.objects.filter(case=case).exclude(level=Need.Level.MET).order_by("service")


def for_a_document(case) -> Part:
    """What a consulate needs to issue a paper, and not one field more."""
    content = values(Identity.objects.filter(case=case).first(), FOR_A_DOCUMENT)
    if content.get("name_on_documents"):
        content.pop("name_said", None)
    content["citizenships"] = case.summary.citizenships
    return Part(DataClass.IDENTITY, Layer.IDENTIFIED, content)


def values(row, names) -> dict:
    """Filled fields only. Opening an encrypted one writes the read entry."""
    found = {name: getattr(row, name) for name in names} if row else {}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in found.items()
        if value not in ("", None, [])
    }


def changed_names(before: dict, after: dict) -> list[str]:
    """What was added, what reads otherwise, what was taken out."""
    names = (before.keys() | after.keys()) - {CHANGED}
    return sorted(name for name in names if before.get(name) != after.get(name))


def newest(parts: list, *, held: bool = False) -> list:
    """
    Of each class and layer the part of the latest package: a correction stands in the place of what it corrects.

    `held`: with what waits for its second signature.
    """
    found = {}
    for part in sorted(parts, key=lambda p: p.package.number):
        if part.package.held and (not held or part.recalled_at):
            continue
        found[part.data_class, part.layer] = part
    return list(found.values())


NEVER = _("Story in the person’s own words, names of exploiters")
