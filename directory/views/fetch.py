"""Finds rows of the directory; what does not exist is a 404."""

from django.db.models import Model
from django.http import Http404

from directory.countries import Country, country
from directory.drafts import PEOPLE, present_version
from directory.models import Entry, State

NEVER_STOOD = [State.DRAFT, State.REFUSED]


def get_country(iso2: str) -> Country:
    found = country(iso2)
    if found is None:
        raise Http404
    return found


def get_standing(model: type[Model], pk) -> Entry:
    """The published row of this id, or what stands in its place now."""
    found = model.objects.select_related(*PEOPLE).filter(pk=pk).exclude(state__in=NEVER_STOOD)
    row = found.first()
    now = row if row is None or row.state == State.PUBLISHED else present_version(row)
    if now is None:
        raise Http404
    return now
