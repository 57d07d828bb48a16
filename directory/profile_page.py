"""
The parts of a profile that look the same to everybody of one language, made once for each state of the directory.

The directory holds no personal data. Whoever publishes, verifies or changes an organisation changes the revision.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import figures, indicators
from directory.codes import service_labels
from directory.countries import country
from directory.languages import language_name
from directory.models import Contact, Fact
from directory.organisations import receiving
from directory.profile import Profile, profile_of
from directory.topics import Section
from directory.values import Shown

KEPT = 128  # pages in the memory of one process, about 150 kB each
YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Receiving:
    """An organisation of this installation as it describes itself, comparable."""

    name: str
    kind: str
    city: str
    services: tuple[str, ...]
    languages: tuple[str, ...]
    places_free: int | None
    verified_on: date | None

    def service_names(self):
        return service_labels(self.services)

    def language_names(self):
        return [language_name(code) for code in self.languages]


@dataclass(frozen=True)
class Page:
    """Rendered parts, ready for everybody."""

    main: str
    aside: str
    badges: list[dict]


def receiving_in(iso2: str) -> tuple[Receiving, ...]:
    return tuple(
        Receiving(
            name=organisation.name,
            kind=str(organisation.get_kind_display()),
            city=organisation.city,
            services=tuple(organisation.services),
            languages=tuple(organisation.languages),
            places_free=organisation.places_free,
            verified_on=organisation.verified_on,
        )
        for organisation in receiving().filter(country=iso2).order_by("name")
    )


def revision_of(iso2: str) -> tuple:
    """Changes with every fact that is published or taken away, every contact and every check."""
    facts = Fact.objects.published().of(iso2)
    contacts = Contact.objects.published().filter(Q(country=iso2) | Q(represents=iso2))
    changed = {
        "number": Count("id"),
        "published": Max("published_at"),
        "drafted": Max("drafted_at"),
    }
    checks = {
        "verified": Max("verified_on"),
        "trusted": Count("verified_on"),
        "wrong": Count("id", filter=Q(is_wrong=True)),
    }
    of_facts = facts.aggregate(**changed)
    of_contacts = contacts.aggregate(**changed, **checks)
    return (*of_facts.values(), *of_contacts.values())


@lru_cache(maxsize=KEPT)
def page_of(
    iso2: str,
    language: str,
    today: date,
    revision: tuple,
    organisations: tuple[Receiving, ...],
    may: frozenset,
) -> Page:
    """
    In the active language: `language` and `revision` only say which text and which state it is.
    `may` holds what the reader's role is offered on the page: draft, verify, ask.
    """
    profile = profile_of(country(iso2), today)
    context = {
        "profile": profile,
        "country": profile.country,
        "organisations": organisations,
        "places_free": places_free(organisations),
        "may_draft": "draft" in may,
        "may_verify": "verify" in may,
        "may_ask": "ask" in may,
        "code": iso2.lower(),
        **sections(profile),
        **charts(profile),
    }
    return Page(
        main=mark_safe(render_to_string("directory/country_body.html", context)),  # noqa: S308 -- our own template
        aside=mark_safe(render_to_string("directory/country_aside.html", context)),  # noqa: S308
        badges=badges(profile),
    )


def places_free(organisations) -> int | None:
    """None where nobody says."""
    said = [each.places_free for each in organisations if each.places_free is not None]
    return sum(said) if said else None


def sections(profile: Profile) -> dict:
    rows = {section.value: profile.rows(section) for section in Section}
    return {**rows, "identifies": profile.of("identifies")}


def charts(profile: Profile) -> dict:
    detected = profile.drawn("detected")
    latest = max(detected, key=lambda each: each.fact.year, default=None)
    tables = {
        topic: [figures.by_country(each) for each in profile.of(topic)]
        for topic in ("detected_citizenship", "detected_abroad", "corridor_to", "corridor_from")
    }
    return {
        "tiers": figures.tier_chart(profile.drawn("tier")),
        "detected": figures.detected_chart(detected),
        "forms": figures.breakdown(latest, figures.FORMS) if latest else None,
        "people": figures.people_of(latest) if latest else None,
        "tables": tables,
        "signs": [indicators.PROTECTION, indicators.VISA],
        "do": indicators.DO,
        "do_not_general": indicators.DO_NOT,
    }


def badges(profile: Profile) -> list[dict]:
    found = [mechanism(profile.of("nrm")), plan(profile.of("nap"), profile.today.year)]
    if profile.to_recheck:
        text = ngettext(
            "%(number)d section to re-check", "%(number)d sections to re-check", profile.to_recheck
        )
        found.append(badge("due", text % {"number": profile.to_recheck}, "clock"))
    return found


def badge(tone, text, icon) -> dict:
    return {"tone": tone, "text": text, "icon": icon}


def mechanism(facts: list[Shown]) -> dict:
    """Only a plain yes or no of a source makes a plain badge."""
    said = {each.fact.yes for each in facts if each.fact.yes is not None}
    if said == {True}:
        return badge("ok", _("National referral mechanism"), "check")
    if said == {False}:
        return badge("", _("No national referral mechanism"), "dash")
    if said:
        return badge("due", _("National referral mechanism: sources differ"), "question")
    if facts:
        return badge("plain", _("National referral mechanism: see what the source says"), "")
    return badge("", _("National referral mechanism: not found"), "dash")


def plan(facts: list[Shown], this_year: int) -> dict:
    """The years stand in the words of the source; a plan that ended is not called a plan in force."""
    years = sorted({year for each in facts for year in _years(each)})
    if not facts:
        return badge("", _("Action plan: not found"), "dash")
    if not years:
        return badge("plain", _("Action plan: see what the source says"), "")
    latest = max(facts, key=lambda each: max([*_years(each), 0]))
    span = {"years": figures.span(_years(latest))}
    if years[-1] >= this_year:
        return badge("ok", _("Action plan %(years)s") % span, "nap")
    return badge("due", _("Last action plan found: %(years)s") % span, "nap")


def _years(each: Shown) -> list[int]:
    return [int(year) for year in YEAR.findall(each.value)]
