"""One row of the standard to one journey and case, as the acting membership. Consent is "not recorded": nothing may be sent."""

import datetime

from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from directory.codes import SUPPORT_PLAN_TYPE, AgeBand, Gender, age_band, may_be_child
from exchange.htcds.fields import FIELDS
from referral.actions.open import open_contact
from referral.models import (
    Account,
    Case,
    Consent,
    Identity,
    Journey,
    Note,
    PlanGoal,
    TraffickingEvent,
    Whereabouts,
)
from referral.stages import CaseStatus, JourneyStatus, Stage

STATUS = {
    "Active": (CaseStatus.ASSESSMENT, Stage.ASSISTANCE),
    "FollowUp": (CaseStatus.REINTEGRATION, Stage.REINTEGRATION),
    "Closed": (CaseStatus.CLOSED_OTHER, Stage.CLOSED),
    "ClosedReferred": (CaseStatus.CLOSED_REFERRED_ELSEWHERE, Stage.CLOSED),
}
SERVICE_OF = {theirs.value: ours.value for ours, theirs in SUPPORT_PLAN_TYPE.items()}


def place(values, model):
    """{attribute: value} of what goes to one model; lists of several fields are joined."""
    found = {}
    for name, value in values.items():
        where, _dot, attribute = FIELDS[name].place.partition(".")
        if where != model:
            continue
        if attribute == "languages":
            found.setdefault(attribute, []).append(value)
        elif attribute == "phone" and attribute in found:
            found[attribute] += f"; {value}"
        else:
            found[attribute] = value
    return found


def write_person(values) -> Case:
    summary = place(values, "summary")
    summary.setdefault("gender", Gender.UNKNOWN)
    summary["age_band"] = band_of(values.get("prs_Birthdate"))
    child = summary["age_band"] != AgeBand.UNKNOWN and may_be_child(summary["age_band"])
    case = open_contact(summary=summary, child=child)
    write_classes(case, values)
    write_not_recorded(case)
    write_note(case, values)
    move(case, values)
    record("htcds.imported", target=case.pk)
    return case


def band_of(born):
    """From a birth date as precise as it is; a year or month alone is taken late, in doubt for the child."""
    if not born:
        return AgeBand.UNKNOWN
    last = datetime.date.fromisoformat(born + {4: "-12-28", 7: "-28"}.get(len(born), ""))
    today = timezone.localdate()
    years = today.year - last.year - ((today.month, today.day) < (last.month, last.day))
    return age_band(max(years, 0))


def write_classes(case, values):
    name = place(values, "name")
    full = " ".join(name[part] for part in ("first", "middle", "second") if part in name)
    identity = place(values, "identity")
    if full or identity:
        Identity(case=case, name_on_documents=full, **identity).save(force_insert=True)
    where, address = place(values, "whereabouts"), place(values, "address")
    if where or address:
        lines = "\n".join(address[key] for key in sorted(address))
        Whereabouts(case=case, address=lines, **where).save(force_insert=True)
    if account := place(values, "account"):
        Account(case=case, **account).save(force_insert=True)
    if event := place(values, "event"):
        TraffickingEvent(case=case, **event).save(force_insert=True)
    if goal := place(values, "goal"):
        goal["kind"] = SERVICE_OF[goal["kind"]]
        PlanGoal(case=case, **{k: v for k, v in goal.items() if whole_day(k, v)}).save(
            force_insert=True
        )


def whole_day(attribute, value):
    """A plan's dates are days; a month or a year alone stays out of them (it is in the note)."""
    return not attribute.endswith("_on") or len(value) == 10


def write_not_recorded(case):
    Consent(
        case=case,
        given_by=Consent.GivenBy.NOT_RECORDED,
        how=Consent.How.IMPORTED,
        language="",
        text_version="",
        assent=Consent.Assent.NOT_ASKED,
        by_id=current_actor().user,
    ).save(force_insert=True)


def write_note(case, values):
    """What has no field here is kept word for word under its name in the standard."""
    lines = [f"{name}: {value}" for name, value in values.items() if is_for_the_note(name, value)]
    if lines:
        Note(
            case=case, data_class="services", text="\n".join(lines), by_id=current_actor().user
        ).save(force_insert=True)


def is_for_the_note(name, value):
    where, _dot, attribute = FIELDS[name].place.partition(".")
    return where in {"note", "consent"} or (where == "goal" and not whole_day(attribute, value))


def move(case, values):
    """Last, because each later stage lets write less."""
    status, stage = STATUS.get(values.get("cas_Status"), (CaseStatus.NEW, Stage.IDENTIFICATION))
    if values.get("prs_Deceased"):
        status, stage = CaseStatus.CLOSED_DECEASED, Stage.CLOSED
    closed_at = timezone.now() if stage == Stage.CLOSED else None
    Journey.objects.filter(pk=case.journey_id).update(
        stage=stage,
        closed_at=closed_at,
        status=JourneyStatus.CLOSED if closed_at else JourneyStatus.ACTIVE,
    )
    Case.objects.filter(pk=case.pk).update(status=status, stage=stage, closed_at=closed_at)
