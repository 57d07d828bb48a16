"""
Work with a case, in the codes of HTCDS 2.0.

Source: Human Trafficking Case Data Standard 2.0, International Organization for Migration,
24 December 2021, licence CC BY 4.0. The codes are kept exactly as published; the labels are ours.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseStatusHtcds(models.TextChoices):
    ACTIVE = "Active", pgettext_lazy("case", "Active")
    FOLLOW_UP = "FollowUp", pgettext_lazy("case", "Follow-up")
    CLOSED = "Closed", pgettext_lazy("case", "Closed")
    CLOSED_REFERRED = "ClosedReferred", pgettext_lazy("case", "Closed, referred elsewhere")


class ReferralReason(models.TextChoices):
    SERVICES = "AdditionalServicesRequired", _("More services are needed")
    LOCATION = "MigrationOrChangeOfLocation", _("Return or another change of place")
    OTHER = "Other", pgettext_lazy("reason", "Another reason")


class SupportPlanType(models.TextChoices):
    EDUCATION = "Education", pgettext_lazy("support", "Education")
    FINANCIAL = "Financial", pgettext_lazy("support", "Money")
    HEALTH = "Health", pgettext_lazy("support", "Health")
    LABOUR_REHABILITATION = (
        "LabourExploitationRehabilitation",
        pgettext_lazy("support", "Recovery after labour exploitation"),
    )
    LEGAL = "Legal", pgettext_lazy("support", "Legal help")
    LIVELIHOOD = "Livelihood", pgettext_lazy("support", "Work and income")
    RIGHTS_TRAINING = "RightsBasedTraining", pgettext_lazy("support", "Learning about rights")
    SEXUAL_REHABILITATION = (
        "SexualExploitationRehabilitation",
        pgettext_lazy("support", "Recovery after sexual exploitation"),
    )
    SOCIAL_CARE = "SocialCare", pgettext_lazy("support", "Social care")


class OrganisationTypeHtcds(models.TextChoices):
    NGO = "NGO", _("Non-governmental organisation")
    LAW_ENFORCEMENT = "LawEnforcement", _("Law enforcement")
    HEALTH = "HealthServiceOrganisation", _("Health service")
    CENTRAL_GOVERNMENT = "CentralGovernmentOrganisation", _("Body of the central government")
    LOCAL_GOVERNMENT = "LocalGovernmentOrganisation", _("Body of a local government")
    IMMIGRATION = "ImmigrationService", _("Immigration service")
    LEGAL = "LegalService", _("Legal service")
    BUSINESS = "CorporateBusiness", _("Business")
    SCHOOL = "SchoolOrCollege", _("School or college")
