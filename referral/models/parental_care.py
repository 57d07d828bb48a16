from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class ParentalCare(ManyPerCase):
    """
    What is known of the parent with whom a child travels, in the child's own case (rules of practice 24).

    Never edited: the newest row counts. While a parent in the household is not suspected, and no guardian was appointed,
    that parent decides. With the other parent's authorisation or a court order and a best-interests assessment without
    doubt, the child needs no full determination. Evidence without a file.

    The assessment itself is a step of the child's way (`ChildStep`, rule 22) and stands nowhere else; here is only whether
    it left a doubt.
    """

    DATA_CLASS = DataClass.EVIDENCE

    class Suspected(models.TextChoices):
        NO = "no", _("No")
        UNSURE = "unsure", _("Not sure")
        YES = "yes", _("Yes")

    class Basis(models.TextChoices):
        AUTHORISATION = "authorisation", _("Authorisation of the other parent")
        COURT = "court_order", _("Order of a court")

    class Doubt(models.TextChoices):
        NONE = "none", _("No doubt: the assessment is enough")
        DOUBT = "doubt", _("Doubt: the panel makes a full determination")

    suspected = models.CharField(max_length=8, choices=Suspected.choices)
    basis = models.CharField(max_length=16, choices=Basis.choices, blank=True)
    number = EncryptedTextField(_("number"))
    issuer = EncryptedTextField(_("issued by"))
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    seen_by = EncryptedTextField(_("who saw the original"))
    lies_at = EncryptedTextField(_("where it lies"))
    doubt = models.CharField(max_length=8, choices=Doubt.choices, blank=True)
    doubt_text = EncryptedTextField(_("what the doubt is"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parental_care_basis_has_its_document",
                condition=Q(basis="")
                | (Q(dated_on__isnull=False) & ~Q(number=b"") & ~Q(issuer=b"") & ~Q(seen_by=b"")),
            ),
            models.CheckConstraint(
                name="parental_care_doubt_is_recorded",
                condition=~Q(doubt="doubt") | ~Q(doubt_text=b""),
            ),
        ]
