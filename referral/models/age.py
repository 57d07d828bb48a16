from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class AgeRecordQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever may read the birth date: `referral/row_security`. A guardian never reads how a child is judged."""
        return self.filter(case__organisation=actor.organisation)


class AgeRecord(ManyPerCase):
    """
    One word on the age of the person, in this case: never edited, the next one follows it (rules of practice 23).

    `adult_on` is the first day on which the person decides alone, at the latest that is possible; empty: not known, a child
    until decided. The database's clock compares it (`row_security/64_ageing.sql`), because nothing there reads a birth date.
    """

    DATA_CLASS = DataClass.IDENTITY

    class Source(models.TextChoices):
        BIRTH_DATE = "birth_date", _("Birth date in the record")
        DISPUTE = "dispute", _("The age is in doubt")
        DECISION = "decision", _("Decision on the age")
        PATH_END = "path_end", _("End of the protection as a child")

    class Exactness(models.TextChoices):
        DAY = "day", _("The day is known")
        MONTH = "month", _("Only the month is known")
        YEAR = "year", _("Only the year is known")
        ESTIMATED = "estimated", _("Estimated")
        UNKNOWN = "unknown", _("Not known")

    class Reason(models.TextChoices):
        DOCUMENT = "document", _("A document was seen")
        PERSON = "person", _("The person said it otherwise")
        SLIP = "slip", _("It was typed wrongly")
        PACKAGE = "package", _("Another organisation corrected it")
        APPEARANCE = "appearance", _("Somebody doubts the age that was said")
        CONTRADICTION = "contradiction", _("Documents or words do not agree")
        AUTHORITY = "authority", _("An authority doubts it")
        LAW = "law", _("The law of the country ends it now")
        OWN_WISH = "own_wish", _("The person, advised alone, wishes it")

    class Outcome(models.TextChoices):
        CHILD = "child", _("A child")
        ADULT = "adult", _("An adult")

    class Kind(models.TextChoices):
        COURT = "court", _("Decision of a court")
        AUTHORITY = "authority", _("Decision of an authority")
        DOCUMENT = "document", _("Identity document or birth certificate, accepted")

    class Method(models.TextChoices):
        PAPERS = "papers", _("From papers")
        TALKS = "talks", _("Talks by people who know children")
        SEVERAL = "several", _("Several ways together")
        MEDICAL = "medical", _("Medical examination, agreed to")

    class Settled(models.TextChoices):
        STANDS = "stands", _("The decision stands")
        OVERTURNED = "overturned", _("The decision was set aside")

    source = models.CharField(max_length=12, choices=Source.choices)
    adult_on = models.DateField(null=True, blank=True)
    exactness = models.CharField(max_length=12, choices=Exactness.choices, default="unknown")
    reason = models.CharField(
        _("why it changes"), max_length=16, choices=Reason.choices, blank=True
    )
    outcome = models.CharField(_("result"), max_length=8, choices=Outcome.choices, blank=True)
    kind = models.CharField(_("kind of document"), max_length=12, choices=Kind.choices, blank=True)
    method = models.CharField(
        _("how it was found"), max_length=12, choices=Method.choices, blank=True
    )
    number = EncryptedTextField(_("number"))
    issuer = EncryptedTextField(_("issued by"))
    seen_by = EncryptedTextField(_("who saw the original"))
    born = EncryptedTextField(_("date of birth"))
    text = EncryptedTextField(_("where it is written"))
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # An appeal: whether the person stays treated as a child until it is settled follows from the country or the decision.
    contested_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contested_at = models.DateTimeField(null=True, blank=True)
    child_meanwhile = models.BooleanField(default=True)
    settled = models.CharField(
        _("outcome of the appeal"), max_length=12, choices=Settled.choices, blank=True
    )
    settled_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = AgeRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="age_record_is_confirmed_by_a_second_person",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("entered_by"))
                ),
            ),
            models.CheckConstraint(
                name="age_record_decision_has_its_document",
                condition=~Q(source="decision")
                | (~Q(outcome="") & ~Q(kind="") & ~Q(method="") & Q(dated_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="age_record_appeal_is_settled_by_a_second_person",
                condition=Q(settled="", settled_by__isnull=True, settled_at__isnull=True)
                | (
                    Q(contested_at__isnull=False, settled_at__isnull=False)
                    & ~Q(settled="")
                    & ~Q(settled_by=F("contested_by"))
                ),
            ),
        ]
        indexes = [models.Index(fields=["case", "-entered_at"], name="age_record_newest")]

    @property
    def stands(self) -> bool:
        return self.confirmed_at is not None and self.settled != self.Settled.OVERTURNED


class ComingOfAge(models.Model):
    """What the scheduled work has told about one journey. No day that it could be read from: the database writes it."""

    journey = models.OneToOneField("referral.Journey", on_delete=models.PROTECT, primary_key=True)
    asked = models.BooleanField(default=False)
    told = models.BooleanField(default=False)

    def __str__(self):
        return str(self.journey_id)


class KeptFromGuardian(ManyPerCase):
    """The wish of a child of 16 or 17 that the guardian sees nothing of one class (rules of practice 20)."""

    DATA_CLASS = DataClass.CONSENT

    part = models.CharField(
        max_length=12,
        choices=[(one.value, one.label) for one in (DataClass.HEALTH, DataClass.ACCOUNT)],
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part"], condition=Q(ended_at=None), name="kept_from_guardian_once"
            ),
            models.CheckConstraint(
                name="kept_from_guardian_ends_in_a_name",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
