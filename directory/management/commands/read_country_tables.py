from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory import seed_files, write_seed
from directory.tables import read_all
from directory.tables.raw import Broken


class Command(BaseCommand):
    help = "Reads the raw tables of country facts and writes the seed of the directory."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="with the raw tables and SOURCES.md")
        parser.add_argument("--into", type=Path, default=seed_files.FOLDER, help="the seed")

    def handle(self, *, folder, into, **options):
        try:
            read = read_all(folder)
        except Broken as broken:
            raise CommandError(f"Nothing was written.\n{broken}") from None
        counts = write_seed.write(read, into)
        self.report_left_out(read.left_out, options["verbosity"])
        size = sum((into / name).stat().st_size for name in counts)
        for name, rows in sorted(counts.items()):
            self.stdout.write(f"{rows:>8,}  {name}")
        self.stdout.write(f"{size / 1_000_000:>8.2f}  MB in all")

    def report_left_out(self, left_out, verbosity):
        if verbosity > 1:
            for problem in left_out:
                self.stdout.write(f"left out  {problem}")
            return
        for name, count in Counter(problem.file for problem in left_out).items():
            self.stdout.write(f"{count:>8,}  rows or values left out of {name} (say why: -v 2)")
