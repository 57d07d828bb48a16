import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """Where a fact was read. One row per document, table or page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    dated = models.CharField(_("date as the source states it"), max_length=60, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title", "publisher", "address", "dated"], name="source_once"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def link(self) -> str:
        """The address, where it is one that may be followed."""
        return self.address if self.address.startswith(("https://", "http://")) else ""
