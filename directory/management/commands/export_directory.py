from pathlib import Path

from django.core.management.base import BaseCommand

from directory.export import json_parts


class Command(BaseCommand):
    help = "Write the published directory to a signed JSON file that can be imported again."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", default="", help="one country by its code, for example AL")

    def handle(self, *, file, country, **options):
        with file.open("w", encoding="utf-8", newline="") as out:
            size = sum(out.write(part) for part in json_parts(country))
        self.stdout.write(f"{size} characters")
