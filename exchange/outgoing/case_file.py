"""
The file of one case, composed when it is made: for the person, for a court, for hand-over, or its costs.

What is left out is said in the file. Nothing here is wider than what whoever ordered it may read at this moment.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import current_actor
from accounts.models import OrganisationKind
from exchange.export_models import Export, Kind
from exchange.outgoing.costs import cost_rows
from exchange.outgoing.made import Made
from exchange.outgoing.sheets import sheet
from exchange.outgoing.still_open import agreed_to
from referral.access import DataClass
from referral.consent import in_force
from referral.disclosures import Told
from referral.models import (
    Case,
    Disclosure,
    KeptFromGuardian,
    Layer,
    Need,
    Note,
    PlanGoal,
    Referral,
    TraffickingEvent,
)
from referral.package_texts import line, rows
from referral.packages import content_of
from referral.stages import ReferralKind
from referral.views.parts import FORMS, facts
from referral.views.rights import RECORD, Rights
from shell.formats import country_name, direction, partial_date
from shell.pdf import lay_out

NOTES = "notes"
# What would lead somebody else to a shelter, to a colleague who meets people, or to a word by which people know each other.
NOT_FOR_THE_PERSON = {
    DataClass.WHEREABOUTS: {"pretext", "code_word"},
    DataClass.TRAVEL: {"greeter", "code_word", "first_night"},
}
SECRET_PLACE = {"address", "phone"}
# Advice is between the person and the lawyer; asylum goes to no court by this way.
FOR_A_COURT = [
    "residence",
    "permit_until",
    "reflection_from",
    "reflection_to",
    "reflection_reason",
    "proceedings",
    "compensation",
]


@dataclass
class Paper:
    title: str
    lead: str
    sections: list = field(default_factory=list)  # (title, [{label, text}])
    left_out: list = field(default_factory=list)
    classes: list = field(default_factory=list)

    def add(self, title, found, data_class=""):
        """A class whose part was looked at counts as in the file, also where nothing stands there."""
        if data_class and data_class not in self.classes:
            self.classes.append(str(data_class))
        found = [row for row in found if row["text"]]
        if found:
            self.sections.append((str(title), found))


def case_file(export: Export) -> Made | None:
    """None where the case, or the part that this is about, is not open any more."""
    actor = current_actor()
    case = (
        Case.objects.visible_to(actor)
        .filter(pk=export.case_id)
        .select_related("journey", "organisation", "summary")
        .first()
    )
    if case is None:
        return None
    rights = Rights(actor, case)
    if export.kind == Kind.COSTS:
        return costs(export, case, rights)
    paper = COMPOSED[export.kind](export, case, rights)
    if paper is None:
        return None
    context = {
        "paper": paper,
        "direction": direction(translation.get_language()),
        "language": translation.get_language(),
        "today": timezone.localdate(),
    }
    body = lay_out("exchange/case_file_pdf.html", context).write_pdf()
    return Made(body, paper.classes, [case.pk])


def costs(export, case, rights) -> Made | None:
    if not rights.may_read(DataClass.SERVICES):
        return None
    headings, found = cost_rows(case)
    out = sheet(export.format, headings)
    out.write(found)
    return Made(out.finish(), [str(DataClass.SERVICES)], [case.pk])


def for_the_person(export, case, rights) -> Paper:
    paper = Paper(_("What is written about you"), _("You asked for it. It was made for you alone."))
    closed, kept = closed_parts(rights), kept_from_guardian(case)
    rights.reads = [part for part in rights.reads if part not in kept]
    for data_class in RECORD:
        if rights.may_read(data_class):
            paper.add(data_class.label, person_facts(case, data_class), data_class)
    around(paper, case, rights)
    if rights.may_read(DataClass.CONSENT):
        paper.add(_("What you agreed to, and what not"), consents(case), DataClass.CONSENT)
    if rights.may_read(DataClass.REFERRAL):
        paper.add(_("Who received something"), recipients(case), DataClass.REFERRAL)
    paper.left_out = [
        _("Code words, the names of those who meet people, and the address of a shelter: they keep others safe."),
        _("What concerns somebody else."),
    ]  # fmt: skip
    if kept:
        paper.left_out.append(_("What you keep from your guardian. Ask to read it together."))
    if NOTES in export.options:
        notes(paper, case, rights)
    else:
        paper.left_out.append(_("Notes of those who help you. Ask to read them together."))
    return left_closed(paper, closed)


def kept_from_guardian(case) -> set[str]:
    """What a child of 16 or 17 keeps from the guardian (rules of practice 20), who may well find a paper."""
    kept = KeptFromGuardian.objects.filter(case=case, ended_at=None)
    return set(kept.values_list("part", flat=True))


def person_facts(case, data_class):
    form = FORMS[data_class]
    row = form.model.objects.filter(case=case).first()
    if row is None:
        return []
    left = set(NOT_FOR_THE_PERSON.get(data_class, ()))
    if data_class == DataClass.WHEREABOUTS and row.confidential:
        left |= SECRET_PLACE
    return facts(form, row, [name for name in form.columns() if name not in left])


def for_a_court(_export, case, rights) -> Paper | None:
    if not rights.may_read(DataClass.LEGAL):
        return None
    paper = Paper(
        _("Extract from the legal record"),
        _("It names nobody. The letter that comes with it says whom it concerns."),
    )
    form = FORMS[DataClass.LEGAL]
    row = form.model.objects.filter(case=case).first()
    found = (
        facts(form, row, [name for name in FOR_A_COURT if name in form.columns()]) if row else []
    )
    paper.add(DataClass.LEGAL.label, found, DataClass.LEGAL)
    paper.left_out = [
        _("Everything that is not in the legal record: accounts, health, contacts, plans."),
        _("Legal advice, and anything about asylum."),
    ]
    return paper


def for_hand_over(export, case, rights) -> Paper | None:
    if export.receiver_id:
        return for_an_organisation(export.receiver, case, rights)
    paper = Paper(_("Case file for hand-over"), _("For a colleague. Destroy it when it was read."))
    paper.add(_("Case"), [{"label": _("Reference"), "text": case.journey.reference}])
    for data_class in RECORD:
        if rights.may_read(data_class):
            form = FORMS[data_class]
            row = form.model.objects.filter(case=case).first()
            paper.add(data_class.label, facts(form, row, form.columns()) if row else [], data_class)
    around(paper, case, rights)
    notes(paper, case, rights)
    return left_closed(paper, closed_parts(rights))


def for_an_organisation(receiver, case, rights) -> Paper | None:
    """As a referral would say it: the parts that the person agreed to for this organisation, field by field of its list."""
    agreed = agreed_to(case, receiver)
    if receiver.kind == OrganisationKind.GUARDIANSHIP:
        agreed -= kept_from_guardian(case)
    classes = [c for c in RECORD if c in agreed and rights.may_read(c)]
    if not classes:
        return None
    paper = Paper(
        _("Case file for hand-over"),
        _("For %(receiver)s: what the person agreed to, and nothing else.") % {"receiver": receiver.name},
    )  # fmt: skip
    for data_class in classes:
        content = content_of(case, data_class, ReferralKind.SERVICE, abroad=False)
        paper.add(data_class.label, rows(data_class, Layer.SUMMARY, content), data_class)
    paper.left_out = [_("What the person did not agree to for this organisation.")]
    return paper


def around(paper, case, rights) -> None:
    """Needs, plan, places: what stands beside the parts."""
    for one in AROUND.values():
        if one.title and rights.may_read(one.data_class):
            paper.add(one.title, one.rows(case), one.data_class)


def need_rows(case):
    return [
        {"label": n.get_service_display(), "text": line(n.get_level_display(), n.wish)}
        for n in Need.objects.filter(case=case).order_by("service")
    ]


def goal_rows(case):
    return [
        {
            "label": line(g.get_phase_display(), g.get_kind_display()),
            "text": line(g.goal, g.step, g.get_status_display()),
        }
        for g in PlanGoal.objects.filter(case=case).order_by("phase", "written_at", "pk")
    ]


def event_rows(case):
    return [
        {
            "label": e.get_kind_display(),
            "text": line(country_name(e.country), e.place, partial_date(e.happened_on), e.text),
        }
        for e in TraffickingEvent.objects.filter(case=case).order_by("happened_on", "pk")
    ]


def status_rows(case):
    return [{"label": _("Status"), "text": case.get_status_display()}]


class Around(NamedTuple):
    data_class: str
    rows: Callable  # of a case
    title: str = ""  # none: not in the file of a case


AROUND = {
    "needs": Around(DataClass.SERVICES, need_rows, gettext_lazy("Needs")),
    "goals": Around(DataClass.SERVICES, goal_rows, gettext_lazy("Plan")),
    "events": Around(DataClass.ACCOUNT, event_rows, gettext_lazy("Countries and times")),
    "status": Around(DataClass.SUMMARY, status_rows),
}


def notes(paper, case, rights) -> None:
    """Without the names of who wrote them."""
    found = Note.objects.filter(case=case, undone_at=None, data_class__in=rights.reads)
    found = [
        {"label": day(note.written_at), "text": note.text, "part": note.data_class}
        for note in found.order_by("written_at", "pk")
    ]
    paper.add(_("Notes"), found)
    paper.classes = list(dict.fromkeys([*paper.classes, *(row["part"] for row in found)]))


def consents(case):
    return [
        {
            "label": line(item.get_purpose_display(), item.receiver.name if item.receiver else ""),
            "text": line(
                DataClass(item.data_class).label if item.data_class else "",
                _("Withdrawn") if item.withdrawn_at else _("Yes") if item.agreed else _("No"),
                day(item.consent.given_at),
            ),
        }
        for item in in_force(case)
    ]


def recipients(case):
    """By referral, and without consent where the person was told of it already (rules of practice 12)."""
    sent = Referral.objects.filter(
        journey=case.journey_id, sender=case.organisation_id, sent_at__isnull=False
    )
    found = [
        {"label": one.receiver.name, "text": line(one.get_kind_display(), day(one.sent_at))}
        for one in sent.select_related("receiver").order_by("sent_at")
    ]
    told = Disclosure.objects.filter(case=case, told=Told.TOLD, given_at__isnull=False)
    return found + [
        {
            "label": one.receiver.name if one.receiver else one.get_outside_kind_display(),
            "text": line(one.get_ground_display(), day(one.given_at)),
        }
        for one in told.select_related("receiver").order_by("given_at")
    ]


def closed_parts(rights) -> list:
    return [data_class.label for data_class in RECORD if not rights.may_read(data_class)]


def left_closed(paper, closed) -> Paper:
    if closed:
        parts = ", ".join(str(label) for label in closed)
        paper.left_out.append(_("Closed to whoever made this file: %(parts)s.") % {"parts": parts})
    return paper


def day(moment) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""


COMPOSED = {Kind.PERSON: for_the_person, Kind.COURT: for_a_court, Kind.HANDOVER: for_hand_over}
