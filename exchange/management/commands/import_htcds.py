from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.acting import acting_as
from accounts.models import Membership
from audit.models import record
from exchange.htcds import workbook
from exchange.htcds.together import together
from exchange.htcds.write import write_people
from referral.access import OPENS_CONTACT
from shell.safe_zip import NotAWorkbook

MOST_FAULTS, AT_ONCE = 50, 200


class Command(BaseCommand):
    help = (
        "Take over people from IOM's HTCDS workbook (.xlsx): a journey and a case each, consent “not recorded”,"
        " so that nothing of them can be sent. All rows or none."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--organisation", required=True, help="its short name, like casa-verde")
        parser.add_argument("--by", required=True, help="e-mail address of the case manager")
        parser.add_argument(
            "--headings",
            choices=[workbook.LABELS, workbook.NAMES],
            default="",
            help="which row was followed where the field names and the labels disagree",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything, write nothing"
        )

    def handle(self, *, file, organisation, by, headings, dry_run, **options):
        membership = self.membership(organisation, by)
        try:
            with open(file, "rb") as opened:
                people, faults = self.read(opened, headings)
        except (OSError, NotAWorkbook) as problem:
            raise CommandError(str(problem)) from problem
        if faults.count:
            self.refuse(faults)
        if dry_run:
            self.stdout.write(f"{len(people)} people can be taken over. Nothing was written.")
            return
        with transaction.atomic(), acting_as(membership.actor()):
            for start in range(0, len(people), AT_ONCE):
                write_people(people[start : start + AT_ONCE])
            record("htcds.import", count=len(people))
        self.stdout.write(f"{len(people)} people were taken over; consent is “not recorded”.")

    def read(self, opened, headings):
        table = workbook.read(opened)
        rows = list(table.rows)
        for column in table.columns:
            self.stdout.write(column.understood(headings))
        reader = workbook.Reader(table.columns, workbook.follow(table.columns, headings))
        read = [(row[0], values) for row in rows if (values := reader.values(*row))]
        return [person for _number, person in together(read)], reader.faults

    def membership(self, organisation, by):
        found = (
            Membership.objects.active()
            .filter(organisation__slug=organisation, user__email=by.lower(), role__in=OPENS_CONTACT)
            .order_by("role")
            .select_related("organisation")
            .first()
        )
        if found is None:
            raise CommandError("Nobody with this address opens contacts for this organisation.")
        return found

    def refuse(self, faults):
        for fault in faults.kept[:MOST_FAULTS]:
            row = (
                f"Row {fault.row}, column {fault.column}" if fault.row else f"Column {fault.column}"
            )
            self.stdout.write(f"{row} ({fault.field}): {fault.why}.")
        if any(fault.code == "disagree" for fault in faults.kept):
            self.stdout.write(
                "Say which was followed when the file was filled: --headings labels, or --headings names."
            )
        raise CommandError(f"{faults.count} things to mend in the file. Nothing was written.")
