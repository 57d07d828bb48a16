import uuid

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Actor
from accounts.roles import Role


class Team(models.Model):
    """Colleagues of one organisation who share cases. Its group only serves django-guardian's grant table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="teams"
    )
    name = models.CharField(_("name"), max_length=80)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="team")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="team_name_once_per_organisation"
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if self.group_id is None:
            self.group = Group.objects.create(name=str(self.id))
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(
            ended_at__isnull=True, user__is_active=True, organisation__is_active=True
        )


class Membership(models.Model):
    """One person's place and role in one organisation. A membership acts; a user only signs in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    cleared_until = models.DateField(
        null=True, blank=True, help_text=_("Training on data protection is valid until then.")
    )
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_per_role",
            )
        ]

    def __str__(self):
        return f"{self.organisation}, {self.get_role_display()}"

    def actor(self) -> Actor:
        return Actor(
            membership=str(self.id),
            user=str(self.user_id),
            organisation=str(self.organisation_id),
            role=self.role,
            country=self.organisation.country,
            teams=tuple(sorted(self.teams.values_list("group_id", flat=True)) if self.pk else ()),
        )
