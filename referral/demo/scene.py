import random
import uuid
from functools import cached_property

from referral.demo.dates import Calendar
from referral.demo.organisations import add_organisations
from referral.demo.people import draw
from referral.demo.staff import add_staff, members
from referral.demo.story import Story

SEED = 2026


class Scene:
    """Where all stories play: the same organisations, staff, calendar and dice."""

    def __init__(self):
        self.organisations = add_organisations()
        add_staff(self.organisations)
        self.members = members()
        self.calendar = Calendar()
        self.dice = random.Random(SEED)  # noqa: S311 -- invented people, the same each time
        self.names, self.actors, self.stories = set(), {}, []

    @staticmethod
    def email(who):
        return f"{who}.example"

    def actor(self, who):
        if who not in self.actors:
            self.actors[who] = self.members[self.email(who)].actor()
        return self.actors[who]

    def country(self, who):
        return self.actor(who).country

    def user(self, who):
        return self.members[self.email(who)].user

    def new_key(self):
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def story(self, home, origin, gender, band, form) -> Story:
        person = draw(self.dice, origin, gender, band, form, self.names)
        self.stories.append(Story(self, len(self.stories) + 1, person, home))
        return self.stories[-1]

    @cached_property
    def everybody(self):
        return sorted(self.members)
