"""Two tables that only the database's own functions read and write. See `referral/row_security/`."""

import uuid

from django.db import models


class AccessRule(models.Model):
    """`referral/access.py`, row by row, for the policies. Written by `secure_rows`, never by hand."""

    role = models.CharField(max_length=24)
    data_class = models.CharField(max_length=12)
    side = models.CharField(max_length=12)
    stage = models.PositiveSmallIntegerField()
    can_read = models.BooleanField()
    can_write = models.BooleanField()
    can_add = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "data_class", "side", "stage"], name="access_rule_once"
            )
        ]

    def __str__(self):
        return f"{self.role} {self.data_class} {self.side} {self.stage}"


class CaseKey(models.Model):
    """The wrapped key of one class of one case, package part or draft. Erasing data is deleting this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField()
    data_class = models.CharField(max_length=12)
    wrapped = models.BinaryField()
    master_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "data_class"], name="case_key_once")
        ]

    def __str__(self):
        return str(self.pk)
