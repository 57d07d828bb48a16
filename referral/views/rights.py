"""What the acting membership may do with one case, class by class. The database is the second lock."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import IntegerField, Q, UUIDField, Value
from django.utils import timezone

from accounts.kept import Kept
from accounts.roles import Role
from referral.access import OWN_PARTS, DataClass, letter
from referral.models import CaseGroupGrant, CaseUserGrant
from referral.stages import Side, Stage

RECORD = [DataClass.SUMMARY, *OWN_PARTS]  # the pages of a case

# Roles to whom a case can be open at all: they see its summary at some stage.
CASE_ROLES = [
    role
    for role in Role
    if any(letter(role, DataClass.SUMMARY, side, stage) != "-" for side in Side for stage in Stage)
]


class Grant(NamedTuple):
    """To one colleague or one team, whose `name` it is."""

    user: UUID | None
    team: int | None
    name: str
    classes: list[str] | None
    until: datetime | None


@Kept
def grants_of(case, now):
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    nobody, no_team = Value(None, UUIDField()), Value(None, IntegerField())
    users = CaseUserGrant.objects.filter(live, content_object=case)
    teams = CaseGroupGrant.objects.filter(live, content_object=case)
    users = users.values_list("user", no_team, "user__name", "classes", "expires_at")
    teams = teams.values_list(nobody, "group", "group__team__name", "classes", "expires_at")
    return users.union(teams, all=True)


def live_grants(case) -> list[Grant]:
    """Everybody to whom the case, or the one with this id, is open now: for the rights in it, and for the page that names them."""
    case_id = getattr(case, "pk", case)
    return [Grant(*row) for row in grants_of.all(case=case_id, now=timezone.now())]


def covered_classes(actor, case, grants=None) -> set[str] | None:
    """The classes that the live grants of this person and the teams open; None when one opens all."""
    found = live_grants(case) if grants is None else grants
    mine = [one for one in found if str(one.user) == actor.user or one.team in actor.teams]
    if any(one.classes is None for one in mine):
        return None
    return {data_class for one in mine for data_class in one.classes}


class Rights:
    """Lists of data classes: `reads`, `writes`, `adds` and `masked`, with a question for each."""

    def __init__(self, actor, case):
        self.grants = live_grants(case)
        covered = covered_classes(actor, case, self.grants)
        letters = {
            data_class: letter(actor.role, data_class, case.side, case.stage)
            for data_class in DataClass
            if covered is None or data_class in covered
        }
        self.reads = [data_class for data_class, given in letters.items() if given in "RW"]
        self.writes = [data_class for data_class, given in letters.items() if given == "W"]
        self.adds = [data_class for data_class, given in letters.items() if given in "AW"]
        self.masked = [data_class for data_class, given in letters.items() if given == "M"]

    def may_read(self, data_class) -> bool:
        return data_class in self.reads

    def may_write(self, data_class) -> bool:
        return data_class in self.writes

    def may_add(self, data_class) -> bool:
        return data_class in self.adds

    def is_masked(self, data_class) -> bool:
        return data_class in self.masked

    @property
    def notes(self) -> list[DataClass]:
        """The classes in which a note may be written."""
        return [data_class for data_class in OWN_PARTS if data_class in self.adds]
