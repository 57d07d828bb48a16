"""
The common head of every filled sheet: who sat there, when, how it was spoken, and where the answers come from.

Always codes, never an address or a name: who filled it in besides is the name of a body, in words that are sealed where they are kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy

from shell.formats import language_name, partial_date


class Place(models.TextChoices):
    OFFICE = "office", gettext_lazy("Our rooms")
    SHELTER = "shelter", gettext_lazy("A shelter")
    HOME = "home", gettext_lazy("Where the person lives")
    HEALTH = "health", gettext_lazy("A hospital or practice")
    AUTHORITY = "authority", gettext_lazy("Police, border or another authority")
    RECEPTION = "reception", gettext_lazy("A reception or detention centre")
    OUTSIDE = "outside", gettext_lazy("Outdoors, or a place of work")
    APART = "apart", gettext_lazy("By telephone or video")
    OTHER = "other", gettext_lazy("Elsewhere")


class Interpreter(models.TextChoices):
    NOT_NEEDED = "not_needed", gettext_lazy("Not needed")
    PRESENT = "present", gettext_lazy("In the room")
    REMOTE = "remote", gettext_lazy("By telephone or video")
    OWN = "own", gettext_lazy("Somebody whom the person brought")
    NONE = "none", gettext_lazy("Needed, but there was none")


WITH_INTERPRETER = {Interpreter.PRESENT, Interpreter.REMOTE, Interpreter.OWN}


class Checked(models.TextChoices):
    """Whether the interpreter was checked: no tie to those who exploited, and accepted by the person."""

    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No")
    UNKNOWN = "unknown", gettext_lazy("Not known")


class Present(models.TextChoices):
    NOBODY = "nobody", gettext_lazy("Nobody else")
    GUARDIAN = "guardian", gettext_lazy("The guardian")
    TRUSTED = "trusted", gettext_lazy("Somebody the person trusts")
    RELATIVE = "relative", gettext_lazy("A relative")
    CHILDREN = "children", gettext_lazy("The person’s children")
    LAWYER = "lawyer", gettext_lazy("A lawyer")
    OFFICER = "officer", gettext_lazy("An officer of an authority")
    COLLEAGUE = "colleague", gettext_lazy("A colleague")
    OTHER = "other", gettext_lazy("Somebody else")


class Source(models.TextChoices):
    """Where an answer comes from. Blank: the person said it."""

    PERSON = "", gettext_lazy("The person said it")
    SEEN = "seen", gettext_lazy("We saw it ourselves")
    DOCUMENT = "document", gettext_lazy("A document")
    RELATIVE = "relative", gettext_lazy("A relative or somebody close")
    BODY = "body", gettext_lazy("Another body")
    RECORD = "record", gettext_lazy("It was in the file already")


class Incomplete(models.TextChoices):
    ENOUGH = "enough", gettext_lazy("Enough was known to decide")
    TIRED = "tired", gettext_lazy("The person was tired or upset")
    STOPPED = "stopped", gettext_lazy("The person did not wish to go on")
    UNSAFE = "unsafe", gettext_lazy("It was not safe to speak")
    LANGUAGE = "language", gettext_lazy("There was no interpreter")
    TIME = "time", gettext_lazy("There was no time")
    LATER = "later", gettext_lazy("It is asked at another meeting")


# Columns of a sheet, in the order of the page, as they are called there.
LABELS = {
    "held_on": gettext_lazy("Day of the talk"),
    "place": gettext_lazy("Kind of place"),
    "language": gettext_lazy("Language of the talk"),
    "interpreter": gettext_lazy("Interpreter"),
    "interpreter_checked": gettext_lazy("Interpreter checked: no tie to those who exploited"),
    "present": gettext_lazy("Who else was there"),
    "with_body": gettext_lazy("Body that filled it in with us"),
    "incomplete": gettext_lazy("Why it is not complete"),
}
CHOICES = {
    "place": Place,
    "interpreter": Interpreter,
    "interpreter_checked": Checked,
    "present": Present,
    "incomplete": Incomplete,
}


@dataclass(frozen=True, slots=True)
class HeadLine:
    label: str
    text: str


def head_lines(head: Mapping) -> list[HeadLine]:
    """What is known of it, in words."""
    found = []
    for name, label in LABELS.items():
        text = in_words(name, head.get(name))
        if text:
            found.append(HeadLine(str(label), text))
    return found


def in_words(name: str, value) -> str:
    if not value:
        return ""
    if name == "held_on":
        return partial_date(value)
    if name == "language":
        return language_name(value)
    if name in CHOICES:
        return ", ".join(words(CHOICES[name], value if isinstance(value, list) else [value]))
    return str(value)


def words(choices: type[models.TextChoices], codes: Iterable[str]) -> list[str]:
    known = dict(choices.choices)
    return [str(known.get(code, code)) for code in codes]


def source_text(code: str) -> str:
    """Nothing where the person said it: that is what goes without saying."""
    return str(dict(Source.choices).get(code, code)) if code else ""
