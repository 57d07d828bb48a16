import random

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
        self.actors = {
            email.removesuffix(".example"): m.actor() for email, m in self.members.items()
        }
        self.names, self.stories = set(), []

    @staticmethod
    def email(who):
        return f"{who}.example"

    def actor(self, who):
        return self.actors[who]

    def country(self, who):
        return self.actor(who).country

    def user(self, who):
        return self.members[self.email(who)].user

    def story(self, home, origin, gender, band, form) -> Story:
        number = len(self.stories) + 1
        dice = random.Random(SEED + number)  # noqa: S311
        person = draw(dice, origin, gender, band, form, self.names)
        self.stories.append(Story(self, number, person, home))
        return self.stories[-1]
