import secrets
import uuid
from datetime import timedelta

from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.stages import (
    EventKind,
    GateKind,
    JourneyStatus,
    Outcome,
    Outlook,
    RiskLevel,
    Side,
    Stage,
    event_kinds,
)

# No vowels (no words), nothing that looks like something else.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def check_character(characters: str) -> str:
    """Luhn over the alphabet: finds every single wrong character and nearly every swap of neighbours."""
    total = 0
    for place, character in enumerate(reversed(characters)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def new_reference() -> str:
    """`TRM-7K4-Q9M-2`: says nothing about the person, the country or the year."""
    characters = "".join(secrets.choice(ALPHABET) for _number in range(6))
    return f"TRM-{characters[:3]}-{characters[3:]}-{check_character(characters)}"


def read_reference(text: str) -> str | None:
    """The reference that somebody typed, in its written form; None when it cannot be one."""
    characters = "".join(c for c in text.upper() if c.isalnum()).removeprefix("TRM")
    if len(characters) != 7 or any(c not in ALPHABET for c in characters):
        return None
    if check_character(characters[:6]) != characters[6]:
        return None
    return f"TRM-{characters[:3]}-{characters[3:6]}-{characters[6]}"


# Open journeys, newest change first. One look for the own organisation, one for the country: each reads its index in order and stops,
# so that a page costs what it shows, however many journeys a country has.
# The policy makes the database believe that few rows are left, and sort them: at a million journeys 600 times the work.
PAGE_SQL = """
SET LOCAL enable_sort = off;
SELECT id FROM (
  (SELECT p.journey_id AS id, p.sort_at FROM referral_journeyparty p
    WHERE p.organisation_id = %s AND p.hidden_at IS NULL AND (SELECT j.status <> 'closed' FROM referral_journey j WHERE j.id = p.journey_id) AND (p.sort_at, p.journey_id) < (%s, %s)
    ORDER BY p.sort_at DESC, p.journey_id DESC LIMIT %s)
  UNION ALL
  (SELECT p.journey_id AS id, p.sort_at FROM referral_journeyparty p
    WHERE p.organisation_id IS NULL AND p.country = %s AND p.hidden_at IS NULL
      AND (SELECT j.status <> 'closed' FROM referral_journey j WHERE j.id = p.journey_id) AND (p.sort_at, p.journey_id) < (%s, %s)
    ORDER BY p.sort_at DESC, p.journey_id DESC LIMIT %s)) x
GROUP BY id, sort_at ORDER BY sort_at DESC, id DESC LIMIT %s
"""


class JourneyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Journeys of the actor's organisation, or of the actor's country for its national coordinator."""
        mine = Q(organisation_id=actor.organisation)
        if actor.role == "national_coordinator":
            mine |= Q(organisation__isnull=True, country=actor.country)
        parties = JourneyParty.objects.filter(mine, journey=models.OuterRef("pk"), hidden_at=None)
        return self.filter(models.Exists(parties))

    def beginning_with(self, start):
        """
        Those whose reference begins so. Not by LIKE: under row security the database tries it only on rows that the policy let
        through, and so asks the policy of every journey. These operators are known to tell nothing, and may use the index first.
        """
        return self.extra(  # noqa: S610 -- the text is fixed, all values are parameters
            where=["referral_journey.reference ~>=~ %s", "referral_journey.reference ~<~ %s"],
            params=[start, f"{start}~"],
        )

    def page_of_open(self, actor, before, size):
        """At most `size` of the open ones that the actor sees. `before`: (changed_at, id) of the last one that was shown."""
        place = before or (timezone.now() + timedelta(days=3660), uuid.UUID(int=2**128 - 1))
        # Nobody but a coordinator sees what is only the country's: no country has this code.
        country = actor.country if actor.role == "national_coordinator" else "-"
        with connection.cursor() as cursor:
            looks = [actor.organisation, *place, size, country, *place, size]
            cursor.execute(PAGE_SQL, [*looks, size])
            ids = [row[0] for row in cursor.fetchall()]
            cursor.execute("SET LOCAL enable_sort = on")
        return self.filter(pk__in=ids).order_by(F("changed_at").desc(), F("pk").desc())


class Journey(models.Model):
    """One person's way through the mechanism. Pseudonymous: no personal data, and no status that tells a story."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16, unique=True, default=new_reference)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.IDENTIFICATION)
    status = models.CharField(
        max_length=12, choices=JourneyStatus.choices, default=JourneyStatus.ACTIVE
    )
    outlook = models.CharField(max_length=12, choices=Outlook.choices, default=Outlook.UNDECIDED)
    child = models.BooleanField(default=False)
    found_in = models.CharField(max_length=2)
    opened_by = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    travel_on = models.DateField(null=True, blank=True)
    arrives_by = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # A signature from before this moment is of an earlier way: `row_security/68_stops.sql`.
    gates_from = models.DateTimeField(null=True, blank=True)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="journey_closed_has_a_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="journey_in_transit_has_a_day",
                condition=~Q(status="in_transit") | Q(travel_on__isnull=False),
            ),
        ]
        indexes = [models.Index(F("changed_at").desc(), F("id").desc(), name="journey_newest")]

    def __str__(self):
        return self.reference


