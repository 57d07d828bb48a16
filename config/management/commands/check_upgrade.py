from django.core.management.base import BaseCommand, CommandError

from config import upgrades

SKIPPED = "{}: this version has these tables in one step, and this database stands between. Go through the version before it."


class Command(BaseCommand):
    help = (
        "Before an upgrade, with the new version beside the running one: may it be migrated while people work? Ends with an error"
        " when the web has to be stopped first, or somebody has to look."
    )

    def handle(self, **options):
        if gaps := upgrades.gaps():
            raise CommandError(SKIPPED.format(", ".join(gaps)))
        waiting = upgrades.waiting()
        found = [sentence for migration in waiting for sentence in upgrades.dangers(migration)]
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(
                f"{len(found)} steps in {len(waiting)} migrations need a look, or the web stopped."
            )
        self.stdout.write(f"{len(waiting)} migrations, none that the running version does not bear")
