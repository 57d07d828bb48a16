import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class GrantFacts(models.Model):
    """What both kinds of grant hold beside django-guardian's own columns. Written by `assign` in the database only."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_object = models.ForeignKey(
        "referral.Case", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    sort_at = models.DateTimeField()
    classes = ArrayField(models.CharField(max_length=12), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, default="assigned")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.content_object_id} {self.reason}"


class CaseUserGrant(GrantFacts, UserObjectPermissionBase):
    """This colleague may open this case. With `classes`, only these parts of it (a second signature)."""

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        indexes = [
            models.Index(
                F("user"),
                F("organisation"),
                F("sort_at").desc(),
                F("content_object").desc(),
                name="case_user_grant_page",
                include=["expires_at"],
            )
        ]


class CaseGroupGrant(GrantFacts, GroupObjectPermissionBase):
    """This team may open this case."""

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        indexes = [
            models.Index(
                F("group"),
                F("organisation"),
                F("sort_at").desc(),
                F("content_object").desc(),
                name="case_group_grant_page",
                include=["expires_at"],
            )
        ]
