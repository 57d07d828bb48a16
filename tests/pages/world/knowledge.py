"""What the desk knows beside cases: the directory, the library, tools and plans."""

from uuid import uuid4

from django.utils import timezone

from directory.actions import questions
from directory.actions.drafts import draft
from directory.actions.reports import report
from directory.drafts import content_of
from directory.models import Fact
from directory.still_right import token_for
from instruments.actions.versions import draft as draft_tool
from library.actions import keep
from library.content import content_of as content_of_record
from library.models import CountryMeasure, Document
from plans.actions import editions
from plans.actions.report import tell
from plans.models import IndicatorValue, Recommendation
from plans.reading import read as read_frame
from plans.writing import workbook
from tests import world
from tests.directory import rows
from tests.instruments.own_tool import OWN_TOOL
from tests.library.records import a_measure, a_practice
from tests.plans.frames import frame


def kept_true(desk):
    """A fact with an open change, a line that is asked whether it is right, something reported."""
    at = desk.at
    at.fact = rows.fact("AL", "shelter", text="Two shelters")
    at.line = rows.contact(
        "AL",
        "trafficking",
        phone_local="116 006",
        email="line@example.org",
        asked_monthly=True,
        asked_at=timezone.now(),
    )
    at.asked = (token_for(at.line),)
    with world.acting(desk.who["coordinator"]):
        change = Fact(**{**content_of(at.fact), "text": "Three shelters"}, reason="One opened")
        at.fact_draft = draft(change, key=uuid4(), base=at.fact)
        at.report = report(
            country="AL",
            about=at.line,
            text="It rings and rings",
            user=desk.who["coordinator"].user,
            key=uuid4(),
        )


def asked(desk):
    """A question to the coordination of another country, and its answer."""
    at = desk.at
    with world.acting(desk.who["worker"]):
        at.question = questions.ask(country="AL", text="Who appoints a guardian?", key=uuid4())
    with world.acting(desk.who["there_coordinator"]):
        at.answer = questions.answer(at.question, text="A court does.", key=uuid4())


def library(desk):
    """A practice that a worker proposes, a document that a supervisor drafts, and a measure of Italy's own."""
    at = desk.at
    with world.acting(desk.who["worker"]):
        at.proposal = keep.draft(a_practice(slug="a-quiet-room"), key=uuid4())
    with world.acting(desk.who["supervisor"]):
        base = Document.objects.published().get(slug="htcds")
        change = Document(**{**content_of_record(base), "edition": "2.1"}, reason="A new edition")
        at.record_draft = keep.draft(change, key=uuid4(), base=base)
        own = a_measure(procedure="proceedings", code="inform", slug="it-proceedings-inform")
        measure = keep.draft(own, key=uuid4())
    with world.acting(desk.who["coordinator"]):
        keep.publish(measure.pk, CountryMeasure, seen=measure.version)


def own_tool(desk):
    """A draft of a country's own tool, which waits for its classes."""
    with world.acting(desk.who["coordinator"]):
        desk.at.tool_draft = draft_tool(content=OWN_TOOL, report=[])


def plans(desk):
    """A plan of Italy that stands, a recommendation on it, and the draft of its next edition."""
    at = desk.at
    with world.acting(desk.who["coordinator"]):
        first = editions.draft(read_frame(frame(), country="IT"), reason="", key=uuid4())
    with world.acting(desk.who["supervisor"]):
        at.plan = editions.publish(first.pk).plan
    with world.acting(desk.who["coordinator"]):
        body = workbook(first)
        at.edition = editions.draft(read_frame(body, country="IT"), reason="New", key=uuid4())
        counted = {"code": "I1", "period": "2026", "on": timezone.localdate(), "value": 7}
        at.plan_figure = tell(IndicatorValue, at.plan, key=uuid4(), **counted)
        asked = {"body": "GRETA", "text": "More places"}
        at.recommendation = tell(Recommendation, at.plan, key=uuid4(), **asked)
