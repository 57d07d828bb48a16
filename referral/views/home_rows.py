"""What lies on a desk: home, the work page and the calendar. Everything is fetched once, whatever its number; nothing sealed is opened."""

from datetime import timedelta

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.working_days import working_day_after, working_days_since
from referral.access import RECEIVES_DISCLOSURE
from referral.actions.covers import covered_by, covers_of
from referral.actions.drafts import visible_drafts
from referral.actions.tasks import ENDED_BY_ACT
from referral.models import (
    ALARMS,
    ANSWERS_COMPLAINTS,
    ON_WORKING_DAYS,
    Case,
    Complaint,
    ConsularAlert,
    Disclosure,
    EmergencyAccess,
    Journey,
    Leg,
    Protection,
    ProtectionRecord,
    Referral,
    Task,
    TaskKind,
    UnusualReading,
)
from referral.models.emergency import State
from referral.next_step import TASKS
from referral.seldom import found_among
from referral.stages import PERSONS_OWN, ReferralStatus, Stage
from referral.templatetags.casework import page_of
from referral.views.case_rows import by, route_of
from referral.views.disclosed import passed_on_to_us
from shell.formats import days_late

# A coordinator has the same task and no case: the journey is where it leads.
OF_A_CASE = {"case_referrals"}
WEEK_DAYS, NUDGE_DAYS = 7, 10
# What a row shows of them.
TASK = ("kind", "gate", "errand", "due_on", "journey", "case", "referral", "assigned_to")
CASE = ("stage", "journey__reference", "journey__found_in")
REFERRAL = ("journey", "kind", "status", "sent_at", "answer_by")
TO_ANSWER = [ReferralStatus.SENT, ReferralStatus.EXPIRED]


