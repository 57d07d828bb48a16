from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.entry import Entry, State
from directory.topics import TOPICS, Topic


class Fact(Entry):
    """
    One thing said about a country by one source. What code computes with is typed (`topics.Kind` says
    which column); `text` and `detail` are what people read, in the language `language`.
    """

    topic = models.CharField(_("topic"), max_length=24)
    subject = models.CharField(_("about"), max_length=24, blank=True)  # a treaty, a tier
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    text = models.CharField(_("value"), max_length=300, blank=True)
    detail = models.TextField(_("detail"), max_length=2000, blank=True)
    language = models.CharField(_("language of the text"), max_length=8, default="en")
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=12, blank=True)  # people, cases, days, weeks, months, years
    yes = models.BooleanField(null=True, blank=True)
    on = models.CharField(_("date"), max_length=10, blank=True)  # 2014, 2014-05, 2014-05-31
    codes = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    figures = models.JSONField(null=True, blank=True)

    class Meta(Entry.Meta):
        indexes = [
            models.Index(
                fields=["country", "topic"],
                condition=models.Q(state=State.PUBLISHED),
                name="fact_published",
            ),
            models.Index(
                fields=["topic", "subject"],
                condition=models.Q(state=State.PUBLISHED),
                name="fact_by_topic",
            ),
            models.Index(fields=["country", "state", "published_at"], name="fact_history"),
        ]

    def __str__(self):
        return f"{self.country} {self.topic} {self.subject}".strip()

    @property
    def kind(self) -> Topic:
        return TOPICS[self.topic]
