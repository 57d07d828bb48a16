"""How the recovery and reflection period of a person reads on a page."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.countries import country_name
from directory.rights import ReflectionState, best_first
from directory.values import amount, shown
from referral.forms.legal import ReflectionReason

OTHERS = 3


@dataclass(frozen=True, slots=True)
class ClockWords:
    """`rule`: what the country gives. `rows`: what this case holds. `fact`: what the rule rests on. `others` say otherwise."""

    rule: str
    rows: list
    notes: list
    fact: object = None
    disagree: tuple = ()

    @property
    def others(self) -> list:
        return [shown(fact) for fact in self.disagree[:OTHERS]]


def words_of(clock, periods, *, child: bool) -> ClockWords:
    """`periods`: all that the sources say of the period in this country."""
    base = clock.rule.fact
    others = [fact for fact in best_first(periods) if base is None or not _same(fact, base)]
    return ClockWords(
        rule=rule_words(clock.rule),
        rows=rows_of(clock) if clock.is_known else [],
        notes=list(notes_of(clock, child)),
        fact=shown(base) if base else None,
        disagree=tuple(others),
    )


def _same(fact, base):
    return fact.pk == base.pk or (
        (fact.number, fact.unit, fact.yes) == (base.number, base.unit, base.yes)
        and fact.topic == base.topic
    )


def rule_words(rule) -> str:
    texts = {
        ReflectionState.NATIONAL: _("%(country)s: %(period)s."),
        ReflectionState.NONE_IN_LAW: _(
            "The law of %(country)s knows no such period. Look at the residence permit instead."
        ),
        ReflectionState.TREATY_MINIMUM: _(
            "At least 30 days; national period not found, ask the coordinator."
        ),
        ReflectionState.NOT_PARTY: _(
            "No clock: %(country)s is not a party to the treaty that gives the period, and no period"
            " in its own law was found."
        ),
        ReflectionState.NOT_FOUND: _("Not found for %(country)s. Ask the national coordinator."),
    }
    period = amount(rule.number, rule.unit) if rule.number is not None else ""
    return texts[rule.state] % {"country": country_name(rule.country), "period": period}


def rows_of(clock) -> list[tuple[str, str]]:
    """Days, never how many are left: the time is the person's."""
    rows = []
    if clock.begins_on:
        rows.append((_("Began"), date_format(clock.begins_on)))
    if clock.is_set:
        rows += [(_("Ends"), date_format(clock.set_to)), (_("Set"), set_words(clock))]
    if clock.computed:
        label = _("The profile says") if clock.is_set else _("Ends by the profile")
        rows.append((label, date_format(clock.computed)))
    elif clock.begins_on or clock.is_set:
        label = _("The profile says") if clock.is_set else _("Ends")
        rows.append((label, _("No day follows from it")))
    return rows


def set_words(clock) -> str:
    reasons = dict(ReflectionReason.choices)
    if not clock.reason:
        return _("Entered by hand, without a reason")
    reason = {"reason": reasons.get(clock.reason, clock.reason), "name": clock.set_by}
    if not clock.set_by:
        return _("By hand. Reason: %(reason)s") % reason
    return _("By %(name)s. Reason: %(reason)s") % reason


def notes_of(clock, child):
    if clock.differs:
        yield _("Both days are shown: the one that was set stays when the profile changes.")
    if not clock.is_known:
        return
    if child:
        yield _("For a child, guardian and authority may end it early.")
    else:
        yield _("It is the person’s time. Only the person may end it early.")
