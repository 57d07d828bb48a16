"""
Someone is in front of me: what to do, in five lines, for where I am, where the person is from and the age.

Numbers and rights are read from published rows, each with its source; what was not found is said. Nothing
of the person's own country is shown: whoever rings there tells it that the person is here.
"""

from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from directory.contacts import Age, Standing, contacts_in, emergency_among, lines_among
from directory.countries import country_name
from directory.models import HOTLINES, Contact, ContactKind, Fact
from directory.numbers import Number, each_once, first_to_ring, number_of, two_kinds_first
from directory.organisations import receiving
from directory.rights import (
    OF_REFLECTION,
    Reflection,
    ReflectionState,
    best_first,
    reflection_from,
)
from directory.someone_words import Notice, must_not, sentence, warnings
from directory.values import Shown, shown

SHOWN_NUMBERS, SHOWN_FACTS = 2, 2
COORDINATOR = ContactKind.COORDINATOR
CHILD_BODIES = (ContactKind.CHILD_PROTECTION, ContactKind.GUARDIANSHIP)
# Rights that may hold apart from the reflection period and the permit, in the order of need.
MORE_RIGHTS = ("shelter", "health", "legal_aid", "work_right", "compensation")
TOPICS = ("identifies", "coordinator", "residence_permit", *MORE_RIGHTS)


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


@dataclass(frozen=True)
class Known:
    """What is published about the country where you are, read at once."""

    contacts: list[Contact]
    facts: list[Fact]

    def bodies(self, *kinds: ContactKind) -> list[Number]:
        """In the order of the kinds. None that serves one other country only."""
        found = [one for one in self.contacts if one.kind in kinds and not one.partner]
        ordered = sorted(found, key=lambda one: (kinds.index(one.kind), one.name))
        return [number_of(contact, contact.get_kind_display()) for contact in ordered]

    def said(self, topic: str) -> list[Shown]:
        return [shown(fact) for fact in best_first(f for f in self.facts if f.topic == topic)]


def known_of(iso2: str) -> Known:
    """None that was found wrong or is for partners."""
    contacts = contacts_in(iso2, ContactKind.EMERGENCY, *HOTLINES, *CHILD_BODIES, COORDINATOR)
    facts = Fact.objects.published().of(iso2).select_related("source")
    return Known(
        contacts=list(contacts.filter(is_wrong=False, for_partners_only=False)),
        facts=list(facts.filter(OF_REFLECTION | Q(topic__in=TOPICS))),
    )


def answer_for(situation: Situation) -> Answer:
    known = known_of(situation.here)
    organisations = receiving().filter(country=situation.here).count()
    return Answer(
        situation=situation,
        summary=summary(situation),
        lines=[
            danger(situation, known),
            ring(situation, known),
            takes_over(situation, known),
            rights(situation, known),
            agreement(situation, known, organisations),
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


# 1


def danger(situation: Situation, known: Known) -> Line:
    found = each_once(emergency_among(known.contacts))
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


def ring(situation: Situation, known: Known) -> Line:
    lines = two_kinds_first(lines_among(known.contacts, situation.age), situation.age)
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


def takes_over(situation: Situation, known: Known) -> Line:
    name = {"country": country_name(situation.here)}
    identify, coordinator = known.said("identifies"), known.bodies(COORDINATOR)
    bodies, lead, missing = coordinator, [], []
    if situation.may_be_child:
        lead = [_("Child protection is told today, whatever the answer is.")]
        bodies = known.bodies(*CHILD_BODIES) + coordinator
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
    coordinated = [] if coordinator else known.said("coordinator")[:1]
    if not bodies and not identify and not coordinated:
        missing.append(_("National coordinator of %(country)s: not found.") % name)
    return Line(
        key="takes_over",
        title=_("Who takes it over in %(country)s") % name,
        lead=lead,
        numbers=bodies,
        facts=identify[:SHOWN_FACTS] + coordinated,
        more_facts=identify[SHOWN_FACTS:],
        missing=missing,
    )


# 4


def rights(situation: Situation, known: Known) -> Line:
    reflection = reflection_from(situation.here, known.facts)
    facts = [period_fact(reflection.fact)] if reflection.fact else []
    permits = [] if situation.at_home else known.said("residence_permit")
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
        more_facts=permits[SHOWN_FACTS:] + more_rights(situation, known),
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


def more_rights(situation: Situation, known: Known) -> list[Shown]:
    """One fact for each further right, the best one."""
    topics = [one for one in MORE_RIGHTS if not (situation.at_home and one == "work_right")]
    return [said for topic in topics for said in known.said(topic)[:1]]


# 5


def agreement(situation: Situation, known: Known, organisations: int) -> Line:
    says = [_("Nothing is sent and nobody is told without the person’s agreement.")]
    if situation.may_be_child:
        says = [
            _(
                "Apart from child protection, nothing is sent without agreement. "
                "Tell the child whom you tell, and why."
            )
        ]
    can_ring = any(number.is_dialled for number in known.bodies(COORDINATOR))
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