class Desk:
    """What lies on the desk of one membership today."""

    def __init__(self, actor, today):
        self.actor, self.today = actor, today

    @cached_property
    def seldom(self):
        """Which of these there are at all. On most days there is nothing of most."""
        actor = self.actor
        asked = {
            "alerts": self.open_alerts,
            "covers": covers_of(actor, self.today),
            "disclosures": Disclosure.objects.unfinished(actor),
            "drafts": visible_drafts(actor),
            "emergencies": EmergencyAccess.objects.unreviewed(actor),
            "protections": Protection.objects.to_decide(actor),
            "unanswered": self.unanswered_records,
            "unusual": UnusualReading.objects.visible_to(actor).filter(seen_at=None),
        }
        if actor.role in ANSWERS_COMPLAINTS:
            asked["complaints"] = self.open_complaints
        return found_among(asked.items())

    @cached_property
    def covered(self):
        """For whom I stand in today: id and name."""
        return covered_by(self.actor, self.today) if self.seldom["covers"] else {}

    @cached_property
    def tasks(self):
        """Mine, those of nobody by name, and those of whom I stand in for. `put_off_until` is my own word on it."""
        put_off = FilteredRelation("snoozes", condition=Q(snoozes__user=self.actor.user))
        return list(
            Task.objects.on_desk_of(self.actor, self.covered)
            .annotate(put_off=put_off, put_off_until=F("put_off__until"))
            .annotate(put_off_why=F("put_off__reason"))
            .select_related("asked_by")
            .only(*TASK, "asked_by__name")
            .order_by("due_on", "made_at")
        )

    def day_of_task(self, task):
        """A decision of the person has none. Office work falls on a day on which this country works."""
        if task.gate in PERSONS_OWN or task.due_on is None:
            return None
        if task.kind in ON_WORKING_DAYS:
            return working_day_after(self.actor.country, task.due_on, 0)
        return task.due_on

    def late_by(self, task, on):
        if task.kind not in ON_WORKING_DAYS:
            return days_late(on)
        days = working_days_since(self.actor.country, on, self.today)
        # On a day off right after the last day nothing has begun yet.
        if not days:
            return date_format(on, "DATE_FORMAT")
        late = ngettext("%(days)d working day late", "%(days)d working days late", days)
        return late % {"days": days}

    @cached_property
    def referrals(self):
        """The journey is not joined: who is only asked does not see it, and would lose the row."""
        waiting = [*TO_ANSWER, ReferralStatus.ASKED]
        return list(
            Referral.objects.visible_to(self.actor)
            .filter(status__in=waiting)
            .select_related("sender", "receiver")
            .only(*REFERRAL, "sender__name", "sender__country", "receiver__name")
            .order_by("answer_by", "sent_at")
        )

    @cached_property
    def to_answer(self):
        return [
            one
            for one in self.referrals
            if self.is_ours(one.receiver_id) and one.status in TO_ANSWER
        ]

    @cached_property
    def sent(self):
        """Ours that wait, on journeys whose case is open to me."""
        ours = [one for one in self.referrals if self.is_ours(one.sender_id)]
        return [one for one in ours if one.journey_id in self.cases]

    @property
    def open_alerts(self):
        return ConsularAlert.objects.visible_to(self.actor).filter(taken_up_at=None)

    @cached_property
    def alerts(self):
        return list(self.open_alerts.order_by("sent_at", "pk")) if self.seldom["alerts"] else []

    @cached_property
    def emergencies(self):
        """What waits for me as the second person, and what was opened and nobody has reviewed yet."""
        if not self.seldom["emergencies"]:
            return [], []
        agree = EmergencyAccess.objects.to_agree(self.actor).order_by("asked_at", "pk")
        review = EmergencyAccess.objects.to_review(self.actor).order_by("opened_at", "pk")
        return list(agree), list(review)

    @cached_property
    def disclosures(self):
        """Where I may be the second person, and what somebody decided alone and nobody has reviewed."""
        if not self.seldom["disclosures"]:
            return [], []
        agree = Disclosure.objects.to_agree(self.actor).order_by("asked_at", "pk")
        review = Disclosure.objects.to_review(self.actor).order_by("review_due_at", "pk")
        return list(agree), list(review)

    @cached_property
    def passed_on(self):
        """What came in without consent, and was not confirmed as read."""
        if self.actor.role not in RECEIVES_DISCLOSURE:
            return []
        return [one for one in passed_on_to_us() if not one.acknowledged_at]

    @property
    def open_complaints(self):
        """Those that this body answers."""
        return Complaint.objects.addressed_to(self.actor).filter(answered_at=None)

    @cached_property
    def complaints(self):
        if not self.seldom["complaints"]:
            return []
        return list(self.open_complaints.only("pk", "answer_by", "read_at").order_by("answer_by"))

    @property
    def unusual(self):
        return bool(self.seldom["unusual"])

    @cached_property
    def protections(self):
        if not self.seldom["protections"]:
            return []
        return list(Protection.objects.to_decide(self.actor).order_by("proposed_at", "pk"))

    @cached_property
    def drafts(self):
        if not self.seldom["drafts"]:
            return []
        return list(visible_drafts(self.actor).defer("content").order_by("expires_at"))

    @property
    def unanswered_records(self):
        """Protection records of which child protection has said nothing yet."""
        return ProtectionRecord.objects.visible_to(self.actor).filter(answered_at=None)

    @cached_property
    def unanswered(self):
        return list(self.unanswered_records.only("pk")) if self.seldom["unanswered"] else []

    @cached_property
    def cases(self):
        """Open cases by journey: those of the tasks and of the referrals."""
        journeys = {one.journey_id for one in [*self.tasks, *self.referrals]}
        found = Case.objects.visible_to(self.actor).filter(journey__in=journeys)
        found = found.select_related("journey").only(*CASE)
        return {case.journey_id: case for case in found}

    @cached_property
    def references(self):
        """Of the journeys of all tasks: a coordinator has tasks and no case."""
        known = {journey: case.journey.reference for journey, case in self.cases.items()}
        others = {task.journey_id for task in self.tasks if task.journey_id} - known.keys()
        if others:
            rows = Journey.objects.filter(pk__in=others).values_list("pk", "reference")
            known |= dict(rows)
        return known

    @cached_property
    def legs(self):
        found = Leg.objects.filter(journey__in=self.cases).order_by("held_from")
        return by(found.only("journey", "country"), "journey_id")

    @property
    def next_day(self):
        """The first day on which something is owed after this week."""
        end = self.today + timedelta(days=WEEK_DAYS)
        return min(
            (day for task in self.tasks if (day := self.day_of_task(task)) and day > end),
            default=None,
        )

    def is_ours(self, organisation):
        return str(organisation) == self.actor.organisation

    def place(self, journey_id):
        """Reference, way and stage of a row, where there is a case of ours."""
        case = self.cases.get(journey_id)
        if case is None:
            return {"in_case": False, "reference": ""}
        return {
            "in_case": True,
            "reference": case.journey.reference,
            "route": route_of(case, self.legs[journey_id]),
            "stage": case.stage if not case.is_closed else 0,
            "stage_name": str(Stage(case.stage).label),
        }

    def reference_of(self, referral):
        return self.cases[referral.journey_id].journey.reference

    def referrals_page(self, referral):
        reference = self.reference_of(referral)
        return page_of("case_referrals", reference) or page_of("case_overview", reference)

    def waiting_rows(self):
        now = timezone.now()
        rows = [
            {
                "url": self.referrals_page(one),
                "reference": self.reference_of(one),
                "what": one.get_kind_display(),
                "who": one.receiver.name,
                "days": (now - one.sent_at).days,
            }
            for one in self.sent
            if one.status in TO_ANSWER
        ]
        for row in rows:
            row["nudge"] = _("Ask again") if row["days"] >= NUDGE_DAYS else ""
        return sorted(rows, key=lambda row: -row["days"])

    def incoming_rows(self):
        return [
            {
                "url": page_of("referral_detail", one.pk),
                "label": one.get_kind_display(),
                "sender": one.sender,
                "due": one.answer_by,
                "late": bool(one.answer_by and one.answer_by < timezone.now()),
            }
            for one in self.to_answer
        ]

    def draft_rows(self):
        return [one for one in self.drafts if one.expires_at > timezone.now()]


