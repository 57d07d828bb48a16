from directory.models.contact import (
    BODIES,
    HOTLINES,
    CheckMethod,
    CheckOutcome,
    Contact,
    ContactCheck,
    ContactKind,
    Serves,
)
from directory.models.entry import Confidence, Entry, State
from directory.models.fact import Fact
from directory.models.notes import Answer, Pin, Question, Report, ReportOutcome
from directory.models.source import Source

__all__ = [
    "BODIES",
    "HOTLINES",
    "Answer",
    "CheckMethod",
    "CheckOutcome",
    "Confidence",
    "Contact",
    "ContactCheck",
    "ContactKind",
    "Entry",
    "Fact",
    "Pin",
    "Question",
    "Report",
    "ReportOutcome",
    "Serves",
    "Source",
    "State",
]
