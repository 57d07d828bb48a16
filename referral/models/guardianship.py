from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class GuardianshipQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who works on the case decides in `referral/row_security`; a guardian never reads how she or he is judged."""
        return self.filter(case__organisation=actor.organisation)

    def standing(self):
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)


class Guardianship(ManyPerCase):
    """
    The appointment of a guardian by an authority: one person enters it, a second confirms it (rules of practice 20).

    It is never edited: confirmed once, ended once. Only one that is confirmed and not ended lets a guardian decide.
    """

    DATA_CLASS = DataClass.EVIDENCE

    class Kind(models.TextChoices):
        COURT = "court", _("Decision of a court")
        AUTHORITY = "authority", _("Decision of an authority")
        REPRESENTATIVE = "representative", _("Representative for one procedure")

    class EndReason(models.TextChoices):
        SUSPECTED = "suspected", _("May be part of what happened to the child")
        ENTERED_WRONGLY = "entered_wrongly", _("The document was not what it seemed")
        AUTHORITY = "authority", _("The authority ended it")
        REPLACED = "replaced", _("Another guardian was appointed")

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the guardian’s organisation"),
    )
    name = EncryptedTextField(_("name of the guardian"))
    contact = EncryptedTextField(_("how to reach the guardian"))
    kind = models.CharField(_("kind of document"), max_length=16, choices=Kind.choices)
    number = EncryptedTextField(_("number"))
    issuer = EncryptedTextField(_("issued by"))
    dated_on = models.DateField(_("dated"))
    seen_by = EncryptedTextField(_("who saw the original"))
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(
        _("why it ends"), max_length=16, choices=EndReason.choices, blank=True
    )

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guardianship_is_confirmed_by_a_second_person",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("entered_by"))
                ),
            ),
            models.CheckConstraint(
                name="guardianship_ends_with_a_reason",
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, end_reason="")
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    @property
    def stands(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None
