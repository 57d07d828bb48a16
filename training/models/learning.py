import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LessonRead(models.Model):
    """Somebody read a lesson and answered its questions. Right or wrong is not kept: a lesson is for learning."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    lesson = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson"], name="lesson_read_once")]

    def __str__(self):
        return self.lesson


class When(models.TextChoices):
    BEFORE = "before", _("Before the course")
    AFTER = "after", _("After the course")


class Attempt(models.Model):
    """A test that somebody took. `round` counts from 0; its number orders the answers on the page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="attempts")
    course = models.SlugField(max_length=40)
    edition = models.CharField(max_length=20)
    when = models.CharField(_("when"), max_length=8, choices=When.choices)
    round = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    again = models.JSONField(default=list)  # codes of the lessons to read again
    role = models.CharField(max_length=24, blank=True)
    country = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "when", "round"], name="attempt_once_per_round"
            ),
            models.CheckConstraint(
                name="attempt_not_more_right_than_asked",
                condition=models.Q(right__lte=models.F("of")),
            ),
        ]

    def __str__(self):
        return f"{self.course} {self.right}/{self.of}"

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.of) if self.of else 0
