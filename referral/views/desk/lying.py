"""What lies on the desk of one membership today. Everything is fetched once, whatever its number."""

from datetime import timedelta

from django.utils.functional import cached_property

from referral.models import Disclosure, EmergencyAccess, Protection
from referral.stages import Stage
from referral.views.desk.asked import places_of, referrals_of, seldom_of, tasks_of
from referral.views.desk.days import day_of_task

WEEK_DAYS = 7


class Desk:
    """`for_the_week`: without tasks of later days, which home does not show."""

    def __init__(self, actor, today, *, for_the_week=False):
        self.actor, self.today = actor, today
        self.end_of_week = today + timedelta(days=WEEK_DAYS)
        self.for_the_week = for_the_week
        self.places = {}

    @cached_property
    def seldom(self):
        return seldom_of(self.actor, self.today)

    def of_kind(self, what):
        return self.seldom.get(what, [])

    @cached_property
    def covered(self):
        """For whom I stand in today: id and name."""
        return {str(one.pk): one.words for one in self.of_kind("covers")}

    @cached_property
    def tasks(self):
        return tasks_of(self.actor, self.covered, self.end_of_week if self.for_the_week else None)

    @cached_property
    def next_day(self):
        """The first day on which something is owed after this week. Asked for only where nothing is owed before."""
        later = tasks_of(self.actor, self.covered) if self.for_the_week else self.tasks
        days = (day_of_task(self.actor.country, task) for task in later)
        return min((day for day in days if day and day > self.end_of_week), default=None)

    @cached_property
    def referrals(self):
        return referrals_of(self.actor)

    @property
    def to_answer(self):
        return [one for one in self.referrals if not one.is_ours]

    @property
    def sent(self):
        """Ours that wait, on journeys whose case is open to me."""
        return [one for one in self.referrals if one.is_ours]

    def find_places(self, entries):
        """Before rows are made: of those that are shown, and of all that we sent."""
        wanted = {one.journey for one in (*entries, *self.sent) if one.journey}
        if new := wanted - self.places.keys():
            self.places |= places_of(new)

    def reference(self, journey):
        place = self.places.get(journey)
        return place.reference if place else ""

    def place(self, one):
        """What a row says of its journey. Without a file of ours that is open to me it says nothing."""
        place = self.places.get(one.journey)
        if place is None or one.stage is None:
            return {"in_case": False, "reference": ""}
        return {
            "in_case": True,
            "reference": place.reference,
            "route": list(dict.fromkeys([place.found_in, *place.held_in])),
            "stage": one.stage if one.stage != Stage.CLOSED else 0,
            "stage_name": str(Stage(one.stage).label),
        }

    @property
    def alerts(self):
        return sorted(self.of_kind("alerts"), key=lambda one: (one.at, one.pk))

    @cached_property
    def emergencies(self):
        """What waits for me as the second person, and what was opened and nobody has reviewed yet."""
        if not self.of_kind("emergencies"):
            return [], []
        agree = EmergencyAccess.objects.to_agree(self.actor).order_by("asked_at", "pk")
        review = EmergencyAccess.objects.to_review(self.actor).order_by("opened_at", "pk")
        return list(agree), list(review)

    @cached_property
    def disclosures(self):
        """Where I may be the second person, and what somebody decided alone and nobody has reviewed."""
        if not self.of_kind("disclosures"):
            return [], []
        agree = Disclosure.objects.to_agree(self.actor).order_by("asked_at", "pk")
        review = Disclosure.objects.to_review(self.actor).order_by("review_due_at", "pk")
        return list(agree), list(review)

    @property
    def passed_on(self):
        """What came in without consent, and was not confirmed as read. The newest first."""
        return sorted(self.of_kind("passed_on"), key=lambda one: one.at, reverse=True)

    @property
    def complaints(self):
        """Those that this body answers."""
        return sorted(self.of_kind("complaints"), key=lambda one: one.day)

    @cached_property
    def protections(self):
        if not self.of_kind("protections"):
            return []
        return list(Protection.objects.to_decide(self.actor).order_by("proposed_at", "pk"))

    @property
    def drafts(self):
        return sorted(self.of_kind("drafts"), key=lambda one: one.at)
