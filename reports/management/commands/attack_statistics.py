"""Twenty-four monthly releases of invented people, and a reader who keeps and subtracts them."""

import random

from django.core.management.base import BaseCommand

from reports.statistics.attack import attack
from reports.statistics.cube import JOURNEYS, REFERRALS
from reports.statistics.invented import percents, releases, same_of, shapes_of

# Every kind of table once: budgets of six families and visits of four rounds are alike.
PEOPLE = (JOURNEYS, REFERRALS, "b_health", "visit_1")


class Command(BaseCommand):
    help = "Print how many held-back numbers a reader of 24 monthly releases recovers. Invented people; no database."

    def add_arguments(self, parser):
        parser.add_argument("--sets", type=int, default=20, help="sets of invented people")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, sets, seed, **options):
        total = {}
        for number in range(sets):
            for people in PEOPLE:
                chance = random.Random(seed + number)  # noqa: S311 -- not for secrets
                shapes = shapes_of(people)
                seen = releases(chance, shapes=shapes)
                found = attack(seen, same=same_of(shapes), percents=percents(seen))
                for name, count in found.items():
                    total[name] = total.get(name, 0) + count
        self.stdout.write(
            f"sets of 24 releases: {sets}; held back: {total['cells']}; recovered: {total['recovered']};"
            f" small numbers said: {total['small']}; small differences: {total['differences']}"
        )
