"""One adult in Milan, a partner in Tirana, and what was agreed: the ground of the sharing tests."""

from accounts.roles import Role
from referral.access import CROSSING, DataClass
from referral.actions.consents import Cell, record_consent
from referral.actions.referrals import Ask, send
from referral.consent import purpose_for
from referral.models import Case, Identity, Need, PlanGoal, Risk, Services, Whereabouts
from referral.stages import ReferralKind
from tests import world
from tests.referral import guardians

CANARY = "Canary Canarina"
HEALTH_CANARY = "Canary of health"


def opened(worker, child=False, **summary):
    case = world.contact(worker, child=child, **summary)
    with world.acting(worker):
        return Case.objects.select_related("journey", "organisation").get(pk=case.pk)


def filled(worker, **summary):
    """A case with something in every class that a case manager may write at the beginning."""
    case = opened(worker, **summary)
    with world.acting(worker):
        Identity(case=case, name_said=CANARY, born="1994-03").save(force_insert=True)
        Whereabouts(
            case=case, phone="+39 canary", pretext="the library", address="Canary road"
        ).save(force_insert=True)
        Risk(case=case, red_lines="canary red line").save(force_insert=True)
        Services(case=case, main_goal="canary goal").save(force_insert=True)
        PlanGoal(case=case, goal="canary step").save(force_insert=True)
        Need(case=case, service="housing", level="now", wish="canary wish").save(force_insert=True)
    return case


def agree(worker, case, receiver, classes=CROSSING, refused=()):
    if case.journey.child:
        guardians.appointed(worker, case)
    with world.acting(worker):
        purpose = purpose_for(receiver, case.organisation.country)
        cells = [Cell(purpose, True, receiver, c) for c in classes]
        cells += [Cell(purpose, False, receiver, c) for c in refused]
        return record_consent(
            case=case,
            cells=cells,
            given_by="guardian" if case.journey.child else "person",
            assent="yes" if case.journey.child else "not_needed",
            how="spoken",
            language="sq",
            interpreter="present",
            text_version="consent-1",
            understood=True,
        )


ORDINARY = [
    DataClass.SUMMARY,
    DataClass.SERVICES,
    DataClass.RISK,
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
]


def sent(worker, case, receiver, classes=ORDINARY, kind=ReferralKind.TRANSFER, **ask):
    with world.acting(worker):
        return send(case=case, receiver=receiver, ask=Ask(kind=kind, **ask), classes=set(classes))


def return_office(country="IT"):
    """Consulates are asked in the name of such an office."""
    return world.organisation("Return office", country, "return", services=["documents"])


def two_sides():
    """(worker in Milan, case manager in Tirana)."""
    worker = world.member(world.organisation("Casa Verde", "IT"))
    partner = world.organisation("Qendra Drita", "AL", city="Tirana")
    return worker, world.member(partner, Role.CASE_MANAGER)
