"""What the acting membership may do with one case, class by class. The database is the second lock."""

from django.db.models import Q
from django.utils import timezone

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


def covered_classes(actor, case) -> set[str] | None:
    """The classes that the live grants of this person and the teams open; None when one opens all."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    mine = CaseUserGrant.objects.filter(live, user=actor.user, content_object=case)
    teams = CaseGroupGrant.objects.filter(live, group__in=actor.teams, content_object=case)
    opened = [*mine.values_list("classes", flat=True), *teams.values_list("classes", flat=True)]
    if None in opened:
        return None
    return {data_class for classes in opened for data_class in classes}


class Rights:
    """Lists of data classes: `reads`, `writes`, `adds` and `masked`, with a question for each."""

    def __init__(self, actor, case):
        covered = covered_classes(actor, case)
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
