from django.core.management.base import BaseCommand
from django.db import connection

from referral.row_security import apply


class Command(BaseCommand):
    help = "Write the row security policies and the access rules into the database, as its owner. Safe to run again."

    def handle(self, *, verbosity, **options):
        apply(connection)
        if verbosity:
            self.stdout.write("Row security is in place.")
