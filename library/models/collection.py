from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from library.models.kept import Kept, State, codes


class Collection(Kept):
    """Documents that belong together, in the order in which somebody new to it would read them. Named by their slugs."""

    title = models.CharField(_("title in English"), max_length=120)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    lead = models.CharField(_("for whom or for what, in English"), max_length=300, blank=True)
    lead_fr = models.CharField(_("for whom or for what, in French"), max_length=300, blank=True)
    documents = codes(80)

    class Meta(Kept.Meta):
        indexes = [
            GinIndex(
                fields=["documents"], condition=Q(state=State.PUBLISHED), name="collection_holds"
            )
        ]

    @property
    def is_in_french(self) -> bool:
        return (get_language() or "en")[:2] == "fr"

    @property
    def shown_title(self) -> str:
        return (self.is_in_french and self.title_fr) or self.title

    @property
    def shown_lead(self) -> str:
        return (self.is_in_french and self.lead_fr) or self.lead

    @property
    def title_language(self) -> str:
        return "fr" if self.is_in_french and self.title_fr else "en"

    @property
    def lead_language(self) -> str:
        return "fr" if self.is_in_french and self.lead_fr else "en"
