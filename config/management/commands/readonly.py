from django.core.management.base import BaseCommand

from shell import read_only


class Command(BaseCommand):
    help = (
        "Reading goes on, nothing is written: every page says so, forms keep what was typed, and worker, imports and statistics"
        " wait. Without a word: how it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("switch", nargs="?", choices=["on", "off"])

    def handle(self, *, switch, **options):
        if switch:
            read_only.switch(switch == "on")
        self.stdout.write("only reading" if read_only.is_on() else "reading and writing")
