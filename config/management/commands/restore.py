import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config import backup, database


class Command(BaseCommand):
    help = (
        "Put a sealed copy back into an empty or new database, compare it table by table, and destroy again what was erased since."
        " Nobody may work with it before this ends well."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--half",
            type=Path,
            action="append",
            required=True,
            help="a file with half of the key; twice",
        )
        parser.add_argument("--into", default=settings.DATABASES["default"]["NAME"], metavar="NAME")
        after = parser.add_mutually_exclusive_group(required=True)
        after.add_argument(
            "--erasures", type=Path, metavar="FILE", help="what `erasures write` wrote last"
        )
        after.add_argument(
            "--nothing-erased", action="store_true", help="for a drill with invented people"
        )

    def handle(self, *, file, half, into, erasures, **options):
        began = time.monotonic()
        try:
            halves = [path.read_text() for path in half]
            found = backup.put_back(file, halves, into)
        except (backup.CannotCopy, OSError) as problem:
            raise CommandError(str(problem)) from None
        rows = sum(number for number, _sum in found.values())
        self.stdout.write(
            f"{len(found)} tables, {rows} rows, 0 differing, in {time.monotonic() - began:.0f} s."
        )
        if erasures:
            self.erase_again(erasures, into)

    def erase_again(self, erasures: Path, into: str) -> None:
        former = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD")}
        owner = database.parameters("trm_owner", settings.CLUSTER)
        connection.close()
        connection.settings_dict |= {
            "NAME": into,
            "USER": owner["USER"],
            "PASSWORD": owner["PASSWORD"],
        }
        try:
            call_command("erasures", "replay", erasures, stdout=self.stdout)
        finally:
            connection.close()
            connection.settings_dict |= former
