"""One invented journey, told step by step: who acts, how many days ago, through the product's own actions."""

import contextlib
import uuid
from datetime import timedelta

from django.db import transaction

from accounts.acting import acting_as, current_actor
from accounts.models import Team, User
from directory.codes import ServiceKind
from directory.rights import ReflectionState, reflection_of
from referral.actions import (
    answers,
    child_order,
    consents,
    contacts,
    guardians,
    notes,
    plan,
    referrals,
    risks,
    statuses,
    tasks,
)
from referral.actions.assigning import assign
from referral.actions.child_words import guardian_stands
from referral.actions.gates.signatures import sign_gate
from referral.actions.record import add_event, write_part
from referral.consent import purpose_for
from referral.demo import proving
from referral.demo.dates import FIRST_HOUR, step
from referral.demo.people import Person
from referral.demo.put import put
from referral.forms.consent import explained_points, text_version
from referral.models import (
    Account,
    Case,
    Consent,
    Identity,
    Legal,
    Need,
    PlanGoal,
    Purpose,
    Referral,
    Risk,
    Services,
    Summary,
    Task,
    Whereabouts,
)
from referral.stages import GateKind, Outcome, Urgency
from shell.forms import PartialDate

HERE = ["summary", "services", "identity", "whereabouts", "risk"]
ABROAD = ["summary", "services", "risk", "identity", "whereabouts", "account"]
ALL_AGREED = {
    Purpose.RETURN: True,
    Purpose.FOLLOW_UP: True,
    Purpose.MEDIA: False,
}
REFLECTED = 35  # days since the period began, where it is said that it was respected
EVIDENCE = {
    GateKind.G1: "options_counselling",
    GateKind.G2: "dates",
    GateKind.G4: "consent_record",
    GateKind.G5: "letter",
    GateKind.G6: "passport",
    GateKind.G7: "advice",
    GateKind.G8: "own_statement",
    GateKind.G9: "plan",
    GateKind.G10: "determination",
    GateKind.G11: "travel_plan",
}


