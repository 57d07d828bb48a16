"""The desk of the case manager at Casa Verde, who is shown first: every kind of situation once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from referral.actions import answers, contacts, covers, drafts, feedback
from referral.actions.record import write_part
from referral.ageing import birthday
from referral.demo import arcs, returning
from referral.demo.people import MAN, OTHER, TRANS_WOMAN, WOMAN
from referral.demo.put import put
from referral.demo.story import ABROAD, ALL_AGREED, HERE, partial
from referral.models import Health, TaskKind
from referral.stages import CaseStatus, DeclineReason, GateKind, Outcome, Outlook, Question, Urgency

ME, SUPERVISOR = "caseworker@casa-verde", "supervisor@casa-verde"
COLLEAGUE = "colleague@casa-verde"
THERE, OTHER_THERE = "caseworker@qendra-drita", "caseworker@shtepia-ullirit"
GUARDIAN, ORGANISER = "guardian@tutele-milano", "return@ritorno-insieme"
HEALTH, POLICE = "health@salute-navigli", "police@ascolto-milano"


def new_this_morning(story):
    story.meet(0, met_at="outreach", noticed=("debt", "unpaid", "no_address"))


def waits_for_the_authority(story):
    arcs.met(story, 12, level="medium")
    story.agree(10, {"riconoscimento": ["summary", "account"]}, ALL_AGREED)
    story.refer(9, "riconoscimento", "information", ["summary", "account"])
    story.move(9, CaseStatus.FORMAL_PENDING)
    story.meeting(-2, "legal", "First talk at the law office.")


def recovers(story):
    arcs.settled(story, 26, until=CaseStatus.REFLECTION)
    shared = ["summary", "account"]
    story.agree(21, {"ascolto-milano": shared})
    information = story.refer(21, "ascolto-milano", "information", shared)
    story.accepted(16, POLICE, information)
    arcs.served(story, 20, "rifugio-betulla", "service@rifugio-betulla", ("housing",))
    story.meeting(-1, "psychological", "Second talk, if wished.")


def plan_under_way(story):
    arcs.settled(story, 84, level="medium")
    referral = arcs.served(story, 60, "studio-ponte", "lawyer@studio-ponte", ("legal",))
    story.answer(40, "lawyer@studio-ponte", referral, feedback.give_feedback, feedback="started", on=story.day(40))  # fmt: skip
    story.note(6, "Began the language course. Likes the group.")
    story.wish(10, Outlook.STAY)
    story.meeting(-4, "work", "Visit to the training workshop.")
    story.share("Accoglienza")
    story.ask(COLLEAGUE, ME, "translate", "The letter of the workshop, before the visit.", within=2)


def looks_at_the_options(story):
    arcs.settled(story, 70, level="medium")
    arcs.served(story, 30, "salute-navigli", HEALTH, ("health",))
    with story.by(HEALTH, 24):
        care = {"care_needed": "Dental care.", "travel_advice": "None needed."}
        write_part(case=story.case(), model=Health, row=None, write=put(care))
    story.move(12, CaseStatus.OPTIONS)
    story.agree(6, {"shtepia-ullirit": ABROAD})
    referral = story.refer(5, "shtepia-ullirit", services=("reception",))
    story.answer(1, OTHER_THERE, referral, answers.decline, reason=DeclineReason.NO_CAPACITY)


def waits_for_an_answer(story):
    arcs.settled(story, 64, level="medium")
    later_today = min(timezone.now().hour + 5, 23)
    arcs.enquired(story, 6, "qendra-drita", urgency=Urgency.DAYS_5, hour=later_today)


def was_asked_something(story):
    arcs.settled(story, 58)
    referral = arcs.enquired(story, 5, "qendra-drita")
    story.answer(2, THERE, referral, answers.ask, questions=[Question.CHILDREN, Question.START])


def high_risk(story):
    """The enquiry is written and waits for the second signature."""
    arcs.settled(story, 66, level="high")
    arcs.enquired(story, 2, "qendra-drita", second=SUPERVISOR)


def waits_for_the_consulate(story):
    arcs.settled(story, 110)
    arcs.partnered(story, 48, THERE)
    arcs.asked_for(story, 30, THERE)
    story.agree(10, {"consulate-milan": ["identity"]})
    story.refer(9, "consulate-milan", "travel_document", ["identity"])
    story.sign(14, GateKind.G1, GateKind.G2, GateKind.G7)
    story.note(3, "The consulate was rung. The paper is being made.")


def being_prepared(story):
    arcs.settled(story, 120, level="medium")
    arcs.partnered(story, 52, THERE)
    arcs.asked_for(story, 33, THERE, level="medium")
    story.sign(26, GateKind.G1, GateKind.G2, GateKind.G6)
    story.sign(24, GateKind.G8)  # by now too old: is it still true?
    story.sign(12, GateKind.G7)
    organised(story, 11)


def organised(story, days):
    """A return organiser is asked to book and to accompany."""
    story.agree(days, {"ritorno-insieme": ["summary", "identity", "travel"]})
    asked = story.refer(days, "ritorno-insieme", "return", ["summary", "identity", "travel"], services=("travel",))  # fmt: skip
    story.accepted(days - 2, ORGANISER, asked)


def refused_data_abroad(story):
    """Returns without an organisation there: explained, recorded, and no obstacle."""
    arcs.settled(story, 95)
    story.move(20, CaseStatus.OPTIONS)
    returning.ask_return(story, 18)
    story.sign(15, GateKind.G4, GateKind.G5, outcome=Outcome.INFORMED_REFUSAL, text="Explained. Emergency contact and hotline were given.")  # fmt: skip
    story.sign_risk(14, "low")
    story.sign(13, GateKind.G1, GateKind.G2, GateKind.G6)


def leaves_on_friday(story):
    arcs.settled(story, 150)
    arcs.partnered(story, 50, THERE)
    arcs.prepared(story, 2, THERE)
    organised(story, 14)
    returning.plan_travel(story, 2, -5)
    story.sign(1, GateKind.G11)
    returning.approve(story, 0)


def travels_today(story):
    arcs.settled(story, 160)
    arcs.partnered(story, 55, THERE)
    arcs.on_the_way(story, 0, THERE, hours=6)


def arrival_missed(story):
    arcs.settled(story, 170)
    arcs.partnered(story, 56, OTHER_THERE)
    arcs.on_the_way(story, 1, OTHER_THERE, hours=6)


def child_with_guardian(story):
    """Turns 18 in three weeks: the worker has begun to ask."""
    in_three_weeks = timezone.localdate() + timedelta(days=21)
    story.person.born = birthday(in_three_weeks, -18).isoformat()
    story.meet(24, met_at="police", noticed=("child_alone", "spoken_for"))
    story.write_record(23, level="medium")
    story.agree(22, {"tutele-milano": HERE, "rifugio-betulla": HERE})
    guardian = story.refer(22, "tutele-milano", "guardian", urgency=Urgency.DAY)
    story.move(21, CaseStatus.PROTECTION)
    story.accepted(21, GUARDIAN, guardian)
    shelter = story.refer(20, "rifugio-betulla", "service", services=("housing", "education"))
    story.accepted(20, "service@rifugio-betulla", shelter)
    story.finish(21, TaskKind.GUARDIAN)
    story.needs(19, now=("education",), soon=("health", "family"))
    story.finish(18, TaskKind.URGENT_NEED)


def stays(story):
    arcs.settled(story, 210, residence="permit")
    returning.stays(story, 60)
    story.note(9, "Works in a bakery since the spring. Looks for a flat of her own.")


def leaves_alone(story):
    arcs.settled(story, 75)
    story.note(4, "Wishes to travel with a cousin. The safety plan was gone through again.")
    returning.leave_alone(story, 3)


def closed(story):
    arcs.settled(story, 300)
    returning.stays(story, 200)
    returning.close(story, 30, CaseStatus.CLOSED_SELF_RELIANT)


def without_a_case(scene):
    """What a first contact can end in beside a case."""
    with transaction.atomic(), acting_as(scene.actor(ME)):
        drafts.save_draft(
            answers={
                "danger": ["no"],
                "met_at": ["outreach"],
                "age_band": ["24-26"],
                "gender": [WOMAN],
                "noticed": ["fear", "confined"],
                "agreed": ["not_asked"],
            },
            could_not_ask=True,
        )
        contacts.refuse_contact()
        contacts.keep_minimum(
            answers={
                "met_on": partial(scene.calendar.ago(8)),
                "place": "At the central station, north side.",
                "danger": "no",
                "age_band": "9-17",
                "noticed": ["child_alone", "spoken_for"],
                "told": "The municipal service for children, by telephone.",
            }
        )


def away(scene):
    """The colleague is away for some days, and the case manager stands in."""
    today = timezone.localdate()
    with transaction.atomic(), acting_as(scene.actor(COLLEAGUE)):
        covers.stand_in(
            person=scene.actor(COLLEAGUE).user,
            deputy=scene.actor(ME).user,
            from_on=today,
            to_on=today + timedelta(days=4),
        )


# what is told, and of whom: country, gender, age, form of exploitation
CHAPTERS = [
    (closed, "UA", WOMAN, "18-20", "kitchen"),
    (stays, "AL", WOMAN, "30-38", "marriage"),
    (arrival_missed, "AL", MAN, "24-26", "criminality"),
    (travels_today, "AL", WOMAN, "21-23", "online"),
    (leaves_on_friday, "AL", WOMAN, "39-47", "household"),
    (being_prepared, "AL", MAN, "21-23", "fields"),
    (waits_for_the_consulate, "AL", WOMAN, "27-29", "factory"),
    (refused_data_abroad, "AL", OTHER, "30-38", "kitchen"),
    (plan_under_way, "AL", TRANS_WOMAN, "24-26", "online"),
    (leaves_alone, "MA", MAN, "27-29", "building"),
    (looks_at_the_options, "AL", MAN, "30-38", "criminality"),
    (high_risk, "AL", WOMAN, "21-23", "sexual"),
    (waits_for_an_answer, "AL", WOMAN, "30-38", "household"),
    (was_asked_something, "AL", WOMAN, "24-26", "kitchen"),
    (recovers, "UA", MAN, "27-29", "building"),
    (child_with_guardian, "AL", MAN, "9-17", "begging"),
    (waits_for_the_authority, "NG", WOMAN, "21-23", "sexual"),
    (new_this_morning, "MA", MAN, "18-20", "fields"),
]  # fmt: skip
