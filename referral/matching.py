"""How well an organisation fits what is asked, from its own profile."""

from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from accounts.models import Organisation, Taker
from directory.codes import CHILD_BANDS, Gender, service_labels
from shell.formats import language_name

TAKES = {
    Gender.FEMININE: Taker.WOMEN,
    Gender.MASCULINE: Taker.MEN,
    Gender.TRANSGENDER_FEMININE: Taker.TRANS,
    Gender.TRANSGENDER_MASCULINE: Taker.TRANS,
    Gender.NON_CONFORMING: Taker.TRANS,
}


@dataclass(frozen=True)
class Wanted:
    services: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    taker: str = ""
    birth: bool = False  # a place for pregnant women and newborns, as the person agreed


def wanted_for(summary: dict, services) -> Wanted:
    """`summary`: the values of a case's summary, or of the summary in a package."""
    child = summary.get("child") or summary.get("age_band") in CHILD_BANDS
    taker = Taker.CHILDREN if child else TAKES.get(summary.get("gender"), "")
    birth = "pregnant" in (summary.get("safety_flags") or [])
    return Wanted(sorted(set(services)), list(summary.get("languages") or []), taker, birth)


def matched(organisation: Organisation, wanted: Wanted) -> list[str]:
    return [service for service in wanted.services if service in organisation.services]


def points(organisation, wanted):
    return (
        10 * len(matched(organisation, wanted))
        + 4 * (not organisation.takes or wanted.taker in organisation.takes)
        + 2 * bool(set(organisation.languages) & set(wanted.languages))
        + 6 * (wanted.birth and takes_births(organisation))
        + (1 if organisation.places_free else 0)
    )


def takes_births(organisation) -> bool:
    return Taker.PREGNANT in organisation.takes


def ranked(organisations, wanted: Wanted) -> list[Organisation]:
    return sorted(organisations, key=lambda one: (-points(one, wanted), one.name))


def facts(organisation) -> list[str]:
    labels = dict(Taker.choices)
    found = [str(labels.get(taker, taker)) for taker in organisation.takes]
    if not organisation.has_account:
        found.append(gettext("No account here: by link or on paper"))
    if organisation.places_free is not None:
        found.append(
            ngettext("%(n)d place free", "%(n)d places free", organisation.places_free)
            % {"n": organisation.places_free}
        )
    days = organisation.usual_answer_days
    if days:
        found.append(
            ngettext("Usually answers in %(n)d day", "Usually answers in %(n)d days", days)
            % {"n": days}
        )
    return found


def can_help(organisation, wanted: Wanted) -> list[dict]:
    """The request beside the own profile: `{text, state}`."""
    found = []
    for service, label in zip(wanted.services, service_labels(wanted.services), strict=True):
        ok = service in organisation.services
        text = gettext("%(what)s: on your list") if ok else gettext("%(what)s: not on your list")
        found.append({"text": text % {"what": label}, "state": "ok" if ok else "question"})
    for code in wanted.languages:
        ok = code in organisation.languages
        text = gettext("%(what)s: on your list") if ok else gettext("%(what)s: not on your list")
        found.append(
            {"text": text % {"what": language_name(code)}, "state": "ok" if ok else "question"}
        )
    if organisation.places_free is not None:
        state = "ok" if organisation.places_free else "question"
        text = ngettext("%(n)d place free", "%(n)d places free", organisation.places_free)
        found.append({"text": text % {"n": organisation.places_free}, "state": state})
    return found
