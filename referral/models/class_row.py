import uuid

from django.db import models


class ClassRow(models.Model):
    """A row of one data class of one case. Its fields inherit the secrecy of the class: `DATA_CLASS`."""

    DATA_CLASS = ""

    class Meta:
        abstract = True

    @property
    def key_owner(self) -> uuid.UUID:
        return self.case_id

    @property
    def key_class(self) -> str:
        return self.DATA_CLASS


class OnePerCase(ClassRow):
    case = models.OneToOneField(
        "referral.Case", on_delete=models.PROTECT, primary_key=True, related_name="%(class)s"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.DATA_CLASS} {self.case_id}"


class ManyPerCase(ClassRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.model_name} {self.pk}"
