import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")


class LessonTranslation(models.Model):
    """One lesson in one further language, made from one version of it. A second person finds it right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.SlugField(max_length=40)
    of_version = models.PositiveSmallIntegerField()
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=160)
    aim = models.CharField(_("what it is for"), max_length=300)
    text = models.TextField(_("text"))
    todo = models.CharField(_("to do today"), max_length=500)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "language"], name="lesson_translated_once"),
            models.CheckConstraint(
                name="lesson_reviewed_by_another",
                condition=models.Q(state="draft")
                | (models.Q(reviewed_by__isnull=False) & ~models.Q(reviewed_by=models.F("by"))),
            ),
        ]

    def __str__(self):
        return f"{self.lesson} {self.language}"


class QuestionTranslation(models.Model):
    """A question of the lesson, its options in the order of the file: the first is the right one."""

    translation = models.ForeignKey(
        LessonTranslation, on_delete=models.CASCADE, related_name="questions"
    )
    key = models.CharField(max_length=48)
    ask = models.CharField(max_length=500)
    options = ArrayField(models.CharField(max_length=300))
    why = models.CharField(max_length=700)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "key"], name="question_translated_once")
        ]

    def __str__(self):
        return self.key
