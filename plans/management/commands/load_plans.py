from django.core.management.base import BaseCommand

from plans.load import load


class Command(BaseCommand):
    help = "Loads the sample of a national action plan. Run again, it changes nothing."
    requires_system_checks = ()

    def handle(self, **options):
        written = load()
        if options["verbosity"] > 0:
            self.stdout.write(f"{written} written")
