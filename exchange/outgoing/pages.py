from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from referral.models import CaseGroupGrant, CaseUserGrant


def whole(cases, actor):
    """Of these cases those that are open to this person as a whole, not for one look or one signature."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    here = {"content_object": OuterRef("pk"), "classes": None}
    mine = CaseUserGrant.objects.filter(live, user=actor.user, **here)
    teams = CaseGroupGrant.objects.filter(live, group__in=actor.teams, **here)
    return cases.filter(Exists(mine) | Exists(teams))
