"""The roles a membership can have. Who may see what with them stands in `referral/access.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FIRST_CONTACT = "first_contact", _("First contact")
    CASE_MANAGER = "case_manager", _("Case manager")
    SUPERVISOR = "supervisor", _("Supervisor")
    FOCAL_POINT = "focal_point", _("Focal point")
    COMPETENT_AUTHORITY = "competent_authority", _("Competent authority")
    SERVICE_WORKER = "service_worker", _("Service worker")
    HEALTH = "health", _("Health professional")
    LAWYER = "lawyer", _("Lawyer")
    POLICE = "police", _("Police")
    CONSULAR = "consular", _("Consular protection")
    VISA_SECTION = "visa_section", _("Visa section")
    RETURN_ORGANISER = "return_organiser", _("Return organiser")
    GUARDIAN = "guardian", _("Guardian")
    PANEL = "panel", _("Best-interests panel")
    NATIONAL_COORDINATOR = "national_coordinator", _("National coordinator")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
    ORGANISATION_ADMIN = "organisation_admin", _("Organisation administrator")
    OPERATOR = "operator", _("Operator")
    ANALYST = "analyst", _("Analyst")


# Roles that an organisation's administrator may give. A coordinator, an operator and an analyst are
# made by the operator of the installation (`manage.py add_organisation`), never from inside.
GIVEN_BY_ADMINISTRATOR = [
    role for role in Role if role not in {Role.NATIONAL_COORDINATOR, Role.OPERATOR, Role.ANALYST}
]
