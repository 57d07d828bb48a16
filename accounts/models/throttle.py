from django.db import models


class Throttle(models.Model):
    """How often a door was tried lately. Its key is a digest: neither an address nor a name can be read from it."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.key[:8]} {self.tries}"
