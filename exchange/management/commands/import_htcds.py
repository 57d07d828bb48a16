from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.acting import acting_as
from accounts.models import Membership
from audit.models import record
from exchange.htcds import workbook
from exchange.htcds.write import write_person
from referral.access import OPENS_CONTACT

MOST_FAULTS = 50


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
            sheet = workbook.read(file, headings)
        except workbook.NotAWorkbook as problem:
            raise CommandError(str(problem)) from problem
        for line in sheet.mapping():
            self.stdout.write(line)
        people = sheet.people()
        if sheet.faults:
            self.refuse(sheet.faults)
        if dry_run:
            self.stdout.write(f"{len(people)} people can be taken over. Nothing was written.")
            return
        with transaction.atomic(), acting_as(membership.actor()):
            for _number, values in people:
                write_person(values)
            record("htcds.import", count=len(people))
        self.stdout.write(f"{len(people)} people were taken over; consent is “not recorded”.")

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
        for fault in faults[:MOST_FAULTS]:
            self.stdout.write(fault)
        raise CommandError(f"{len(faults)} things to mend in the file. Nothing was written.")