def groups_of(desk, *, whole=False):
    """Overdue, today, this week, then what has no day. The person's own decisions stand there too, without one. `whole`: what comes later, too."""
    late, now, week, later, no_day = [], [], [], [], []
    end = desk.today + timedelta(days=WEEK_DAYS)
    for on, row in all_rows(desk, until=None if whole else end):
        if is_put_off(desk, row):
            continue
        if on is None:
            no_day.append(row)
        elif on < desk.today:
            late.append(
                row
                | {"tone": "late", "badge": row.get("late") or days_late(on), "badge_icon": "clock"}
            )
        elif on == desk.today:
            now.append(row | {"tone": "due", "badge": _("Due today"), "badge_icon": "clock"})
        else:
            dated = row | {
                "tone": "",
                "badge": date_format(on, "DATE_FORMAT"),
                "badge_icon": "clock",
            }
            (week if on <= end else later).append(dated)
    found = [
        (_("Overdue"), "late", late),
        (_("Today"), "due", now),
        (_("This week"), "", week),
        (_("Later"), "", later if whole else []),
        (_("When there is time"), "", no_day),
    ]
    return [{"title": title, "tone": tone, "rows": rows} for title, tone, rows in found if rows]


def is_put_off(desk, row):
    until = row.get("put_off_until")
    return bool(until and until > desk.today)


def put_off_rows(desk):
    """What I put off, by the day on which it comes back."""
    found = [row for _on, row in all_rows(desk) if is_put_off(desk, row)]
    return sorted(found, key=lambda row: row["put_off_until"])


def all_rows(desk, until=None):
    to_agree, to_review = desk.emergencies
    for one in to_agree:
        yield desk.today, emergency_row(one, _("Emergency: a colleague asks you to agree"))
    for one in to_review:
        label = _("Your review: a case was opened in an emergency")
        on = desk.today if one.state == State.OPEN else day_of(one.review_due_at)
        yield on, emergency_row(one, label)
    yield from disclosure_rows(desk)
    if desk.unusual:
        label = _("Unusual reading: ask the colleague")
        yield (
            desk.today,
            {"url": reverse("unusual_list"), "label": label, "in_case": False, "reference": ""},
        )
    for one in desk.protections:
        yield desk.today, protection_row(one)
    yield from task_rows(desk, until)
    for alert in desk.alerts:
        yield desk.today, alert_row(alert)
    for one in desk.to_answer:
        yield day_of(one.answer_by), answer_row(one)
    for one in desk.sent:
        if one.status == ReferralStatus.ASKED:
            yield desk.today, question_row(desk, one)
    for one in desk.complaints:
        yield one.answer_by if one.read_at else desk.today, complaint_row(one)
    for draft in desk.drafts:
        if draft.expires_at <= timezone.now():
            yield day_of(draft.expires_at), draft_row()
    for _one in desk.unanswered:
        yield desk.today, minimum_row()


