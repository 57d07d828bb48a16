"""Two alerts of the consulate in Milan, so that those who get them have something to look at."""

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from referral.actions.alerts import raise_alert

CONSUL = "consul@consulate-milan"
ADULT = {
    "minor": "no",
    "danger": "no",
    "fear": False,
    "nationality": "AL",
    "language": "sq",
    "indicators": ["no_papers", "debt", "household"],
    "documents": "held",
    "done": ["alone", "number"],
    "agreed": "yes",
    "reach": "has_number",
}
CHILD = {
    "minor": "unsure",
    "danger": "unsure",
    "fear": True,
    "nationality": "",
    "language": "",
    "indicators": ["accompanied", "fear"],
    "documents": "of_others",
    "done": ["waits"],
    "agreed": "not_asked",
    "reach": "now",
}
EVERY = {"country": "IT", "place": "mission", "unfree": "yes", "comes_back_on": None}


def add_alerts(scene) -> None:
    mission = scene.organisations["consulate-milan"]
    for seen in (ADULT, CHILD):
        answers = {**EVERY, **seen, "noticed_on": timezone.localdate()}
        with transaction.atomic(), acting_as(scene.actor(CONSUL)):
            raise_alert(answers=answers, mission=mission)
