import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.codes import AgeBand, Gender
from referral.models.grant import CaseGroupGrant, CaseUserGrant
from referral.models.merge import Merge
from referral.stages import CaseStatus, PauseReason, RiskLevel, Side, Stage, case_statuses

PAGE = 25

# One LATERAL look per grant holder: a page costs what it shows, not what is stored (measured at 1,000,000 cases).
PAGE_SQL = """
SELECT content_object_id FROM (
  SELECT x.* FROM unnest(%s::int[]) team(id) CROSS JOIN LATERAL (
    SELECT content_object_id, sort_at FROM referral_casegroupgrant
     WHERE group_id = team.id AND organisation_id = %s AND (expires_at IS NULL OR expires_at > now())
       AND NOT EXISTS (SELECT 1 FROM referral_merge m WHERE m.other_id = content_object_id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL)
       AND (sort_at, content_object_id) < (%s, %s)
     ORDER BY sort_at DESC, content_object_id DESC LIMIT %s) x
  UNION ALL (
    SELECT content_object_id, sort_at FROM referral_caseusergrant
     WHERE user_id = %s AND organisation_id = %s AND (expires_at IS NULL OR expires_at > now())
       AND NOT EXISTS (SELECT 1 FROM referral_merge m WHERE m.other_id = content_object_id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL)
       AND (sort_at, content_object_id) < (%s, %s)
     ORDER BY sort_at DESC, content_object_id DESC LIMIT %s)) y
GROUP BY content_object_id, sort_at ORDER BY sort_at DESC, content_object_id DESC LIMIT %s
"""


class CaseQuerySet(models.QuerySet):
    def visible_to(self, actor, now=None):
        """Cases of the acting organisation that a live grant opens for this person or one of the teams."""
        live = Q(expires_at__isnull=True) | Q(expires_at__gt=now or timezone.now())
        mine = CaseUserGrant.objects.filter(
            live, user=actor.user, content_object=models.OuterRef("pk")
        )
        teams = CaseGroupGrant.objects.filter(
            live, group__in=actor.teams, content_object=models.OuterRef("pk")
        )
        return self.filter(
            models.Exists(mine) | models.Exists(teams), organisation=actor.organisation
        )

    def files(self):
        """Without the records that are read under another one: a person counts once."""
        under = Merge.objects.live().filter(other=models.OuterRef("pk"))
        return self.filter(~models.Exists(under))

    def with_main(self):
        """Each with `merged_into`: the id of the record under which it is read."""
        main = Merge.objects.live().filter(other=models.OuterRef("pk"))
        return self.annotate(merged_into=models.Subquery(main.values("main")))

    def page_for(self, actor, before=None, size=PAGE):
        """Newest first, at most `size + 1` (one more says that there is a next page). `before`: (opened_at, id)."""
        when, last = before or (timezone.now() + timedelta(days=3660), uuid.UUID(int=2**128 - 1))
        teams, limit = list(actor.teams), size + 1
        ids = RawSQL(  # noqa: S611 -- the text is fixed, all values are parameters
            PAGE_SQL,
            [teams, actor.organisation, when, last, limit]
            + [actor.user, actor.organisation, when, last, limit, limit],
        )
        return self.filter(pk__in=ids).order_by(F("opened_at").desc(), F("pk").desc())


class Case(models.Model):
    """One organisation's own file on a journey. It belongs to that organisation and its assigned colleagues alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="cases")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="cases"
    )
    side = models.CharField(max_length=12, choices=Side.choices)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.IDENTIFICATION)
    status = models.CharField(
        _("status"), max_length=28, choices=case_statuses, default=CaseStatus.NEW
    )
    lead = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("case manager")
    )
    pause_reason = models.CharField(
        max_length=12, choices=PauseReason.choices, blank=True, default="", db_default=""
    )
    opened_from = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "organisation"], name="case_one_per_journey_and_organisation"
            ),
            models.CheckConstraint(
                name="case_closed_has_a_time",
                condition=Q(stage=6, closed_at__isnull=False)
                | (~Q(stage=6) & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(F("opened_at").desc(), F("id").desc(), name="case_newest"),
            # One in eight is open: home counts those of a person among those of the organisation.
            models.Index(
                fields=["organisation"],
                include=["id", "journey"],
                condition=~Q(stage=6),
                name="case_open_of",
            ),
        ]

    def __str__(self):
        return str(self.id)

    @property
    def is_closed(self):
        return self.stage == Stage.CLOSED


class SafetyFlag(models.TextChoices):
    """An instruction without a reason. It is all that a masked reader gets."""

    ALLERGY = "allergy", _("Allergy: ask before giving food or medicine")
    MEDICINE = "medicine", _("Takes medicine every day")
    PREGNANT = "pregnant", _("Needs a place for pregnant women")
    MOBILITY = "mobility", _("Needs step-free access")
    DIET = "diet", _("Special diet")
    NO_PHONE = "no_phone", _("Do not telephone")
    NO_FAMILY = "no_family", _("Do not contact the family")
    NO_AUTHORITY_OF_ORIGIN = "no_authority_of_origin", _("No contact with authorities of origin")
    NOT_ALONE = "not_alone", _("Do not leave alone")


class FitToTravel(models.TextChoices):
    NOT_ASKED = "not_asked", _("Not asked")
    YES = "yes", _("Yes")
    ASSISTED = "assisted", _("With assistance")
    NO = "no", _("No")


class Summary(models.Model):
    """What lists and masked readers show. Nothing is ever masked from a fuller row: this is all there is here."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True)
    display_name = models.CharField(_("code name, never the real one"), max_length=40, blank=True)
    age_band = models.CharField(_("age group"), max_length=16, choices=AgeBand.choices)
    gender = models.CharField(_("gender"), max_length=24, choices=Gender.choices)
    citizenships = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=12, default="not_asked")
    safety_flags = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    fit_to_travel = models.CharField(
        _("fit to travel"),
        max_length=12,
        choices=FitToTravel.choices,
        default=FitToTravel.NOT_ASKED,
    )
    risk_level = models.CharField(
        _("risk level"), max_length=8, choices=RiskLevel.choices, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.case_id)
