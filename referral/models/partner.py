"""A receiver without an account: where it is reached, the links it got, and what was heard from it."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import CheckMethod
from referral.models.referral import Layer, Referral

LINK_LASTS = timedelta(days=7)
CODE_DIGITS = 8
MOST_IN_A_LINK = 6  # people of one household


class PartnerAddress(models.Model):
    """The verified address of an organisation without account, kept by one organisation that refers to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kept_by = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    verified_how = models.CharField(max_length=16, choices=CheckMethod.choices)
    verified_on = models.DateField(default=timezone.localdate)
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # Where it was found: a line of the directory, or whoever told it.
    contact = models.ForeignKey(
        "directory.Contact", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_by = models.CharField(_("who gave it"), max_length=160, blank=True)
    # A second person checked it another way. The database empties these when the address changes.
    confirmed_how = models.CharField(max_length=16, choices=CheckMethod.choices, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "kept_by"], name="partner_address_once")
        ]

    def __str__(self):
        return str(self.partner_id)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_by_id is not None

    @property
    def seen(self) -> str:
        """Stands for this very address and number in the form of whoever confirms them."""
        return hashlib.sha256(f"{self.email} {self.phone}".encode()).hexdigest()


def new_token() -> str:
    """256 bits, in a form that survives an e-mail."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))


def numbered(token: str, number: int) -> str:
    """One link of a household opens a door for each person; each door is known by a digest of its own."""
    return f"{token} {number}" if number else token


def token_digest(token: str, number: int = 0) -> str:
    return hashlib.sha256(f"link {numbered(token, number)}".encode()).hexdigest()


def code_digest(token: str, code: str, number: int = 0) -> str:
    """Mixed with the token, which is kept nowhere: who has the database cannot try all codes."""
    return hashlib.sha256(f"code {code} {numbered(token, number)}".encode()).hexdigest()


def link_expiry():
    return timezone.now() + LINK_LASTS


class ReferralLink(models.Model):
    """One door for one receiver, once. The database opens it (row_security/56_links.sql); only digests are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    layer = models.CharField(max_length=12, choices=Layer.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=link_expiry)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # What the opened page sends back: it stands in no address.
    ticket_digest = models.CharField(max_length=64, blank=True)
    ticket_until = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket_digest"], name="link_by_ticket"),
            models.Index(fields=["referral", "-made_at"], name="link_of_referral"),
        ]

    def __str__(self):
        return f"{self.layer} {self.referral_id}"

    @property
    def state(self) -> str:
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "replaced"
        return "expired" if self.expires_at <= timezone.now() else "waiting"


class PartnerEntry(models.Model):
    """One line of the history with such a receiver: coded, with the name of whoever answered there."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Link sent")
        LOOKED = "looked", _("Link looked at, no code given")
        WRONG_CODE = "wrong_code", _("Wrong code")
        REFUSED = "refused", _("A link that is over was tried again")
        OPENED = "opened", _("Summary opened")
        OPENED_WHOLE = "opened_whole", _("Identified part opened")
        FILE = "file", _("Encrypted file made")
        PAPER = "paper", _("Paper made")
        ACCEPTED = "accepted", _("Accepted")
        ASKED = "asked", _("Question asked")
        DECLINED = "declined", _("Declined")
        NAMED = "named", _("Person named who reads the identified part")
        FEEDBACK = "feedback", _("Feedback")
        RECALL = "recall", _("Told that it is closed, and to stop using it")

    class Channel(models.TextChoices):
        LINK = "link", _("Link")
        TELEPHONE = "telephone", _("Telephone")
        LETTER = "letter", _("Letter")
        MAIL = "mail", _("E-mail")
        IN_PERSON = "in_person", _("In person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="partner_entries")
    link = models.ForeignKey(ReferralLink, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    said_by = models.CharField(max_length=80, blank=True)
    function = models.CharField(max_length=80, blank=True)
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "at"], name="partner_entry_of_referral")]

    def __str__(self):
        return f"{self.kind} {self.referral_id}"
