from django.core.management.base import BaseCommand

from exchange.actions.hand_out import end_old_exports, make_next_export
from exchange.actions.take_in import end_old_imports, take_in_next
from shell.looking import keep_looking


class Command(BaseCommand):
    help = (
        "Take in the files of people that were confirmed, make the files that were ordered, and destroy what lies here for 24"
        " hours. Runs as the application role, because each is read and written under the rights of whoever brought or ordered"
        " it. Safe to kill: an import goes on where it was, an export begins anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="take in what waits now, and end")
        parser.add_argument(
            "--every", type=int, default=5, help="seconds between two looks (default: 5)"
        )

    def handle(self, *, once, every, **options):
        keep_looking(self.look, name="imports", once=once, every=every, tell=self.stderr.write)

    def look(self, stop):
        if ended := end_old_imports():
            self.stdout.write(f"files ended: {ended}")
        written = 0
        while not stop.is_set() and (number := take_in_next()) is not None:
            written += number
        if written:
            self.stdout.write(f"people taken in: {written}")
        self.hand_out(stop)

    def hand_out(self, stop):
        if ended := end_old_exports():
            self.stdout.write(f"exports ended: {ended}")
        made = 0
        while not stop.is_set() and (done := make_next_export()) is not None:
            made += done
        if made:
            self.stdout.write(f"exports made: {made}")
