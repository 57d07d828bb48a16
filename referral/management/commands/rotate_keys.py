from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from audit.models import record
from referral.keys import unwrap, wrap
from referral.models import CaseKey

BATCH = 1000


class Command(BaseCommand):
    help = (
        "Wrap all data keys again with the newest master key (MASTER_KEY_VERSION). Run it after adding one;"
        " the old one can be taken away when it says 0. Safe to stop and to run again."
    )

    def handle(self, **options):
        done = 0
        while batch := self.rotate_batch():
            done += batch
        self.stdout.write(f"{done} keys wrapped again with version {settings.MASTER_KEY_VERSION}.")

    @transaction.atomic
    def rotate_batch(self):
        old = list(
            CaseKey.objects.select_for_update(skip_locked=True).exclude(
                master_version=settings.MASTER_KEY_VERSION
            )[:BATCH]
        )
        for row in old:
            row.wrapped = wrap(unwrap(bytes(row.wrapped), row.master_version))
            row.master_version = settings.MASTER_KEY_VERSION
        CaseKey.objects.bulk_update(old, ["wrapped", "master_version"])
        if old:
            record("keys.rotated", count=len(old), version=settings.MASTER_KEY_VERSION)
        return len(old)
