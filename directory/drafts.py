"""Rows of the directory on their way: what is drafted, what it would replace, what stands now."""

from uuid import UUID

from django.db.models import QuerySet

from directory.access import REVIEWS
from directory.models import Contact, Entry, Fact, State

# What a person writes. The rest of a row says who, when and how it came to stand.
WHERE_IT_STANDS = ("source", "as_of", "confidence")
CONTENT = {
    Fact: (
        *("topic", "partner", "subject", "year", "text", "detail", "language"),
        *("number", "unit", "yes", "on", "codes", "figures"),
        *WHERE_IT_STANDS,
    ),
    Contact: (
        *("kind", "name", "serves", "represents", "partner", "mission_type", "city"),
        *("phone_local", "phone_international", "email", "website", "hours", "is_all_day"),
        *("languages", "note", "note_language", "is_deputy", "for_partners_only"),
        *("asked_monthly",),
        *WHERE_IT_STANDS,
    ),
}
PEOPLE = ("source", "drafted_by", "published_by", "checked_by")


def content_of(entry: Entry) -> dict:
    return {name: getattr(entry, name) for name in CONTENT[type(entry)]}


def find_entry(pk: UUID) -> Entry | None:
    """A fact or a contact: ids never meet."""
    for model in CONTENT:
        found = model.objects.select_related(*PEOPLE, "supersedes__source").filter(pk=pk).first()
        if found:
            return found
    return None


def present_version(entry: Entry) -> Entry | None:
    """What stands published now in the place of `entry`; None where it was taken away."""
    model, seen = type(entry), entry
    while seen is not None and seen.state == State.SUPERSEDED:
        seen = (
            model.objects.filter(supersedes=seen)
            .filter(state__in=[State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
            .order_by("-published_at")
            .first()
        )
    if seen is not None and seen.state == State.PUBLISHED:
        return seen
    if not entry.seed_key:
        return None
    return model.objects.published().filter(seed_key=entry.seed_key).first()


def open_drafts(model) -> QuerySet:
    return model.objects.filter(state=State.DRAFT).select_related(*PEOPLE)


def open_drafts_on(base: Entry) -> list[Entry]:
    """Drafts of others and of one's own that would replace the same row."""
    return list(open_drafts(type(base)).filter(supersedes=base).order_by("drafted_at"))


def version_of(draft: Entry) -> int:
    """Changes whenever its drafter writes it anew: who publishes has seen what is published."""
    return int(draft.drafted_at.timestamp() * 1_000_000)


def reviews_waiting(actor) -> dict[str, int]:
    """The number beside the navigation: drafts of others; one query for who reviews, none for others."""
    if actor.role not in REVIEWS:
        return {}
    waiting = [
        model.objects.filter(state=State.DRAFT).exclude(drafted_by_id=actor.user).values("pk")
        for model in CONTENT
    ]
    number = waiting[0].union(*waiting[1:], all=True).count()
    return {"review_list": number} if number else {}