class JourneyParty(models.Model):
    """Who sees the journey: an organisation, or (without organisation) the coordinators of a country."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(
        Journey, on_delete=models.PROTECT, related_name="parties", db_index=False
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    country = models.CharField(max_length=2)
    visible_from = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    # When the journey changed last: kept by the database (`row_security/96_order.sql`), for pages in this order.
    sort_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "organisation", "country"],
                nulls_distinct=False,
                name="journey_party_once",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "journey"], name="journey_party_organisation"),
            models.Index(fields=["country", "journey"], name="journey_party_country"),
            # All that policies read of a journey's parties.
            models.Index(
                fields=["journey"],
                include=["organisation", "country", "hidden_at"],
                name="journey_parties",
            ),
            models.Index(
                F("organisation"),
                F("sort_at").desc(),
                F("journey").desc(),
                condition=Q(hidden_at=None, organisation__isnull=False),
                name="journey_party_page",
            ),
            models.Index(
                F("country"),
                F("sort_at").desc(),
                F("journey").desc(),
                condition=Q(hidden_at=None, organisation=None),
                name="journey_party_country_page",
            ),
        ]

    def __str__(self):
        return f"{self.journey_id} {self.country}"


class Leg(models.Model):
    """The time in which an organisation holds the journey in its country. Service providers have none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="legs")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="legs"
    )
    country = models.CharField(max_length=2)
    side = models.CharField(max_length=12, choices=Side.choices)
    held_from = models.DateTimeField(default=timezone.now)
    held_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "country"],
                condition=Q(held_to__isnull=True),
                name="leg_one_holder_per_country",
            )
        ]

    def __str__(self):
        return f"{self.journey_id} {self.country}"


class GateSignature(models.Model):
    """
    One organisation's word on one gate. A gate's state is computed from these, see `referral/gates/`.

    `level` is the risk level of G3. The evidence behind it stays in the signer's own case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=4, choices=GateKind.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(max_length=12, choices=Side.choices)
    role = models.CharField(max_length=24)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    level = models.CharField(max_length=8, choices=RiskLevel.choices, blank=True)
    second = models.BooleanField(default=False)
    signed_at = models.DateTimeField(default=timezone.now)
    evidence = models.UUIDField(null=True, blank=True)
    # The last day that it speaks of, where its evidence has an end of its own: a document, or one day of travel.
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["journey", "kind", "-signed_at"], name="gate_signature_newest")
        ]
        constraints = [
            models.CheckConstraint(
                name="gate_signature_level_belongs_to_risk", condition=Q(level="") | Q(kind="G3")
            ),
            models.CheckConstraint(
                name="gate_signature_refusal_only_where_it_passes",
                condition=~Q(outcome="informed_refusal") | Q(kind__in=["G4", "G5", "G9"]),
            ),
            models.CheckConstraint(
                name="gate_signature_waived_only_where_it_may",
                condition=~Q(outcome="waived") | Q(kind="G2"),
            ),
            models.CheckConstraint(
                name="gate_signature_asks_without_a_level",
                condition=~Q(outcome__in=["asks_again", "replaced"]) | Q(level="", second=False),
            ),
            models.CheckConstraint(
                name="gate_signature_event_asks_for_risk",
                condition=~Q(outcome="asks_again") | Q(kind="G3"),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.outcome}"


class JourneyEvent(models.Model):
    """What happened on the journey, when, on which side: codes and dates, never text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=20, choices=event_kinds)
    at = models.DateTimeField(default=timezone.now)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    country = models.CharField(max_length=2)
    side = models.CharField(max_length=12, choices=Side.choices, blank=True)
    gate = models.CharField(max_length=4, choices=GateKind.choices, blank=True)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, null=True, blank=True)
    referral = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["journey", "-at", "-id"], name="journey_event_newest")]

    def __str__(self):
        return EventKind(self.kind).label
