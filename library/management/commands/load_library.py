from django.core.management.base import BaseCommand, CommandError

from library.load import SeedError, load


class Command(BaseCommand):
    help = "Loads the documents and practices that ship. Run again, it changes what has changed."
    requires_system_checks = ()

    def handle(self, **options):
        try:
            done = load()
        except SeedError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        if options["verbosity"] > 0:
            for name in ("added", "changed", "unchanged", "kept", "withdrawn"):
                self.stdout.write(f"{done[name]:>6}  {name}")
