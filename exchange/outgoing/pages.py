"""The cases that are open to somebody as a whole, some at a time, the newest first."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from referral.models import Case, CaseGroupGrant, CaseUserGrant


class CasePages:
    """`at_once`: cases that are read together. `rows(actor, cases, made)` makes of them the rows of the table."""

    def count(self, actor):
        return whole(Case.objects.visible_to(actor).files(), actor).count()

    def rest(self, _made):
        """Rows that hang on all others. Here each was written as it was read."""
        return []

    def read(self, actor, place, made):
        page = whole(Case.objects.page_for(actor, place, self.at_once), actor)
        cases = list(page.select_related("journey", "summary"))
        shown = cases[: self.at_once]
        made.row_ids += [case.pk for case in shown]
        last = shown[-1] if len(cases) > self.at_once else None
        return self.rows(actor, shown, made), last and (last.opened_at, last.pk)


def whole(cases, actor):
    """Of these cases those that are open to this person as a whole, not for one look or one signature."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    here = {"content_object": OuterRef("pk"), "classes": None}
    mine = CaseUserGrant.objects.filter(live, user=actor.user, **here)
    teams = CaseGroupGrant.objects.filter(live, group__in=actor.teams, **here)
    return cases.filter(Exists(mine) | Exists(teams))
