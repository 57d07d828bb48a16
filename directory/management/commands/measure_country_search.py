from django.core.management.base import BaseCommand

from directory.countries import SEARCH_LANGUAGES
from directory.search_figures import SHOWN, measure

HEAD = ("language", "ISO2 1st", "ISO3 1st", "2 letters", "3 letters", "median ms", "slowest ms")


class Command(BaseCommand):
    requires_system_checks = ()
    help = "How many keys open the right country in each language, and how fast."

    def handle(self, **options):
        self.stdout.write(f"Letters of the name: in the first {SHOWN}. Per cent of 195 states.")
        self.stdout.write("".join(f"{title:>11}" for title in HEAD))
        for language in SEARCH_LANGUAGES:
            measure(language)  # names are folded once in a process
            found = measure(language)
            shares = (found.iso2_first, found.iso3_first, found.two_letters, found.three_letters)
            self.stdout.write(
                f"{language:>11}"
                + "".join(f"{share:11.1f}" for share in shares)
                + f"{found.median:11.2f}{found.slowest:11.2f}"
            )
