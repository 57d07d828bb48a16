"""
Cases without anything that says who, for statistics elsewhere: the statistical profile of HTCDS, and the columns of CTDC.

In it are people who agreed to statistics without a name, of years that are over, whom no such file told before, and only answers in
which at least eleven are alike (`alike.py`). Which column comes from which field is data: `profiles/`.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.utils import timezone

from directory.codes.exploitation import TraffickingStatus, htcds_exploitation
from directory.countries import country
from exchange.export_models import WentOut
from exchange.outgoing.alike import alike
from exchange.outgoing.htcds import case_of, grouped
from exchange.outgoing.pages import CasePages
from referral.access import DataClass, may_read
from referral.ageing import of_age
from referral.models import Account, Consent, ConsentItem, Merge, Purpose, TraffickingEvent
from referral.stages import CaseStatus

FOLDER = Path(__file__).parent / "profiles"
ACCOUNT = {
    "vic_TraffickingStatus": "trafficking_status",
    "vic_TraffickingStatusDecisionMakingOrg": "decision_body",
    "vic_RelationshipToTrafficker": "relationship",
    "vic_MethodOfRecruitment": "recruitment",
    "vic_MethodsOfControl": "control",
    "vic_ForcedLabourIndustry": "industry",
    "vic_TypeOfSexExploitation": "sexual_exploitation",
}
CODES = {"x_year", "x_age_band", "prs_Gender", "prs_Citizenship", "vic_TypeOfExploitation", "cas_Status", "hte_Country", *ACCOUNT}  # fmt: skip


@cache
def profile(name) -> list[dict]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["column"]


class StatisticalTable(CasePages):
    guard = True
    at_once = 500

    def __init__(self, name):
        self.name = name

    def headings(self):
        return [column["name"] for column in profile(self.name)]

    def read(self, actor, place, made):
        """Nothing is written yet: who is alike is known at the end."""
        before = len(made.row_ids)
        _nothing, place = super().read(actor, place, made)
        del made.row_ids[before:]
        made.row_ids += [case.pk for case in self.taken]
        made.stages += [case.stage for case in self.taken]
        return [], place

    def rows(self, actor, cases, made):
        accounts = {one.case_id: one for one in Account.objects.filter(case__in=cases)}
        events = grouped(TraffickingEvent, cases, "happened_on", "pk")
        agreed = agreed_to_statistics(cases) - told_before(cases)
        self.taken = []
        for case in cases:
            opened = may_read(actor.role, DataClass.ACCOUNT, case.side, case.stage)
            account = accounts.get(case.pk) if opened else None
            if case.pk in agreed and counts(case, account):
                self.taken.append(case)
                found = record(case, account, events[case.pk] if opened else [])
                made.records.append(tuple(cell(column, found) for column in profile(self.name)))
        return []

    def rest(self, made):
        """By those alone who are in the file the right to it is asked again; the order of their rows is kept nowhere."""
        found = alike(made.records)
        places = sorted(place for place, _row in found)
        made.row_ids = [made.row_ids[place] for place in places]
        made.stages = [made.stages[place] for place in places]
        return [row for _place, row in found]


def agreed_to_statistics(cases) -> set:
    """By the newest word of each, of whoever decides now. The same as `referral.consent.in_force`, for many at once."""
    alone = of_age([case.journey for case in cases])
    journeys = {case.pk: case.journey_id for case in cases}
    newest = {}
    items = ConsentItem.objects.filter(case__in=cases, purpose=Purpose.STATISTICS, receiver=None)
    for item in items.select_related("consent").order_by("-consent__given_at", "-consent_id"):
        grown = journeys[item.case_id] in alone
        counts_now = (
            item.consent.given_by == Consent.GivenBy.PERSON if grown else not item.consent.ahead
        )
        if counts_now:
            newest.setdefault(item.case_id, item)
    return {
        pk
        for pk, item in newest.items()
        if item.agreed and not item.withdrawn_at and item.consent.given_by != Consent.GivenBy.NOT_RECORDED
    }  # fmt: skip


def told_before(cases) -> set:
    """Under any record of the same person."""
    under = Merge.objects.live().filter(main__in=cases).values_list("other_id", "main_id")
    main = {case.pk: case.pk for case in cases} | dict(under)
    return {main[one.case_id] for one in WentOut.objects.filter(case__in=main)}


def counts(case, account) -> bool:
    """Presumed or identified, and registered in a year that is over: the year is not told bit by bit."""
    status = account.trafficking_status if account else ""
    if case.status == CaseStatus.NOT_IDENTIFIED or status == TraffickingStatus.NOT:
        return False
    if case.status == CaseStatus.NEW and not status:
        return False
    return timezone.localtime(case.opened_at).year < timezone.localdate().year


def record(case, account, events) -> dict[str, list[str]]:
    """Codes of HTCDS by its field names; those with x_ are ours."""
    summary = getattr(case, "summary", None)
    found = {
        "x_year": [str(timezone.localtime(case.opened_at).year)],
        "cas_Status": [case_of(case)["cas_Status"]],
    }
    if summary:
        found |= {
            "x_age_band": [summary.age_band],
            "prs_Gender": [summary.gender],
            "prs_Citizenship": summary.citizenships,
        }
    if account:
        for name, column in ACCOUNT.items():
            value = getattr(account, column)
            found[name] = value if isinstance(value, list) else [value]
        kinds = [htcds_exploitation(code) for code in account.exploitation]
        found["vic_TypeOfExploitation"] = list(dict.fromkeys(kinds))
        where = [one.country for one in events if one.kind == "Exploitation" and one.country]
        found["hte_Country"] = where or account.exploitation_countries
    return found


def cell(column: dict, found: dict) -> str:
    codes = [code for code in found.get(column.get("from"), []) if code]
    if "any" in column:
        return "1" if set(codes) & set(column["any"]) else ""
    if "codes" in column:
        return next((column["codes"][code] for code in codes if code in column["codes"]), "")
    if not codes:
        return ""
    if column["as"] == "all":
        return ";".join(sorted(codes))
    if column["as"] == "iso3":
        known = country(codes[0])
        return known.iso3 if known else ""
    return codes[0]
