from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class Purpose(models.TextChoices):
    """What a consent is for (codes of the domain reference, 5.B). Each is asked apart."""

    INTERVIEW = "B1", _("Talk and keep a record")
    SERVICE = "B2", _("Refer to a service in this country")
    TRANSFER = "B3", _("Refer to an organisation abroad")
    FAMILY = "B4", _("Contact the family")
    CONSULATE = "B5", _("Ask the consulate for a document")
    AUTHORITY = "B6", _("Tell police or the authority that identifies")
    HEALTH = "B7", _("Medical examination, sharing health data")
    RETURN = "B8", _("Return by own free decision")
    FOLLOW_UP = "B9", _("Follow-up after the return")
    STATISTICS = "B10", _("Statistics without a name")
    MEDIA = "B11", _("Photo, media, story")


# A package needs one of these; which one follows from what the referral asks for.
SHARING = {Purpose.SERVICE, Purpose.TRANSFER, Purpose.CONSULATE, Purpose.AUTHORITY}


class Consent(ManyPerCase):
    """
    One conversation about consent. Never edited: replaced by a later one, or withdrawn item by item.

    There is no end date: it holds until withdrawn and is reviewed once a year (rules of practice 10).
    """

    DATA_CLASS = DataClass.CONSENT

    class GivenBy(models.TextChoices):
        PERSON = "person", _("The person")
        PARENT = "parent", _("The parent who travels along, with the child’s own view")
        GUARDIAN = "guardian", _("The appointed guardian, with the child’s own view")
        PUBLIC_BODY = "public_body", _("The public body with provisional care")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    class How(models.TextChoices):
        WRITTEN = "written", _("In writing")
        SPOKEN = "spoken", _("Spoken, with a witness")
        RECORDED = "recorded", _("Recorded")
        MARK = "mark", _("With a mark or thumb print")
        IMPORTED = "imported", _("Taken over from another file")

    class Assent(models.TextChoices):
        NOT_NEEDED = "not_needed", _("Not needed: adult")
        YES = "yes", _("The child agrees")
        NO = "no", _("The child does not agree")
        NOT_ASKED = "not_asked", _("Not asked yet")
        TOO_YOUNG = "too_young", _("Too young to be asked")

    given_by = models.CharField(_("given by"), max_length=16, choices=GivenBy.choices)
    assent = models.CharField(
        _("the child’s view"), max_length=12, choices=Assent.choices, default=Assent.NOT_NEEDED
    )
    how = models.CharField(_("how"), max_length=12, choices=How.choices)
    language = models.CharField(_("language"), max_length=8)
    interpreter = models.CharField(_("interpreter"), max_length=16, default="none")
    text_version = models.CharField(max_length=24)
    explained = ArrayField(models.CharField(max_length=32), default=list)
    understood = models.BooleanField(_("the person could say it back"), default=False)
    copy_given = models.CharField(_("copy"), max_length=16, default="no")
    conditions = EncryptedTextField(_("conditions in the person’s words"))
    witness = EncryptedTextField(_("witness"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField(null=True, blank=True)
    # The scheduled work has looked at that day (row_security/86_work.sql).
    review_noted = models.BooleanField(default=False, db_default=False)
    # The own answer of a child who turns 18 soon: it takes effect on that day (rules of practice 23).
    ahead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_ahead_is_the_persons_own",
                condition=Q(ahead=False) | Q(given_by="person"),
            ),
            models.CheckConstraint(
                name="consent_of_a_guardian_has_the_childs_view",
                condition=~Q(given_by__in=["parent", "guardian", "public_body"])
                | ~Q(assent="not_needed"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on"], condition=Q(review_noted=False), name="consent_to_review"
            )
        ]


class ConsentItem(ManyPerCase):
    """One cell: this purpose, this receiver, this data class: agreed or not."""

    DATA_CLASS = DataClass.CONSENT

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="items")
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    receiver = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    data_class = models.CharField(max_length=12, choices=DataClass.choices, blank=True)
    agreed = models.BooleanField()
    agreed_from = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "purpose", "receiver", "data_class"],
                nulls_distinct=False,
                name="consent_item_once",
            ),
            models.CheckConstraint(
                name="consent_item_shares_to_somebody",
                condition=Q(data_class="") | Q(receiver__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "receiver", "purpose"], name="consent_item_find")]
