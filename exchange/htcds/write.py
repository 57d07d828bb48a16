"""Rows of the standard to journeys and cases, as the acting membership. Consent is "not recorded": nothing may be sent."""

import datetime

from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from directory.codes import SUPPORT_PLAN_TYPE, AgeBand, Gender, age_band, may_be_child
from exchange.htcds.fields import FIELDS
from referral.actions.open import open_contacts
from referral.keys import make_keys
from referral.known import keep_keys
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
COMMENT = "cco_CaseComment"
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


def write_people(everybody) -> list[Case]:
    """
    The cases in the order of the people (`htcds.together`). Many at once, in a handful of statements: the row security of a table is asked once a statement, not once a person.

    All are written in the first stage and moved last, because each later stage lets write less.
    """
    opened = open_contacts([opening(values) for values in everybody])
    rows = [
        row
        for case, values in zip(opened, everybody, strict=True)
        for row in rows_of_person(case, values)
    ]
    make_keys(rows)
    for model in (Identity, Whereabouts, Account, TraffickingEvent, PlanGoal, Consent, Note):
        model.objects.bulk_create([row for row in rows if type(row) is model])
    for row in rows:
        if type(row) is Identity:
            keep_keys(row)  # many at once do not pass through `save`
    for case in opened:
        record("htcds.imported", target=case.pk)
    move(opened, everybody)
    return opened


def opening(values):
    summary = place(values, "summary")
    summary.setdefault("gender", Gender.UNKNOWN)
    summary["age_band"] = band_of(values.get("prs_Birthdate"))
    child = summary["age_band"] != AgeBand.UNKNOWN and may_be_child(summary["age_band"])
    return summary, child


def band_of(born):
    """From a birth date as precise as it is; a year or month alone is taken late, in doubt for the child."""
    if not born:
        return AgeBand.UNKNOWN
    last = datetime.date.fromisoformat(born + {4: "-12-28", 7: "-28"}.get(len(born), ""))
    today = timezone.localdate()
    years = today.year - last.year - ((today.month, today.day) < (last.month, last.day))
    return age_band(max(years, 0))


def names_in(values) -> tuple[str, str]:
    """(name, birth date) as they would be written."""
    return full_name(values), values.get("prs_Birthdate", "")


def full_name(values):
    name = place(values, "name")
    return " ".join(name[part] for part in ("first", "middle", "second") if part in name)


def rows_of_person(case, values):
    full, identity = full_name(values), place(values, "identity")
    if full or identity:
        yield Identity(case=case, name_on_documents=full, **identity)
    where, address = place(values, "whereabouts"), place(values, "address")
    if where or address:
        lines = "\n".join(address[key] for key in sorted(address))
        yield Whereabouts(case=case, address=lines, **where)
    if account := place(values, "account"):
        yield Account(case=case, **account)
    for each in values.all:
        if event := place(each, "event"):
            yield TraffickingEvent(case=case, **event)
        if goal := place(each, "goal"):
            goal["kind"] = SERVICE_OF[goal["kind"]]
            yield PlanGoal(case=case, **{k: v for k, v in goal.items() if whole_day(k, v)})
        yield from notes(case, each)
    yield not_recorded(case)


def whole_day(attribute, value):
    """A plan's dates are days; a month or a year alone stays out of them (it is in the note)."""
    return not attribute.endswith("_on") or len(value) == 10


def not_recorded(case):
    return Consent(
        case=case,
        given_by=Consent.GivenBy.NOT_RECORDED,
        how=Consent.How.IMPORTED,
        language="",
        text_version="",
        assent=Consent.Assent.NOT_ASKED,
        by_id=current_actor().user,
    )


def notes(case, values):
    """A comment is a note. What has no field here is kept word for word under its name in the standard."""
    lines = [
        f"{name}: {value}"
        for name, value in values.items()
        if is_for_the_note(name, value) and name != COMMENT
    ]
    for text in (values.get(COMMENT), "\n".join(lines)):
        if text:
            yield Note(case=case, data_class="services", text=text, by_id=current_actor().user)


def is_for_the_note(name, value):
    where, _dot, attribute = FIELDS[name].place.partition(".")
    return where in {"note", "consent"} or (where == "goal" and not whole_day(attribute, value))


def move(cases, everybody):
    """Groups of those who stand at the same place."""
    groups = {}
    for case, values in zip(cases, everybody, strict=True):
        groups.setdefault(stands_at(values), []).append(case)
    for (status, stage), group in groups.items():
        closed_at = timezone.now() if stage == Stage.CLOSED else None
        journeys = [case.journey_id for case in group]
        Journey.objects.filter(pk__in=journeys).update(
            stage=stage,
            closed_at=closed_at,
            status=JourneyStatus.CLOSED if closed_at else JourneyStatus.ACTIVE,
        )
        Case.objects.filter(pk__in=[case.pk for case in group]).update(
            status=status, stage=stage, closed_at=closed_at
        )


def stands_at(values):
    if values.get("prs_Deceased"):
        return CaseStatus.CLOSED_DECEASED, Stage.CLOSED
    return STATUS.get(values.get("cas_Status"), (CaseStatus.NEW, Stage.IDENTIFICATION))
