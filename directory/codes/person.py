"""
What we say of a person, in the codes of HTCDS 2.0, and the age bands of CTDC.

Source: Human Trafficking Case Data Standard 2.0, International Organization for Migration,
24 December 2021, licence CC BY 4.0. The codes are kept exactly as published; the labels are ours.
Age bands: "Age range 2" of the CTDC codebook (2017), with three values for what is not known.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Gender(models.TextChoices):
    FEMININE = "Feminine", _("Woman or girl")
    MASCULINE = "Masculine", _("Man or boy")
    TRANSGENDER_FEMININE = "TransgenderFeminine", _("Transgender woman or girl")
    TRANSGENDER_MASCULINE = "TransgenderMasculine", _("Transgender man or boy")
    NON_CONFORMING = "NonConforming", _("Non-binary or another gender")
    UNKNOWN = "NonSpecifiedUnknown", pgettext_lazy("gender", "Not stated or not known")


class MaritalStatus(models.TextChoices):
    SINGLE = "Single", pgettext_lazy("marital status", "Single")
    MARRIED = "Married", pgettext_lazy("marital status", "Married")
    WIDOWED = "Widowed", pgettext_lazy("marital status", "Widowed")
    DIVORCED = "Divorced", pgettext_lazy("marital status", "Divorced")
    SEPARATED = "Separated", pgettext_lazy("marital status", "Separated")
    REGISTERED_PARTNERSHIP = (
        "RegisteredPartnership",
        pgettext_lazy("marital status", "In a registered partnership"),
    )


class EducationLevel(models.TextChoices):
    """Levels of ISCED 2011."""

    EARLY_CHILDHOOD = "EarlyChildhoodEducation", _("Early childhood education")
    PRIMARY = "PrimaryEducation", _("Primary school")
    LOWER_SECONDARY = "LowerSecondaryEducation", _("Lower secondary school")
    UPPER_SECONDARY = "UpperSecondaryEducation", _("Upper secondary school")
    POST_SECONDARY = (
        "PostSecondaryNonTertiaryEducation",
        _("After secondary school, not university"),
    )
    SHORT_CYCLE_TERTIARY = "ShortCycleTertiaryEducation", _("Short higher education")
    BACHELOR = "BachelorsOrEquivalentLevel", _("Bachelor or equal")
    MASTER = "MastersOrEquivalentLevel", _("Master or equal")
    DOCTORATE = "DoctoralOrEquivalentLevel", _("Doctorate or equal")


class Vulnerability(models.TextChoices):
    """Deprecated in HTCDS 2.0: read when it arrives, never written."""

    ADDICTION = "Addiction", _("Addiction")
    SOCIAL_GROUP = "SocialGroup", _("Belonging to a social group")
    DISCRIMINATION = "Discrimination", _("Discrimination")
    POVERTY = "Poverty", _("Poverty")
    DISABILITY = "DisabilityAndPhysicalHealth", _("Disability or physical health")
    MENTAL_HEALTH = "MentalHealth", _("Mental health")
    MIGRATION = "Migration", _("Migration")
    HOMELESSNESS = "Homelessness", _("Homelessness")
    ABUSE_SOCIAL_MEDIA = "AbuseSocialMedia", _("Abuse on social media")
    ABUSE_PHYSICAL = "AbusePhysical", _("Physical abuse in the past")
    EDUCATION = "Education", _("Little access to education")
    WORK_ENVIRONMENT = "WorkEnvironment", _("Conditions at work")


class AgeBand(models.TextChoices):
    FROM_0 = "0-8", _("0 to 8")
    FROM_9 = "9-17", _("9 to 17")
    FROM_18 = "18-20", _("18 to 20")
    FROM_21 = "21-23", _("21 to 23")
    FROM_24 = "24-26", _("24 to 26")
    FROM_27 = "27-29", _("27 to 29")
    FROM_30 = "30-38", _("30 to 38")
    FROM_39 = "39-47", _("39 to 47")
    FROM_48 = "48+", _("48 or older")
    CHILD = "child", _("Child, age not known")
    ADULT = "adult", _("Adult, age not known")
    UNKNOWN = "unknown", _("Not known if child or adult")


CHILD_BANDS = frozenset({AgeBand.FROM_0, AgeBand.FROM_9, AgeBand.CHILD})


class AgeCertainty(models.TextChoices):
    DOCUMENTED = "documented", _("Shown by a document")
    DECLARED = "declared", _("Said by the person")
    ESTIMATED = "estimated", _("Estimated by a worker")
    DISPUTED = "disputed", _("Disputed")


def may_be_child(band: str, certainty: str = "") -> bool:
    """Whether the person has to be treated as a child until it is settled: the benefit of the doubt."""
    return (
        band in CHILD_BANDS or band in ("", AgeBand.UNKNOWN) or certainty == AgeCertainty.DISPUTED
    )


def age_band(years: int) -> AgeBand:
    """The band that holds an age in completed years."""
    if years < 0:
        raise ValueError("An age is not below zero.")
    lowest = {0: "0-8", 9: "9-17", 18: "18-20", 21: "21-23", 24: "24-26", 27: "27-29"}
    lowest |= {30: "30-38", 39: "39-47", 48: "48+"}
    return AgeBand(lowest[max(start for start in lowest if start <= years)])
