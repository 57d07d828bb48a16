"""A consulate in Milan, and who could get its alerts: the ground of the alert tests."""

from django.utils import timezone

from accounts.roles import Role
from referral.actions.alerts import raise_alert
from referral.models import ConsularAlert
from tests import world

ANSWERS = {
    "country": "IT",
    "place": "mission",
    "minor": "no",
    "unfree": "yes",
    "danger": "no",
    "fear": False,
    "nationality": "AL",
    "language": "sq",
    "indicators": ["no_papers", "debt"],
    "documents": "held",
    "done": ["alone"],
    "agreed": "yes",
    "reach": "now",
    "comes_back_on": None,
}


def consul(country="IT", represents="AL", city="Milano"):
    office = world.organisation("Consulate", country, "consulate", represents=represents, city=city)
    return world.member(office, Role.CONSULAR)


def reader(name="Casa Verde", kind="ngo", role=Role.CASE_MANAGER, country="IT", **fields):
    return world.member(world.organisation(name, country, kind, **fields), role)


def answers(**changed):
    return {**ANSWERS, "noticed_on": timezone.localdate(), **changed}


def posted(**changed):
    """The same as a browser sends it."""
    sent = {"noticed_on": timezone.localdate().isoformat(), **ANSWERS, **changed}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def raised(officer, **changed):
    with world.acting(officer):
        return raise_alert(answers=answers(**changed), mission=officer.organisation)


def seen_by(membership):
    with world.acting(membership):
        return list(ConsularAlert.objects.all())
