import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class CoverQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of oneself, on either side; a supervisor sees those of the organisation."""
        ours = self.filter(organisation_id=actor.organisation)
        if actor.role == Role.SUPERVISOR:
            return ours
        return ours.filter(Q(person_id=actor.user) | Q(deputy_id=actor.user))

    def not_over(self, today):
        return self.filter(ended_at=None, to_on__gte=today)

    def on(self, today):
        return self.not_over(today).filter(from_on__lte=today)


class Cover(models.Model):
    """
    Somebody is away, and a colleague stands in. Both days belong to it.

    It shows the tasks to the colleague, and opens nothing: a case without a grant stays closed (`row_security/86_work.sql`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(_("first day"))
    to_on = models.DateField(_("last day"))
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cover_ends_after_it_begins", condition=Q(to_on__gte=F("from_on"))
            ),
            models.CheckConstraint(name="cover_by_somebody_else", condition=~Q(person=F("deputy"))),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "to_on"],
                condition=Q(ended_at__isnull=True),
                name="cover_not_over",
            ),
            models.Index(
                fields=["deputy", "to_on"],
                condition=Q(ended_at__isnull=True),
                name="cover_of_deputy",
            ),
        ]

    def __str__(self):
        return f"{self.from_on} {self.to_on}"
