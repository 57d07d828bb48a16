"""The steps before a decision about a child (rules of practice 22), each with who, when, what was found and what stands behind it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class Known(models.TextChoices):
    """The five answers of the tools: a fact, its absence, or why neither is known."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")
    DECLINED = "declined", _("Prefers not to say")
    NOT_ASKED = "not_asked", _("Not asked")


class ChildStep(ManyPerCase):
    """
    One step that was made for a child. Never edited; a newer one of the same kind counts instead.

    Where two people are needed, it counts from the moment a second one has confirmed it.
    """

    DATA_CLASS = DataClass.EVIDENCE

    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", _("Best-interests assessment")
        DECISION = "decision", _("Decision for the child")
        FAMILY = "family", _("Family assessment")
        URGENT = "urgent", _("Decision of child protection on an urgent return")

    class Result(models.TextChoices):
        GO_ON = "go_on", _("Contact with the family and a return may be looked at")
        NOT_NOW = "not_now", _("Not now: protection and care come first")
        GOES_AHEAD = "goes_ahead", _("The family may be contacted, in the way that the check found")
        WITHOUT = "without", _("The way goes on without contact with the family")
        SUITABLE = "suitable", pgettext_lazy("family", "Suitable")
        CONDITIONS = "conditions", pgettext_lazy("family", "Suitable with conditions")
        UNSUITABLE = "unsuitable", pgettext_lazy("family", "Not suitable")
        MORE = "more", pgettext_lazy("family", "More must be known first")
        RETURN_NOW = "return_now", _("Child protection decided that the child returns now")

    class Heard(models.TextChoices):
        YES = "yes", _("The child was heard on this")
        NOT_WISHED = "not_wished", _("The child did not wish to speak about it")
        TOO_YOUNG = "too_young", _("The child is too young to be asked")
        NOT_YET = "not_yet", _("Not yet")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    result = models.CharField(_("what was found"), max_length=12, choices=Result.choices)
    heard = models.CharField(_("the child’s view"), max_length=12, choices=Heard.choices)
    evidence = models.UUIDField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="child_step_is_confirmed_by_a_second_person",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("by"))
                ),
            ),
            models.CheckConstraint(
                name="child_step_result_belongs_to_its_kind",
                condition=Q(kind="assessment", result__in=["go_on", "not_now"])
                | Q(kind="decision", result__in=["goes_ahead", "without"])
                | Q(kind="family", result__in=["suitable", "conditions", "unsuitable", "more"])
                | Q(kind="urgent", result="return_now"),
            ),
        ]

    @property
    def needs_second(self) -> bool:
        return self.kind != self.Kind.ASSESSMENT

    @property
    def counts(self) -> bool:
        return self.confirmed_at is not None or not self.needs_second


class ContactCheck(ManyPerCase):
    """
    What contact with the family would set off: looked at before anybody there is called or visited.

    Who paid for the journey and who knew or profited are two facts. Neither follows from the other, neither decides.
    """

    DATA_CLASS = DataClass.RISK

    class Outcome(models.TextChoices):
        NO_CONTACT = "no_contact", _("No contact")
        NAMED_BODY = "named_body", _("Contact through a named body")
        SUPERVISED = "supervised", _("Supervised contact")

    who_learns = EncryptedTextField(_("who in the family or the area would learn of it"))
    links = models.CharField(
        _("somebody of the family has links to those who exploited the child"),
        max_length=12,
        choices=Known.choices,
    )
    links_note = EncryptedTextField(_("what is known of these links"))
    paid = models.CharField(
        _("somebody of the family paid for the journey"), max_length=12, choices=Known.choices
    )
    knew = models.CharField(
        _("somebody of the family knew what would happen, or profited"),
        max_length=12,
        choices=Known.choices,
    )
    outcome = models.CharField(_("what follows"), max_length=12, choices=Outcome.choices)
    body = EncryptedTextField(_("through which body"))
    reasons = EncryptedTextField(_("reasons"))
    evidence = models.UUIDField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_check_has_reasons_and_its_body",
                condition=~Q(reasons=b"")
                & ~Q(who_learns=b"")
                & (~Q(outcome="named_body") | ~Q(body=b"")),
            ),
            models.CheckConstraint(
                name="contact_check_answers_are_known",
                condition=Q(
                    links__in=Known.values,
                    paid__in=Known.values,
                    knew__in=Known.values,
                    outcome__in=["no_contact", "named_body", "supervised"],
                ),
            ),
        ]


class ContactWishQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)


class ContactWish(ManyPerCase):
    """A child asks to see the family, with somebody there. In the child's own words; the panel always answers."""

    DATA_CLASS = DataClass.EVIDENCE

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, with somebody there")
        LATER = "later", _("Later: the panel says when it asks again")
        NO = "no", _("No")

    words = EncryptedTextField(_("in the child’s own words"))
    said_on = models.DateField(_("the child said so on"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    told = EncryptedTextField(_("what the child is told, in words a child understands"))
    panel = EncryptedTextField(_("who decided"))
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ContactWishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_wish_is_answered_whole",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (
                    ~Q(answer="")
                    & ~Q(told=b"")
                    & Q(answered_at__isnull=False, answered_by__isnull=False)
                ),
            ),
            models.CheckConstraint(name="contact_wish_has_words", condition=~Q(words=b"")),
        ]
