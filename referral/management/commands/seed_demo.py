from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Membership, Organisation
from referral.demo.journeys import add_journeys, are_told
from referral.demo.scene import Scene


class Command(BaseCommand):
    requires_system_checks = []  # made at the first start, when they were just run
    help = "Add invented organisations, staff and journeys, for trying. Refuses in production and beside other data."

    def add_arguments(self, parser):
        parser.add_argument(
            "--more", action="store_true", help="also when there are organisations already"
        )

    def handle(self, *, more, **options):
        if settings.PRODUCTION:
            raise CommandError("Invented people never stand beside real ones. Nothing was changed.")
        if Organisation.objects.exists() and not more:
            raise CommandError(
                "There are organisations already. Nothing was changed; --more adds what is missing."
            )
        scene = Scene()
        told = 0 if are_told(scene) else add_journeys(scene)
        self.stdout.write(
            f"{Organisation.objects.filter(is_demo=True).count()} invented organisations, "
            f"{Membership.objects.filter(organisation__is_demo=True).count()} memberships; "
            f"{told} journeys added."
        )
