from django.core.management.base import BaseCommand

from exchange.actions.take_in import end_old_imports, take_in_next
from shell.looking import keep_looking


class Command(BaseCommand):
    help = (
        "Take in the files of people that were confirmed, and delete what lies here for 24 hours. Runs as the application"
        " role, because each file is written under the rights of whoever brought it. Safe to kill: it goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="take in what waits now, and end")
        parser.add_argument(
            "--every", type=int, default=5, help="seconds between two looks (default: 5)"
        )

    def handle(self, *, once, every, **options):
        keep_looking(self.look, once=once, every=every, tell=self.stderr.write)

    def look(self, stop):
        if ended := end_old_imports():
            self.stdout.write(f"files ended: {ended}")
        written = 0
        while not stop.is_set() and (number := take_in_next()) is not None:
            written += number
        if written:
            self.stdout.write(f"people taken in: {written}")
