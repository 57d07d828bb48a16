"""Who keeps the directory true. That two different people stand behind a row is checked in the action, and by the database."""

from accounts.roles import Role

DRAFTS = [Role.NATIONAL_COORDINATOR]
REVIEWS = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT]
VERIFIES = [
    Role.NATIONAL_COORDINATOR,
    Role.FOCAL_POINT,
    Role.SUPERVISOR,
    Role.CONSULAR,
    Role.ORGANISATION_ADMIN,
]


def is_one_of(actor, roles) -> bool:
    return actor is not None and actor.role in roles
