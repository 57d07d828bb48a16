"""What people changed in the directory of late: which country, what, when. Never who."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, F, Value
from django.utils import timezone

from directory.countries import Country, country
from directory.models import Contact, ContactKind, Fact, State
from directory.topics import topic_label

LATELY = timedelta(days=30)
MOST = 5


@dataclass(frozen=True, slots=True)
class Change:
    country: Country
    what: str
    is_removal: bool
    on: date


def latest_changes() -> list[Change]:
    """Newest first; one query. What came with the seed was changed by nobody."""
    since = timezone.now() - LATELY
    return [_change(*row) for row in changed(MOST, published_at__gte=since)]


def changed(most: int, **where):
    """(country, "fact" or "contact", topic or kind, whether it was taken away, when) of what people published."""
    rows = [
        model.objects.filter(drafted_by__isnull=False, **where)
        .exclude(state=State.REFUSED)
        .annotate(kind_of=Value(model._meta.model_name, CharField()), about=F(about))
        .values_list("country", "kind_of", "about", "removes", "published_at")
        .order_by()
        for model, about in ((Fact, "topic"), (Contact, "kind"))
    ]
    return rows[0].union(rows[1], all=True).order_by("-published_at")[:most]


def _change(iso2, kind_of, about, removes, published_at):
    what = topic_label(about) if kind_of == "fact" else ContactKind(about).label
    return Change(country(iso2), str(what), removes, timezone.localdate(published_at))
