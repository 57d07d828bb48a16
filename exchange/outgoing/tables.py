"""Lists, read some rows at a time. Each has `headings()`, `count(actor)`,
`read(actor, place, made)` → (rows, next place or None) and `rest(made)`, the rows that hang on all others."""

from types import SimpleNamespace

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.codes import ServiceKind
from exchange.export_models import Kind
from exchange.outgoing.htcds import HtcdsTable
from exchange.outgoing.pages import CasePages
from exchange.outgoing.statistical import StatisticalTable
from referral.ageing import of_age
from referral.models import Case, Referral, Summary
from referral.person_line import person_line
from referral.stages import DeclineReason, ReferralKind
from shell.formats import country_name, language_name

AT_ONCE = 2000


def day(moment) -> str:
    if moment is None:
        return ""
    return timezone.localtime(moment).date().isoformat()


class Words:
    """Each word is looked up once for all the rows that are read together: a list says the same few over and over."""

    def __init__(self):
        self.known = {}

    def of(self, say, *codes) -> str:
        place = (say, *codes)
        if place not in self.known:
            self.known[place] = str(say(*codes))
        return self.known[place]

    def label(self, field, code) -> str:
        return self.of(label_of, field, code)


def label_of(field, code):
    return dict(field.flatchoices).get(code, code)


def spoken(*codes) -> str:
    return ", ".join(language_name(code) for code in codes)


def who(age_band, gender, citizenships, grown) -> str:
    codes = SimpleNamespace(age_band=age_band, gender=gender, citizenships=citizenships)
    return person_line(codes, grown)


STATUS, SIDE, STAGE = (Case._meta.get_field(name) for name in ("status", "side", "stage"))
RISK_LEVEL = Summary._meta.get_field("risk_level")


class CaseTable(CasePages):
    """Codes and days. No name: a list lies about on desks."""

    guard = True
    at_once = AT_ONCE

    def headings(self):
        return [
            _("Reference"), _("Person"), _("Languages"), _("Country where the person was met"), _("Side"), _("Stage"), _("Status"),
            _("Risk level"), _("Opened"), _("Closed"),
        ]  # fmt: skip

    def rows(self, _actor, cases, _made):
        grown, words = of_age([case.journey for case in cases]), Words()
        return [self.row(case, case.journey_id in grown, words) for case in cases]

    def row(self, case, grown, words):
        summary = getattr(case, "summary", None) or Summary()
        line = (summary.age_band, summary.gender, tuple(summary.citizenships), grown)
        return [
            case.journey.reference,
            words.of(who, *line) if summary.pk else "",
            words.of(spoken, *summary.languages),
            words.of(country_name, case.journey.found_in),
            words.label(SIDE, case.side),
            words.label(STAGE, case.stage),
            words.label(STATUS, case.status),
            words.label(RISK_LEVEL, summary.risk_level),
            day(case.opened_at),
            day(case.closed_at),
        ]


class ReferralTable:
    """What was sent and received, as the pages show it: of what came without a journey's reference there is none."""

    guard = True

    def headings(self):
        return [
            _("Number"), _("Reference"), _("Direction"), _("Organisation"), _("Country"), _("What is asked"), _("Services"), _("Status"),
            _("Sent"), _("Answer due"), _("Answered"), _("Why declined"),
        ]  # fmt: skip

    def all(self, actor):
        return Referral.objects.visible_to(actor).filter(sent_at__isnull=False)

    def count(self, actor):
        return self.all(actor).count()

    def rest(self, _made):
        return []

    def read(self, actor, place, made):
        found = self.all(actor)
        if place:
            when, last = place
            found = found.filter(Q(sent_at__lt=when) | Q(sent_at=when, pk__lt=last))
        page = found.order_by(F("sent_at").desc(), F("pk").desc())[: AT_ONCE + 1]
        shown = list(page.select_related("sender", "receiver", "in_name_of", "journey"))
        more, shown = len(shown) > AT_ONCE, shown[:AT_ONCE]
        mine = self.references(actor, shown)
        made.row_ids += [one.pk for one in shown]
        rows = [self.row(one, actor, mine) for one in shown]
        return rows, (shown[-1].sent_at, shown[-1].pk) if more else None

    def references(self, actor, referrals):
        """Of journeys on which a case is open to this reader: a request without a journey leads to none."""
        journeys = {one.journey_id for one in referrals}
        cases = Case.objects.visible_to(actor).filter(journey__in=journeys)
        return dict(cases.values_list("journey_id", "journey__reference"))

    def row(self, one, actor, mine):
        sent = str(one.sender_id) == actor.organisation
        other = one.receiver if sent else (one.in_name_of or one.sender)
        services = dict(ServiceKind.choices)
        return [
            one.number,
            mine.get(one.journey_id, ""),
            _("Sent") if sent else _("Received"),
            other.name,
            country_name(other.country),
            ReferralKind(one.kind).label,
            ", ".join(str(services.get(code, code)) for code in one.services),
            one.get_status_display(),
            day(one.sent_at),
            day(one.answer_by),
            day(one.answered_at),
            DeclineReason(one.decline_reason).label if one.decline_reason else "",
        ]


TABLES = {
    Kind.CASES: CaseTable(),
    Kind.REFERRALS: ReferralTable(),
    Kind.HTCDS: HtcdsTable(),
    Kind.STATISTICAL: StatisticalTable("htcdsstat"),
    Kind.CTDC: StatisticalTable("ctdc"),
}
