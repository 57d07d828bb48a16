"""
The register of data-sharing agreements: with whom, what, why, on which legal basis, until when, where the paper lies, who keeps it.

Entered by one person and confirmed by another of the organisation (`row_security/93_data_sharing.sql`). A new paper is a new entry.
"""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from referral.access import CROSSING, DataClass

REMINDED_BEFORE = timedelta(days=60)  # the same stands in the database's `remind_of_agreements`
# The same lists stand in row_security/93_data_sharing.sql.
ENTERS_AGREEMENTS = (Role.DATA_PROTECTION, Role.NATIONAL_COORDINATOR)
KEEPS_AGREEMENTS = (*ENTERS_AGREEMENTS, Role.SUPERVISOR, Role.ORGANISATION_ADMIN)


class AgreementPurpose(models.TextChoices):
    ASSISTANCE = "assistance", _("Referral and assistance")
    RETURN = "return", _("Return and reintegration")
    PAPERS = "papers", _("Travel documents and visas")
    CHILDREN = "children", _("Protection of children")
    STATISTICS = "statistics", _("Statistics")


class LegalBasis(models.TextChoices):
    CONSENT = "consent", _("The person’s consent")
    DUTY = "duty", _("A legal duty")
    TASK = "task", _("A task in the public interest")
    VITAL = "vital", _("Vital interests")
    LEGITIMATE = "legitimate", _("Legitimate interests")


class Abroad(models.TextChoices):
    """What a transfer out of the European Economic Area rests on (GDPR, articles 44 to 49, or what national law has instead)."""

    NOT_NEEDED = "not_needed", _("Nothing more is needed: inside the country or the EEA")
    ADEQUACY = "adequacy", _("A decision that the protection there is adequate")
    SAFEGUARDS = "safeguards", _("Standard clauses or other safeguards")
    PUBLIC = "public", _("An agreement between public bodies")
    SINGLE_CASE = "single_case", _("The person’s consent or vital interests, case by case")


class AgreementState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Taken back")


class SharingAgreementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of the own organisation; for a coordinator also what organisations of the country have confirmed."""
        if actor.role not in KEEPS_AGREEMENTS:
            return self.none()
        found = Q(organisation_id=actor.organisation)
        if actor.role == Role.NATIONAL_COORDINATOR:
            found |= Q(organisation__country=actor.country, state=AgreementState.CONFIRMED)
        return self.filter(found)

    def in_force(self, day):
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=day),
            state=AgreementState.CONFIRMED,
            from_on__lte=day,
            until__gte=day,
        )


class SharingAgreement(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    other = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.CharField(_("a body that is not in the list"), max_length=200, blank=True)
    body_country = models.CharField(_("its country"), max_length=2, blank=True)
    classes = ArrayField(
        models.CharField(max_length=12, choices=[(c.value, c.label) for c in CROSSING])
    )
    purposes = ArrayField(models.CharField(max_length=12, choices=AgreementPurpose.choices))
    basis = models.CharField(_("legal basis"), max_length=12, choices=LegalBasis.choices)
    abroad = models.CharField(_("out of the EEA"), max_length=12, choices=Abroad.choices)
    from_on = models.DateField(_("from"))
    until = models.DateField(_("until"))
    document = models.CharField(_("number and date of the document"), max_length=120)
    kept_at = models.CharField(_("where the signed paper lies"), max_length=120)
    keeper = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("who keeps it")
    )
    state = models.CharField(
        max_length=10, choices=AgreementState.choices, default=AgreementState.WAITING
    )
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True)

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "other"], name="agreement_of_two"),
            models.Index(
                fields=["until"],
                condition=Q(state="confirmed", reminded_at=None),
                name="agreement_to_remind_of",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="agreement_with_one_body",
                condition=Q(other__isnull=False, body="", body_country="")
                | (Q(other__isnull=True) & ~Q(body="") & ~Q(body_country="")),
            ),
            models.CheckConstraint(
                name="agreement_not_with_oneself", condition=~Q(other=F("organisation"))
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins", condition=Q(until__gt=F("from_on"))
            ),
            models.CheckConstraint(
                name="agreement_has_a_second_person",
                condition=Q(state__in=["waiting", "withdrawn"], answered_by=None, answered_at=None)
                | (
                    Q(state__in=["confirmed", "refused"], answered_at__isnull=False)
                    & ~Q(answered_by=F("entered_by"))
                    & Q(answered_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="agreement_ended_by_somebody",
                condition=Q(ended_on=None, ended_by=None)
                | Q(state="confirmed", ended_on__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def with_whom(self) -> str:
        return self.other.name if self.other_id else self.body

    @property
    def country(self) -> str:
        return self.other.country if self.other_id else self.body_country

    @property
    def class_labels(self) -> list:
        return [DataClass(code).label for code in self.classes]

    @property
    def purpose_labels(self) -> list:
        return [AgreementPurpose(code).label for code in self.purposes]

    @property
    def last_day(self):
        return min(self.until, self.ended_on) if self.ended_on else self.until


def lacks_agreement(organisation_id, receiver) -> bool:
    """Whether nothing in the register covers this body today: said beside what goes there, and stops nothing (docs/security.md)."""
    if receiver is None or str(receiver.pk) == str(organisation_id):
        return False
    found = SharingAgreement.objects.filter(organisation_id=organisation_id, other=receiver)
    return not found.in_force(timezone.localdate()).exists()