class Story:
    def __init__(self, scene, number, person: Person, home: str):
        """`home`: who opens the case, such as "caseworker@casa-verde"."""
        self.scene, self.number, self.person, self.home = scene, number, person, home
        self.calendar = scene.calendar
        self.journey = None
        self.steps = []
        self.travel = None  # (leaves, arrives), as they shall stand in the end
        self.arrived_days = None

    @contextlib.contextmanager
    def by(self, who, days, hour=FIRST_HOUR):
        """Inside, `who` acts, and it counts as done `days` days ago."""
        with step(self, days, hour), transaction.atomic(), acting_as(self.scene.actor(who)):
            yield

    def case(self) -> Case:
        found = Case.objects.select_related("journey", "summary", "organisation")
        return found.get(journey=self.journey, organisation=current_actor().organisation)

    def day(self, days):
        return self.calendar.ago(days)

    # Identification

    def meet(self, days, met_at="came_to_us", noticed=("unpaid", "deceived")):
        person = self.person
        with self.by(self.home, days):
            case = contacts.keep_contact(
                key=uuid.UUID(int=self.person.dice.getrandbits(128), version=4),
                answers={
                    **person.summary(),
                    "nationality": person.country,
                    "language": person.languages[0],
                    "met_at": met_at,
                    "met_on": partial(self.day(days)),
                    "noticed": list(noticed),
                    "note": "",
                },
                child=person.child,
            )
            self.journey = case.journey_id
            write_part(
                case=case, model=Summary, row=self.case().summary, write=put(person.summary())
            )
        return self

    def write_record(self, days, level="", residence="none", asylum="none"):
        """What is written in the first days, while the role may still write it."""
        person, found_in = self.person, self.scene.country(self.home)
        with self.by(self.home, days):
            case = self.case()
            write_part(case=case, model=Identity, row=None, write=put(person.identity()))
            write_part(
                case=case, model=Whereabouts, row=None, write=put(person.whereabouts(found_in))
            )
            account = Account.objects.get(case=case)
            write_part(case=case, model=Account, row=account, write=put(person.account(found_in)))
            for kind, country in (("Recruitment", person.country), ("Exploitation", found_in)):
                add_event(case=case, write=put({"kind": kind, "country": country, "happened_on": str(self.day(days + 200))[:7]}))  # fmt: skip
            legal = {"residence": residence, "asylum": asylum, "advice": "Rights were explained."}
            if reflection_of(found_in).state == ReflectionState.NATIONAL:
                legal["reflection_from"] = self.day(days)
            write_part(case=case, model=Legal, row=None, write=put(legal))
            if level:
                self.write_risk(case, days, level)
        return self

    def write_risk(self, case, days, level, staying="low"):
        risk = {
            "level_staying": staying,
            "level_returning": level,
            "own_fear": self.person.dice.randrange(2, 8),
            "assessed_on": self.day(days),
            "red_lines": "No call to the family home.",
            "safety_plan": "Agreed: a person to ring, a place to go, a word to say.",
        }
        row = Risk.objects.filter(case=case).first()
        write_part(case=case, model=Risk, row=row, write=put(risk))
        summary = {"risk_level": level}
        write_part(case=case, model=Summary, row=case.summary, write=put(summary))

    def move(self, days, status, who=None):
        with self.by(who or self.home, days):
            statuses.change_status(case=self.case(), status=status)
        return self

    def wish(self, days, outlook):
        with self.by(self.home, days):
            statuses.choose_outlook(case=self.case(), outlook=outlook)
        return self

    def share(self, team):
        """Opens the case to a team as well."""
        with self.by(self.home, 0):
            shared = Team.objects.get(organisation=current_actor().organisation, name=team)
            assign(self.case().pk, team=shared.group_id)

    def ask(self, who, to, errand, text, within):
        """A colleague gives another one a task, today."""
        with self.by(who, 0):
            tasks.add_task(
                case=self.case(),
                text=text,
                errand=errand,
                due_on=self.calendar.ago(-within),
                to=self.scene.user(to).pk,
            )
        return self

    def finish(self, days, *kinds, who=None):
        """These tasks of the case are done."""
        with self.by(who or self.home, days):
            for task in Task.objects.filter(case=self.case(), kind__in=kinds, done_at=None):
                tasks.finish_task(task=task)
        return self

    def note(self, days, text, who=None, data_class="services"):
        with self.by(who or self.home, days):
            notes.add_note(case=self.case(), data_class=data_class, text=text)
        return self

    def meeting(self, days, kind, text, hour=10):
        """An appointment: `days` ago, or ahead when negative. Written a week before, or today."""
        with self.by(self.home, max(days + 7, 0)):
            notes.add_appointment(
                case=self.case(),
                at=self.calendar.at(days, hour),
                kind=kind,
                text=text,
                interpreter=True,
            )
        return self

    # Consent and referrals

    def appoint(self, days):
        """An authority appointed a guardian: entered, and confirmed by a second person."""
        second = f"supervisor@{self.home.partition('@')[2]}"
        with self.by(self.home, days):
            appointment = guardians.enter_guardian(
                self.case(),
                confirmer=self.scene.user(second).pk,
                name="An invented guardian",
                kind="court",
                number=f"INVENTED {self.number}",
                issuer="An invented court",
                dated_on=self.day(days),
                seen_by="Invented",
            )
        with self.by(second, days):
            guardians.confirm_guardian(self.case(), appointment)

    def childs_way(self, days, contact="supervised"):
        """The steps before a determination, in their order: each some days after the one before."""
        self.child_step(days, "assessment", "go_on", "interests_assessment")
        with self.by(self.home, days - 2):
            child_order.check_contact(
                self.case(),
                evidence=self.behind(days - 2, "contact_check"),
                who_learns="An aunt and the neighbours would notice a visit.",
                links="no",
                links_note="",
                paid="yes",
                knew="no",
                outcome=contact,
                body="",
                reasons="The family asked for the child. Visits are made by the youth office only.",
            )
        self.agree(days - 4, purposes={Purpose.FAMILY: True})
        self.child_step(days - 8, "family", "conditions", "family_assessment")

    def child_step(self, days, kind, result, behind):
        second = f"supervisor@{self.home.partition('@')[2]}"
        with self.by(self.home, days):
            step = child_order.write_step(
                self.case(),
                kind,
                result=result,
                heard="yes",
                evidence=self.behind(days, behind),
                confirmer=self.scene.user(second).pk,
            )
        if step.needs_second:
            with self.by(second, days):
                child_order.confirm_step(self.case(), step)

    def behind(self, days, kind):
        return {
            "kind": kind,
            "issuer": "An invented youth office",
            "dated_on": self.day(days),
            "seen_by": "Invented",
            "text": "Talked through and written down together.",
            "lies_at": "In the paper file.",
        }

    def has_guardian(self):
        with self.by(self.home, 0):
            return guardian_stands(self.journey)

    def agree(self, days, receivers=None, purposes=None, who=None):
        """`receivers`: {slug: classes} that the person agrees to share with them."""
        child = self.person.child
        if child and not self.has_guardian():
            self.appoint(days)
        with self.by(who or self.home, days):
            cells = [consents.Cell(p, yes) for p, yes in (purposes or {}).items()]
            country = self.scene.country(who or self.home)
            for slug, classes in (receivers or {}).items():
                receiver = self.scene.organisations[slug]
                purpose = purpose_for(receiver, country)
                cells += [consents.Cell(purpose, True, receiver, c) for c in classes]
            consents.record_consent(
                case=self.case(),
                cells=cells,
                given_by=Consent.GivenBy.GUARDIAN if child else Consent.GivenBy.PERSON,
                assent=Consent.Assent.YES if child else Consent.Assent.NOT_NEEDED,
                how=Consent.How.SPOKEN if self.number % 2 else Consent.How.WRITTEN,
                language=self.person.languages[0],
                interpreter="present" if self.number % 3 else "not_needed",
                text_version=text_version(),
                explained=[code for code, _text in explained_points()],
                understood=True,
                conditions="Not to anybody from the home town.",
            )
        return self

    def refer(self, days, slug, kind="transfer", classes=None, services=(), urgency=Urgency.NORMAL, second=None, hour=FIRST_HOUR):  # fmt: skip
        """Send to `slug` what was agreed. With `second`, it waits as a draft for that colleague's signature."""
        with self.by(self.home, days, hour):
            receiver = self.scene.organisations[slug]
            return referrals.send(
                case=self.case(),
                receiver=receiver,
                ask=referrals.Ask(
                    kind=kind,
                    services=list(services),
                    starts_on=self.day(days - 14),
                    urgency=urgency,
                ),
                classes=classes or (ABROAD if kind == "transfer" else HERE),
                second=second and User.objects.get(email=self.scene.email(second)),
            ).pk

    def answer(self, days, who, referral, verb=answers.accept, **values):
        with self.by(who, days):
            return verb(referral=Referral.objects.get(pk=referral), **values)

    def accepted(self, days, who, referral):
        name = self.scene.members[self.scene.email(who)].user.short_name
        return self.answer(days, who, referral, contact_name=name, first_date=self.day(days - 3))

    # Assistance

    def needs(self, days, now=(), soon=(), who=None):
        rows = [(ServiceKind(kind), Need.Level.NOW) for kind in now]
        rows += [(ServiceKind(kind), Need.Level.SOON) for kind in soon]
        with self.by(who or self.home, days):
            plan.write_needs(case=self.case(), answers=[(kind, level, "") for kind, level in rows])
        return self

    def goals(self, days, kinds, phase="assistance", who=None, status="agreed"):
        with self.by(who or self.home, days):
            case = self.case()
            plan_row = {
                "main_goal": self.person.main_goal(),
                "agreed_on": self.day(days),
                "review_on": self.day(days - 90),
            }
            row = Services.objects.filter(case=case).first()
            write_part(case=case, model=Services, row=row, write=put(plan_row))
            for place, kind in enumerate(kinds):
                goal, next_step = self.person.goal(kind)
                add = {
                    "phase": phase,
                    "kind": kind,
                    "goal": goal,
                    "step": next_step,
                    "who": "worker",
                    "due_on": self.day(days - 30 * (place + 1)),
                    "cost": 120 * (place + 1),
                }
                added = plan.add_goal(case=case, write=put(add))
                added = PlanGoal.objects.get(pk=added.pk)
                plan.change_goal(goal=added, write=put({"status": status}))
        return self

    # Gates

    def sign_risk(self, days, level, who=None):
        """The level that was decided with the matrix."""
        proving.matrix_decided(self, days, who or self.home, level)
        with self.by(who or self.home, days):
            risks.sign_risk(
                self.case(), text="A flat elsewhere, and a colleague who travels along."
            )
        return self

    def sign(self, days, *kinds, who=None, outcome=Outcome.PASSED, text=""):
        for kind in kinds:
            if outcome == Outcome.PASSED:
                proving.prove(self, days, kind, who or self.home)
        with self.by(who or self.home, days):
            case = self.case()
            for kind in kinds:
                sign_gate(
                    case,
                    kind,
                    outcome=outcome,
                    explained=outcome == Outcome.INFORMED_REFUSAL,
                    evidence={
                        "kind": EVIDENCE[kind],
                        "dated_on": self.day(days + (REFLECTED if kind == GateKind.G2 else 0)),
                        "text": text or "Talked through and written down together.",
                        "lies_at": "In the paper file.",
                        "issuer": "An invented office",
                    },
                    until=valid_until(self.calendar) if kind == GateKind.G6 else None,
                )
        return self

    def travels(self, leaves_days, hours=5):
        """When the person really leaves and arrives; negative days lie ahead."""
        leaves = self.calendar.at(leaves_days, 8)
        self.travel = (leaves, leaves + timedelta(hours=hours))
        return self


def valid_until(calendar):
    return calendar.today + timedelta(days=900)


def partial(day):
    return PartialDate(day.isoformat())
