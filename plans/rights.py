"""Who writes a plan and who lets it stand: people of the country. Two different ones, which the database checks, too."""

from accounts.roles import Role

DRAFTS = [Role.NATIONAL_COORDINATOR]
REPORTS = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT]
# A small state has one officer: the second person may sit in any organisation of the country.
REVIEWS = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT, Role.SUPERVISOR]


def may(actor, roles, plan) -> bool:
    return actor is not None and actor.role in roles and actor.country == plan.country
