"""Who keeps the library. That two different people stand behind a row is checked in the action, and by the database."""

from accounts.roles import Role

DRAFTS = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT, Role.SUPERVISOR]
REVIEWS = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT]
PROPOSES = [role for role in Role if role != Role.OPERATOR]


def is_one_of(actor, roles) -> bool:
    return actor is not None and actor.role in roles
