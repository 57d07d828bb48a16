"""
What applies to this case in the country where it is worked on: hotline, who identifies, clock, permit, return.

Read from the directory by the case's codes, each time anew. Three questions to the database, two more where the card is drawn anew.

Contacts of the country of origin are shown only to who may read about the claim, and only once the answer is that there is
none. Everybody else, and every other answer, reads one and the same sentence: it tells nobody that somebody asked for
asylum (rules of practice 9).
"""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.kept import Kept
from directory.codes import CHILD_BANDS, AgeBand
from directory.contacts import Age, contacts_in, lines_among
from directory.countries import country_name
from directory.missions import FIRST, TYPES
from directory.models import HOTLINES, Contact, ContactKind, Fact
from directory.numbers import number_of
from directory.rights import OF_REFLECTION, best_first, reflection_from
from directory.topics import topic_label
from directory.values import shown
from referral.access import DataClass
from referral.forms.legal import may_be_shown
from referral.models import Legal, SafetyFlag
from referral.reflection import clock_of
from referral.reflection_words import words_of
from referral.stages import Side

COORDINATORS = (ContactKind.COORDINATOR, ContactKind.FOCAL_POINT)
LINES = 2
OTHERS = 3
MISSIONS = 8
HERE = ("identifies", "residence_permit", "return_procedure")
FOR_A_CHILD = ("child_return",)
WITH_A_BORDER = {"residence_permit", "return_procedure"}
AFTER_RETURN = ("identifies", "reintegration")
OF_ORIGIN = ("travel_document", "return_procedure")
# A published row never changes what it says: only how it stands, and what is known of its source.
CONTENT = ("pk", "checked_on", "as_of", "source__title", "source__publisher", "source__address")
content = attrgetter(*(name.replace("__", ".") for name in CONTENT))


@dataclass(frozen=True, slots=True)
class Told:
    """What the sources say on a topic, the surest first; none: it was not found."""

    label: str
    facts: list

    @property
    def first(self):
        return shown(self.facts[0]) if self.facts else None

    @property
    def others(self) -> list:
        return [shown(fact) for fact in self.facts[1 : 1 + OTHERS]]


@dataclass(frozen=True, slots=True)
class Origin:
    """`sentence` where nothing is shown, and nothing beside it. Else the missions known, and what was told of them."""

    sentence: str = ""
    names: str = ""
    missions: tuple = ()
    more: int = 0
    told: tuple = ()


LEGAL = Kept(lambda case: Legal.objects.filter(case=case))


def facts_on(country, topics, origins):
    wanted = Q(country=country) & (OF_REFLECTION | Q(topic__in=topics))
    if origins:
        wanted |= Q(country__in=origins, topic__in=OF_ORIGIN)
    return Fact.objects.published().filter(wanted).without_history().select_related("source")


def contacts_of(country, origins):
    wanted = Q(kind__in=HOTLINES)
    if origins:
        wanted |= Q(kind=ContactKind.MISSION, represents__in=origins)
    found = Contact.objects.published().filter(wanted, country=country)
    return found.without_history().select_related("source")


FACTS, CONTACTS = Kept(facts_on), Kept(contacts_of)
FACTS_STAND = Kept(
    lambda country, topics, origins: facts_on(country, topics, origins).values_list(*CONTENT)
)
CONTACTS_STAND = Kept(
    lambda country, origins: contacts_of(country, origins).values_list(
        *CONTENT, "verified_on", "is_wrong"
    )
)


