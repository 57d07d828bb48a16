"""From the access table and the grants alone: which words each actor may meet."""

from accounts.roles import Role
from referral.access import DataClass, may_read
from referral.stages import Stage
from tests.pages.world.cases import TO_SIGN
from tests.pages.world.referrals import SHARED
from tests.pages.world.words import canary

CLASSES_WITH_WORDS = [
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
    DataClass.ACCOUNT,
    DataClass.RISK,
    DataClass.HEALTH,
    DataClass.LEGAL,
    DataClass.SERVICES,
    DataClass.TRAVEL,
    DataClass.SUMMARY,
    DataClass.CONSENT,
    DataClass.EVIDENCE,
]


def allowed(desk):
    at, found = desk.at, {}
    here = [("adult", at.adult), ("child", at.child), ("pending", at.pending)]
    for name in ("worker", "granted", "nurse"):
        found[name] = words(desk.who[name].role, here)
    found["lawyer"] = words(Role.LAWYER, [("child", at.child)])
    found["worker"].add(canary("draft", "account"))
    found["worker"].add(canary("missed", "whereabouts"))
    found["supervisor"] = {canary("draft", "account")}
    to_sign = {canary("adult", data_class) for data_class in TO_SIGN}
    found["signer"] = words(desk.who["signer"].role, [("adult", at.adult)]) & to_sign
    found["signer"].add(canary("draft", "account"))
    # The receiver's case is filled from the package, so the sender's words stand in it.
    taken = words(desk.who["receiver"].role, [("adult", at.there)])
    shared_words = {canary("adult", data_class) for data_class in SHARED} - {
        canary("adult", "summary")
    }
    found["receiver"] = (taken & shared_words) | {canary("there", "summary")}
    found["consul"] = {canary("adult", "identity")}
    found["coordinator"] = set()
    for name in ("worker", "granted", "nurse", "coordinator"):
        found[name].add(canary("adult", "complaint"))
    return found


def words(role, cases):
    return {
        canary(name, data_class)
        for name, case in cases
        for data_class in CLASSES_WITH_WORDS
        if any(may_read(role, data_class, case.side, stage) for stage in (case.stage, Stage.RETURN))
    }
