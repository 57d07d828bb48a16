"""
How long a list of 100,000 rows takes in the export process, and how much memory it needs at its peak. Invented people, an
organisation of their own; refuses in production.

    .venv/bin/python scripts/measure_export.py --rows 100000
"""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import IntegrityError, transaction  # noqa: E402

from accounts.acting import acting_as  # noqa: E402
from exchange.actions.hand_out import make_next_export  # noqa: E402
from exchange.actions.order import open_export, order_export  # noqa: E402
from exchange.export_models import Export, Kind  # noqa: E402
from referral.actions.open import open_contacts  # noqa: E402
from scripts.measure_import import in_a_process, somebody  # noqa: E402

AT_ONCE = 1000
SUMMARY = {
    "age_band": "30-38",
    "gender": "Feminine",
    "citizenships": ["AL"],
    "languages": ["sq", "it"],
}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    rows = options.parse_args().rows
    if settings.PRODUCTION:
        raise SystemExit("Never beside real people.")
    membership = somebody()

    def fill():
        made = 0
        while made < rows:
            with suppress(IntegrityError):  # a reference that there is: among so many one meets itself
                with transaction.atomic(), acting_as(membership.actor()):
                    open_contacts([(SUMMARY, False)] * min(AT_ONCE, rows - made))
                made += AT_ONCE

    def make():
        while make_next_export() is not None:
            pass

    print(f"{rows} cases are made:")
    in_a_process(fill)
    with transaction.atomic(), acting_as(membership.actor()):
        export = order_export(kind=Kind.CASES, form="xlsx", reason="It is measured")
    print("The list is made (in the export process):")
    in_a_process(make)
    with transaction.atomic(), acting_as(membership.actor()):
        done = Export.objects.get(pk=export.pk)
        print(f"{done.state}: {done.done} rows, {len(open_export(done)) / 1024:.0f} kB")


if __name__ == "__main__":
    main()
