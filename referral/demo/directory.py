"""A draft, a report and questions, about invented organisations only, so that there is something to look at."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from directory.actions import questions
from directory.actions.drafts import draft
from directory.actions.reports import report
from directory.models import Confidence, Fact, Source

COORDINATOR, READER = "coordinator-al@trm", "caseworker@casa-verde"


def add_to_directory(scene) -> None:
    source, _made = Source.objects.get_or_create(
        title="Invented for this demonstration", publisher="Qendra Drita", address="", dated=""
    )
    with transaction.atomic(), acting_as(scene.actor(COORDINATOR)):
        new = Fact(
            country="AL",
            topic="service_org",
            text="Qendra Drita, invented for this demonstration, answers within two working days",
            source=source,
            as_of=str(timezone.localdate().year),
            confidence=Confidence.MEDIUM,
            reason="An example of a draft: another person reviews it",
        )
        draft(new, key=uuid4())
    with transaction.atomic(), acting_as(scene.actor(READER)):
        report(
            country="AL",
            about=None,
            text="An example of a report: the opening hours of Qendra Drita seem to have changed.",
            user=scene.user(READER),
            key=uuid4(),
        )
    add_questions(scene)


def add_questions(scene) -> None:
    """One answered by Albania, one that waits for Italy."""
    with transaction.atomic(), acting_as(scene.actor(READER)):
        answered = questions.ask(
            country="AL",
            text="An example: does Qendra Drita have an interpreter for Tigrinya, and on which days?",
            key=uuid4(),
        )
    with transaction.atomic(), acting_as(scene.actor(COORDINATOR)):
        questions.answer(
            answered,
            text="An example: yes, on weekdays, by telephone. Ask one day before.",
            key=uuid4(),
        )
        questions.ask(
            country="IT",
            text="An example: which office of Casa Verde receives documents from abroad?",
            key=uuid4(),
        )
