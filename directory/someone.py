"""
Someone is in front of me: what to do, in five lines, for where I am, where the person is from and the age.

Numbers and rights are read from published rows, each with its source; what was not found is said. Nothing
of the person's own country is shown: whoever rings there tells it that the person is here.
"""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from directory.contacts import Age, Standing, contacts_in
from directory.countries import country_name
from directory.models import ContactKind, Fact
from directory.numbers import Number, emergency_of, first_to_ring, lines_of, number_of
from directory.organisations import receiving
from directory.rights import (
    Reflection,
    ReflectionState,
    best_first,
    permits_of,
    reflection_of,
    who_identifies,
)
from directory.someone_words import Notice, must_not, sentence, warnings
from directory.values import Shown, shown

SHOWN_NUMBERS, SHOWN_FACTS = 2, 2
CHILD_BODIES = (ContactKind.CHILD_PROTECTION, ContactKind.GUARDIANSHIP)
# Rights that may hold apart from the reflection period and the permit, in the order of need.
MORE_RIGHTS = ("shelter", "health", "legal_aid", "work_right", "compensation")


@dataclass(frozen=True)
class Situation:
    """`origin` is empty where nobody knows."""

    here: str
    origin: str
    age: Age

    @property
    def may_be_child(self) -> bool:
        return self.age != Age.ADULT

    @property
    def at_home(self) -> bool:
        return self.origin == self.here


@dataclass(frozen=True)
class Line:
    """One of the five: what to do, with whom, on what it rests, and what was not found."""

    key: str
    title: str
    lead: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    more_numbers: list[Number] = field(default_factory=list)
    facts: list[Shown] = field(default_factory=list)
    more_facts: list[Shown] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    last: str = ""


@dataclass(frozen=True)
class Answer:
    situation: Situation
    summary: str
    lines: list[Line]
    sentence: str
    must_not: list[str]
    warnings: list[Notice]
    organisations: int


def answer_for(situation: Situation) -> Answer:
    coordinator = numbers_of(situation.here, ContactKind.COORDINATOR)
    organisations = receiving().filter(country=situation.here).count()
    return Answer(
        situation=situation,
        summary=summary(situation),
        lines=[
            danger(situation),
            ring(situation),
            takes_over(situation, coordinator),
            rights(situation),
            agreement(situation, coordinator, organisations),
        ],
        sentence=sentence(situation.may_be_child),
        must_not=must_not(situation),
        warnings=warnings(situation),
        organisations=organisations,
    )


def summary(situation: Situation) -> str:
    """What was answered, in one line."""
    names = {
        "here": country_name(situation.here),
        "origin": country_name(situation.origin),
    }
    if situation.origin:
        texts = {
            Age.ADULT: _("You are in: %(here)s. An adult from: %(origin)s."),
            Age.CHILD: _("You are in: %(here)s. A child from: %(origin)s."),
            Age.NOT_SURE: _("You are in: %(here)s. Perhaps a child, from: %(origin)s."),
        }
    else:
        texts = {
            Age.ADULT: _("You are in: %(here)s. An adult, country not known."),
            Age.CHILD: _("You are in: %(here)s. A child, country not known."),
            Age.NOT_SURE: _("You are in: %(here)s. Perhaps a child, country not known."),
        }
    return texts[situation.age] % names


def numbers_of(iso2: str, *kinds: ContactKind) -> list[Number]:
    """Bodies of these kinds, in the order of the kinds. None that was found wrong or is for partners."""
    found = contacts_in(iso2, *kinds).filter(is_wrong=False, for_partners_only=False, partner="")
    ordered = sorted(found, key=lambda contact: (kinds.index(contact.kind), contact.name))
    return [number_of(contact, contact.get_kind_display()) for contact in ordered]


# 1


def danger(situation: Situation) -> Line:
    found = emergency_of(situation.here)
    first = first_to_ring(found)
    missing = _(
        "The emergency number of %(country)s was not found. Ask somebody who lives there for it now."
    ) % {"country": country_name(situation.here)}
    return Line(
        key="danger",
        title=_("In danger now: ring the emergency number"),
        says=[_("Say first where you are. Stay with the person.")],
        numbers=first,
        more_numbers=[number for number in found if number not in first],
        missing=[] if found else [missing],
    )


# 2


def ring(situation: Situation) -> Line:
    lines = lines_of(situation.here, situation.age)
    best = lines[:SHOWN_NUMBERS]
    says = [
        _(
            "Not through the companion and not on the companion’s telephone. "
            "The line can find an interpreter, or ask for one."
        )
    ]
    if any(number.standing != Standing.VERIFIED for number in best):
        says.append(
            _("Ring yourself. Give a number to the person only after somebody has answered.")
        )
    return Line(
        key="ring",
        title=_("Speak with the person alone, then ring this line"),
        says=says,
        numbers=best,
        more_numbers=lines[SHOWN_NUMBERS:],
        missing=missing_lines(situation, lines),
    )


def missing_lines(situation: Situation, lines: list[Number]) -> list[str]:
    name = {"country": country_name(situation.here)}
    if not lines:
        return [
            _(
                "No line was found in %(country)s. Ring the emergency number and ask who helps people "
                "that others exploit."
            )
            % name
        ]
    if situation.may_be_child and all(line.contact.kind != ContactKind.CHILD for line in lines):
        return [_("No line for children was found in %(country)s.") % name]
    return []