class CountryRules:
    """Each part is read when a page asks for it, and once."""

    def __init__(self, case, summary, rights):
        self.case, self.summary, self.rights = case, summary, rights
        self.country = case.organisation.country
        self.is_child = case.journey.child or (
            summary is not None and summary.age_band in CHILD_BANDS
        )
        self.citizenships = summary.citizenships if summary else []

    @property
    def at_origin(self) -> bool:
        return self.case.side != Side.DESTINATION

    @property
    def is_citizen(self) -> bool:
        return self.country in self.citizenships

    @property
    def age(self) -> Age:
        if self.is_child:
            return Age.CHILD
        unsure = self.summary is None or self.summary.age_band in ("", AgeBand.UNKNOWN)
        return Age.NOT_SURE if unsure else Age.ADULT

    # Whose contacts may be seen

    @cached_property
    def legal(self):
        """Only for who may read the class: the database would give nothing either."""
        if self.at_origin or not self.rights.may_read(DataClass.LEGAL):
            return None
        return LEGAL.first(case=self.case.pk)

    @cached_property
    def origins(self) -> list[str]:
        """The countries of origin whose contacts may be shown; without an answer on asylum, none."""
        if not may_be_shown(self.legal) or self.summary is None:
            return []
        if SafetyFlag.NO_AUTHORITY_OF_ORIGIN in self.summary.safety_flags:
            return []
        return [code for code in self.citizenships if code != self.country]

    def may_show(self, country: str) -> bool:
        """Whether this page may speak of contacts in `country`: where nobody knows the origin, any other may be it."""
        if country == self.country:
            return True
        if self.at_origin or (self.citizenships and country not in self.citizenships):
            return True
        return country in self.origins

    @property
    def hidden(self) -> str:
        """The one sentence for all who are shown nothing, whatever the reason."""
        if not self.citizenships:
            return _("No citizenship is recorded: no contacts of another country are shown.")
        return _("Contacts of the country of origin are not shown.")

    # What is read

    @cached_property
    def facts(self) -> list[Fact]:
        return FACTS.all(country=self.country, topics=self.topics, origins=self.origins)

    @cached_property
    def contacts(self) -> list[Contact]:
        return CONTACTS.all(country=self.country, origins=self.origins)

    @property
    def topics(self) -> tuple[str, ...]:
        if self.at_origin:
            return AFTER_RETURN + FOR_A_CHILD * self.is_child
        found = tuple(t for t in HERE if not (self.is_citizen and t in WITH_A_BORDER))
        return found if self.is_citizen or not self.is_child else found + FOR_A_CHILD

    # What is shown

    @cached_property
    def lines(self) -> list:
        """The two best lines for this age, of two kinds where there are two."""
        found = lines_among(self.contacts, self.age)
        others = [line for line in found if line.kind != found[0].kind]
        best = (found[:1] + (others or found[1:]))[:LINES]
        return [number_of(line, line.get_kind_display()) for line in best]

    @cached_property
    def clock(self):
        """None on the side of the origin: there it is over."""
        if self.at_origin:
            return None
        return clock_of(self.legal, reflection_from(self.country, self._here(self.facts)))

    @cached_property
    def clock_words(self):
        periods = [fact for fact in self._here(self.facts) if fact.topic == "reflection_days"]
        return words_of(self.clock, periods, child=self.is_child) if self.clock else None

    @cached_property
    def told(self) -> list[Told]:
        return [self._told(topic, self._here(self.facts)) for topic in self.topics]

    @cached_property
    def drawn_from(self) -> tuple:
        """
        All that the card follows from: while it is the same, it reads the same. Asked each time; facts and contacts themselves are
        read only where they are drawn anew.
        """
        who = (self.country, self.at_origin, self.age, self.is_child, self.summary is None)
        places = (tuple(self.citizenships), tuple(self.origins))
        contacts = CONTACTS_STAND.all(country=self.country, origins=self.origins)
        return (*who, *places, *self._facts_stand(), *contacts)

    def _facts_stand(self):
        """The clock of a case with a day reads the facts in any case."""
        if self.has_a_day:
            return map(content, self.facts)
        return FACTS_STAND.all(country=self.country, topics=self.topics, origins=self.origins)

    @property
    def has_a_day(self) -> bool:
        """Whether the clock of this case was begun, or set by hand: then it reads as no other."""
        return bool(self.legal and (self.legal.reflection_from or self.legal.reflection_to))

    @property
    def permit(self) -> list[Told]:
        return self._told_of("residence_permit")

    @property
    def ways_back(self) -> list[Told]:
        return self._told_of("return_procedure", *FOR_A_CHILD)

    def _told_of(self, *topics) -> list[Told]:
        return [self._told(topic) for topic in topics if topic in self.topics]

    @cached_property
    def origin(self) -> Origin | None:
        """None where there is nothing to say: on the side of the origin, or for who does not see the summary."""
        if self.at_origin or self.summary is None:
            return None
        if not self.citizenships:
            return Origin(self.hidden)
        if all(code == self.country for code in self.citizenships):
            return None
        if not self.origins:
            return Origin(self.hidden)
        return self._open_origin()

    def _open_origin(self):
        missions = sorted(
            (one for one in self.contacts if one.kind == ContactKind.MISSION),
            key=lambda one: (self.origins.index(one.represents), rank(one), one.city),
        )
        abroad = [fact for fact in self.facts if fact.country in self.origins]
        told = [self._told(topic, abroad) for topic in OF_ORIGIN]
        return Origin(
            names=", ".join(country_name(code) for code in self.origins),
            missions=tuple(number_of(one, mission_label(one)) for one in missions[:MISSIONS]),
            more=max(0, len(missions) - MISSIONS),
            told=tuple(each for each in told if each.facts),
        )

    def _told(self, topic, facts=None) -> Told:
        among = self._here(self.facts) if facts is None else facts
        found = best_first(fact for fact in among if fact.topic == topic)
        return Told(str(topic_label(topic)), found)

    def _here(self, facts):
        return [fact for fact in facts if fact.country == self.country]


def rank(mission) -> int:
    kind = mission.mission_type.casefold()
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def mission_label(mission) -> str:
    kind = TYPES.get(mission.mission_type.casefold(), mission.mission_type)
    return (
        f"{country_name(mission.represents)}, {kind}" if kind else country_name(mission.represents)
    )


@dataclass(frozen=True, slots=True)
class NoReceiver:
    """Whom to ask in a country where no organisation takes referrals; or only a sentence, and nothing beside it."""

    sentence: str = ""
    bodies: tuple = ()
    lines: tuple = ()


def no_receiver(rules: CountryRules, country: str) -> NoReceiver:
    if not rules.may_show(country):
        return NoReceiver(rules.hidden)
    found = contacts_in(country, *COORDINATORS, *HOTLINES).filter(is_wrong=False, partner="")
    found = list(found.order_by("is_deputy", "name"))
    return NoReceiver(
        bodies=tuple(
            number_of(one, one.get_kind_display())
            for kind in COORDINATORS
            for one in found
            if one.kind == kind
        )[:MISSIONS],
        lines=tuple(
            number_of(one, one.get_kind_display()) for one in lines_among(found, rules.age)[:LINES]
        ),
    )


def rules_of(case, summary, rights) -> CountryRules | None:
    """Nothing for a closed case: it is not worked on."""
    return None if case.is_closed else CountryRules(case, summary, rights)
