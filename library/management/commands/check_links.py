from datetime import timedelta

from django.core.management.base import BaseCommand

from library.links import check_links
from library.models import LinkState


class Command(BaseCommand):
    help = "Tries the addresses of documents and notes what answers. Hides nothing. Asks the internet."

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=200, help="so many at once (default: 200)")
        parser.add_argument(
            "--days", type=int, default=30, help="those not tried for so long (default: 30)"
        )

    def handle(self, *, most, days, **options):
        found = check_links(most=most, every=timedelta(days=days))
        for state, label in LinkState.choices:
            if state in found:
                self.stdout.write(f"{found[state]:>6}  {label}")
        self.stdout.write(f"{sum(found.values()):>6}  tried")
