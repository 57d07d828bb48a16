"""A question to colleagues, its answers, its end; an answer becomes guidance by a second person."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from directory.actions.drafts import draft
from directory.actions.once import kept_before
from directory.models import Answer, Confidence, Fact, Question, Source


class Closed(Exception):
    """Whoever asked has closed the question meanwhile."""


class GuidanceExists(Exception):
    """The answer was made guidance before."""


@transaction.atomic
def ask(*, country: str, text: str, key: UUID) -> Question:
    """`key` is that of the form: sent twice, it is one question."""
    actor = current_actor()
    new = Question(
        id=key,
        country=country,
        text=text,
        asked_by_id=UUID(actor.user),
        organisation_id=UUID(actor.organisation),
    )
    if kept_before(new):
        return Question.objects.get(pk=key)
    record("question.asked", target=new.pk, country=country)
    return new


@transaction.atomic
def answer(question: Question, *, text: str, key: UUID) -> Answer:
    actor = current_actor()
    if Question.objects.select_for_update().get(pk=question.pk).closed_at:
        raise Closed
    new = Answer(
        id=key,
        question=question,
        text=text,
        answered_by_id=UUID(actor.user),
        organisation_id=UUID(actor.organisation),
    )
    if kept_before(new):
        return Answer.objects.get(pk=key)
    record("question.answered", target=question.pk)
    return new


@transaction.atomic
def close(question: Question) -> None:
    """Once: a second press changes nothing."""
    changed = Question.objects.filter(pk=question.pk, closed_at=None).update(
        closed_at=timezone.now()
    )
    if changed:
        record("question.closed", target=question.pk)


@transaction.atomic
def draft_guidance(given: Answer, *, text: str, detail: str, language: str, key: UUID) -> Fact:
    """A draft like any other: it shows on the profile when another person has published it."""
    given = Answer.objects.select_for_update(of=("self",)).get(pk=given.pk)
    if given.guidance_id:
        raise GuidanceExists
    day = timezone.localdate(given.answered_at).isoformat()
    name = given.organisation.name
    source, _made = Source.objects.get_or_create(
        title=f"Answer of {name}, {day}", publisher=name, address="", dated=day
    )
    guidance = Fact(
        country=given.question.country,
        topic="guidance",
        text=text,
        detail=detail,
        language=language,
        source=source,
        as_of=day,
        confidence=Confidence.MEDIUM,
    )
    given.guidance = draft(guidance, key=key)
    given.save(update_fields=["guidance"])
    return given.guidance
