"""What was done: append-only entries, one hash chain per organisation, closed at commit by the database."""

import json
import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import connection, models

# The chain of signing in, of commands and of everything that no membership did.
SYSTEM = uuid.UUID(int=0)


class AuditEntry(models.Model):
    """
    One thing somebody did. No foreign keys on purpose: an entry outlives what it speaks of.

    `organisation` and `actor` are overwritten by a trigger from the signed context, so the application
    cannot write in another name. `seq` and `hash` are set at commit.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    seq = models.BigIntegerField(null=True)
    hash = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "seq"], name="audit_entry_seq_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "target", "-id"], name="audit_entry_by_target"),
            BrinIndex(fields=["at"], name="audit_entry_by_time"),
        ]

    def __str__(self):
        return f"{self.action} {self.target}"


class AuditHead(models.Model):
    """The newest link of each chain: without it, a cut tail could not be seen."""

    organisation = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(default=b"\x00")

    def __str__(self):
        return f"{self.organisation} {self.seq}"


def record(action: str, target="", **detail) -> None:
    """
    Write down that the acting membership did `action` to `target` (an id or a reference, never a name).

    `detail` holds codes, counts and dates only. Inside the transaction of the change: both or none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditentry (organisation, actor, action, target, detail)"
            " VALUES (%s, '', %s, %s, %s::jsonb)",
            [SYSTEM, action, str(target), json.dumps(detail, default=str)],
        )
