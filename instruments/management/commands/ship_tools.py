from django.core.management.base import BaseCommand

from instruments.actions.ship import changed_without_a_new_version, ship


class Command(BaseCommand):
    help = "Make a version row of each tool that ships and has none. Runs after every migrate."

    def handle(self, verbosity, **options):
        for each in changed_without_a_new_version():
            self.stderr.write(f"{each}: the file was changed without raising its version.")
        new = ship()
        if verbosity:
            self.stdout.write(f"{len(new)} versions shipped.")
