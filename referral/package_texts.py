"""How the content of a package part reads: labels and codes in the language of the reader."""

from datetime import date

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.codes import (
    EventType,
    ExploitationType,
    MethodOfControl,
    RecruitmentMethod,
    ServiceKind,
    SexualExploitationType,
)
from referral.access import DataClass
from referral.forms.legal import Asylum, ReflectionReason, Residence
from referral.forms.travel import Document, DocumentKind, Escort
from referral.models import Layer, Need, PlanGoal, SafetyFlag
from referral.packages import CHANGED, MODELS
from referral.stages import RiskLevel
from shell import formats

LISTS = {
    "recruitment": RecruitmentMethod,
    "control": MethodOfControl,
    "exploitation": ExploitationType,
    "sexual_exploitation": SexualExploitationType,
    "safety_flags": SafetyFlag,
    "risk_level": RiskLevel,
    "residence": Residence,
    "asylum": Asylum,
    "reflection_reason": ReflectionReason,
    "document": Document,
    "document_kind": DocumentKind,
    "escort": Escort,
}
COUNTRIES = {"citizenships", "exploitation_countries", "found_in", "country"}
PARTIAL_DATES = {"born", "decided_on"}
LABELS = {
    "child": _("Child"),
    "citizenships": _("Citizenship"),
    "found_in": _("Met in"),
    "third": _("Your country"),
    "languages": _("Languages"),
    "needs": _("Needs"),
    "goals": _("Plan"),
    "events": _("Countries and times"),
    "reference": _("Reference"),
    "reply_channel": _("Reach the person through"),
    "recruitment": _("How it began"),
    "control": _("Means of control"),
    "exploitation": _("Kind of exploitation"),
    "sexual_exploitation": _("Kind of sexual exploitation"),
    "exploitation_countries": _("Exploited in"),
    "safety_flags": _("Take care"),
    "identity_number": _("Number of an earlier document"),
    "risk_level": _("Risk level"),
}
ORDER = ["reference", "age_band", "gender", "child", "citizenships", "found_in", "languages"]


def rows(data_class: str, layer: str, content: dict) -> list[dict]:
    """`{label, text}` for one part, the same before sending, in the preview, and after, at the receiver."""
    names = sorted((n for n in content if n != CHANGED), key=lambda n: place_of(n)[0])
    found = [
        {"label": label_of(data_class, name), "text": text_of(data_class, name, content[name])}
        for name in names
    ]
    found = [row for row in found if row["text"]]
    if not found and layer == Layer.IDENTIFIED:
        return [{"label": DataClass(data_class).label, "text": gettext("Nothing recorded yet")}]
    return found


def place_of(name):
    return ORDER.index(name) if name in ORDER else len(ORDER), name


def differences(data_class: str, names: list, before: dict | None, after: dict) -> list[dict]:
    """`{label, before, after}` for each changed field. `before` is None where the old text is not there any more."""
    return [
        {
            "label": label_of(data_class, name),
            "before": None if before is None else told(data_class, name, before),
            "after": told(data_class, name, after),
        }
        for name in sorted(names, key=place_of)
    ]


def told(data_class, name, content):
    return text_of(data_class, name, content[name]) if name in content else ""


def label_of(data_class, name):
    if name in LABELS:
        return str(LABELS[name])
    label = str(MODELS[data_class]._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def text_of(data_class, name, value):
    special = SPECIAL.get(name)
    if special:
        return special(value)
    if name in COUNTRIES:
        return ", ".join(formats.country_name(code) for code in as_list(value))
    if name == "languages":
        return ", ".join(formats.language_name(code) for code in value)
    if name in PARTIAL_DATES:
        return formats.partial_date(value) or str(value)
    if name in LISTS:
        labels = dict(LISTS[name].choices)
        return ", ".join(str(labels.get(code, code)) for code in as_list(value))
    return plain_text(MODELS[data_class]._meta.get_field(name), value)


def plain_text(field, value):
    kind = field.get_internal_type()
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if kind == "DateTimeField":
        return date_format(localtime(parse_datetime(value)), "DATETIME_FORMAT")
    if kind == "DateField":
        return date_format(date.fromisoformat(value[:10]), "DATE_FORMAT")
    return str(value)


def as_list(value):
    return value if isinstance(value, list) else [value] if value else []


def needs_text(needs):
    services, levels = dict(ServiceKind.choices), dict(Need.Level.choices)
    return "\n".join(
        line(services.get(n["service"], n["service"]), levels.get(n["level"], ""), n.get("wish"))
        for n in needs
    )


def goals_text(goals):
    kinds, phases = dict(ServiceKind.choices), dict(PlanGoal.Phase.choices)
    return "\n".join(
        line(phases.get(g["phase"], ""), kinds.get(g["kind"], ""), g.get("goal"), g.get("step"))
        for g in goals
    )


def events_text(events):
    kinds = dict(EventType.choices)
    return "\n".join(
        line(
            kinds.get(e["kind"], e["kind"]),
            formats.country_name(e["country"]),
            formats.partial_date(e["happened_on"]),
        )
        for e in events
    )


def line(*pieces):
    return " · ".join(str(piece) for piece in pieces if piece)


INTERPRETER = {
    "needed": _("Interpreter needed"),
    "yes": _("Interpreter needed"),
    "no": _("No interpreter needed"),
    "not_needed": _("No interpreter needed"),
}
SPECIAL = {
    "needs": needs_text,
    "goals": goals_text,
    "events": events_text,
    "child": lambda value: gettext("Yes") if value else "",
    "third": lambda value: (
        gettext("A third country: not where the person was met") if value else ""
    ),
    "reference": str,
    "reply_channel": str,
    "interpreter": lambda value: str(INTERPRETER.get(value, "")),
}
