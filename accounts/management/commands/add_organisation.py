"""An organisation, and the invitation of the first person there."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts import mail
from accounts.actions.invitations import invite
from accounts.actions.organisations import add_organisation
from accounts.models import OrganisationKind
from accounts.roles import Role
from accounts.services import service_choices
from shell.formats import country_choices

FIRST_ROLE = {
    OrganisationKind.COORDINATION: Role.NATIONAL_COORDINATOR,
    OrganisationKind.OPERATOR: Role.OPERATOR,
}


class Command(BaseCommand):
    help = "Adds an organisation and invites its first person. Without a mail server the link is printed, once."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True)
        parser.add_argument("--country", required=True, help="two letters, for example IT")
        parser.add_argument("--kind", required=True, choices=OrganisationKind.values)
        parser.add_argument("--email", default="", help="of the first person there")
        parser.add_argument(
            "--without-account",
            action="store_true",
            help="a partner that is reached by link or on paper; nobody is invited",
        )
        parser.add_argument(
            "--role", choices=Role.values, help="of that person; organisation_admin unless given"
        )
        parser.add_argument("--city", default="")
        parser.add_argument("--represents", default="", help="for a consulate: its country")
        services = [code for code, _label in service_choices()]
        parser.add_argument("--services", nargs="*", default=[], choices=services)
        parser.add_argument("--languages", nargs="*", default=[])

    @transaction.atomic
    def handle(self, *args, **given):
        country = checked_country(given["country"])
        if given["represents"] and given["kind"] != OrganisationKind.CONSULATE:
            raise CommandError("Only a consulate represents a country.")
        if bool(given["email"]) == given["without_account"]:
            raise CommandError("Give --email of the first person, or --without-account.")
        if given["email"]:
            checked_email(given["email"])
        organisation = add_organisation(
            name=given["name"],
            country=country,
            kind=given["kind"],
            city=given["city"],
            represents=checked_country(given["represents"]) if given["represents"] else "",
            services=given["services"],
            languages=given["languages"],
            has_account=not given["without_account"],
            **({"accepts_referrals": True} if given["without_account"] else {}),
        )
        if given["without_account"]:
            self.stdout.write(f"Added without an account: {organisation.slug}")
            return
        role = given["role"] or FIRST_ROLE.get(given["kind"], Role.ORGANISATION_ADMIN)
        self.stdout.write("Added.")
        send_invitation(self.stdout, organisation, given["email"], role)


def send_invitation(out, organisation, email, role):
    made, token = invite(organisation, email=email, role=role)
    link = settings.SITE_URL.rstrip("/") + reverse("invitation", args=[token])
    if mail.can_send():
        mail.send("invitation", made.email, link=link)
        out.write("The invitation is on its way.")
    else:
        out.write("Hand this link over; it works once, for 72 hours:")
        out.write(link)


def checked_country(code):
    code = code.upper()
    if code not in dict(country_choices()):
        raise CommandError(f"{code} is no country code of two letters.")
    return code


def checked_email(email):
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError("This is no e-mail address.") from None
