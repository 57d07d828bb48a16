"""Organisations of this installation in a country."""

from django.db.models import Count

from accounts.models import Organisation


def receiving():
    """Organisations that anybody here may refer to."""
    return Organisation.objects.filter(is_active=True, accepts_referrals=True)


def receivers_by_country():
    counted = receiving().values("country").annotate(number=Count("id"))
    return {row["country"]: row["number"] for row in counted}
