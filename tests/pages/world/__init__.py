"""
One small world for all pages: two organisations on one journey, others beside it, everybody who may knock.

Each data class of each case holds a word of its own, the canary, in all its encrypted fields. Where it is seen, it sang.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace

from tests.pages.world import cases, children, knowledge, oversight, people, referrals, rights


@dataclass
class PageWorld:
    """`who`: actor name → membership (None for a visitor). `at`: what the addresses speak of."""

    who: dict = field(default_factory=dict)
    at: SimpleNamespace = field(default_factory=SimpleNamespace)
    allowed: dict = field(default_factory=dict)

    def may_sing(self, actor):
        """The canaries that this actor may meet anywhere in the product."""
        return self.allowed.get(actor, set())


def build():
    desk = PageWorld()
    people.everybody(desk)
    oversight.files_of_people(desk)
    desk.at.adult = cases.adult(desk, "adult")
    desk.at.child = cases.open_filled(desk, "child", child=True)
    desk.at.appointment = children.appointment(desk)
    children.childs_way(desk)
    desk.at.age_word = children.age_word(desk)
    desk.at.pending = cases.open_filled(desk, "pending")
    desk.at.fresh = cases.fresh(desk)
    referrals.shared(desk)
    referrals.alerted(desk)
    knowledge.kept_true(desk)
    knowledge.library(desk)
    knowledge.own_tool(desk)
    knowledge.plans(desk)
    oversight.exports(desk)
    cases.begun(desk)
    knowledge.asked(desk)
    people.invited(desk)
    people.trained(desk)
    oversight.emergencies(desk)
    cases.kept_and_erased(desk)
    referrals.disclosures(desk)
    children.claimed(desk)
    cases.protected(desk)
    cases.missed(desk)
    oversight.unusual(desk)
    oversight.noticed(desk)
    cases.household(desk)
    referrals.complained(desk)
    cases.budgeted(desk)
    oversight.agreed_on_sharing(desk)
    oversight.met(desk)
    oversight.with_noise(desk)
    oversight.said(desk)
    desk.allowed = rights.allowed(desk)
    return desk
