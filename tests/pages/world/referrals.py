"""What passes between organisations: with consent, without, by alert, and what is said of one of them."""

from django.utils import timezone

from referral.access import DataClass
from referral.actions.alerts import raise_alert
from referral.actions.answers import accept
from referral.actions.complaints import send_complaint
from referral.actions.consents import Cell, record_consent
from referral.actions.disclosures import answer_disclosure, ask_disclosure
from referral.actions.links import issue_link
from referral.actions.referrals import Ask, send
from referral.models import (
    Case,
    Complaint,
    ConsularAlert,
    Purpose,
    Summary,
    Visit,
)
from referral.stages import ReferralKind
from tests import world
from tests.pages.world.words import canary
from tests.referral.partners import confirmed

SHARED = [
    DataClass.SUMMARY,
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
    DataClass.SERVICES,
    DataClass.RISK,
]
DOCUMENT = [DataClass.IDENTITY]


def agree(case, name, receiver, purpose, classes):
    return record_consent(
        case=case,
        cells=[Cell(purpose, True, receiver, data_class) for data_class in classes],
        given_by="person",
        assent="not_needed",
        how="spoken",
        language="sq",
        text_version="1",
        explained=["voluntary"],
        understood=True,
        conditions=canary(name, "consent"),
        witness=canary(name, "consent"),
    )


def shared(desk):
    """The adult's referral is accepted, the other waits, a consulate is asked for a paper."""
    at, worker, receiver = desk.at, desk.who["worker"], desk.who["receiver"]
    with world.acting(worker):
        at.adult, at.pending = (Case.objects.get(pk=case.pk) for case in (at.adult, at.pending))
        at.consent = agree(at.adult, "adult", at.drita, Purpose.TRANSFER, SHARED)
        agree(at.adult, "adult", at.consulate, Purpose.CONSULATE, DOCUMENT)
        agree(at.pending, "pending", at.drita, Purpose.TRANSFER, SHARED)
        ask = Ask(kind=ReferralKind.TRANSFER, services=["housing"])
        at.accepted = send(case=at.adult, receiver=at.drita, ask=ask, classes=SHARED)
        at.waiting = send(case=at.pending, receiver=at.drita, ask=ask, classes=SHARED)
        at.request = send(
            case=at.adult,
            receiver=at.consulate,
            ask=Ask(kind=ReferralKind.TRAVEL_DOCUMENT),
            classes=DOCUMENT,
        )
        partner = world.organisation("Partner without account", "AL", has_account=False)
        agree(at.adult, "adult", partner, Purpose.TRANSFER, SHARED)
        at.by_link = send(case=at.adult, receiver=partner, ask=ask, classes=SHARED)
    at.address = confirmed(worker, partner)
    with world.acting(worker):
        at.issued = issue_link(at.by_link)
    with world.acting(receiver):
        at.there = accept(referral=at.accepted, contact_name="Ann Brown")
        Summary.objects.filter(case=at.there).update(display_name=canary("there", "summary"))
        at.visit = Visit(case=at.there, months=1, due_on=timezone.localdate())
        at.visit.save(force_insert=True)
        at.part = at.accepted.parts.filter(layer="identified").first()


def alerted(desk):
    desk.at.receipt = alert_of_the_consul(desk)
    with world.acting(desk.who["worker"]):
        desk.at.alert = ConsularAlert.objects.get()


def alert_of_the_consul(desk):
    """The consulate met an adult in Italy; Casa Verde is told, and the consul keeps a receipt."""
    answers = {
        "country": "IT",
        "place": "mission",
        "noticed_on": timezone.localdate(),
        "minor": "no",
        "unfree": "yes",
        "danger": "no",
        "fear": False,
        "nationality": "AL",
        "language": "sq",
        "indicators": ["no_papers"],
        "documents": "held",
        "done": ["alone"],
        "agreed": "yes",
        "reach": "now",
        "comes_back_on": None,
    }
    with world.acting(desk.who["consul"]):
        return raise_alert(answers=answers, mission=desk.at.consulate)


def disclosures(desk):
    """One waits for a second person, one is to be handed to a hospital, one went alone to the police."""
    at = desk.at
    here = {"receiver": desk.who["police"].organisation}
    outside = {"outside_kind": "rescue", "outside_name": "Ospedale", "outside_country": "IT"}
    at.disclosure, at.disclosure_outside = passed_on(desk, here), passed_on(desk, outside)
    with world.acting(desk.who["signer"]):
        answer_disclosure(at.disclosure_outside, yes=True)
    at.disclosed = passed_on(desk, here | {"alone": True})


def passed_on(desk, frame):
    frame |= {"ground": "vital", "reason": "Nuk përgjigjet dot.", "person_name": "Ann Brown"}
    with world.acting(desk.who["worker"]):
        return ask_disclosure(
            case=Case.objects.select_related("organisation").get(pk=desk.at.adult.pk),
            frame=frame | {"person_role": "Duty officer"},
            letter={"to": "Ann Brown", "role": "Duty officer", "words": "Nuk përgjigjet dot."},
            contents={"summary": {"age_band": "30-38", "languages": ["sq"]}},
        )


def complained(desk):
    """The adult says something of the organisation there, to the coordination of the country where she is."""
    at, worker = desk.at, desk.who["worker"]
    with world.acting(worker):
        case = Case.objects.select_related("organisation").get(pk=at.adult.pk)
        words = dict.fromkeys(["words", "wish", "reach"], canary("adult", "complaint"))
        to = str(desk.who["coordinator"].organisation_id)
        send_complaint(case, about=str(at.drita.pk), to=to, kind="disrespect", **words)
        at.complaint = Complaint.objects.get()
