"""What a draft's answers say, without opening a form. Imports no model."""

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.codes import AgeBand, Indicator, MeetingPlace, may_be_child


def first(answers: dict, name: str) -> str:
    return next(iter(answers.get(name) or []), "")


def needs_protection(answers: dict) -> bool:
    """Possibly a child, or danger not excluded. An age that was not asked yet gets no benefit of the doubt here."""
    band = first(answers, "age_band")
    return bool(band and may_be_child(band)) or first(answers, "danger") in ("yes", "unsure")


def described(draft, answers, actor) -> dict:
    """A row of the list of drafts: enough to decide by, and no note."""
    return {
        "draft": draft,
        "mine": str(draft.author_id) == str(actor.user),
        "overdue": draft.expires_at <= timezone.now(),
        "protect": needs_protection(answers),
        "facts": [
            label
            for label in (
                dict(AgeBand.choices).get(first(answers, "age_band")),
                dict(MeetingPlace.choices).get(first(answers, "met_at")),
                *(dict(Indicator.choices).get(code) for code in answers.get("noticed") or []),
            )
            if label
        ]
        or [_("Nothing answered yet")],
    }
