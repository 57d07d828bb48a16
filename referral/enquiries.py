"""The words of a question without a name to the country of origin (rules of practice 9). A leaf: it imports no model."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asks(models.TextChoices):
    OFFERED = "offered", _("Is this help there?")
    OPEN_TO = "open_to", _("Can somebody from abroad get it?")
    WAITING = "waiting", _("Is there a place within a month?")
    APART = "apart", _("Is it given without the authorities being told?")


class For(models.TextChoices):
    """As coarse as it can be: whoever it is, is one of many."""

    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")
    CHILD = "child", _("A child")
    FAMILY = "family", _("A parent with a child")
    SOMEBODY = "somebody", _("Somebody")


# No body of a state, and nothing that a state may run under another name.
NON_STATE = ["ngo", "shelter", "legal", "international"]
