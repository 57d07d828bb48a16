import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """A country's plan through all its editions. What is reported about it hangs here, by the codes of its lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2)
    is_invented = models.BooleanField(default=False)  # a sample that says so on each page

    class Meta:
        indexes = [models.Index(fields=["country"], name="plan_country")]

    def __str__(self):
        return self.slug
