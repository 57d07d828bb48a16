from django.core.management.base import BaseCommand, CommandError

from referral.instruments_check import checks


class Command(BaseCommand):
    help = "Check every tool: definition, version and translations, and the texts for persons in nine languages."

    def add_arguments(self, parser):
        parser.add_argument("do", choices=["check"])

    def handle(self, **options):
        found = checks()
        for each in found:
            state = f"{len(each.faults)} to mend" if each.faults else "ok"
            self.stdout.write(f"{each.what:40} {each.count:>6}  {state}")
        faults = [f"{each.what}: {fault}" for each in found for fault in each.faults]
        if faults:
            raise CommandError("\n" + "\n".join(faults))
