"""Our own lists: what organisations offer. HTCDS has no list of services, only of support plans."""

from django.db import models
from django.utils.translation import pgettext_lazy

from directory.codes.casework import SupportPlanType


class ServiceKind(models.TextChoices):
    HOUSING = "housing", pgettext_lazy("service", "Housing or shelter")
    HEALTH = "health", pgettext_lazy("service", "Health care")
    PSYCHOLOGICAL = "psychological", pgettext_lazy("service", "Psychological support")
    LEGAL = "legal", pgettext_lazy("service", "Legal advice")
    INTERPRETATION = "interpretation", pgettext_lazy("service", "Interpretation")
    EDUCATION = "education", pgettext_lazy("service", "School and education")
    WORK = "work", pgettext_lazy("service", "Work and training")
    FAMILY = "family", pgettext_lazy("service", "Family mediation and support")
    CHILDCARE = "childcare", pgettext_lazy("service", "Childcare")
    MATERIAL_AID = "material_aid", pgettext_lazy("service", "Food, clothes and other things")
    FINANCIAL = "financial", pgettext_lazy("service", "Money")
    TRAVEL = "travel", pgettext_lazy("service", "Help with travel")
    GUARDIANSHIP = "guardianship", pgettext_lazy("service", "Guardianship")
    DOCUMENTS = "documents", pgettext_lazy("service", "Help with documents")
    RECEPTION = "reception", pgettext_lazy("service", "Reception on arrival")
    REINTEGRATION = "reintegration", pgettext_lazy("service", "Reintegration")


SUPPORT_PLAN_TYPE = {
    ServiceKind.HOUSING: SupportPlanType.SOCIAL_CARE,
    ServiceKind.HEALTH: SupportPlanType.HEALTH,
    ServiceKind.PSYCHOLOGICAL: SupportPlanType.HEALTH,
    ServiceKind.LEGAL: SupportPlanType.LEGAL,
    ServiceKind.INTERPRETATION: SupportPlanType.SOCIAL_CARE,
    ServiceKind.EDUCATION: SupportPlanType.EDUCATION,
    ServiceKind.WORK: SupportPlanType.LIVELIHOOD,
    ServiceKind.FAMILY: SupportPlanType.SOCIAL_CARE,
    ServiceKind.CHILDCARE: SupportPlanType.SOCIAL_CARE,
    ServiceKind.MATERIAL_AID: SupportPlanType.SOCIAL_CARE,
    ServiceKind.FINANCIAL: SupportPlanType.FINANCIAL,
    ServiceKind.TRAVEL: SupportPlanType.SOCIAL_CARE,
    ServiceKind.GUARDIANSHIP: SupportPlanType.LEGAL,
    ServiceKind.DOCUMENTS: SupportPlanType.LEGAL,
    ServiceKind.RECEPTION: SupportPlanType.SOCIAL_CARE,
    ServiceKind.REINTEGRATION: SupportPlanType.LIVELIHOOD,
}
"""How each service is written in an HTCDS file."""


def service_labels(codes: list[str]) -> list[str]:
    """Labels in the order of the list; a code that we do not know is shown as it is."""
    known = dict(ServiceKind.choices)
    return [str(known.get(code, code)) for code in codes]
