from time import perf_counter

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

FAULTS = {
    "missing": "entries before this one were deleted",
    "edited": "this entry, or its link to the one before, was changed",
    "cut": "the entries at the end were deleted",
}


class Command(BaseCommand):
    help = "Check every audit chain and name the first bad entry of each. Changes nothing. Exit 1 when one is bad."

    def handle(self, **options):
        began = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(DISTINCT organisation) FROM audit_auditentry")
            entries, chains = cursor.fetchone()
            cursor.execute(
                "SELECT DISTINCT ON (organisation) organisation, seq, fault FROM audit_fault"
                " ORDER BY organisation, seq"
            )
            bad = cursor.fetchall()
        for organisation, seq, fault in bad:
            self.stdout.write(f"chain {organisation}, entry {seq}: {FAULTS[fault]}")
        if bad:
            raise CommandError(f"{len(bad)} of {chains} chains are broken.")
        took = perf_counter() - began
        self.stdout.write(
            f"{entries} entries in {chains} chains: intact. Looked at {entries / took:,.0f} a second."
        )
