"""How far a journey has come, by name. Staying, returning and not having decided are told alike."""

from referral.actions import feedback
from referral.demo import arcs, returning
from referral.demo.returning import MIXED
from referral.demo.story import HERE
from referral.models import TaskKind
from referral.stages import CaseStatus, GateKind, Outlook
from referral.stages import Feedback as Told

SHELTERS = {"FR": ("foyer-tilleuls", "service@foyer-tilleuls"), "IT": ("rifugio-betulla", "service@rifugio-betulla")}  # fmt: skip


GUARDIAN = "guardian@tutele-milano"

# The first days


def new(story, days, there):
    story.meet(days, met_at="hotline")


def presumed(story, days, there):
    arcs.met(story, days)
    story.move(days - 2, CaseStatus.PRESUMED)


def identified(story, days, there):
    arcs.met(story, days, level="medium")
    story.move(days - 3, CaseStatus.FORMAL_PENDING)
    story.move(3, CaseStatus.IDENTIFIED)


def declined_formal(story, days, there):
    arcs.met(story, days)
    story.move(days - 4, CaseStatus.DECLINED_FORMAL)
    story.wish(2, Outlook.THIRD)


def not_identified(story, days, there):
    arcs.met(story, days)
    story.move(days - 4, CaseStatus.FORMAL_PENDING)
    story.move(5, CaseStatus.NOT_IDENTIFIED)
    story.note(4, "May appeal. Support goes on meanwhile.")
    story.wish(4, Outlook.STAY)


# In the country


def recovers(story, days, there):
    arcs.settled(story, days, until=CaseStatus.REFLECTION)
    shelter = SHELTERS.get(story.scene.country(story.home))
    if shelter:
        arcs.served(story, days - 12, *shelter, ("housing",))


def assessed(story, days, there):
    arcs.settled(story, days, level="medium", until=CaseStatus.ASSESSMENT)
    story.wish(6, Outlook.STAY)


def with_plan(story, days, there):
    arcs.settled(story, days)
    story.wish(15, Outlook.STAY)


def undecided(story, days, there):
    arcs.settled(story, days, level="medium")
    story.move(8, CaseStatus.OPTIONS)


def asylum(story, days, there):
    """Nothing goes to the country of origin; the person stays."""
    arcs.settled(story, days, level="high", residence="applied", asylum="claimed")
    story.wish(50, Outlook.STAY)
    story.move(50, CaseStatus.STAY)


def settled(story, days, there):
    arcs.settled(story, days, residence="permit")
    returning.stays(story, days // 3)


def settled_and_closed(story, days, there):
    settled(story, days, there)
    returning.close(story, 25, CaseStatus.CLOSED_COMPLETED)


def lost(story, days, there):
    arcs.settled(story, days, until=CaseStatus.ASSESSMENT)
    returning.lose(story, 40)


def withdrew(story, days, there):
    arcs.settled(story, days, until=CaseStatus.PROTECTION)
    returning.close(story, 20, CaseStatus.CLOSED_WITHDRAWN)


def closed_elsewhere(story, days, there):
    arcs.met(story, days)
    story.move(days - 10, CaseStatus.NOT_IDENTIFIED)
    service = "Legal aid of the trade union"
    returning.close(story, 70, CaseStatus.CLOSED_REFERRED_ELSEWHERE, service=service)


# Children


def child_new(story, days, there):
    story.meet(days, met_at="border", noticed=("child_alone",))
    story.write_record(days - 1, level="medium")
    story.move(days - 1, CaseStatus.PROTECTION)


def child_stays(story, days, there):
    arcs.settled(story, days, level="medium")
    story.finish(days - 3, TaskKind.GUARDIAN)
    story.wish(30, Outlook.STAY)


def child_returns(story, days, there):
    """With a guardian, after the determination, on the guardian's arm."""
    arcs.settled(story, days, level="low")
    story.agree(days - 4, {"tutele-milano": HERE})
    asked = story.refer(days - 4, "tutele-milano", "guardian")
    story.accepted(days - 6, GUARDIAN, asked)
    story.finish(days - 6, TaskKind.GUARDIAN)
    arcs.partnered(story, 78, there)
    arcs.asked_for(story, 50, there)
    story.childs_way(49)
    story.sign(40, GateKind.G10, GateKind.G1, GateKind.G4, who=GUARDIAN)
    story.sign(36, GateKind.G2, GateKind.G6, GateKind.G7, GateKind.G9)
    returning.plan_travel(story, 30, 22, escort="guardian")
    story.sign(26, GateKind.G8, GateKind.G11)
    returning.approve(story, 24)
    returning.depart(story, 22)
    returning.arrive(story, 22, there)
    story.goals(15, ("family", "education"), phase="reintegration", who=there)


# With a partner abroad


def enquired(story, days, there):
    arcs.settled(story, days, level="medium")
    arcs.enquired(story, 3, there.partition("@")[2])


def enquiry_late(story, days, there):
    """Not answered yet, and the day has passed."""
    arcs.settled(story, days)
    arcs.enquired(story, 20, there.partition("@")[2])


def prepares(story, days, there):
    arcs.settled(story, days)
    arcs.partnered(story, 50, there)
    arcs.asked_for(story, 25, there)


def paused(story, days, there):
    arcs.settled(story, days)
    arcs.partnered(story, 62, there)
    arcs.asked_for(story, 45, there)
    returning.pause(story, 12, "person")


def left_alone(story, days, there):
    arcs.settled(story, days)
    story.wish(20, Outlook.RETURN)
    returning.leave_alone(story, 15)
    returning.close(story, 2, CaseStatus.CLOSED_OTHER)


# After the return


def back_after(story, days, there, arrived):
    arcs.settled(story, days)
    referral = arcs.partnered(story, arrived + 50, there)
    arcs.back(story, arrived, there)
    story.answer(arrived - 1, there, referral, feedback.give_feedback, feedback=Told.ARRIVED, on=story.day(arrived - 1))  # fmt: skip


def back_recently(story, days, there):
    """The first visit is due within days."""
    back_after(story, days, there, 27)


def back_half_a_year(story, days, there):
    """The first two visits were made; the third is due about now, or late, by the story's number."""
    arrived = 175 + 6 * (story.number % 4)
    back_after(story, days, there, arrived)
    returning.visit(story, arrived - 31, there, 1, scales=MIXED)
    returning.budget(story, arrived - 40, there)
    returning.visit(story, arrived - 92, there, 3)


def back_long_ago(story, days, there):
    back_half_a_year(story, days, there)
    returning.close(story, 60, CaseStatus.CLOSED_TRANSFERRED)


def back_and_closed(story, days, there):
    back_after(story, days, there, 200)
    returning.visit(story, 168, there, 1)
    returning.visit(story, 108, there, 3)
    returning.visit(story, 18, there, 6)
    returning.close(story, 90, CaseStatus.CLOSED_COMPLETED)
    returning.close(story, 8, CaseStatus.CLOSED_SELF_RELIANT, who=there)
