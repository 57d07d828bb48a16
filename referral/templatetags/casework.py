"""The heading that every page of a case shares."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.languages import language_name
from referral.access import DataClass, may_add
from referral.ageing import came_of_age
from referral.models import SafetyFlag
from referral.person_line import gender_word, person_line
from referral.stages import CaseStatus, RiskLevel
from shell.formats import country_name
from shell.templatetags.desk import page_url

register = template.Library()
register.filter("person_line", person_line)
register.filter("gender_word", gender_word)

TABS = [
    ("overview", "case_overview"),
    ("assessments", "case_assessments"),
    ("plan", "case_plan"),
    ("record", "case_record"),
    ("referrals", "case_referrals"),
    ("consent", "case_consent"),
    ("gates", "case_gates"),
    ("history", "case_history"),
]
RISK_TONE = {RiskLevel.HIGH: "due", RiskLevel.EXTREME: "late"}


def tab_labels():
    return {
        "overview": _("Overview"),
        "assessments": _("Assessments"),
        "plan": _("Plan"),
        "record": _("Record"),
        "referrals": _("Referrals"),
        "consent": _("Consent and access"),
        "gates": _("Gates"),
        "history": _("History"),
    }


@register.simple_tag(takes_context=True)
def case_bar(context, case, summary, tab):
    """The input of `ui/identity_bar.html`. A name only where this page put one into `name_said`."""
    reference, labels = case.journey.reference, tab_labels()
    grown = case.journey.child and came_of_age(case.journey_id)
    places = [(code, page_url(name, reference)) for code, name in TABS]
    return {
        "reference": reference,
        "badges": [*_locked(case), *_badges(case, summary, grown)],
        "facts": list(_facts(case, summary, grown, context.get("name_said", ""))),
        "actions": list(_actions(context["request"].actor, case)),
        "subnav": [
            {"url": url, "label": labels[code], "current": code == tab}
            for code, url in places
            if url
        ],
    }


def _locked(case):
    """Why the case is open to fewer people than others."""
    if case.is_protected:
        yield {"tone": "late", "text": _("Protected: named people only"), "icon": "lock"}
    if case.is_missing:
        yield {"tone": "late", "text": _("Cannot be reached: open to few"), "icon": "lock"}


def _badges(case, summary, grown):
    if main := getattr(case, "main_reference", None):
        yield {"tone": "due", "text": _("Read under %(file)s") % {"file": main}, "icon": "link"}
    yield {"tone": "info", "text": CaseStatus(case.status).label}
    if grown:
        yield {"tone": "info", "text": _("Adult now, still protected as a child"), "icon": "shield"}
    elif case.journey.child:
        yield {"tone": "due", "text": _("Child, or may be"), "icon": "shield"}
    if summary and summary.risk_level:
        label = RiskLevel(summary.risk_level).label
        text = _("Risk: %(level)s") % {"level": label}
        yield {"tone": RISK_TONE.get(summary.risk_level, ""), "text": text, "icon": "warn"}


def _facts(case, summary, grown, name):
    if name:
        yield {"icon": "key", "text": name}
    if summary:
        yield {"icon": "user", "text": person_line(summary, grown)}
    met = _("Met in %(country)s") % {"country": country_name(case.journey.found_in)}
    yield {"icon": "pin", "text": met}
    if summary and summary.languages:
        yield {"icon": "lang", "text": _spoken(summary)}
    held = _("%(person)s, %(organisation)s")
    names = {"person": case.lead.short_name, "organisation": case.organisation.name}
    yield {"icon": "case", "text": held % names}
    for flag in summary.safety_flags if summary else []:
        yield {"icon": "warn", "text": str(SafetyFlag(flag).label)}


def _spoken(summary):
    languages = ", ".join(language_name(code) for code in summary.languages)
    if summary.interpreter == "needed":
        return _("%(languages)s; interpreter needed") % {"languages": languages}
    return languages


def _actions(actor, case):
    reference = case.journey.reference
    if url := page_url("case_note_new", reference):
        yield {"url": url, "label": _("Add note"), "icon": "pen", "key": "a"}
    url = page_url("refer", reference)
    if url and may_add(actor.role, DataClass.REFERRAL, case.side, case.stage):
        yield {"url": url, "label": _("Refer"), "icon": "send", "key": "r"}


MOST_DRAWN = 500
drawn = {}


@register.simple_tag
def country_card(rules, other):
    """What applies here, in one piece where the case has nothing of its own in it. `other`: the country that the journey leads to."""
    if not rules:
        return ""
    if rules.has_a_day:
        return drawn_card(rules, other)
    return drawn_once(("card", other), rules, lambda: drawn_card(rules, other))


def drawn_card(rules, other):
    return render_to_string("referral/_country_rules.html", {"rules": rules, "other": other})


@register.simple_tag
def of_the_directory(template, rules):
    """A part of the card that holds what the directory says, and nothing of a case."""
    return drawn_once(
        (template,),
        rules,
        lambda: render_to_string(
            template, {"rules": rules, "told": rules.told, "origin": rules.origin, "brief": True}
        ),
    )


def drawn_once(what, rules, draw):
    """Drawn once for all cases to which the same rows of the directory apply, in a language and on a day."""
    key = (*what, get_language(), timezone.localdate(), rules.drawn_from)
    found = drawn.get(key)  # held here: another thread may forget all of them at any moment
    if found is None:
        if len(drawn) >= MOST_DRAWN:
            drawn.clear()
        found = drawn[key] = draw()
    return found
