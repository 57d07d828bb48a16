"""
Two people: what one drafted another lets stand or refuses. The database refuses the same person, too.

Stands here because directory, library and plans keep their rows in this way and do not know each other.
"""

from django.db import models
from django.db.models import F, Q

from accounts.acting import current_actor

DRAFT, REFUSED = "draft", "refused"


class NotOpen(Exception):
    """It was reviewed, taken back or is somebody else's: there is nothing to write on any more."""


class WrittenMeanwhile(Exception):
    """Its drafter wrote it anew, in another window, since this page was opened."""


class OwnDraft(Exception):
    """The drafter is never the second person, under whichever membership."""


class BaseChanged(Exception):
    """The row that the draft would replace is not the one that stands now."""


def needs_two_people(name: str) -> models.CheckConstraint:
    """For rows with `state`, `drafted_by` and `published_by`. Rows that ship with the product have no drafter."""
    return models.CheckConstraint(
        name=name,
        condition=Q(drafted_by__isnull=True)
        | Q(state__in=[DRAFT, REFUSED])
        | (Q(published_by__isnull=False) & ~Q(published_by=F("drafted_by"))),
    )


def own_open(pk, model):
    """The draft, locked, for whoever wrote it. Raises `NotOpen`."""
    mine = model.objects.select_for_update().filter(pk=pk, drafted_by_id=current_actor().user)
    found = mine.filter(state=DRAFT).first()
    if found is None:
        raise NotOpen
    return found


def open_for_review(pk, model):
    """The draft, locked: of two people who press at once, the second finds it reviewed. Raises `NotOpen`, `OwnDraft`."""
    found = model.objects.select_for_update().filter(pk=pk, state=DRAFT).first()
    if found is None:
        raise NotOpen
    if str(found.drafted_by_id) == current_actor().user:
        raise OwnDraft
    return found
