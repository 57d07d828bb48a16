"""The first person of an organisation that was reached by link or on paper so far."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.management.commands.add_organisation import (
    FIRST_ROLE,
    checked_email,
    send_invitation,
)
from accounts.models import Organisation
from accounts.roles import Role


class Command(BaseCommand):
    help = "Invites the first person of an organisation without account. Without a mail server the link is printed, once."

    def add_arguments(self, parser):
        parser.add_argument("--slug", required=True, help="as add_organisation printed it")
        parser.add_argument("--email", required=True, help="of the first person there")
        parser.add_argument("--role", choices=Role.values)

    @transaction.atomic
    def handle(self, *args, **given):
        organisation = Organisation.objects.filter(
            slug=given["slug"], has_account=False, is_active=True
        ).first()
        if organisation is None:
            raise CommandError("No organisation without account has this slug.")
        checked_email(given["email"])
        role = given["role"] or FIRST_ROLE.get(organisation.kind, Role.ORGANISATION_ADMIN)
        send_invitation(self.stdout, organisation, given["email"], role)