# 3


def takes_over(situation: Situation, coordinator: list[Number]) -> Line:
    name = {"country": country_name(situation.here)}
    identify = who_identifies(situation.here)
    bodies, lead, missing = coordinator, [], []
    if situation.may_be_child:
        lead = [_("Child protection is told today, whatever the answer is.")]
        bodies = numbers_of(situation.here, *CHILD_BODIES) + coordinator
        if not any(number.contact.kind in CHILD_BODIES for number in bodies):
            missing.append(
                _(
                    "Child protection in %(country)s: not found. Ask the line in point 2, or the emergency "
                    "number, for the service that is on duty."
                )
                % name
            )
    elif not identify:
        missing.append(
            _(
                "Who may identify in %(country)s: not found. The line in point 2 knows whom to ask; "
                "it is the nearest guidance."
            )
            % name
        )
    facts = [shown(fact) for fact in identify]
    coordinated = said_of(situation.here, "coordinator", not coordinator)
    if not bodies and not facts and not coordinated:
        missing.append(_("National coordinator of %(country)s: not found.") % name)
    return Line(
        key="takes_over",
        title=_("Who takes it over in %(country)s") % name,
        lead=lead,
        numbers=bodies,
        facts=facts[:SHOWN_FACTS] + coordinated,
        more_facts=facts[SHOWN_FACTS:],
        missing=missing,
    )


def said_of(iso2: str, topic: str, wanted: bool = True) -> list[Shown]:
    if not wanted:
        return []
    facts = Fact.objects.published().of(iso2).filter(topic=topic).select_related("source")
    return [shown(fact) for fact in best_first(facts)[:1]]


# 4


def rights(situation: Situation) -> Line:
    reflection = reflection_of(situation.here)
    facts = [period_fact(reflection.fact)] if reflection.fact else []
    permits = [] if situation.at_home else [shown(fact) for fact in permits_of(situation.here)]
    lead = reflection_in_words(reflection)
    if situation.at_home:
        lead.append(
            _(
                "The person is from the country where you are: permits to stay are left out. "
                "People who know the person may be near; ask where it is safe."
            )
        )
    missing = []
    if not permits and not situation.at_home:
        missing.append(_("Residence permit: not found. Ask the coordinator."))
    return Line(
        key="rights",
        title=_("What the person has a right to"),
        lead=lead,
        facts=facts + permits[:SHOWN_FACTS],
        more_facts=permits[SHOWN_FACTS:] + more_rights(situation),
        missing=missing,
        last=_(
            "Where a right hangs on speaking with the police, only the words of the source say so. "
            "Where they are silent, promise nothing and ask the coordinator."
        ),
    )


def period_fact(fact: Fact) -> Shown:
    """Of a treaty its state is enough here; the profile tells its history."""
    said = shown(fact)
    return replace(said, detail="") if fact.topic == "treaty" else said


def reflection_in_words(reflection: Reflection) -> list[str]:
    """Nothing where the fact below says it by itself."""
    name = {"country": country_name(reflection.country)}
    if reflection.state == ReflectionState.NATIONAL:
        return []
    texts = {
        ReflectionState.TREATY_MINIMUM: _(
            "at least 30 days; national period not found, ask the coordinator"
        ),
        ReflectionState.NONE_IN_LAW: _(
            "none in the law of %(country)s; the permit counts instead."
        ),
        ReflectionState.NOT_PARTY: _(
            "none found; %(country)s is not a party to the European convention that gives at least "
            "30 days."
        ),
        ReflectionState.NOT_FOUND: _("not found. Ask the coordinator."),
    }
    words = texts[reflection.state] % name
    return [_("Recovery and reflection period: %(words)s") % {"words": words}]


def more_rights(situation: Situation) -> list[Shown]:
    """One fact for each further right, the best one."""
    topics = [one for one in MORE_RIGHTS if not (situation.at_home and one == "work_right")]
    rows = Fact.objects.published().of(situation.here).filter(topic__in=topics)
    facts = best_first(rows.select_related("source"))
    best = [next((fact for fact in facts if fact.topic == topic), None) for topic in topics]
    return [shown(fact) for fact in best if fact]


# 5


def agreement(situation: Situation, coordinator: list[Number], organisations: int) -> Line:
    says = [_("Nothing is sent and nobody is told without the person’s agreement.")]
    if situation.may_be_child:
        says = [
            _(
                "Apart from child protection, nothing is sent without agreement. "
                "Tell the child whom you tell, and why."
            )
        ]
    can_ring = any(number.is_dialled for number in coordinator)
    return Line(
        key="agreement",
        title=_("Ask before you tell anybody"),
        says=[*says, if_agreed(situation.here, can_ring, organisations)],
    )


def if_agreed(iso2: str, can_ring: bool, organisations: int) -> str:
    if organisations and can_ring:
        return _("If the person agrees: refer to an organisation, or ring the coordinator.")
    if organisations:
        return _("If the person agrees: refer to an organisation, or ask the line in point 2.")
    if can_ring:
        return _("If the person agrees: ring the coordinator.")
    return _(
        "If the person agrees: ask the line in point 2 who can take over. No organisation of this "
        "desk and no number of a coordinator was found in %(country)s."
    ) % {"country": country_name(iso2)}
