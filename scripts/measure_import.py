"""
How long 10,000 rows take in the import process, and how much memory it needs at its peak. Invented people, an organisation of
their own; refuses in production. `DESK_ENV=test` for a throwaway server is not needed: what it makes is marked as a demonstration.

    .venv/bin/python scripts/measure_import.py --rows 10000
"""

import argparse
import io
import os
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from accounts.acting import acting_as  # noqa: E402
from accounts.models import Membership, Organisation, User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from exchange.actions.bring import bring, confirm  # noqa: E402
from exchange.actions.take_in import take_in_next  # noqa: E402
from exchange.models import PeopleImport  # noqa: E402

HEADINGS = {
    "prs_FirstName": lambda n: f"Invented{n}",
    "prs_SecondName": lambda n: f"Person{n * 7919}",
    "prs_Birthdate": lambda n: f"19{60 + n % 40}-0{1 + n % 9}-1{n % 9}",
    "prs_Gender": lambda n: ("Feminine", "Masculine")[n % 2],
    "prs_Citizenship": lambda n: ("AL", "NG; IT", "Ukraine")[n % 3],
    "prs_PrimaryLanguage": lambda n: ("sqi", "eng")[n % 2],
    "prs_IdentityNumber": lambda n: f"X{n:07d}",
    "prs_MobilePhone": lambda n: f"+39 02 {n:06d}",
    "prs_MailingStreet": lambda n: f"Via Inventata {n}",
    "prs_MailingCity": lambda n: "Milan",
    "prs_MailingCountry": lambda n: "IT",
    "vic_TraffickingStatus": lambda n: "PossibleVictimOfTrafficking",
    "vic_MethodOfRecruitment": lambda n: "ThroughFriendsOrSocialEvents",
    "vic_MethodsOfControl": lambda n: "DebtBondage; TakesEarnings",
    "vic_TypeOfExploitation": lambda n: "ForcedLabour",
    "vic_LocationOfExploitation": lambda n: f"A place {n % 50}",
    "cas_Status": lambda n: ("Active", "Closed")[n % 2],
    "cas_IncomingReferralDetails": lambda n: f"Words of the referring organisation, number {n}.",
    "cco_CaseComment": lambda n: "A comment of some length on what was agreed. " * 3,
}


def workbook(rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(HEADINGS))
    for number in range(1, rows + 1):
        sheet.append([make(number) for make in HEADINGS.values()])
    file = io.BytesIO()
    book.save(file)
    return file


def somebody():
    number = time.time_ns()
    organisation = Organisation.objects.create(
        name="Measured", slug=f"measured-{number}", country="IT", kind="ngo", is_demo=True
    )
    user = User.objects.create_user(f"measured{number}@example.org", None, name="Measured")
    return Membership.objects.create(
        user=user,
        organisation=organisation,
        role=Role.CASE_MANAGER,
        cleared_until=timezone.localdate() + timedelta(days=1),
    )


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_a_process(work):
    """Peak memory belongs to a whole process: the part that is measured has one of its own."""
    connection.close()
    if (child := os.fork()) == 0:
        began = time.monotonic()
        work()
        print(f"   {time.monotonic() - began:.1f} s, peak {peak_mb():.0f} MB", flush=True)
        os._exit(0)
    os.waitpid(child, 0)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=10_000)
    rows = options.parse_args().rows
    if settings.PRODUCTION:
        raise SystemExit("Never beside real people.")
    membership = somebody()
    path = settings.DATA_DIR / f"measured-{rows}.xlsx"
    path.write_bytes(workbook(rows).getvalue())

    def bring_it():
        with transaction.atomic(), acting_as(membership.actor()), open(path, "rb") as file:
            brought = bring(file)
            print(f"   {brought.people} people, {brought.fault_count} faults")
            confirm(brought, version=brought.version)

    def take_it_in():
        while take_in_next() is not None:
            pass

    print(f"{rows} rows, {path.stat().st_size / 1024:.0f} kB")
    print("Brought and checked (in the web process):")
    in_a_process(bring_it)
    print("Taken in (in the import process):")
    in_a_process(take_it_in)
    with transaction.atomic(), acting_as(membership.actor()):
        done = PeopleImport.objects.get()
        print(f"{done.state}: {done.done} rows of {done.rows}")
    path.unlink()


if __name__ == "__main__":
    main()