def task_rows(desk, until):
    """Without those of days after `until`: home does not show them, and a row costs more than its task."""
    for task in desk.tasks:
        on = desk.day_of_task(task)
        if until is None or on is None or on <= until:
            yield on, task_row(desk, task) | handling(desk, task, on)


def day_of(instant):
    return timezone.localtime(instant).date() if instant else None


def task_row(desk, task):
    reference = desk.references.get(task.journey_id)
    label, page = TASKS[task.kind]
    place = desk.place(task.journey_id)
    url = page_of(page, reference) if page and reference else page_of(page)
    if reference and task.case_id is None and page in OF_A_CASE:
        url = page_of("journey_detail", reference)
    if task.kind == TaskKind.RECALL and task.referral_id:
        url = page_of("recall_answer", task.referral_id)
    if reference and not url:
        name = "case_overview" if place["in_case"] else "journey_detail"
        url = page_of(name, reference)
    return {"url": url or reverse("home"), "label": task.said or str(label), **place}


def handling(desk, task, on):
    """What can be done with a task beside doing it: tick it, put it off. And whose it is."""
    for_whom = desk.covered.get(str(task.assigned_to_id), "")
    detail = _("You stand in for %(name)s") % {"name": for_whom} if for_whom else ""
    if not detail and task.asked_by_id and str(task.asked_by_id) != desk.actor.user:
        detail = _("%(name)s asked you") % {"name": task.asked_by.name}
    return {
        "task": task.pk,
        "detail": detail,
        "late": desk.late_by(task, on) if on and on < desk.today else "",
        "may_finish": task.kind not in ENDED_BY_ACT,
        "may_put_off": on is not None and task.kind not in ALARMS,
        "put_off_until": task.put_off_until,
        "put_off_why": task.put_off_why,
    }


def alert_row(alert):
    label = _("Take up an alert from a mission")
    url = page_of("alert_detail", alert.pk) or reverse("home")
    return {"url": url, "label": label, "in_case": False, "reference": ""}


def emergency_row(emergency, label):
    url = page_of("emergency_detail", emergency.pk)
    return {"url": url, "label": label, "in_case": False, "reference": emergency.reference}


def disclosure_rows(desk):
    to_agree, to_review = desk.disclosures
    for one in to_agree:
        label = _("Passing on without consent: you are the second person")
        yield desk.today, disclosure_row(one, label)
    for one in to_review:
        label = _("Your review: something was passed on without consent")
        yield day_of(one.review_due_at), disclosure_row(one, label)
    for one in desk.passed_on:
        label = _("Read what %(organisation)s passed on to you") % {"organisation": one.sender.name}
        url = page_of("disclosed_detail", one.id)
        yield desk.today, {"url": url, "label": label, "in_case": False, "reference": ""}


def disclosure_row(disclosure, label):
    url = page_of("disclosure_detail", disclosure.pk)
    return {"url": url, "label": label, "in_case": False, "reference": disclosure.reference}


def protection_row(protection):
    if protection.confirmed_at:
        label, url = (
            _("Protected case: a colleague proposes to lift it"),
            page_of("case_protection", protection.reference),
        )
    else:
        label, url = (
            _("Protect a case: you are the second person"),
            page_of("protection_confirm", protection.pk),
        )
    return {"url": url, "label": label, "in_case": False, "reference": protection.reference}


def answer_row(referral):
    label = _("Answer %(organisation)s: %(what)s") % {
        "organisation": referral.sender.name,
        "what": referral.get_kind_display(),
    }
    url = page_of("referral_detail", referral.pk) or reverse("home")
    return {"url": url, "label": label, "in_case": False, "reference": ""}


def question_row(desk, referral):
    label = _("Answer the question of %(organisation)s") % {"organisation": referral.receiver.name}
    url = page_of("referral_answer", referral.pk) or desk.referrals_page(referral)
    return {"url": url, "label": label, **desk.place(referral.journey_id)}


def complaint_row(complaint):
    label = _("Answer a complaint about a body that assists")
    url = page_of("complaint_detail", complaint.pk)
    return {"url": url, "label": label, "in_case": False, "reference": ""}


def draft_row():
    label = _("Decide about a draft: keep it, go on, or delete it")
    return {"url": reverse("draft_list"), "label": label, "in_case": False, "reference": ""}


def minimum_row():
    label = _("Ask child protection what became of it, and write it down")
    return {"url": reverse("minimum_list"), "label": label, "in_case": False, "reference": ""}
