from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory import seed_files
from directory.load import load
from directory.tables.raw import Broken

LINES = (
    ("added", "added"),
    ("changed", "changed: the new row supersedes the old one"),
    ("unchanged", "unchanged"),
    ("withdrawn", "withdrawn: no longer in the seed"),
    ("edited", "kept: a person has edited or withdrawn them since"),
    ("open_drafts", "kept: somebody is editing them"),
    ("verified", "kept: a person verified the number"),
    ("newer", "kept: looked up later than this seed"),
    ("refused", "refused"),
)
KEPT = ("open_drafts", "verified", "newer")
SHOWN = 20


class Command(BaseCommand):
    help = "Loads facts and contacts of countries. Run again, it changes what has changed."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=seed_files.FOLDER)
        parser.add_argument(
            "--without-refused",
            action="store_true",
            help="load the other rows where some cannot be loaded",
        )

    def handle(self, *, folder, without_refused, **options):
        try:
            report = load(folder, without_refused=without_refused)
        except Broken as broken:
            raise CommandError(f"Nothing was loaded.\n{broken}") from None
        if options["verbosity"] > 0:
            self.print(report, options["verbosity"])

    def print(self, report, verbosity):
        for name, words in LINES:
            rows = getattr(report, name)
            if rows or name in ("added", "changed", "unchanged", "withdrawn"):
                self.stdout.write(f"{len(rows):>8,}  {words}")
        for problem in report.refused:
            self.stdout.write(f"refused  {problem}")
        for name in KEPT if verbosity == 1 else ("changed", "withdrawn", "edited", *KEPT):
            rows = getattr(report, name)
            shown = rows if verbosity > 1 else rows[:SHOWN]
            for key in shown:
                self.stdout.write(f"{name}  {key}")
            if len(rows) > len(shown):
                self.stdout.write(f"{name}  and {len(rows) - len(shown)} more (all: -v 2)")
