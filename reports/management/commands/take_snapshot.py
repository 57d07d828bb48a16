from datetime import date

from django.core.management.base import BaseCommand, CommandError

from reports.noise.work import draw_agreed
from reports.statistics.freeze import take_snapshot
from shell.looking import keep_looking


class Command(BaseCommand):
    help = (
        "Freeze the last whole month for the statistics and count its tables, as a database role that reads codes only."
        " A month that stands is left as it is. Draws the tables with random noise that two people agreed to. Ends, unless told to look again and again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--month", help="another month that is over, as 2026-10")
        parser.add_argument("--every", type=int, default=0, help="look again after so many seconds")

    def handle(self, *, month, every, **options):
        try:
            chosen = date.fromisoformat(f"{month}-01") if month else None
        except ValueError as problem:
            raise CommandError("A month is written as 2026-10.") from problem

        def look(_stop=None):
            made = take_snapshot(chosen)
            if made or not every:
                self.stdout.write(f"frozen rows: {made}" if made else "the month stands already")
            if drawn := draw_agreed():
                self.stdout.write(f"tables drawn with noise: {drawn}")

        keep_looking(look, name="statistics", once=not every, every=every, tell=self.stderr.write)
